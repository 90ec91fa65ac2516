import pytest
from marshmallow import RAISE

from app.api.replies import FrameworkReply, FrameworksReply
from competences import LANGUAGES, load_framework
from tests.builders import FRAMEWORK


def test_the_list_holds_each_framework_as_described(client):
    reply = client.get("/api/v1/frameworks")
    assert FrameworksReply(unknown=RAISE).validate(reply.json) == {}
    assert FRAMEWORK in [one["id"] for one in reply.json["frameworks"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_come_in_the_asked_language(client, language):
    known = load_framework(FRAMEWORK)
    asked = client.get(f"/api/v1/frameworks/{FRAMEWORK}?language={language}")
    preferred = client.get(
        f"/api/v1/frameworks/{FRAMEWORK}", headers={"Accept-Language": language}
    )
    assert asked.json == preferred.json
    assert asked.json["language"] == language
    assert FrameworkReply(unknown=RAISE).validate(asked.json) == {}
    names = {one["code"]: one["name"] for one in asked.json["competences"]}
    assert names == {one.code: one.name[language] for one in known.competences}


def test_the_query_wins_over_the_header(client):
    reply = client.get(
        f"/api/v1/frameworks/{FRAMEWORK}?language=de", headers={"Accept-Language": "fr"}
    )
    assert reply.json["language"] == "de"


def test_an_unknown_framework_is_told_by_name(client):
    reply = client.get("/api/v1/frameworks/unheard-of", headers={"Accept-Language": "en"})
    assert reply.status_code == 404
    assert reply.json["code"] == "unknown-framework"
    assert "unheard-of" in reply.json["message"]


@pytest.mark.parametrize(
    "query", ["language=xx", "language=", "tongue=nl", "language=nl&language=fr"]
)
def test_a_query_that_does_not_fit_names_its_field(client, query):
    reply = client.get(f"/api/v1/frameworks?{query}", headers={"Accept-Language": "en"})
    assert reply.status_code == 422
    assert list(reply.json["errors"]) == [query.partition("=")[0]]
