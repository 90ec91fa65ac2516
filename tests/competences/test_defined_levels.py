"""A competence that is not defined at every level: what is below its first level is none of them."""

from dataclasses import replace

import pytest

from competences import Attempt, Interview, ItemBank, load_bank
from competences.loading import read_pack
from tests.competences.builders import COMPETENCE, STATEMENT, walked, write_pack


@pytest.fixture(scope="module")
def profile():
    interview, attempt = walked(load_bank("e-cf-4.0"), "standard", 3)
    return interview.profile(attempt)


def test_levels_that_are_not_defined_have_no_probability(profile):
    levels = profile.readings["A.1"].levels
    assert list(levels) == ["none", "e-1", "e-2", "e-3", "e-4", "e-5"]
    assert levels["e-1"] == levels["e-2"] == levels["e-3"] == 0.0
    assert sum(levels.values()) == pytest.approx(1)


def test_what_is_said_keeps_to_the_levels_of_the_competence(profile):
    framework = load_bank("e-cf-4.0").framework
    for code, reading in profile.readings.items():
        there = {"none", *(level.code for level in framework.levels_of(code))}
        said = {reading.level, reading.floor, *(reading.between or ())} - {None}
        assert said <= there


def test_an_area_keeps_to_the_levels_of_its_competences():
    bank = load_bank("e-cf-4.0")
    interview = Interview(bank, "standard", seed=2)
    attempt = Attempt.start(language="en")
    while (item := interview.next_item(attempt)) is not None:
        best = item.key if item.kind == "knowledge" else len(item.thresholds)
        attempt = attempt.with_answer(item.id, best)
    profile = interview.profile(attempt)
    for area in bank.framework.areas:
        there = {"none", *(one.code for one in bank.framework.levels_of_area(area.code))}
        reading = profile.areas[area.code]
        assert {reading.level, reading.floor, *(reading.between or ())} - {None} <= there
    assert profile.areas["B"].levels["e-5"] == 0.0
    assert profile.overall.levels["e-5"] > 0.0


def test_the_levels_are_part_of_the_numbers_that_score():
    bank = load_bank("e-cf-4.0")
    first, *rest = bank.framework.competences
    moved = replace(bank.framework, competences=(replace(first, levels=(3, 4)), *rest))
    assert ItemBank(moved, bank.items).version != bank.version
    again = ItemBank.from_numbers(bank.numbers(), texts=bank)
    assert again.framework.competence("A.1").levels == (4, 5)
    assert again.version == bank.version


def test_kept_numbers_report_as_their_bank_did():
    bank = load_bank("e-cf-4.0")
    interview, attempt = walked(bank, "quick", 5)
    again = Interview(ItemBank.from_numbers(bank.numbers(), texts=bank), "quick", seed=5)
    assert again.profile(attempt).to_json() == interview.profile(attempt).to_json()


def test_a_level_outside_the_list_is_an_error(tmp_path):
    folder = write_pack(tmp_path, STATEMENT)
    path = folder / "tiny-1" / "A.1.toml"
    path.write_text(COMPETENCE + "levels = [3]\n" + STATEMENT, encoding="utf-8")
    _, (problem,) = read_pack("tiny-1", folder)
    assert problem.code == "level-not-defined"
    assert problem.where["item"] == "A.1-s1"


@pytest.mark.parametrize("levels", ["[0]", "[4]", "[2, 1]", "[1, 1]", "2", "[true]"])
def test_a_list_of_levels_that_cannot_be_is_an_error(tmp_path, levels):
    folder = write_pack(tmp_path, STATEMENT)
    path = folder / "tiny-1" / "A.1.toml"
    path.write_text(COMPETENCE + f"levels = {levels}\n" + STATEMENT, encoding="utf-8")
    assert "bad-levels" in [one.code for one in read_pack("tiny-1", folder)[1]]


def test_a_status_of_levels_that_is_none_of_ours_is_an_error(tmp_path):
    folder = write_pack(tmp_path, STATEMENT)
    path = folder / "tiny-1" / "A.1.toml"
    path.write_text(COMPETENCE + 'levels_status = "unverifed"\n' + STATEMENT, encoding="utf-8")
    bank, (problem,) = read_pack("tiny-1", folder)
    assert problem.code == "bad-choice"
    assert bank.framework.competence("A.1").levels_status == "unverified"


def test_an_empty_attempt_on_a_role_asks_only_its_competences():
    bank = load_bank("e-cf-4.0")
    interview = Interview(bank, "quick", seed=1, scope=("B.1", "B.3"))
    attempt = Attempt.start(language="fr")
    while (item := interview.next_item(attempt)) is not None:
        assert item.competence in {"B.1", "B.3"}
        attempt = attempt.with_answer(item.id, None)
