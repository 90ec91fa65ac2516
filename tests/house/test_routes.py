"""Every route has its row, and no address of the contract vanishes."""

import pytest

from app import access

CONTRACT = [
    ("GET", "/api/v1/frameworks"),
    ("GET", "/api/v1/frameworks/<framework_id>"),
    ("GET", "/api/v1/frameworks/<framework_id>/quality"),
    ("POST", "/api/v1/assessments"),
    ("POST", "/api/v1/assessments/<attempt_id>/answers"),
    ("GET", "/api/v1/assessments/<attempt_id>"),
    ("GET", "/api/v1/assessments/<attempt_id>/profile"),
    ("DELETE", "/api/v1/assessments/<attempt_id>"),
    ("POST", "/api/v1/plans"),
    ("GET", "/api/v1/trainings"),
    ("GET", "/api/v1/trainings/<path:training_id>"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/v1/docs"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/"),
]


def test_every_route_has_a_row_and_every_row_a_route(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(access.ACCESS)
    assert len(access.ROWS) == len(access.ACCESS)


@pytest.mark.parametrize(("method", "address"), CONTRACT)
def test_an_address_of_the_contract_stands(app, method, address):
    found = {
        (one, rule.rule) for rule in app.url_map.iter_rules() for one in rule.methods or set()
    }
    assert (method, address) in found


def test_every_page_stands_under_its_language(app):
    for rule in app.url_map.iter_rules():
        room = rule.endpoint.partition(".")[0]
        if room in {"pages", "assessment", "plan"} and rule.endpoint != "pages.root":
            assert "language" in rule.arguments, rule
