"""Numbers that data gave to a pack, kept in files of their own beside its texts.

`parameters.csv` holds calibrated item numbers (`python -m competences calibrate --out` writes it); without it an item
has the numbers of its declared level. `fit.json` holds the limits of person fit (`python -m competences norms` writes
it); limits that were worked out for other numbers are left out.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any, Final

from competences.items import Item, ItemBank, SelfReport
from competences.problems import Problem
from competences.provisional import DOUBTS, LEAST_CALIBRATED, LEAST_USABLE, LOCATIONS, SLOPES

PARAMETERS: Final = "parameters.csv"
FIT: Final = "fit.json"
COLUMNS: Final = frozenset(
    {"item", "slope", "thresholds", "difficulty", "log_slope_se", "location_se", "answers"}
)
"""The columns that are read; others may stand beside them."""


def with_parameters(bank: ItemBank, folder: Path, problems: list[Problem]) -> ItemBank:
    """Give a bank with the numbers of its folder's `parameters.csv` where there is one; adds what is wrong by row."""
    path = folder / PARAMETERS
    if not path.exists():
        return bank
    rows = _rows(path, problems)
    known = {item.id: item for item in bank.items}
    found: dict[str, Item] = {}
    for row_number, row in rows:
        where: dict[str, str | int] = {"file": path.name, "row": row_number}
        item = known.get(row["item"] or "")
        if item is None:
            values: dict[str, str | float] = {"item": str(row["item"])}
            problems.append(Problem("parameters-unknown-item", "warning", where, values))
            continue
        if item.id in found:
            problems.append(Problem("parameters-repeated", "error", where, {"item": item.id}))
            continue
        try:
            found[item.id] = _numbered(item, row)
        except (TypeError, ValueError, AttributeError) as error:
            values = {"item": item.id, "detail": str(error)}
            problems.append(Problem("bad-parameters", "error", where, values))
    return ItemBank(bank.framework, tuple(found.get(item.id, item) for item in bank.items))


def _rows(path: Path, problems: list[Problem]) -> list[tuple[int, dict[str, Any]]]:
    """Give the rows of a table of parameters with their numbers; a table that cannot be read is one error."""
    where: dict[str, str | int] = {"file": path.name, "row": 1}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = sorted(COLUMNS - set(reader.fieldnames or ()))
            if not lacking:
                return list(enumerate(reader, 2))
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem("unreadable-parameters", "error", where, {"detail": str(error)}))
        return []
    values: dict[str, str | float] = {"columns": ", ".join(lacking)}
    problems.append(Problem("parameters-columns", "error", where, values))
    return []


def with_fit_limits(bank: ItemBank, folder: Path, problems: list[Problem]) -> ItemBank:
    """Give a bank with the limits of person fit of its folder's `fit.json`, where they are of these very numbers."""
    path = folder / FIT
    where: dict[str, str | int] = {"file": path.name, "row": 1}
    if not path.exists():
        return bank
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        limits = tuple((int(length), float(limit)) for length, limit in record["limits"])
        of = record["of"]
    except (KeyError, TypeError, ValueError) as error:
        problems.append(Problem("bad-fit-limits", "error", where, {"detail": str(error)}))
        return bank
    if of != bank.version:
        problems.append(
            Problem("old-fit-limits", "warning", where, {"framework": bank.framework.id})
        )
        return bank
    return ItemBank(bank.framework, bank.items, limits)


def _numbered(item: Item, row: Mapping[str, Any]) -> Item:
    """Give an item with the numbers of a row; raises `ValueError` and its like with what is wrong."""
    answers = int(row["answers"])
    if answers < LEAST_USABLE:
        return item
    shared: dict[str, Any] = {
        "slope": _within(row["slope"], SLOPES, "slope"),
        "slope_se": _within(row["log_slope_se"], DOUBTS, "log_slope_se"),
        "location_se": _within(row["location_se"], DOUBTS, "location_se"),
        "calibration": "calibrated" if answers >= LEAST_CALIBRATED else "provisional",
    }
    if isinstance(item, SelfReport):
        thresholds = tuple(
            _within(one, LOCATIONS, "thresholds") for one in row["thresholds"].split(";")
        )
        if len(thresholds) != len(item.thresholds) or list(thresholds) != sorted(thresholds):
            message = f"thresholds must be {len(item.thresholds)} rising numbers"
            raise ValueError(message)
        return replace(item, **shared, thresholds=thresholds)
    return replace(item, **shared, difficulty=_within(row["difficulty"], LOCATIONS, "difficulty"))


def _within(text: str, bounds: tuple[float, float], name: str) -> float:
    """Give a number that lies within bounds; raises `ValueError` with the name of its column."""
    value = float(text)
    if not isfinite(value) or not bounds[0] <= value <= bounds[1]:
        message = f"{name} must lie between {bounds[0]:g} and {bounds[1]:g}, not {text}"
        raise ValueError(message)
    return value
