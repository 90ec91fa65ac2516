"""What a calibration found, as JSON values and as the table of parameters that a pack takes over."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import StringIO
from math import isfinite
from typing import Any, Final

import numpy as np

from competences.calibration.answers import NOT_ASKED, Answers
from competences.calibration.checks import Checks
from competences.calibration.correlations import Correlations
from competences.calibration.parameters import ItemNumbers, kept_numbers
from competences.calibration.reliability import AreaReliability, Reliability
from competences.calibration.study import Calibration
from competences.items import Item, ItemBank, Knowledge
from competences.problems import Problem
from competences.provisional import LEAST_CALIBRATED, LEAST_USABLE, LOCATION_SE, SLOPE_SE
from competences.sentences import say

DIGITS: Final = 4
FEW: Final = "<30"
"""What stands for the number of people in a group too small to be shown."""
COLUMNS: Final = (
    "item", "kind", "slope", "thresholds", "difficulty", "guessing", "log_slope_se", "location_se", "answers", "status",
)  # fmt: skip


def report_of(
    before: ItemBank,
    calibration: Calibration,
    checks: Checks,
    answers: Answers,
    problems: Sequence[Problem] = (),
) -> dict[str, Any]:
    """Give the whole report as strict JSON values, numbers with four decimals, None where something is unknown.

    An item's numbers are the estimates, whatever their status; `parameters_csv` holds what may be installed. `problems`
    are those of the file; the calibration's and the checks' own follow.
    """
    bank = calibration.bank
    everything = (*problems, *calibration.problems, *checks.problems)
    record = {
        "framework": bank.framework.id,
        "bank_version": bank.version,
        "from_version": before.version,
        "persons": calibration.persons,
        "answers": calibration.answers,
        "checked": checks.persons,
        "settled": calibration.settled,
        "prior": asdict(calibration.prior),
        "correlations": _correlations(calibration.correlations),
        "items": _items(calibration, checks, answers),
        "languages": {code: _reliability(one) for code, one in checks.languages.items()},
        "reliability": _reliability(checks.everybody),
        "dif": [_without(asdict(one), "flagged") for one in checks.dif if one.flagged],
        "dif_tests": _tests(checks),
        "dependence": [asdict(one) for one in checks.dependence],
        "drift": [asdict(one) for one in checks.drift],
        "problems": [_problem(problem) for problem in everything],
    }
    plain: dict[str, Any] = _plain(record)
    return plain


def parameters_csv(calibration: Calibration) -> str:
    """Give the table of parameters that a pack reads, an item a line, by id: what the new bank scores with.

    Numbers are written in full. `answers` are those of this calibration where its numbers are used; an item that kept
    what it had stands there with the fewest answers that keep it as it is: 500 where it was calibrated, 150 where it
    had numbers of its own, 0 where it has those of its declared level. So do numbers that are guessed, with 150.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in sorted(calibration.bank.items, key=lambda one: one.id):
        numbers = _numbers(calibration, item)
        own: tuple[object, ...]
        if isinstance(item, Knowledge):
            own = ("", item.difficulty, item.guessing)
        else:
            own = (";".join(str(threshold) for threshold in item.thresholds), "", "")
        shared = (
            item.slope_se,
            item.location_se,
            _standing(item, numbers),
            _status(item, numbers),
        )
        writer.writerow((item.id, item.kind, item.slope, *own, *shared))
    return text.getvalue()


def _correlations(found: Correlations) -> dict[str, float | None]:
    return {
        "within_area": found.same_area,
        "between_areas": found.other_area,
        "actual_perceived": found.actual_perceived,
    }


