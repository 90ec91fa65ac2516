"""Whether people answer an item as its curve says.

Under the right model an answer minus the curve has mean 0 at every place of the trait, weighted by what is believed of
each person after all answers, whoever was asked and whatever steered the choice. Residuals are summed over four parts
of the scale and freed from the item's own score vectors, which takes the fitted parameters out (Lagrange multiplier
test with outer products, Glas 1999). The p value says whether, `rmsd` how far: the distance of answers from the curve
as a share of the item's range, freed from its sampling part (as in large surveys: Koehler, Robitzsch and Hartig 2020).
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.stats import chi2  # type: ignore[import-untyped]

from competences.calibration.discovery import adjusted
from competences.calibration.estimates import Answered, Estimates
from competences.curves import category_probabilities
from competences.items import Item, Knowledge
from competences.nodes import FLOOR, NODES
from competences.traits import Floats

LEAST_FITTED: Final = 150
"""Answers from which the fit of an item is looked at."""
PARTS: Final = 4
"""Parts of the scale, each with the same share of what is believed of those who answered."""
LEAST_LEFT: Final = 0.02
"""Share of a residual's variance that must be left beside the parameters, so that their own part is not tested."""
LEAST_P: Final = 0.01
LEAST_RMSD: Final = 0.05
STEP: Final = 1e-4
"""Step of the central differences in the item's parameters."""


@dataclass(frozen=True, slots=True)
class CurveFit:
    """How well an item's curve holds: residual mean square (`infit`, 1 = as expected), test, distance.

    `p` is the p value after Benjamini-Hochberg over all items, those on trial apart; flagged where `p` < .01 and
    `rmsd` >= .05.
    """

    item: str
    answers: int
    infit: float
    chi2: float
    df: int
    p: float
    rmsd: float

    @property
    def flagged(self) -> bool:
        """Say whether a person should look at the item."""
        return self.p < LEAST_P and self.rmsd >= LEAST_RMSD


def item_fits(estimates: Estimates, estimated: frozenset[str]) -> dict[str, CurveFit]:
    """Give the fit of each item with at least `LEAST_FITTED` answers, by its id.

    `estimated` are the items whose parameters were estimated from these answers; the others are tested as they stand.
    """
    fits = [
        _fit_of(one, fitted=one.item.id in estimated)
        for one in estimates.answered()
        if len(one.people) >= LEAST_FITTED
    ]
    if not fits:
        return {}
    apart = [estimates.leaves_out(fit.item) for fit in fits]
    values = adjusted([fit.p for fit in fits], apart)
    return {fit.item: replace(fit, p=float(p)) for fit, p in zip(fits, values, strict=True)}


def _fit_of(one: Answered, *, fitted: bool) -> CurveFit:
    """Give the fit of one item with its own p value."""
    curves = one.curves()
    score = np.arange(len(curves))
    expected = score @ curves
    spread = (score[:, None] - expected) ** 2
    in_part = _parts(one.belief)
    weight = one.belief @ in_part
    residual = one.category[:, None] * weight - (one.belief * expected) @ in_part
    statistic, df = _test(residual, _scores(one) if fitted else np.zeros((len(weight), 0)))
    observed = float(np.sum(one.belief * spread[one.category]))
    modelled = float(np.sum(one.belief @ np.sum(curves * spread, axis=0)))
    return CurveFit(
        item=one.item.id,
        answers=len(one.people),
        infit=observed / modelled,
        chi2=statistic,
        df=df,
        p=float(chi2.sf(statistic, df)) if df else 1.0,
        rmsd=_distance(residual, weight, len(curves) - 1),
    )


def _parts(belief: Floats) -> Floats:
    """Give which part of the scale each node lies in, 0 or 1 in `(nodes, parts)`."""
    mass = belief.mean(axis=0)
    middle = np.cumsum(mass) - mass / 2
    member: Floats = np.eye(PARTS)[np.minimum((middle * PARTS).astype(np.intp), PARTS - 1)]
    return member


def _test(residual: Floats, scores: Floats) -> tuple[float, int]:
    """Give the statistic of the residuals that the item's own scores do not explain, and its degrees of freedom.

    `residual`: `(n, parts)`, `scores`: `(n, parameters)`. Directions of which less than `LEAST_LEFT` remains are the
    parameters' own and are left out.
    """
    size = np.sqrt(np.sum(residual**2, axis=0))
    columns = residual[:, size > 0] / size[size > 0]
    if scores.shape[1]:
        columns = columns - scores @ np.linalg.lstsq(scores, columns, rcond=1e-8)[0]
    values, vectors = np.linalg.eigh(columns.T @ columns)
    used = values > LEAST_LEFT
    sums = vectors[:, used].T @ columns.sum(axis=0)
    return float(np.sum(sums**2 / values[used])), int(used.sum())


def _scores(one: Answered) -> Floats:
    """Give each person's derivative of the log likelihood in the item's parameters, `(n, parameters)`."""
    columns = []
    for higher, lower in _neighbours(one.item):
        slope = (_log_curves(higher) - _log_curves(lower)) / (2 * STEP)
        columns.append(np.sum(one.belief * slope[one.category], axis=1))
    return np.stack(columns, axis=1)


def _neighbours(item: Item) -> list[tuple[Item, Item]]:
    """Give the item with each parameter a little higher and a little lower: log slope, then each location."""
    steps = (STEP, -STEP)
    stretched = [replace(item, slope=item.slope * float(np.exp(step))) for step in steps]
    pairs: list[tuple[Item, Item]] = [(stretched[0], stretched[1])]
    if isinstance(item, Knowledge):
        moved = [replace(item, difficulty=item.difficulty + step) for step in steps]
        return [*pairs, (moved[0], moved[1])]
    for k in range(len(item.thresholds)):
        ways = [
            np.array(item.thresholds) + step * (np.arange(len(item.thresholds)) == k)
            for step in steps
        ]
        shifted = [replace(item, thresholds=tuple(way.tolist())) for way in ways]
        pairs.append((shifted[0], shifted[1]))
    return pairs


def _log_curves(item: Item) -> Floats:
    logs: Floats = np.log(np.maximum(category_probabilities(item, NODES)[0], FLOOR))
    return logs


def _distance(residual: Floats, weight: Floats, top: int) -> float:
    """Give the root mean square distance between answers and curve over the parts, its sampling part taken off."""
    mass = weight.sum(axis=0)
    filled = mass > 0
    squared = residual.sum(axis=0)[filled] ** 2 - np.sum(residual**2, axis=0)[filled]
    return float(np.sqrt(max(np.sum(squared / mass[filled]) / mass.sum(), 0.0)) / top)
