"""The report of a calibration: strict JSON, what is unknown is None and says why, the table is what a pack reads."""

import ast
import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

import competences.calibration
from competences import ItemBank, synthetic_bank
from competences.calibration.answers import NOT_ASKED, Answers
from competences.calibration.checks import checks_of
from competences.calibration.command import report_lines, report_text
from competences.calibration.drift import drifted
from competences.calibration.parameters import ItemNumbers, locations_of
from competences.calibration.report import parameters_csv, report_of
from competences.calibration.study import calibrate
from competences.curves import tabulate
from competences.pack_numbers import PARAMETERS, with_parameters
from competences.problems import Problem
from competences.sentences import SENTENCES
from tests.competences.calibration.builders import unknown
from tests.competences.calibration.people import answers_of, halves

TRUE = synthetic_bank(3, 3, 3, seed=5)
BEFORE = unknown(TRUE)
PERSONS = 800
NAMING = ("Problem", "note")
"""What is called with the code of a problem first."""


def planted_answers():
    """Give answers with every fault of a file: too few, none, all the same; two languages and one that is rare."""
    categories = answers_of(TRUE, PERSONS, 1, asked=0.7)
    ids = [item.id for item in tabulate(TRUE).items]
    categories[:, ids.index("1.1-k1")] = NOT_ASKED
    categories[:, ids.index("1.1-k2")] = 1
    categories[100:, ids.index("1.2-s1")] = NOT_ASKED
    categories[280:, ids.index("1.2-s2")] = NOT_ASKED
    languages = np.array(["nl", "fr"])[halves(PERSONS, 3)]
    languages[:20] = "de"
    return Answers(tuple(ids), categories, {"language": languages})


@pytest.fixture(scope="module")
def found():
    answers = planted_answers()
    calibration = calibrate(BEFORE, answers, sample=300)
    checks = checks_of(BEFORE, calibration, answers)
    extra = (Problem("bad-row", "error", {"row": 7}),)
    return calibration, report_of(BEFORE, calibration, checks, answers, extra)


def rows_of(report):
    return {row["item"]: row for row in report["items"]}


def test_the_report_is_strict_json(found):
    _, report = found
    assert json.loads(report_text(report)) == report
    assert set(report) >= {
        *("framework", "bank_version", "from_version", "persons", "answers", "settled", "prior"),
        *("correlations", "items", "languages", "reliability", "dif", "dependence", "drift"),
        "problems",
    }
    assert report["bank_version"] != report["from_version"] == BEFORE.version
    assert len(report["prior"]) == 6
    assert set(report["correlations"]) == {"within_area", "between_areas", "actual_perceived"}


def test_every_item_stands_there_with_its_errors(found):
    _, report = found
    rows = rows_of(report)
    assert set(rows) == {item.id for item in TRUE.items}
    said, told = rows["1.3-s1"], rows["1.3-k1"]
    assert len(said["thresholds"]) == len(said["errors"]["thresholds"]) == 3
    assert "difficulty" not in said
    assert told["errors"]["difficulty"] > 0
    assert told["errors"]["slope"] == pytest.approx(
        told["slope"] * told["errors"]["log_slope"], abs=1e-3
    )
    assert 0.6 < told["exposure"] < 0.8
    assert told["fit"]["df"] > 0


def test_the_status_follows_the_answers(found):
    _, report = found
    rows = rows_of(report)
    assert rows["1.1-k1"]["status"] == rows["1.1-k2"]["status"] == "provisional"
    assert rows["1.2-s1"]["status"] == "provisional"
    assert rows["1.2-s2"]["status"] == "usable"
    assert rows["1.3-s1"]["status"] == "calibrated"


