import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from marshmallow import RAISE

from app.api.replies import BegunReply, NextReply, ProfileReply, StateReply
from app.db import transaction
from app.stores import attempts
from competences import LANGUAGES, Attempt, Interview, Knowledge, load_bank
from tests.builders import FRAMEWORK, right_response

ROOT = "/api/v1/assessments"


class Program:
    """A program that runs an assessment."""

    def __init__(self, client, language="nl", route="quick"):
        self.client = client
        given = {"framework": FRAMEWORK, "language": language, "route": route}
        self.begun = client.post(ROOT, json=given)
        self.address = f"{ROOT}/{self.begun.json['id']}"
        self.headers = {
            "Authorization": f"Bearer {self.begun.json['token']}",
            "Accept-Language": "en",
        }

    def answer(self, item, response):
        given = {"item": item, "response": response}
        return self.client.post(f"{self.address}/answers", json=given, headers=self.headers)

    def get(self, rest=""):
        return self.client.get(self.address + rest, headers=self.headers)

    def erase(self):
        return self.client.delete(self.address, headers=self.headers)

    def finish(self):
        """Answer all that is asked; give the answers."""
        following, answers = self.begun.json["next"], []
        while following is not None:
            item = following["id"]
            answers.append((item, right_response(item)))
            following = self.answer(*answers[-1]).json["next"]
        return answers


@pytest.fixture
def program(client):
    return Program(client)


