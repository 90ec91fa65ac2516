"""Attempts of an earlier bank version read as they did then: their numbers are kept, whatever the pack became."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from competences import Attempt, Interview, ItemBank, load_bank
from competences.problems import OtherEngine

KEPT = Path(__file__).parent / "kept"
ATTEMPTS = json.loads((KEPT / "attempts.json").read_text(encoding="utf-8"))
VERSION = ATTEMPTS["bank_version"]
NUMBERS = (KEPT / f"{VERSION}.json").read_text(encoding="utf-8").strip()
PACK = load_bank("digcomp-3.0")


def profile_of(bank, kept):
    attempt = Attempt.start(language="nl")
    for item, response in kept["answers"]:
        attempt = attempt.with_answer(item, response)
    return Interview(bank, kept["route"], seed=kept["seed"]).profile(attempt)


@pytest.mark.parametrize("kept", ATTEMPTS["attempts"], ids=lambda kept: str(kept["seed"]))
def test_a_kept_attempt_reads_as_it_did(kept):
    profile = profile_of(ItemBank.from_numbers(NUMBERS, texts=PACK), kept)
    record = profile.to_record()
    assert profile.bank_version == VERSION
    for part in ("readings", "areas"):
        assert {code: [one["mean"], one["sd"]] for code, one in record[part].items()} == kept[part]
    assert [record["overall"]["mean"], record["overall"]["sd"]] == kept["overall"]
    assert record["over_rating"]["mean"] == kept["over_rating"]


def test_a_bank_of_kept_numbers_keeps_its_version_and_its_bytes():
    bank = ItemBank.from_numbers(NUMBERS, texts=PACK)
    assert bank.version == VERSION
    assert bank.numbers() == NUMBERS
    assert PACK.version != VERSION


def test_a_changed_pack_changes_nothing_for_an_attempt_that_began_before():
    moved = tuple(replace(item, slope=item.slope * 2, pilot=True) for item in PACK.items[:60])
    kept = ATTEMPTS["attempts"][1]
    before = profile_of(ItemBank.from_numbers(NUMBERS, texts=PACK), kept)
    after = profile_of(ItemBank.from_numbers(NUMBERS, texts=ItemBank(PACK.framework, moved)), kept)
    assert before.to_json() == after.to_json()


def test_a_bank_made_from_a_kept_one_has_numbers_of_its_own():
    kept = ItemBank.from_numbers(NUMBERS, texts=PACK)
    assert replace(kept, items=kept.items[:10]).version != VERSION
    assert replace(kept, fit_limits=((12, -2.0),)).version != VERSION


def test_words_that_do_not_fit_kept_numbers_are_left_out():
    kept = ItemBank.from_numbers(NUMBERS, texts=PACK)
    task = next(item for item in PACK.items if item.kind == "knowledge")
    fewer = replace(task, options=task.options[:-1], choices=task.choices - 1)
    steps = replace(PACK.framework, steps=PACK.framework.steps[:-1])
    record = {**json.loads(NUMBERS), "steps": 4}
    bank = ItemBank.from_numbers(json.dumps(record), texts=ItemBank(steps, (fewer,)))
    assert bank.item(task.id).choices == kept.item(task.id).choices
    assert bank.item(task.id).options == ()
    assert len(bank.framework.steps) == 4


def test_numbers_of_another_scoring_are_refused_by_name():
    record = {**json.loads(NUMBERS), "engine": 99}
    with pytest.raises(OtherEngine, match="99"):
        ItemBank.from_numbers(json.dumps(record), texts=PACK)
