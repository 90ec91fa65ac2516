from datetime import UTC, datetime

import pytest
from flask import session

from app import access, create_app, guard, interviews
from app.db import transaction
from tests.builders import FRAMEWORK, settings


def begin(database):
    now = datetime.now(UTC)
    return interviews.begin(database, framework=FRAMEWORK, route="quick", language="nl", now=now)


@pytest.fixture
def stored(app):
    with app.app_context(), transaction() as database:
        return begin(database)


def test_a_holder_opens_the_attempts_of_the_folder(app, stored):
    with app.test_request_context():
        session["folder"] = stored.folder
        assert guard.holder(stored.id) == stored


def test_missing_and_foreign_attempts_are_alike(app, stored):
    with app.test_request_context():
        with pytest.raises(guard.NotFound):
            guard.holder(stored.id)
        session["folder"] = "another"
        for attempt in (stored.id, "missing", "", "\x00", "x" * 5000):
            with pytest.raises(guard.NotFound):
                guard.holder(attempt)


def test_a_foreign_and_a_missing_page_are_the_same_bytes(client, stored):
    foreign = client.get(f"/en/check/{stored.id}/result")
    missing = client.get(f"/en/check/{'x' * len(stored.id)}/result")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.data.replace(stored.id.encode(), b"") == missing.data.replace(
        b"x" * len(stored.id), b""
    )


def test_a_token_opens_its_attempt_and_no_other(app):
    with app.app_context(), transaction() as database:
        own = interviews.begin(
            database,
            framework=FRAMEWORK,
            route="quick",
            language="nl",
            now=datetime.now(UTC),
            token_digest=guard.token_digest("secret"),
        )
        other = begin(database)
    with app.test_request_context(headers={"Authorization": "Bearer secret"}):
        assert guard.bearer(own.id) == own
        with pytest.raises(guard.NotFound):
            guard.bearer(other.id)


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer ", "Basic eDp5", "secret", "Bearer a=b"])
def test_what_is_no_token_is_told_apart_from_a_foreign_one(app, given):
    headers = {"Authorization": given} if given else {}
    with app.test_request_context(headers=headers), pytest.raises(guard.NoToken):
        guard.bearer("any")


def test_a_cookie_opens_nothing_of_the_api(app, stored):
    client = app.test_client()
    client.set_cookie("azimut", "x" * 43)
    assert client.get(f"/api/v1/assessments/{stored.id}").status_code == 401


def test_a_route_without_a_row_stops_the_start():
    routes = {row.endpoint for row in access.ROWS}
    access.check(routes)
    with pytest.raises(access.UnlistedRoute, match=r"pages\.secret"):
        access.check({*routes, "pages.secret"})
    with pytest.raises(access.UnlistedRoute, match=r"pages\.home"):
        access.check(routes - {"pages.home"})


def test_every_route_that_is_not_for_all_refuses_who_has_nothing(tmp_path, migrated):
    (tmp_path / "azimut.db").write_bytes(migrated.read_bytes())
    app = create_app(settings(tmp_path))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        row = access.ACCESS[rule.endpoint]
        if row.role == "anyone":
            continue
        address = rule.rule.replace("<any(nl, fr, de, en):language>", "en")
        for name in rule.arguments:
            address = address.replace(f"<{name}>", "x")
        assert "<" not in address
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            reply = client.open(address, method=method)
            assert reply.status_code == (401 if row.role == "program" else 404), rule
