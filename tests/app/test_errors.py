import pytest

from app import create_app
from app.guard import admit
from tests.builders import FRAMEWORK, settings

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


def test_a_session_that_cannot_be_kept_is_said(away):
    away.application.config["WTF_CSRF_ENABLED"] = False
    away.application.add_url_rule("/test/admit", "admit", _admit, methods=["POST"])
    reply = away.post("/test/admit")
    assert reply.status_code == 503
    assert int(reply.headers["Retry-After"]) > 0
    assert "Set-Cookie" not in reply.headers


def _admit():
    admit("a folder")
    return "admitted"


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
