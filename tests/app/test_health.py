from app import create_app
from tests.builders import settings


def test_a_migrated_site_is_alive_and_ready(client):
    assert client.get("/healthz").json == {"status": "alive"}
    assert client.get("/readyz").status_code == 200


def test_a_site_without_tables_is_alive_and_not_ready(tmp_path):
    client = create_app(settings(tmp_path)).test_client()
    assert client.get("/healthz").status_code == 200
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.get_json()["reason"] == "migrate"


def test_a_site_whose_database_is_away_is_alive_and_says_when_to_ask_again(tmp_path):
    away = settings(tmp_path, database_url=f"sqlite:///{tmp_path}/no/azimut.db")
    client = create_app(away).test_client()
    assert client.get("/healthz").status_code == 200
    reply = client.get("/readyz")
    assert reply.status_code == 503
    assert reply.get_json()["reason"] == "storage-unavailable"
    assert int(reply.headers["Retry-After"]) > 0
