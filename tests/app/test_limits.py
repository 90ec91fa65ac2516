from datetime import timedelta

import pytest

from app import create_app, limits
from app.db import transaction
from app.stores import visits
from tests.builders import FRAMEWORK, NOW, settings


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::7", "2001:db8:1::/48"),
        ("2001:db8:1:ffff::1", "2001:db8:1::/48"),
        ("no address", "unknown"),
        (None, "unknown"),
    ],
)
def test_what_is_counted_of_an_address(address, block):
    assert limits.address_block(address) == block


def test_one_address_may_start_five_hundred_checks_an_hour(app):
    an_hour = app.config["SETTINGS"].starts_an_hour
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        for _ in range(500):
            limits.take("start", an_hour)


@pytest.mark.usefixtures("context")
def test_a_bucket_empties_and_fills_evenly():
    with transaction() as session:
        taken = [visits.take(session, "k", an_hour=2, now=NOW) for _ in range(3)]
        assert taken == [None, None, timedelta(minutes=30)]
        later = NOW + timedelta(minutes=29)
        assert visits.take(session, "k", an_hour=2, now=later) == timedelta(minutes=1)
        assert visits.take(session, "k", an_hour=2, now=NOW + timedelta(minutes=30)) is None
        assert visits.take(session, "k", an_hour=2, now=NOW + timedelta(minutes=30)) is not None


@pytest.mark.usefixtures("context")
def test_a_clock_that_jumps_back_fills_nothing():
    with transaction() as session:
        assert visits.take(session, "k", an_hour=1, now=NOW) is None
        assert visits.take(session, "k", an_hour=1, now=NOW - timedelta(days=1)) is not None


def test_addresses_and_doors_are_counted_apart(app):
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        limits.take("start", 1)
        limits.take("link", 1)
        with pytest.raises(limits.TooMany):
            limits.take("start", 1)
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.8"}):
        limits.take("start", 1)


def test_a_program_that_knocks_too_often_is_told_to_wait(migrated, tmp_path):
    (tmp_path / "azimut.db").write_bytes(migrated.read_bytes())
    client = create_app(settings(tmp_path, starts_an_hour=2)).test_client()
    body = {"framework": FRAMEWORK, "language": "fr", "route": "quick"}
    replies = [client.post("/api/v1/assessments", json=body) for _ in range(3)]
    assert [one.status_code for one in replies] == [201, 201, 429]
    assert 0 < int(replies[2].headers["Retry-After"]) <= 1800
    assert replies[2].get_json()["code"] == "too-many"


def test_a_forged_forwarding_header_moves_no_count(migrated, tmp_path):
    (tmp_path / "azimut.db").write_bytes(migrated.read_bytes())
    client = create_app(settings(tmp_path, starts_an_hour=1)).test_client()
    body = {"framework": FRAMEWORK, "language": "fr", "route": "quick"}
    statuses = [
        client.post(
            "/api/v1/assessments", json=body, headers={"X-Forwarded-For": f"192.0.2.{n}"}
        ).status_code
        for n in range(2)
    ]
    assert statuses == [201, 429]


def test_behind_a_stated_proxy_each_visitor_is_counted(migrated, tmp_path):
    (tmp_path / "azimut.db").write_bytes(migrated.read_bytes())
    client = create_app(settings(tmp_path, starts_an_hour=1, proxies=1)).test_client()
    body = {"framework": FRAMEWORK, "language": "fr", "route": "quick"}
    statuses = [
        client.post(
            "/api/v1/assessments", json=body, headers={"X-Forwarded-For": f"forged, 192.0.2.{n}"}
        ).status_code
        for n in (1, 2, 1)
    ]
    assert statuses == [201, 201, 429]
