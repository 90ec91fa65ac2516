"""Numbers that data gave to a pack: read by row, checked, and never mixed with those of other items."""

import json

import pytest

from competences.loading import read_pack
from competences.pack_numbers import FIT, PARAMETERS
from tests.competences.builders import STATEMENT, TASK, write_pack

HEAD = "item,kind,slope,thresholds,difficulty,guessing,log_slope_se,location_se,answers,status\n"
SAID = "A.1-s1,self-report,1.5,-0.4;0.3,,,0.1,0.08,{answers},calibrated\n"
TOLD = "A.1-k1,knowledge,0.9,,0.7,0.333,0.2,0.15,300,level\n"


def pack_with(folder, name, content):
    packs = write_pack(folder, STATEMENT, TASK)
    (packs / "tiny-1" / name).write_text(content, encoding="utf-8")
    return read_pack("tiny-1", packs)


def test_calibrated_numbers_take_the_place_of_provisional_ones(tmp_path):
    bank, problems = pack_with(tmp_path, PARAMETERS, HEAD + SAID.format(answers=700) + TOLD)
    said, told = bank.item("A.1-s1"), bank.item("A.1-k1")
    assert problems == []
    assert (said.slope, said.thresholds, said.calibration) == (1.5, (-0.4, 0.3), "calibrated")
    assert (said.slope_se, said.location_se) == (0.1, 0.08)
    assert (told.difficulty, told.calibration) == (0.7, "provisional")
    assert told.guessing == pytest.approx(1 / 3)


def test_an_item_with_too_few_answers_keeps_the_numbers_of_its_level(tmp_path):
    plain, _ = read_pack("tiny-1", write_pack(tmp_path / "plain", STATEMENT, TASK))
    bank, problems = pack_with(tmp_path, PARAMETERS, HEAD + SAID.format(answers=149))
    assert problems == []
    assert bank.item("A.1-s1") == plain.item("A.1-s1")


@pytest.mark.parametrize(
    "row",
    [
        "A.1-s1,self-report,nan,-0.4;0.3,,,0.1,0.1,700,calibrated",
        "A.1-s1,self-report,1.5,0.3;-0.4,,,0.1,0.1,700,calibrated",
        "A.1-s1,self-report,1.5,0.3,,,0.1,0.1,700,calibrated",
        "A.1-k1,knowledge,1.5,,many,,0.1,0.1,700,calibrated",
        "A.1-k1,knowledge,1.5,,0.2,,0.1,0.1,lots,calibrated",
        "A.1-k1,knowledge,60,,0.2,,0.1,0.1,700,calibrated",
    ],
)
def test_a_bad_row_is_named_and_the_rest_is_read(tmp_path, row):
    bank, problems = pack_with(tmp_path, PARAMETERS, HEAD + TOLD.replace("k1", "k9") + row + "\n")
    assert [(one.code, one.where["row"]) for one in problems] == [
        ("parameters-unknown-item", 2),
        ("bad-parameters", 3),
    ]
    assert len(bank.items) == 2


def test_a_table_from_a_spreadsheet_may_begin_with_a_mark(tmp_path):
    bank, problems = pack_with(tmp_path, PARAMETERS, "\ufeff" + HEAD + TOLD)
    assert problems == []
    assert bank.item("A.1-k1").difficulty == 0.7


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HEAD.replace(",", ";"), "parameters-columns"),
        ("", "parameters-columns"),
        (HEAD.replace("slope,", "") + TOLD, "parameters-columns"),
    ],
)
def test_a_table_that_lacks_columns_is_one_error(tmp_path, content, code):
    bank, problems = pack_with(tmp_path, PARAMETERS, content)
    assert [(one.code, one.severity) for one in problems] == [(code, "error")]
    assert len(bank.items) == 2


def test_a_table_in_another_encoding_is_named(tmp_path):
    packs = write_pack(tmp_path, STATEMENT, TASK)
    (packs / "tiny-1" / PARAMETERS).write_bytes(HEAD.encode() + b"A.1-k1,\xe9\n")
    _, problems = read_pack("tiny-1", packs)
    assert [one.code for one in problems] == ["unreadable-parameters"]


def test_a_repeated_item_is_named(tmp_path):
    _, problems = pack_with(tmp_path, PARAMETERS, HEAD + TOLD + TOLD)
    assert [(one.code, one.where["row"]) for one in problems] == [("parameters-repeated", 3)]


def test_limits_of_fit_are_those_of_these_numbers_or_none(tmp_path):
    plain, _ = read_pack("tiny-1", write_pack(tmp_path / "plain", STATEMENT, TASK))
    content = {"of": plain.version, "limits": [[12, 0.2], [18, 0.1]]}
    bank, problems = pack_with(tmp_path / "fit", FIT, json.dumps(content))
    assert (bank.fit_limits, problems) == (((12, 0.2), (18, 0.1)), [])
    assert bank.version != plain.version
    other, problems = pack_with(tmp_path / "old", FIT, json.dumps({**content, "of": "0" * 16}))
    assert (other.fit_limits, [one.code for one in problems]) == ((), ["old-fit-limits"])
    broken, problems = pack_with(tmp_path / "bad", FIT, "{")
    assert (broken.fit_limits, [one.code for one in problems]) == ((), ["bad-fit-limits"])


def test_a_pilot_is_marked_in_its_file(tmp_path):
    bank, problems = read_pack("tiny-1", write_pack(tmp_path, STATEMENT + "pilot = true\n", TASK))
    assert problems == []
    assert [item.pilot for item in bank.items] == [True, False]
    _, problems = read_pack("tiny-1", write_pack(tmp_path / "b", STATEMENT + 'pilot = "yes"\n'))
    assert [one.code for one in problems] == ["bad-flag"]
