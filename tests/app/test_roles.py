"""A check for a purpose and for a role: begun, narrowed, reported, planned for."""

import pytest

from competences import LANGUAGES, load_bank
from competences.role_profiles import role_profile
from tests.app.journeys import answered, attempt_of, begun, item_of
from tests.visitor import Visitor

FRAMEWORKS = {
    "life": "digcomp-3.0",
    "job": "digcomp-3.0",
    "ict": "e-cf-4.0",
    "teaching": "digcompedu",
}


@pytest.mark.parametrize(("purpose", "framework"), FRAMEWORKS.items())
def test_a_purpose_leads_to_its_framework(app, purpose, framework):
    page = begun(Visitor(app), purpose=purpose)
    assert item_of(page) in {item.id for item in load_bank(framework).items}
    asked = load_bank(framework).item(item_of(page))
    assert asked.stem.en in page.main


def test_who_names_no_purpose_is_asked_about_daily_life(app):
    page = begun(Visitor(app))
    assert load_bank("digcomp-3.0").item(item_of(page)).stem.en in page.main


def test_the_start_page_ticks_nothing_unless_its_address_does(app):
    assert "purpose" not in Visitor(app).get("/en/check/start").filled()
    assert Visitor(app).get("/en/check/start?for=teaching").filled()["purpose"] == ["teaching"]


@pytest.mark.parametrize("value", ["fun", "<b>", "x" * 5000])
def test_a_purpose_that_is_not_offered_is_refused(app, value):
    visitor = Visitor(app)
    start = visitor.get("/en/check/start")
    page = visitor.send(start, status=422, purpose=value, route="quick", keep="yes")
    assert "Choose one of the answers that the page offers." in page.main


def test_a_strange_address_of_the_start_page_is_harmless(app):
    visitor = Visitor(app)
    for query in ("for=fun", "role=nobody", "role=/", "for=%00&role=%00"):
        assert visitor.get(f"/en/check/start?{query}").h1 == "Before you begin"


def test_a_role_of_another_purpose_is_refused_and_named(app):
    visitor = Visitor(app)
    start = visitor.get("/en/check/start")
    page = visitor.send(
        start, status=422, purpose="life", role="e-cf-4.0/ciso", route="quick", keep="yes"
    )
    assert "This role belongs to “A role in ICT”." in page.main
    assert page.filled()["role"] == ["e-cf-4.0/ciso"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["digcomp-3.0/care-worker", "e-cf-4.0/developer"])
def test_a_role_narrows_the_questions_and_is_reported(app, language, role):
    framework, _, role_id = role.partition("/")
    found, bank = role_profile(framework, role_id), load_bank(framework)
    visitor = Visitor(app)
    page, asked = begun(visitor, language, role=role), []
    while "/question/" in page.path:
        asked.append(item_of(page))
        page = answered(visitor, page, most=1)
    assert {bank.item(one).competence for one in asked} <= set(found.scope)
    result = visitor.get(f"/{language}/check/{attempt_of(page)}/result")
    assert found.name[language] in result.main
    for code in found.scope:
        assert bank.framework.competence(code).name[language] in result.main
    path = visitor.get(f"/{language}/check/{attempt_of(page)}/path")
    assert path.filled()["goal"] == ["role"]


def test_checks_of_this_device_say_what_they_are_for(app):
    visitor = Visitor(app)
    begun(visitor, role="digcompedu/class-teacher")
    page = visitor.get("/en/check/")
    assert "DigCompEdu" in page.main
    assert role_profile("digcompedu", "class-teacher").name.en in page.main


@pytest.mark.parametrize("framework", ["e-cf-4.0", "digcompedu"])
def test_every_framework_goes_to_its_result_and_path(app, framework):
    purpose = next(one for one, name in FRAMEWORKS.items() if name == framework)
    visitor = Visitor(app)
    page = answered(visitor, begun(visitor, "de", purpose=purpose))
    assert "/answers" in page.path
    attempt = attempt_of(page)
    result = visitor.get(f"/de/check/{attempt}/result")
    for area in load_bank(framework).framework.areas:
        assert area.name.de in result.main
    assert visitor.get(f"/de/check/{attempt}/path").status == 200


def test_a_program_begins_for_a_role(client):
    given = {"framework": "e-cf-4.0", "language": "nl", "route": "quick", "role": "developer"}
    begun_reply = client.post("/api/v1/assessments", json=given)
    assert begun_reply.status_code == 201
    bearer = {"Authorization": f"Bearer {begun_reply.json['token']}"}
    state = client.get(f"/api/v1/assessments/{begun_reply.json['id']}", headers=bearer).json
    assert state["role"] == "developer"
    assert tuple(state["scope"]) == tuple(
        code
        for code in load_bank("e-cf-4.0").framework.codes
        if code in role_profile("e-cf-4.0", "developer").scope
    )


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"role": "astronaut"}, 422, "role"),
        ({"role": "parent"}, 422, "role"),
        ({"role": ""}, 422, "role"),
        ({"role": 5}, 422, "role"),
        ({"framework": "greencomp"}, 422, "framework"),
        ({"framework": "unheard-1"}, 422, "framework"),
    ],
)
def test_a_role_or_framework_that_cannot_be_taken_names_its_field(client, change, status, field):
    given = {"framework": "e-cf-4.0", "language": "nl", "route": "quick", **change}
    reply = client.post("/api/v1/assessments", json=given)
    assert reply.status_code == status
    assert field in reply.json["errors"]


def test_a_program_plans_for_a_role(client):
    given = {
        "profile": {"framework": "digcomp-3.0", "levels": {"1.1": 1.0}},
        "goal": {"role": "digcomp-3.0/care-worker"},
    }
    reply = client.post("/api/v1/plans", json=given)
    assert reply.status_code == 200
    unknown = client.post("/api/v1/plans", json={**given, "goal": {"role": "x-1/nobody"}})
    assert unknown.status_code == 422
    assert "x-1" in str(unknown.json)