def _items(calibration: Calibration, checks: Checks, answers: Answers) -> list[dict[str, Any]]:
    """Give a record per item, by id."""
    flags = _flags(checks)
    asked = dict(zip(answers.items, np.sum(answers.categories != NOT_ASKED, axis=0), strict=True))
    related = {} if checks.everybody is None else checks.everybody.items
    rows = []
    for item in sorted(calibration.bank.items, key=lambda one: one.id):
        numbers, fit = _numbers(calibration, item), checks.fits.get(item.id)
        rows.append(
            {
                "item": item.id,
                "competence": item.competence,
                "kind": item.kind,
                **_parameters(item, numbers),
                "answers": numbers.answers,
                "status": _status(item, numbers),
                "exposure": int(asked.get(item.id, 0)) / max(len(answers), 1),
                "item_rest": related[item.id].item_rest if item.id in related else None,
                "fit": None if fit is None else _without(asdict(fit), "item"),
                "flags": sorted(flags.get(item.id, ())),
            }
        )
    return rows


def _parameters(item: Item, numbers: ItemNumbers) -> dict[str, Any]:
    """Give an item's numbers and their standard errors."""
    name = "difficulty" if isinstance(item, Knowledge) else "thresholds"
    single = isinstance(item, Knowledge)
    places, errors = numbers.locations, numbers.location_ses
    return {
        "slope": numbers.slope,
        name: places[0] if single else list(places),
        "guessing": item.guessing if isinstance(item, Knowledge) else None,
        "errors": {
            "slope": numbers.slope * numbers.log_slope_se,
            name: errors[0] if single else list(errors),
            "location": numbers.location_se,
            "log_slope": numbers.log_slope_se,
        },
    }


def _numbers(calibration: Calibration, item: Item) -> ItemNumbers:
    return calibration.items.get(item.id) or kept_numbers(item, 0)


def _status(item: Item, numbers: ItemNumbers) -> str:
    """Give how far an item's numbers may be used; a fixed item is what it was."""
    return item.calibration if not numbers.estimated else numbers.status


def _standing(item: Item, numbers: ItemNumbers) -> int:
    """Give the number of answers behind the numbers that an item has in the new bank."""
    if numbers.status != "provisional":
        return LEAST_USABLE if numbers.guessed else numbers.answers
    if item.calibration == "calibrated":
        return LEAST_CALIBRATED
    return 0 if (item.location_se, item.slope_se) == (LOCATION_SE, SLOPE_SE) else LEAST_USABLE


def _flags(checks: Checks) -> dict[str, set[str]]:
    """Give by item which checks want a person to look at it."""
    flags: dict[str, set[str]] = {}
    named = [
        *((fit.item, "fit") for fit in checks.fits.values() if fit.flagged),
        *((one.item, "dif") for one in checks.dif if one.flagged),
        *((item, "dependence") for one in checks.dependence for item in (one.first, one.second)),
        *((one.item, "drift") for one in checks.drift),
    ]
    for item, flag in named:
        flags.setdefault(item, set()).add(flag)
    return flags


def _tests(checks: Checks) -> dict[str, dict[str, Any]]:
    """Give by attribute what was compared: the reference, the other groups, the number of tests."""
    found: dict[str, dict[str, Any]] = {}
    for one in checks.dif:
        row = found.setdefault(
            one.attribute, {"reference": one.reference, "groups": [], "tests": 0}
        )
        row["tests"] += 1
        if one.group not in row["groups"]:
            row["groups"].append(one.group)
    return found


def _reliability(one: Reliability | None) -> dict[str, Any]:
    """Give the reliability among some people; of fewer than 30 only that they are so few."""
    if one is None:
        return {"persons": FEW}
    return {
        "persons": one.persons,
        "areas": {code: _area(area) for code, area in one.areas.items()},
        "overall": _area(one.overall),
        "items": {item: asdict(figures) for item, figures in one.items.items()},
    }


def _area(one: AreaReliability) -> dict[str, Any]:
    return {
        "reliability": one.reliability,
        "sem": one.sem,
        "alpha": dict(one.alpha),
        "omega": dict(one.omega),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        **problem.where,
        "code": problem.code,
        "severity": problem.severity,
        "values": dict(problem.values),
        "message": say(problem.code, {**problem.where, **problem.values}),
    }


def _without(record: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != name}


def _plain(value: Any) -> Any:  # noqa: ANN401  (any JSON value)
    """Give JSON values with rounded numbers; a number that is none becomes None."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bool | str | int) or value is None:
        return value
    return round(float(value), DIGITS) if isfinite(value) else None
