from decimal import Decimal

import pytest
from marshmallow import RAISE

from app.api.replies import PlanReply
from recommender.catalogue import Outcome
from tests.app.test_api_assessments import Program
from tests.builders import publish, training

ROOT = "/api/v1/plans"
PROFILE = {"framework": "digcomp-3.0", "levels": {"1.1": 0.0, "1.2": 0.0}}


@pytest.fixture
def ask(app, client):
    with app.app_context():
        publish(
            training("online", price=Decimal(10)),
            training(
                "here",
                language="fr",
                mode="on-site",
                region="BE-WAL",
                outcomes=(Outcome("digcomp-3.0/1.2", 0, 2),),
            ),
            training("work", audience=frozenset({"worker"}), hours=1.0),
        )

    def send(headers=None, **given):
        return client.post(ROOT, json=given, headers={"Accept-Language": "en", **(headers or {})})

    return send


def steps(reply):
    assert reply.status_code == 200, reply.json
    assert PlanReply(unknown=RAISE).validate(reply.json) == {}
    return {one["training"] for one in reply.json["steps"]}


def test_a_profile_that_is_sent_along_gets_a_path(ask):
    found = ask(profile=PROFILE)
    assert steps(found) >= {"here"}
    assert found.json["optimal"]
    assert found.json["value"] == found.json["bound"] > 0


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"languages": ["nl"], "status": "jobseeker"}, {"online"}),
        ({"languages": ["fr"]}, {"here"}),
        ({"region": "BE-VLG", "status": "jobseeker"}, {"online"}),
        ({"euro": 0, "status": "jobseeker"}, {"here"}),
        ({"hours": 0.5}, set()),
    ],
)
def test_limits_are_kept(ask, limits, expected):
    assert steps(ask(profile=PROFILE, constraints=limits)) == expected


def test_a_training_for_workers_alone_never_reaches_a_jobseeker(ask):
    found = steps(ask(profile=PROFILE, constraints={"status": "jobseeker"}))
    assert "work" not in found


def test_an_absent_or_empty_limit_is_none(ask):
    free = ask(profile=PROFILE).json
    for limits in ({}, None, {"hours": None, "languages": [], "region": None, "status": None}):
        assert ask(profile=PROFILE, constraints=limits).json == free


def test_nothing_fits_is_an_answer_that_names_the_limit(ask):
    found = ask(profile=PROFILE, constraints={"hours": 0.5}).json
    assert found["steps"] == []
    assert found["blocked_by"]


def test_a_reached_goal_needs_no_training(ask):
    found = ask(profile=PROFILE, goal={"levels": {"1.1": 0}}).json
    assert found["steps"] == []
    assert found["reason"] == "goal-reached"


def test_a_finished_assessment_gets_a_path_with_its_token(ask, client):
    program = Program(client)
    program.finish()
    own = program.begun.json["id"]
    assert ask(program.headers, assessment=own).status_code == 200
    assert ask(assessment=own).status_code == 401
    assert ask(Program(client).headers, assessment=own).status_code == 404
    assert ask({"Authorization": "Bearer x"}, assessment=own).status_code == 404


def test_the_profile_of_an_assessment_can_be_sent_as_it_came(ask, client):
    program = Program(client)
    program.finish()
    given = program.get("/profile").json
    assert (
        ask(profile=given).json == ask(program.headers, assessment=program.begun.json["id"]).json
    )


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({}, "assessment"),
        ({"profile": PROFILE, "assessment": "x"}, "assessment"),
        ({"profile": {"levels": {"9.9": 1}}}, "profile"),
        ({"profile": {"levels": {"1.1": 99}}}, "profile"),
        ({"profile": {"levels": {"1.1": True}}}, "profile"),
        ({"profile": {"levels": {"1.1": "2"}}}, "profile"),
        ({"profile": {"framework": "unheard-of", "levels": {"1.1": 1}}}, "profile"),
        ({"profile": []}, "profile"),
        ({"profile": PROFILE, "goal": {"levels": {"1.1": 99}}}, "goal"),
        ({"profile": PROFILE, "goal": {"weights": {"1.1": -1}}}, "goal"),
        ({"profile": PROFILE, "constraints": {"hours": -1}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"hours": "5"}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"hours": True}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"euro": 10**40}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"region": "Wallonia"}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"status": "king"}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"languages": "nl"}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"weeks": 3}}, "constraints"),
    ],
)
def test_what_does_not_fit_is_named(ask, given, place):
    reply = ask(**given)
    assert reply.status_code == 422
    assert list(reply.json["errors"]) == [place]


def test_without_any_offer_nothing_is_promised(client):
    found = client.post(ROOT, json={"profile": PROFILE}).json
    assert found["steps"] == []
    assert found["reason"]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_reasons_come_in_the_asked_language(ask, language):
    found = ask({"Accept-Language": language}, profile=PROFILE).json
    titles = {one["training"]: one["title"] for one in found["steps"]}
    assert titles["here"].startswith(
        {"nl": "Opleiding", "fr": "Formation", "de": "Kurs", "en": "Course"}[language]
    )
    assert all(one["text"] for step in found["steps"] for one in step["reasons"])
