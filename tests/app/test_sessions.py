from datetime import datetime, timedelta

import pysqlite3.dbapi2 as sqlite
import pytest
from flask import session
from sqlalchemy import event

from app import create_app, guard, sessions
from app.db import database, reading, transaction
from app.stores import figures
from tests.app.journeys import begun
from tests.builders import settings
from tests.visitor import Visitor


@pytest.fixture
def visited(app):
    """An application with a few routes that only touch the session."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/test/read", "read", lambda: session.get("folder", "none"))
    app.add_url_rule("/test/admit", "admit", _admit, methods=["POST"])
    app.add_url_rule("/test/send", "send", lambda: "sent", methods=["POST"])
    app.add_url_rule("/test/end", "end", _end, methods=["POST"])
    app.add_url_rule("/test/form", "form", lambda: session["csrf_token"])
    return app


def _admit():
    with transaction() as stored:
        secret = guard.keep(stored, "a folder")
    guard.admit("a folder", secret)
    return "admitted"


def _end():
    with transaction() as stored:
        guard.forget(stored)
    guard.dismiss()
    return "ended"


def rows(app):
    connection = sqlite.connect(app.config["SETTINGS"].database_url.removeprefix("sqlite:///"))
    found = connection.execute("SELECT digest, seen_at FROM web_session").fetchall()
    connection.close()
    return found


def cookie(client):
    return client.get_cookie("azimut").value


def test_a_page_that_is_read_sets_no_cookie_and_writes_nothing(visited):
    client = visited.test_client()
    reply = client.get("/test/read")
    assert "Set-Cookie" not in reply.headers
    assert rows(visited) == []


def test_a_form_sets_a_cookie_but_writes_nothing(visited):
    client = visited.test_client()
    first = client.get("/test/form").text
    assert client.get("/test/form").text == first
    assert rows(visited) == []


def test_the_cookie_holds_a_secret_that_scripts_cannot_read(visited):
    client = visited.test_client()
    told = client.post("/test/admit").headers["Set-Cookie"]
    assert "HttpOnly" in told
    assert "SameSite=Lax" in told
    assert "a folder" not in told
    assert cookie(client) not in str(rows(visited))


def test_by_https_the_cookie_is_bound_to_the_host(migrated, tmp_path):
    (tmp_path / "azimut.db").write_bytes(migrated.read_bytes())
    app = create_app(settings(tmp_path, secure=True))
    told = app.test_client().get("/en/check/start").headers["Set-Cookie"]
    assert told.startswith("__Host-azimut=")
    assert "Secure" in told
    assert "Path=/" in told


def test_what_is_remembered_is_found_again(visited):
    client = visited.test_client()
    client.post("/test/admit")
    assert client.get("/test/read").text == "a folder"
    assert visited.test_client().get("/test/read").text == "none"


def test_an_admitted_visitor_goes_on_under_a_new_secret(visited):
    client = visited.test_client()
    client.get("/test/form")
    planted = cookie(client)
    client.post("/test/admit")
    admitted = cookie(client)
    client.post("/test/admit")
    thief = visited.test_client()
    for known in (planted, admitted):
        thief.set_cookie("azimut", known)
        assert thief.get("/test/read").text == "none"
    assert len(rows(visited)) == 1


def test_an_ended_session_is_gone_on_the_server_too(visited):
    client = visited.test_client()
    client.post("/test/admit")
    kept = cookie(client)
    client.post("/test/end")
    assert client.get_cookie("azimut") is None
    assert rows(visited) == []
    client.set_cookie("azimut", kept)
    assert client.get("/test/read").text == "none"


class Clock(datetime):
    """A clock that can be set forward."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + cls.ahead


@pytest.fixture
def clock(monkeypatch):
    class Own(Clock):
        ahead = timedelta()

    monkeypatch.setattr(sessions, "datetime", Own)
    return Own


def test_a_session_ends_when_nothing_was_sent_for_long(visited, clock):
    client = visited.test_client()
    client.post("/test/admit")
    clock.ahead = sessions.IDLE - timedelta(seconds=5)
    assert client.get("/test/read").text == "a folder"
    clock.ahead = sessions.IDLE + timedelta(seconds=5)
    assert client.get("/test/read").text == "none"


def test_each_form_that_is_sent_counts_as_being_there(visited, clock):
    client = visited.test_client()
    client.post("/test/admit")
    for minutes in (40, 80, 120):
        clock.ahead = timedelta(minutes=minutes)
        client.post("/test/send")
    assert client.get("/test/read").text == "a folder"


def test_a_session_ends_in_any_case_after_a_day_of_work(visited, clock):
    client = visited.test_client()
    client.post("/test/admit")
    for minutes in range(40, 13 * 60, 40):
        clock.ahead = timedelta(minutes=minutes)
        client.post("/test/send")
    assert client.get("/test/read").text == "none"


def test_programs_have_no_session(visited):
    client = visited.test_client()
    client.post("/test/admit")
    reply = client.get("/api/v1/frameworks")
    assert "Set-Cookie" not in reply.headers


@pytest.fixture
def second_change_fails(app):
    """Let one change be kept after this and none that follows it, as when a lock is taken in between."""

    def begin():
        kept = []

        def refuse(_connection, _cursor, statement, *_rest):
            if kept and statement == "BEGIN IMMEDIATE":
                message = "database is locked"
                raise sqlite.OperationalError(message)

        with app.app_context():
            event.listen(database.engine, "commit", kept.append)
            event.listen(database.engine, "before_cursor_execute", refuse)

    return begin


def answers(app):
    with app.app_context(), reading() as stored:
        counts = figures.counts(stored)
    return counts["answers"]


def test_an_answer_that_is_kept_is_never_said_to_be_lost(app, clock, second_change_fails):
    visitor = Visitor(app)
    page = begun(visitor)
    clock.ahead = sessions.NOTED + timedelta(seconds=5)
    second_change_fails()
    reply = visitor.client.post(page.path, data={**page.filled(), "answer": "unknown"})
    assert reply.status_code == 302
    assert answers(app) == 1


def test_a_check_that_is_begun_is_kept_with_the_visit_that_opens_it(visited):
    away = visited.test_client()
    away.post("/test/admit")
    before = cookie(away)
    with visited.app_context():
        event.listen(database.engine, "before_cursor_execute", _refuse_visits)
    reply = away.post("/test/admit")
    assert reply.status_code == 503
    assert int(reply.headers["Retry-After"]) > 0
    assert cookie(away) == before
    assert away.get("/test/read").text == "a folder"


def _refuse_visits(_connection, _cursor, statement, *_rest):
    if statement.startswith("INSERT INTO web_session"):
        message = "database is locked"
        raise sqlite.OperationalError(message)


def test_a_check_that_is_erased_is_never_said_to_be_there(app, second_change_fails):
    visitor = Visitor(app)
    begun(visitor)
    sent = visitor.get("/en/check/erase").filled()
    second_change_fails()
    assert visitor.client.post("/en/check/erase", data=sent).status_code == 302
