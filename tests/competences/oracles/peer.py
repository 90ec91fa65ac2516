"""Answers to items of one trait, and what the package `mirt` makes of them; its parameters mean what ours mean."""

from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from competences import ItemBank, SelfReport, synthetic_bank
from competences.calibration.maximisation import LOCATION_SDS, LOG_SLOPE_SD
from competences.curves import category_probabilities, tabulate
from competences.provisional import usual_log_slope
from competences.traits import Floats

POINTS: Final = 81
"""Quadrature points of the peer: its default of 21 is biased where many items narrow the posterior."""
STEP: Final = 1e-5
"""Largest move of a parameter in the peer's last step: far below what the fits are compared at."""
Kind = Literal["2PL", "3PL", "GRM"]


def bank_of(kind: Kind, items: int, seed: int) -> ItemBank:
    """Give a bank of one competence: statements for the graded model, tasks for the others, with a floor for 3PL."""
    if kind == "GRM":
        return synthetic_bank(1, items, 0, seed)
    return synthetic_bank(1, 0, items, seed, guessing=0.25 if kind == "3PL" else 0.0)


def drawn_answers(bank: ItemBank, persons: int, seed: int) -> NDArray[np.int8]:
    """Give everybody's answer to every item, `(persons, items)` in the order of the tables, for N(0, 1) persons."""
    rng = np.random.default_rng(seed)
    people, items = rng.standard_normal(persons), tabulate(bank).items
    given = np.empty((persons, len(items)), dtype=np.int8)
    for place, item in enumerate(items):
        steps = np.cumsum(category_probabilities(item, people)[0], axis=0)[:-1]
        given[:, place] = np.sum(rng.random(persons) > steps, axis=0)
    return given


def fitted(kind: Kind, bank: ItemBank, answers: NDArray[np.int8], *, priors: bool) -> Any:
    """Give the peer's fit, under our weak priors or by likelihood alone; a guessing floor stays the bank's own."""
    from mirt.estimation.priors import LogNormalPrior, NormalPrior  # noqa: PLC0415  (skipped where it is missing)

    floors = {"guessing": parameters_of(bank)["guessing"]} if kind == "3PL" else {}
    options = {"start_values": floors, "fixed": dict.fromkeys(floors, True)}
    if priors:
        usual = usual_log_slope(bank.items[0])
        location = "thresholds" if kind == "GRM" else "difficulty"
        options["priors"] = {
            # our normal on the log slope, as a density of the slope, has its mode a variance lower
            "discrimination": LogNormalPrior(usual + LOG_SLOPE_SD**2, LOG_SLOPE_SD),
            location: NormalPrior(0.0, LOCATION_SDS),
        }
    return _fit(kind, answers, tol=STEP, max_iter=5000, accelerate="squarem", **options)


def as_given(kind: Kind, bank: ItemBank, answers: NDArray[np.int8]) -> Any:
    """Give the peer's model with the bank's own numbers, none of them moved."""
    known = parameters_of(bank)
    fixed = dict.fromkeys(known, True)
    return _fit(kind, answers, start_values=known, fixed=fixed, compute_standard_errors=False)


def parameters_of(bank: ItemBank) -> dict[str, Floats]:
    """Give a bank's numbers under the peer's names."""
    items = tabulate(bank).items
    known = {"discrimination": np.array([item.slope for item in items])}
    graded = [item.thresholds for item in items if isinstance(item, SelfReport)]
    if graded:
        return {**known, "thresholds": np.array(graded)}
    tasks = [item for item in items if not isinstance(item, SelfReport)]
    known["difficulty"] = np.array([item.difficulty for item in tasks])
    floors = np.array([item.guessing for item in tasks])
    return {**known, "guessing": floors} if floors.any() else known


def _fit(kind: Kind, answers: NDArray[np.int8], **options: Any) -> Any:
    from mirt import fit_mirt  # noqa: PLC0415  (skipped where it is missing)

    categories = 4 if kind == "GRM" else None
    return fit_mirt(
        answers.astype(int), model=kind, n_categories=categories, n_quadpts=POINTS, **options
    )
