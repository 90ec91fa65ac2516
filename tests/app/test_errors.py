import io

import pytest
from gunicorn.http.errors import (  # type: ignore[import-untyped]  # comes without types
    InvalidChunkSize,
)
from pysqlite3.dbapi2 import OperationalError
from sqlalchemy import event

from app import create_app
from app.db import database
from tests.app.journeys import begun
from tests.builders import FRAMEWORK, settings
from tests.visitor import Visitor

BEGIN = {"framework": FRAMEWORK, "language": "fr", "route": "quick"}


def test_a_missing_page_is_a_page_in_the_visitors_language(client):
    for language in ("nl", "fr", "de", "en"):
        reply = client.get(f"/{language}/nowhere")
        assert reply.status_code == 404
        assert reply.mimetype == "text/html"
        assert f'<html lang="{language}">' in reply.text


def test_a_missing_address_of_the_api_is_json(client):
    reply = client.get("/api/v1/nowhere", headers={"Accept-Language": "en"})
    assert reply.status_code == 404
    assert reply.json == {
        "code": "not-found",
        "message": "There is nothing at this address.",
        "errors": {},
    }


def test_a_wrong_method_names_the_right_ones(client):
    reply = client.put("/api/v1/frameworks")
    assert reply.status_code == 405
    assert "GET" in reply.headers["Allow"]
    assert reply.json["code"] == "method-not-allowed"


def test_a_form_without_its_mark_is_refused_before_anything(client):
    reply = client.post("/en/check/start", data={"route": "quick"})
    assert reply.status_code == 400
    assert reply.mimetype == "text/html"


def test_two_hundred_thousand_fields_are_too_large(client):
    body = "&".join(f"f{n}=1" for n in range(200_000))
    reply = client.post(
        "/en/check/start", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert reply.status_code == 413


def test_a_large_body_is_too_large_for_the_api(client):
    reply = client.post("/api/v1/assessments", json={**BEGIN, "x": "x" * 70_000})
    assert reply.status_code == 413
    assert reply.json["code"] == "too-large"


@pytest.fixture
def away(tmp_path):
    """A site whose database is away."""
    return create_app(
        settings(tmp_path, database_url=f"sqlite:///{tmp_path}/no/azimut.db")
    ).test_client()


def test_storage_that_is_away_is_said_to_programs(away):
    for reply in (
        away.post("/api/v1/assessments", json=BEGIN),
        away.get("/api/v1/trainings"),
        away.get("/api/v1/assessments/a", headers={"Authorization": "Bearer x"}),
        away.post("/api/v1/plans", json={"profile": {"levels": {"1.1": 2}}}),
    ):
        assert reply.status_code == 503
        assert reply.json["code"] == "storage-unavailable"
        assert int(reply.headers["Retry-After"]) > 0


def test_pages_that_need_no_storage_are_shown_without_it(away):
    assert away.get("/en/").status_code == 200
    assert away.get("/api/v1/frameworks").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_storage_that_goes_away_is_not_a_missing_page(app, method):
    visitor = Visitor(app)
    page = begun(visitor)
    sent = {**page.filled(), "answer": "unknown"} if method == "post" else None
    with app.app_context():
        event.listen(database.engine, "before_cursor_execute", _fail)
    reply = getattr(visitor.client, method)(page.path, data=sent)
    assert reply.status_code == 503
    assert int(reply.headers["Retry-After"]) > 0


def _fail(*_given):
    message = "away"
    raise OperationalError(message)


def test_whose_visit_it_was_is_not_forgotten_when_storage_comes_back_at_once(app):
    visitor = Visitor(app)
    begun(visitor)
    sent = visitor.get("/en/check/erase").filled()
    with app.app_context():
        event.listen(database.engine, "before_cursor_execute", _fail_to_tell_sessions)
    assert visitor.client.post("/en/check/erase", data=sent).status_code == 503


def _fail_to_tell_sessions(_connection, _cursor, statement, *_rest):
    if statement.startswith("SELECT web_session"):
        _fail()


@pytest.mark.parametrize("given", ["Basic \xff", "Basic \xe9t\xe9", "basic \x80"])
def test_credentials_in_letters_that_none_have_are_no_token(client, given):
    reply = client.get("/api/v1/assessments/x", environ_overrides={"HTTP_AUTHORIZATION": given})
    assert reply.status_code == 401


@pytest.mark.parametrize("path", ["/", "/en/", "/nope"])
@pytest.mark.parametrize("host", ["..", "a" * 300, "a..b"])
def test_a_host_that_is_no_name_is_refused(client, host, path):
    reply = client.get(path, environ_overrides={"HTTP_HOST": host})
    assert reply.status_code == 400
    assert reply.mimetype == "text/plain"


class Broken(io.RawIOBase):
    """A body whose chunks have no size, as the server meets it when the body is read."""

    def readinto(self, _buffer):
        size = b"zz"
        raise InvalidChunkSize(size)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/api/v1/assessments", "application/json"),
        ("/en/check/start", "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_breaks_off_is_the_senders_fault(client, address, kind):
    given = {
        "wsgi.input": Broken(),
        "wsgi.input_terminated": True,
        "HTTP_TRANSFER_ENCODING": "chunked",
    }
    reply = client.post(address, content_type=kind, environ_overrides=given)
    assert reply.status_code == 400


def test_a_fault_of_ours_tells_nothing_of_itself(app, client, capsys):
    app.config.update(TESTING=False)
    app.add_url_rule("/api/test/<secret>", "fault", lambda secret: secret[99])
    reply = client.get("/api/test/topsecret", headers={"Accept-Language": "en"})
    assert reply.status_code == 500
    assert reply.json["code"] == "fault"
    assert "IndexError" not in reply.text
    logged = capsys.readouterr().err
    assert "topsecret" not in logged


def test_a_host_that_is_not_ours_is_refused(migrated, tmp_path):
    (tmp_path / "azimut.db").write_bytes(migrated.read_bytes())
    client = create_app(settings(tmp_path, hosts=("azimut.example",))).test_client()
    ours = {"Host": "azimut.example"}
    for address in ("/healthz", "/en/", "/api/v1/frameworks"):
        assert client.get(address, headers=ours).status_code == 200
        assert client.get(address, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("address", ["/en/", "/api/v1/frameworks", "/en/nowhere", "/healthz"])
def test_every_reply_tells_the_browser_what_it_may_do(client, address):
    headers = client.get(address).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_by_https_browsers_are_told_to_stay_with_it(tmp_path):
    client = create_app(settings(tmp_path, secure=True)).test_client()
    assert "max-age" in client.get("/healthz").headers["Strict-Transport-Security"]
