"""Real calibrations of simulated answers: how far their numbers miss, and what that does to readings."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from competences.field_trial import calibrated_twin, estimated_numbers
from competences.framework import PriorNumbers
from competences.items import Item, ItemBank, SelfReport
from competences.outcomes import rms
from competences.simulation import simulate, study_of
from competences.synthetic import synthetic_bank

CALIBRATED_ON = (150, 500, 2000)
READ_AT = (150, 500)
CALIBRATIONS = 5
"""How many independent calibrations a figure is the mean of."""


def calibrated(answers: int, persons: int, seed: int) -> dict[str, Any]:
    """Give banks calibrated on so many people: how far their numbers miss, and what that does to readings.

    Means over several calibrations, each on people of its own and read by a share of the persons.
    """
    seeds = range(seed, seed + CALIBRATIONS)
    mixed = synthetic_bank(self_report=6, knowledge=6, guessing=0.25)
    studies = {
        one: study_of("mis-calibrated", None, None, answers=answers, seed=one) for one in seeds
    }
    twins = {one: calibrated_twin(mixed, answers, one) for one in seeds}
    found: dict[str, Any] = {
        "recovery": merged(
            item_recovery(studies[one].bank, studies[one].answering)
            | item_recovery(twins[one], mixed, tasks=True)
            for one in seeds
        )
    }
    if answers in READ_AT:
        share = -(-persons // CALIBRATIONS)
        both = study_of("over-rating", mixed, "true")
        one_trait = [simulate(studies[one], share, [10, 20, 30], one) for one in seeds]
        two = [simulate(replace(both, bank=twins[one]), share, [40], one) for one in seeds]
        found["range"] = {
            name: _range(runs, length)
            for name, runs, length in (("rows", one_trait, 30), ("mixed", two, 40))
        }
        found["rows"] = [merged(rows) for rows in zip(*one_trait, strict=True)]
        found["mixed"] = [merged(rows) for rows in zip(*two, strict=True)]
    return found


def _range(runs: Sequence[Sequence[dict[str, float]]], length: int) -> tuple[float, float]:
    """Give the lowest and the highest coverage of several calibrations at a length."""
    found = [row["coverage95"] for rows in runs for row in rows if row["length"] == length]
    return min(found), max(found)


def merged(rows: Iterable[dict[str, float]]) -> dict[str, float]:
    """Give the mean of each figure over runs of the same size; of errors the root of the mean square."""
    kept = list(rows)
    return {
        name: rms(values)
        if name.endswith(("rmse", "_slope", "_location"))
        else float(values.mean())
        for name in kept[0]
        for values in [np.array([row[name] for row in kept])]
    }


def item_recovery(found: ItemBank, true: ItemBank, *, tasks: bool = False) -> dict[str, float]:
    """Give the error of the numbers of one kind of item, and the SD of error over stated standard error."""
    kind = "task" if tasks else "statement"
    items = [
        (one, true.item(one.id)) for one in found.items if isinstance(one, SelfReport) != tasks
    ]
    moved = [np.subtract(_locations(one), _locations(known)) for one, known in items]
    steeper = np.array([np.log(one.slope / known.slope) for one, known in items])
    return {
        f"{kind}_slope": rms(np.array([one.slope - known.slope for one, known in items])),
        f"{kind}_location": rms(np.concatenate(moved)),
        f"{kind}_slope_bias": float(steeper.mean()),
        f"{kind}_slope_ratio": float(np.std(steeper / [one.slope_se for one, _ in items])),
        f"{kind}_location_ratio": float(
            np.std(
                [np.mean(by) / one.location_se for by, (one, _) in zip(moved, items, strict=True)]
            )
        ),
    }


def prior_recovery(seed: int) -> PriorNumbers:
    """Give the six numbers of the prior as adaptive attempts of people who over-rate themselves say them."""
    return estimated_numbers(study_of("over-rating", None, "true"), seed)


def _locations(item: Item) -> tuple[float, ...]:
    return item.thresholds if isinstance(item, SelfReport) else (item.difficulty,)