def test_what_is_unknown_is_none_and_the_reason_stands_in_the_problems(found):
    _, report = found
    rows = rows_of(report)
    assert rows["1.1-k1"]["fit"] is None
    assert rows["1.1-k1"]["item_rest"] is None
    codes = {one["code"] for one in report["problems"]}
    assert codes >= {
        *("item-unanswered", "item-constant", "fit-unknown", "item-rest-unknown"),
        *("groups-too-small", "bad-row"),
    }
    assert codes <= SENTENCES.keys()
    assert report["problems"][0]["row"] == 7
    assert all(one["message"] and "{" not in one["message"] for one in report["problems"])


def test_a_rare_language_is_a_count_only(found):
    _, report = found
    assert report["languages"]["de"] == {"persons": "<30"}
    assert report["languages"]["nl"]["persons"] > 300
    assert set(report["languages"]) == {"nl", "fr", "de"}
    assert report["dif_tests"]["language"]["tests"] > 0


def test_the_parameters_install_as_the_new_bank(found, tmp_path):
    calibration, _ = found
    (tmp_path / PARAMETERS).write_text(parameters_csv(calibration), encoding="utf-8")
    problems = []
    installed = with_parameters(BEFORE, tmp_path, problems)
    assert problems == []
    assert installed.items == calibration.bank.items


def test_an_item_that_kept_its_numbers_keeps_its_standing(found, tmp_path):
    calibration, _ = found
    items = tuple(
        replace(item, calibration="calibrated", location_se=0.07)
        if item.id == "1.1-k1"
        else replace(item, location_se=0.2)
        if item.id == "1.1-k2"
        else item
        for item in calibration.bank.items
    )
    kept = replace(calibration, bank=ItemBank(calibration.bank.framework, items))
    rows = {row["item"]: row for row in csv.DictReader(StringIO(parameters_csv(kept)))}
    assert [rows[item]["answers"] for item in ("1.1-k1", "1.1-k2", "1.2-s1")] == [
        "500",
        "150",
        "0",
    ]
    (tmp_path / PARAMETERS).write_text(parameters_csv(kept), encoding="utf-8")
    assert with_parameters(kept.bank, tmp_path, []).items == items


def test_people_read_every_item_and_every_problem(found):
    _, report = found
    text = "\n".join(report_lines(report))
    assert all(item.id in text for item in TRUE.items)
    assert all(one["message"] in text for one in report["problems"])
    assert "nan" not in text


def test_a_handful_of_people_gives_a_report():
    answers = planted_answers().rows(slice(0, 12))
    calibration = calibrate(BEFORE, answers)
    report = report_of(BEFORE, calibration, checks_of(BEFORE, calibration, answers), answers)
    report_text(report)
    assert report["reliability"] == {"persons": "<30"}
    assert "too-few-people" in {one["code"] for one in report["problems"]}
    assert {row["status"] for row in report["items"]} == {"provisional"}


def test_an_item_that_moved_alone_has_drifted_and_people_who_changed_have_not():
    def numbers(shift, more):
        return {
            item.id: ItemNumbers(
                item.id,
                item.slope,
                tuple(place + shift + more.get(item.id, 0.0) for place in locations_of(item)),
                0.1,
                (0.05,) * len(locations_of(item)),
                0.05,
                900,
            )
            for item in TRUE.items
        }

    assert drifted(TRUE, numbers(0.0, {"1.1-s1": 0.2})) == ()
    (moved,) = drifted(TRUE, numbers(0.0, {"1.1-s1": 0.4}))
    assert moved.item == "1.1-s1"
    assert moved.now - moved.before == pytest.approx(0.4)
    assert [one.item for one in drifted(TRUE, numbers(0.5, {"1.1-k1": -0.5}))] == ["1.1-k1"]
    assert len(drifted(TRUE, numbers(0.5, {}), held=True)) == len(TRUE.items)
    assert drifted(BEFORE, numbers(0.5, {"1.1-s1": 2.0})) == ()


def test_every_problem_of_a_calibration_has_a_sentence():
    codes = set()
    for path in Path(competences.calibration.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in NAMING:
                codes |= {one.value for one in node.args[:1] if isinstance(one, ast.Constant)}
    assert len(codes) > 10
    assert codes <= SENTENCES.keys()
