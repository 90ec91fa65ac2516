"""The route of single trainings: what it takes, what it gives, whose turn it is."""

from decimal import Decimal

import pytest
from marshmallow import RAISE

from app.api.replies import ListReply
from recommender.catalogue import Outcome
from tests.app.test_api_assessments import Program
from tests.builders import publish, training

ROOT = "/api/v1/recommendations"
PROFILE = {"framework": "digcomp-3.0", "levels": {"1.1": 0.0, "1.2": 0.0}}


@pytest.fixture
def ask(app, client):
    with app.app_context():
        publish(
            training("dear", price=Decimal(300), hours=2.0, provider="one"),
            training("free", hours=20.0, outcomes=(Outcome("digcomp-3.0/1.2", 0, 2),)),
            training("later", outcomes=(Outcome("digcomp-3.0/1.2", 2, 4),)),
        )

    def send(headers=None, **given):
        return client.post(ROOT, json=given, headers={"Accept-Language": "en", **(headers or {})})

    return send


def listed(reply):
    assert reply.status_code == 200, reply.json
    assert ListReply(unknown=RAISE).validate(reply.json) == {}
    return [one["training"] for one in reply.json["trainings"]]


def test_a_profile_that_is_sent_along_gets_what_can_be_begun_now(ask):
    found = ask(profile=PROFILE)
    assert set(listed(found)) == {"dear", "free"}
    assert found.json["found"] == 2
    assert [one["number"] for one in found.json["trainings"]] == [1, 2]
    assert all(one["text"] for training in found.json["trainings"] for one in training["reasons"])


def test_the_order_can_be_chosen(ask):
    assert listed(ask(profile=PROFILE, order="cheapest")) == ["free", "dear"]
    assert listed(ask(profile=PROFILE, order="shortest")) == ["dear", "free"]
    refused = ask(profile=PROFILE, order="dearest")
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["order"])


def test_limits_are_kept_and_an_empty_list_says_why(ask):
    assert listed(ask(profile=PROFILE, constraints={"hidden": ["one"]})) == ["free"]
    found = ask({"Accept-Language": "fr"}, profile=PROFILE, constraints={"languages": ["de"]})
    assert listed(found) == []
    assert found.json["reason"] == "blocked"
    assert found.json["reason_text"]
    assert found.json["blocked_by"]


def test_an_assessment_gets_a_list_with_its_token_alone(ask, client):
    program = Program(client)
    program.finish()
    own = program.begun.json["id"]
    assert ask(program.headers, assessment=own).status_code == 200
    assert ask(assessment=own).status_code == 401
    assert ask(Program(client).headers, assessment=own).status_code == 404


def test_a_profile_of_nobody_has_no_turn_so_the_same_one_gets_the_same_list(app, client):
    with app.app_context():
        publish(*(training(name, provider=f"house {name}") for name in "cab"))
    asked = [client.post(ROOT, json={"profile": PROFILE}) for _ in range(2)]
    assert [listed(one) for one in asked] == [["a", "b", "c"]] * 2
