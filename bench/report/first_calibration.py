"""The real case from end to end: adaptive answers to a bank with declared numbers, the whole calibration, new people.

People answer by true numbers that lie round the declared ones; the interviews that gather the answers choose and score
by the declared ones and the start prior, and the calibration begins there too. Nothing else is handed to it.
"""

import math
import time
from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from competences.calibration.answers import Answers
from competences.calibration.parameters import locations_of
from competences.calibration.study import Calibration, calibrate
from competences.framework import PriorNumbers
from competences.items import ItemBank, SelfReport
from competences.laboratory import Laboratory
from competences.outcomes import figures_of, rms
from competences.provisional import LEAST_CALIBRATED, LEAST_USABLE
from competences.scenarios import START, Study, numbers_in, prior_with
from competences.simulation import study_of
from competences.synthetic import synthetic_bank

ANSWERED_BY = 3000
ITEMS = 40
GUESSING = 0.20
BANKS = ("provisional", "calibrated", "true")
_ANSWERS_STREAM = 9
"""Stream of the seed: the people who calibrate are others than those who are read afterwards."""


def first_calibration(persons: int, seed: int) -> dict[str, Any]:
    """Give items, six numbers and readings before and after the first calibration, and with true numbers.

    `seconds` are those of one processor core for the calibration alone.
    """
    study = study_of(
        "provisional",
        synthetic_bank(self_report=6, knowledge=6, guessing=GUESSING),
        "start",
        seed=seed,
    )
    answers = _answers(study, seed)
    begun = time.process_time()
    found = calibrate(study.bank, answers)
    seconds = time.process_time() - begun
    true = numbers_in("provisional", study.answering)
    return {
        "readings": {
            name: _readings(study, bank, numbers, persons, seed)
            for name, bank, numbers in (
                ("provisional", study.bank, START),
                ("calibrated", found.bank, found.prior),
                ("true", study.answering, true),
            )
        },
        "items": _items(study, found),
        "numbers": {
            "start": asdict(START),
            "calibrated": asdict(found.prior),
            "true": asdict(true),
        },
        "answers": answers_an_item(answers),
        "settled": found.settled,
        "rounds": found.rounds,
        "seconds": seconds,
    }


def answers_an_item(answers: Answers) -> dict[str, int]:
    """Give how many answers the items have, and how many items have enough to count."""
    counts = np.sort((answers.categories >= 0).sum(axis=0))
    return {
        "items": len(counts),
        "least": int(counts[0]),
        "middle": int(np.median(counts)),
        "most": int(counts[-1]),
        "counted": int(np.count_nonzero(counts >= LEAST_USABLE)),
        "calibrated": int(np.count_nonzero(counts >= LEAST_CALIBRATED)),
    }


def item_errors(found: ItemBank, true: ItemBank, ids: Collection[str]) -> dict[str, float]:
    """Give the error of the locations and log slopes of some items, each with its mean."""
    items = [(item, true.item(item.id)) for item in found.items if item.id in ids]
    moved = np.concatenate(
        [np.subtract(locations_of(one), locations_of(known)) for one, known in items]
    )
    steeper = np.array([math.log(one.slope / known.slope) for one, known in items])
    return {
        "location_rmse": rms(moved),
        "location_bias": float(moved.mean()),
        "slope_rmse": rms(steeper),
        "slope_bias": float(steeper.mean()),
    }


def _answers(study: Study, seed: int) -> Answers:
    """Give the adaptive answers that the bank gathers with its declared numbers."""
    stream = np.random.SeedSequence(seed, spawn_key=(_ANSWERS_STREAM,)).generate_state(1)
    laboratory = Laboratory(study)
    sat = laboratory.sit(ANSWERED_BY, [ITEMS], int(stream[0]))[ITEMS]
    return Answers(laboratory.ids, sat.answers)


def _readings(
    study: Study, bank: ItemBank, numbers: PriorNumbers, persons: int, seed: int
) -> dict[str, float]:
    """Give the figures of new people of the study, asked and scored with a bank and six numbers."""
    used = replace(study, bank=bank, scoring=prior_with(bank, numbers))
    sat = Laboratory(used).sit(persons, [ITEMS], seed)[ITEMS]
    return {"length": ITEMS, **figures_of(sat)}


def _items(study: Study, found: Calibration) -> dict[str, dict[str, Any]]:
    """Give the errors of the items that count, by kind, before and after."""
    counted = {item for item, one in found.items.items() if one.status != "provisional"}
    kinds = {
        kind: counted
        & {item.id for item in study.bank.items if isinstance(item, SelfReport) == own}
        for kind, own in (("statement", True), ("task", False))
    }
    return {
        kind: {
            "count": len(ids),
            "before": item_errors(study.bank, study.answering, ids),
            "after": item_errors(found.bank, study.answering, ids),
        }
        for kind, ids in kinds.items()
    }
