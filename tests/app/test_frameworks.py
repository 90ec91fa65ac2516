"""Pages and answers about frameworks, competences, roles and crosswalks."""

import pytest
from marshmallow import RAISE

from app.api.replies import CompetenceReply, CrosswalkReply, RolesReply
from competences import LANGUAGES, load_framework
from competences.loading import frameworks
from competences.role_profiles import role_profile, role_profiles
from tests.visitor import Visitor


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shelf_names_every_framework(app, language):
    page = Visitor(app).get(f"/{language}/frameworks/")
    for one in frameworks():
        assert load_framework(one).name[language] in page.main


@pytest.mark.parametrize("framework_id", frameworks())
def test_a_framework_names_its_competences_and_roles(app, framework_id):
    page = Visitor(app).get(f"/de/frameworks/{framework_id}")
    for one in load_framework(framework_id).competences:
        assert one.name.de in page.main
    for role in role_profiles(framework_id):
        assert role.name.de in page.main


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("framework_id", "code"),
    [("digcomp-3.0", "4.1"), ("e-cf-4.0", "A.1"), ("digcompedu", "6.4"), ("greencomp", "1.1")],
)
def test_a_competence_says_what_its_levels_mean(app, language, framework_id, code):
    page = Visitor(app).get(f"/{language}/frameworks/{framework_id}/competences/{code}")
    one = load_framework(framework_id).competence(code)
    assert one.description[language] in page.main
    for band in one.bands.values():
        assert " ".join(band.means[language].split()) in page.main
        assert " ".join(band.next[language].split()) in page.main


def test_levels_that_nobody_verified_are_marked(app):
    marked = "We could not verify at which levels"
    page = "/en/frameworks/e-cf-4.0/competences/"
    assert marked in Visitor(app).get(page + "A.10").main
    assert marked not in Visitor(app).get(page + "A.1").main


def test_a_competence_names_its_places_elsewhere(app):
    page = Visitor(app).get("/en/frameworks/e-cf-4.0/competences/D.6")
    assert "e-CF 3.0: D.12" in page.main


@pytest.mark.parametrize(("role", "words"), [("parent", "ourselves"), ("teacher", "ourselves")])
def test_a_role_of_ours_says_why(app, role, words):
    page = Visitor(app).get(f"/en/frameworks/digcomp-3.0/roles/{role}")
    found = role_profile("digcomp-3.0", role)
    assert found.reason.en in page.main
    assert words in page.main


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "digcomp-3.0/competences/9.9",
        "digcomp-3.0/roles/nobody",
        "e-cf-4.0/roles/parent",
    ],
)
def test_what_is_not_there_is_not_found(app, path):
    Visitor(app).get(f"/en/frameworks/{path}", status=404)


def test_the_interface_gives_a_competence(client):
    reply = client.get("/api/v1/frameworks/e-cf-4.0/competences/A.1?language=fr")
    assert CompetenceReply(unknown=RAISE).validate(reply.json) == {}
    assert reply.json["levels"] == [4, 5]
    assert [one["level"] for one in reply.json["bands"]] == ["none", "e-4", "e-5"]
    assert reply.json["official"] == []


def test_the_interface_gives_roles(client):
    reply = client.get("/api/v1/frameworks/digcomp-3.0/roles?language=nl")
    assert RolesReply(unknown=RAISE).validate(reply.json) == {}
    assert "basic-everywhere" in [one["id"] for one in reply.json["roles"]]


def test_pairs_of_a_role_are_marked_by_how_sure_they_are(app):
    page = Visitor(app).get("/en/frameworks/e-cf-4.0/roles/account-manager")
    assert "one source only" in page.main
    assert "checked in part" in page.main
    assert "official" in Visitor(app).get("/en/frameworks/e-cf-4.0/roles/ciso").main


def test_a_framework_without_questions_says_so(app):
    page = Visitor(app).get("/en/frameworks/greencomp")
    assert "There are no questions on this framework yet." in page.main


def test_the_interface_gives_a_crosswalk(client):
    reply = client.get("/api/v1/frameworks/e-cf-3.0/crosswalks/e-cf-4.0")
    assert CrosswalkReply(unknown=RAISE).validate(reply.json) == {}
    moved = [one["to"] for one in reply.json["crossings"] if one["from"] == "D.12"]
    assert moved == ["D.6"]
    assert client.get("/api/v1/frameworks/x-1/crosswalks/e-cf-4.0").status_code == 404


@pytest.mark.parametrize("path", ["competences/9.9", "competences/%00"])
def test_a_competence_that_is_not_there_is_told_in_json(client, path):
    reply = client.get(f"/api/v1/frameworks/digcomp-3.0/{path}")
    assert reply.status_code == 404
    assert reply.json["code"] == "not-found"