def test_an_assessment_begins_with_a_token_and_an_item(program):
    assert program.begun.status_code == 201
    assert BegunReply(unknown=RAISE).validate(program.begun.json) == {}
    assert program.begun.json["progress"] == {"answered": 0, "least": 12, "most": 18}
    assert set(program.begun.json["next"]) == {
        *("id", "competence", "kind", "format", "stem", "options", "exhibit")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_items_come_in_the_language_of_the_assessment_and_without_key(client, language):
    program = Program(client, language)
    following, kinds = program.begun.json["next"], set()
    bank = load_bank(FRAMEWORK)
    while following is not None:
        item = bank.item(following["id"])
        kinds.add(item.kind)
        assert following["stem"] == item.stem[language]
        assert len(following["options"]) >= 2
        assert (following["format"] is not None) == isinstance(item, Knowledge)
        assert "key" not in following
        following = program.answer(item.id, right_response(item.id)).json["next"]
    assert kinds == {"self-report", "knowledge"}


def test_a_whole_assessment_gives_the_profile_of_its_answers(program):
    answers = program.finish()
    state = program.get()
    assert StateReply(unknown=RAISE).validate(state.json) == {}
    assert state.json["finished"]
    assert state.json["next"] is None
    assert [(one["item"], one["response"]) for one in state.json["answers"]] == answers
    attempt = Attempt.start(language="nl")
    for item, response in answers:
        attempt = attempt.with_answer(item, response)
    expected = Interview(load_bank(FRAMEWORK), route="quick").profile(attempt)
    reply = program.get("/profile")
    assert reply.mimetype == "application/json"
    assert reply.text == expected.to_json()
    assert ProfileReply(unknown=RAISE).validate(json.loads(reply.text)) == {}


def test_a_doubled_post_gets_the_same_reply_and_changes_nothing(program):
    item = program.begun.json["next"]["id"]
    first = program.answer(item, 2)
    assert NextReply(unknown=RAISE).validate(first.json) == {}
    second = program.answer(item, 2)
    assert second.status_code == 200
    assert second.data == first.data
    assert program.get().json["answers"] == [{"item": item, "response": 2}]


def test_a_second_answer_replaces_the_first_and_keeps_the_open_item(program):
    item = program.begun.json["next"]["id"]
    open_item = program.answer(item, 2).json["next"]
    program.answer(open_item["id"], right_response(open_item["id"]))
    before = program.get().json
    reply = program.answer(item, None)
    assert reply.json["next"] == before["next"]
    assert reply.json["progress"] == before["progress"]
    assert program.get().json["answers"][0] == {"item": item, "response": None}


@pytest.mark.parametrize("item", ["9.9-s1", "1.1-s1", "\x00", "é"])
def test_an_item_that_was_not_asked_is_a_conflict(program, item):
    if item == program.begun.json["next"]["id"]:
        item = "1.1-s2"
    reply = program.answer(item, 1)
    assert reply.status_code == 409
    assert reply.json["code"] == "not-asked"
    assert list(reply.json["errors"]) == ["item"]
    assert program.get().json["answers"] == []


@pytest.mark.parametrize("response", [-1, 99, True, 1.0, "1", [], {}, [True], ["a"], 10**30])
def test_a_response_that_does_not_fit_changes_nothing(program, response):
    item = program.begun.json["next"]["id"]
    reply = program.answer(item, response)
    assert reply.status_code == 422
    assert list(reply.json["errors"]) == ["response"]
    assert reply.json["message"]
    assert program.get().json["answers"] == []


def test_dont_know_and_does_not_apply_are_answers(program):
    item = program.begun.json["next"]["id"]
    assert program.answer(item, "n/a").status_code == 200
    assert program.answer(item, None).status_code == 200


def test_an_erased_assessment_is_gone(program):
    program.finish()
    reply = program.erase()
    assert (reply.status_code, reply.data) == (204, b"")
    for gone in (program.erase(), program.get(), program.get("/profile")):
        assert gone.status_code == 404


def test_without_a_token_nothing_is_told(client, program):
    for reply in (
        client.get(program.address),
        client.get(f"{program.address}/profile"),
        client.post(f"{program.address}/answers", json={}),
        client.delete(program.address),
        client.get(f"{ROOT}/missing"),
    ):
        assert reply.status_code == 401
        assert reply.headers["WWW-Authenticate"] == "Bearer"
        assert reply.json["code"] == "no-token"


def test_a_foreign_token_an_unknown_one_and_a_missing_thing_are_the_same_bytes(client, program):
    other = Program(client)
    item = program.begun.json["next"]["id"]
    for method, rest, body in (
        ("GET", "", None),
        ("GET", "/profile", None),
        ("POST", "/answers", {"item": item, "response": 1}),
        ("DELETE", "", None),
    ):
        replies = [
            client.open(address + rest, method=method, json=body, headers=headers)
            for address, headers in (
                (program.address, other.headers),
                (program.address, {**other.headers, "Authorization": "Bearer unknown"}),
                (f"{ROOT}/missing", other.headers),
            )
        ]
        assert {one.status_code for one in replies} == {404}
        assert len({one.data for one in replies}) == 1
    assert program.get().status_code == 200


def test_the_token_is_told_once_and_kept_only_as_a_digest(app, program):
    assert "token" not in program.get().json
    file = app.config["SETTINGS"].instance
    kept = b"".join(path.read_bytes() for path in file.glob("azimut.db*"))
    assert program.begun.json["token"].encode() not in kept


def start(client, **given):
    body = {"framework": FRAMEWORK, "language": "nl", "route": "quick", **given}
    return client.post(ROOT, json=body, headers={"Accept-Language": "en"})


def state_of(client, begun):
    token = {"Authorization": f"Bearer {begun.json['token']}"}
    return client.get(f"{ROOT}/{begun.json['id']}", headers=token)


def test_a_scope_stays_with_the_chosen_competences(client):
    begun = start(client, scope=["4.2", "1.1"])
    assert begun.status_code == 201
    assert begun.json["progress"]["most"] <= 12
    headers = {"Authorization": f"Bearer {begun.json['token']}"}
    address = f"{ROOT}/{begun.json['id']}"
    following = begun.json["next"]
    while following is not None:
        assert following["competence"] in {"1.1", "4.2"}
        given = {"item": following["id"], "response": right_response(following["id"])}
        following = client.post(f"{address}/answers", json=given, headers=headers).json["next"]
    state = state_of(client, begun)
    assert StateReply(unknown=RAISE).validate(state.json) == {}
    assert state.json["scope"] == ["1.1", "4.2"]
    profile = client.get(f"{address}/profile", headers=headers).json
    assert ProfileReply(unknown=RAISE).validate(profile) == {}
    assert profile["scope"] == ["1.1", "4.2"]


def test_a_scope_may_hold_whole_codes_of_the_same_framework(client):
    begun = start(client, scope=[f"{FRAMEWORK}/4.2", "1.1", f"{FRAMEWORK}/1.1"])
    assert begun.status_code == 201
    assert state_of(client, begun).json["scope"] == ["1.1", "4.2"]


@pytest.mark.parametrize(
    "code",
    [f"{FRAMEWORK}/9.9", "other-1.0/1.1", f"{FRAMEWORK}/{FRAMEWORK}/1.1", f"{FRAMEWORK}/", "/1.1"],
)
def test_a_competence_that_is_not_there_is_told_as_it_was_sent(client, code):
    reply = start(client, scope=["1.1", code])
    assert reply.status_code == 422
    assert reply.json["message"] == f"There is no competence “{code}” in this framework."


@pytest.mark.parametrize("given", [{}, {"scope": []}, {"scope": None}])
def test_without_a_scope_all_competences_are_asked(client, given):
    begun = start(client, **given)
    assert begun.status_code == 201
    assert state_of(client, begun).json["scope"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_competence_is_told_in_the_language_of_the_request(client, language):
    body = {"framework": FRAMEWORK, "language": "nl", "route": "quick", "scope": ["1.1", "9.9"]}
    reply = client.post(ROOT, json=body, headers={"Accept-Language": language})
    assert reply.status_code == 422
    assert reply.json["code"] == "unknown-competence"
    assert "9.9" in reply.json["message"]
    assert reply.json["errors"] == {"scope": [reply.json["message"]]}
    assert reply.headers["Content-Language"] == language


@pytest.mark.parametrize("scope", ["1.1", [1], [None], [["1.1"]], {}, [""], ["1.1"] * 101, True])
def test_a_scope_of_another_shape_is_refused(client, scope):
    reply = start(client, scope=scope)
    assert reply.status_code == 422
    assert list(reply.json["errors"]) == ["scope"]


def test_a_check_of_another_scoring_is_told_and_can_be_erased(app, program):
    with app.app_context(), transaction() as session:
        other = replace(load_bank(FRAMEWORK), fit_limits=((10, 0.125),))
        attempts.keep_bank(session, other, datetime.now(UTC))
        banks = attempts.BANKS
        numbers = other.numbers().replace('"engine":1', '"engine":0')
        session.execute(banks.update().where(banks.c.id == other.version).values(numbers=numbers))
        session.execute(attempts.ATTEMPTS.update().values(bank_version=other.version))
    for reply in (program.get(), program.get("/profile")):
        assert reply.status_code == 410
        assert reply.json["code"] == "other-engine"
    assert program.erase().status_code == 204
