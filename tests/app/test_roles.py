"""A check for a purpose and for a role: begun, narrowed, reported, planned for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from app import interviews
from app.assessment.demands import demands_of
from app.assessment.portrait import portrait_of
from app.db import reading, transaction
from app.stores import attempts
from app.tables import AttemptRow
from competences import LANGUAGES, ItemBank, load_bank
from competences.role_profiles import role_profile
from competences.scales import normal_cdf
from tests.app.journeys import answered, attempt_of, begun, item_of
from tests.competences.builders import walked
from tests.visitor import Visitor, words

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
        ({"role": "developer", "scope": ["A.1"]}, 422, "scope"),
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


def test_basic_in_every_competence_gives_a_whole_result(app):
    visitor = Visitor(app)
    page = answered(visitor, begun(visitor, role="digcomp-3.0/basic-everywhere"))
    result = visitor.get(f"/en/check/{attempt_of(page)}/result")
    assert "What the role asks for" in result.main
    with app.app_context(), reading() as session:
        stored = attempts.get(session, attempt_of(page), now=datetime.now(UTC))
    assert (stored.role, stored.scope) == ("basic-everywhere", ())


def test_a_demand_is_as_fine_as_its_numbered_level():
    bank = load_bank("digcomp-3.0")
    interview, attempt = walked(bank, "quick", 2)
    profile = interview.profile(attempt)
    role = role_profile("digcomp-3.0", "basic-everywhere")
    for one in demands_of(role, profile, bank.framework):
        reading = profile.readings[one.code]
        share = 1 - normal_cdf((bank.framework.doors[1] - reading.mean) / reading.sd)
        assert one.number == 2
        assert one.course == ("reached" if share >= 0.8 else "ahead" if share <= 0.2 else "open")


def test_a_result_outlives_levels_that_the_pack_defined_otherwise():
    bank = load_bank("e-cf-4.0")
    competences = tuple(replace(one, levels=()) for one in bank.framework.competences)
    older = ItemBank(replace(bank.framework, competences=competences), bank.items)
    thawed = ItemBank.from_numbers(older.numbers(), texts=bank)
    interview, attempt = walked(thawed, "quick", 3)
    portrait = portrait_of(interview.profile(attempt), thawed.framework)
    assert len(portrait.areas) == 5


def test_a_role_that_is_gone_leaves_the_result_readable(app):
    visitor = Visitor(app)
    page = answered(visitor, begun(visitor, role="digcomp-3.0/parent"))
    attempt = attempt_of(page)
    with app.app_context(), transaction() as session:
        session.execute(update(AttemptRow).where(AttemptRow.id == attempt).values(role="gone"))
    result = visitor.get(f"/en/check/{attempt}/result")
    assert "What the role asks for" not in result.main
    assert visitor.get(f"/en/check/{attempt}/path").status == 200


def test_roles_of_two_frameworks_can_be_told_apart(app):
    page = Visitor(app).get("/en/check/start")
    (menu,) = [one for one in page.tree.iter("select") if one.get("name") == "role"]
    options = [words(one) for one in menu.iter("option")]
    assert len(options) == len(set(options))
    assert any(one.endswith("(DigCompEdu)") for one in options)


def test_the_privacy_page_names_the_role(app):
    assert "the role that you chose" in Visitor(app).get("/en/privacy").main


def test_a_framework_that_is_gone_hides_no_other_check(app):
    visitor = Visitor(app)
    lost = attempt_of(begun(visitor, role="digcompedu/class-teacher"))
    begun(visitor, together="yes")
    with app.app_context(), transaction() as session:
        session.execute(update(AttemptRow).where(AttemptRow.id == lost).values(framework="gone-1"))
    page = visitor.get("/en/check/")
    assert "gone-1" in page.main
    assert "DigComp 3.0" in page.main


def test_a_role_in_the_address_says_itself_what_it_is_for(app):
    page = Visitor(app).get("/en/check/start?for=life&role=e-cf-4.0/developer")
    assert page.filled()["role"] == ["e-cf-4.0/developer"]
    assert "purpose" not in page.filled()


def test_a_competence_that_left_the_pack_is_no_fault_of_the_person(app):
    bank = load_bank("digcomp-3.0")
    interview, attempt = walked(bank, "quick", 8)
    profile = interview.profile(attempt)
    older = replace(profile, readings={**profile.readings, "9.9": profile.readings["1.1"]})
    with app.app_context():
        learner = interviews.learner_of(older)
    assert sorted(learner.levels) == [
        f"digcomp-3.0/{code}" for code in sorted(bank.framework.codes)
    ]


@pytest.mark.parametrize(
    "goal",
    [{"levels": {"1.1": 1e25}}, {"weights": {"1.1": 1e27}}, {"role": []}, {"role": "x" * 5000}],
)
def test_a_goal_beyond_all_bounds_is_refused_in_words(client, goal):
    given = {"profile": {"framework": "digcomp-3.0", "levels": {"1.1": 1.0}}, "goal": goal}
    for language in LANGUAGES:
        reply = client.post("/api/v1/plans", json=given, headers={"Accept-Language": language})
        assert reply.status_code == 422
        assert len(reply.text) < 2000
