from decimal import Decimal

import pytest
from marshmallow import RAISE

from app.api.replies import PlanReply
from recommender.catalogue import Outcome
from tests.app.test_api_assessments import Program
from tests.builders import publish, training

ROOT = "/api/v1/plans"
PROFILE = {"framework": "digcomp-3.0", "levels": {"1.1": 0.0, "1.2": 0.0}}


FREE = {
    **dict.fromkeys(("hours", "euro", "region", "status", "weekly", "deadline", "online")),
    **{name: [] for name in ("languages", "accessibility", "without", "hidden")},
    "certain_only": None,
}


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
                accessibility=("captions",),
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
        ({"online": True, "status": "jobseeker"}, {"online"}),
        ({"accessibility": ["captions"]}, {"here"}),
        ({"accessibility": ["captions", "wheelchair"]}, set()),
        ({"without": ["work", "online", "nobody knows it"]}, {"here"}),
        ({"hidden": ["Invented Provider"]}, set()),
        ({"weekly": 2, "deadline": "2000-01-01", "status": "jobseeker"}, set()),
        ({"online": False, "certain_only": False, "status": "jobseeker"}, {"online", "here"}),
    ],
)
def test_limits_are_kept(ask, limits, expected):
    assert steps(ask(profile=PROFILE, constraints=limits)) == expected


def test_a_training_for_workers_alone_never_reaches_a_jobseeker(ask):
    found = steps(ask(profile=PROFILE, constraints={"status": "jobseeker"}))
    assert "work" not in found


def test_an_absent_or_empty_limit_is_none(ask):
    free = ask(profile=PROFILE).json
    for limits in ({}, None, FREE):
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
        ({"profile": PROFILE, "constraints": {"weekly": 0.1}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"weekly": 200}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"deadline": "30/06/2027"}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"deadline": 20270630}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"deadline": "9999-12-31"}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"online": "yes"}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"certain_only": 1}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"accessibility": ["parking"]}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"without": "work"}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"hidden": [""]}}, "constraints"),
        ({"profile": PROFILE, "constraints": {"without": ["x"] * 101}}, "constraints"),
        ({"profile": PROFILE, "goal": {"track": "moon"}}, "goal"),
        ({"profile": PROFILE, "goal": {"role": "e-cf-4.0/ciso", "base": "yes"}}, "goal"),
    ],
)
def test_what_does_not_fit_is_named(ask, given, place):
    reply = ask(**given)
    assert reply.status_code == 422
    assert list(reply.json["errors"]) == [place]


def test_a_role_of_another_framework_may_bring_its_base(ask):
    goal = {"role": "e-cf-4.0/ciso", "base": True, "weights": {"1.1": 2}}
    assert steps(ask(profile=PROFILE, goal=goal)) >= {"here"}
    assert ask(profile=PROFILE, goal={"role": "e-cf-4.0/ciso"}).json["reason"] == "no-offer"


def test_a_wrong_limit_says_which_one(ask):
    told = ask(profile=PROFILE, constraints={"weekly": 0, "deadline": "soon"}).json["errors"]
    assert set(told["constraints"]) == {"weekly", "deadline"}


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


def test_a_training_that_is_known_leaves_the_path_and_counts_as_held(ask):
    free = {"hours": 100.0}
    assert "here" in steps(ask(profile=PROFILE, constraints=free))
    known = ask(profile=PROFILE, constraints=free, known=["here", "gone"])
    assert "here" not in steps(known)
    assert known.json["remaining"] == []
    assert known.json["value"] < ask(profile=PROFILE, constraints=free).json["value"]


def test_a_plan_tells_its_weeks_and_what_could_take_the_place_of_a_step(ask):
    found = ask(profile=PROFILE).json
    (week, *_) = found["calendar"]["weeks"]
    assert {one["training"] for one in week["entries"]} <= {
        one["training"] for one in found["steps"]
    }
    others = [other for one in found["steps"] for other in one["alternatives"]]
    assert {"training", "title", "value", "why", "text", "hours", "price"} <= set(others[0])
