"""Groups of people on the same footing: each group's estimates with a population mean of its own.

An estimate from few answers leans towards the mean of the population. Where groups differ in what they can do, people
of the same estimate then differ too, and every item would look unfair (Zwick 1990 for scores). With each group's own
mean as its prior mean the estimates of all groups mean the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from competences.calibration.estimates import Estimates, Places
from competences.traits import Floats

BLOCK: Final = 500
"""People whose covariances are in double precision at a time."""


def matched(estimates: Estimates, groups: Sequence[Places]) -> Estimates:
    """Give the same people, the cavities of each group's moved to the group's own population mean.

    groups: places of the persons of each group. The sites stay as they are; with them fixed the likeliest mean follows
    in closed form, shrunk towards the prior's by the weight of one person.
    """
    inverse = np.linalg.inv(estimates.prior.covariance).astype(np.float64)
    moved = estimates.cavity_mean.copy()
    for people in groups:
        shift = _group_shift(estimates, people, inverse)
        for start in range(0, len(people), BLOCK):
            some = people[start : start + BLOCK]
            covariance = estimates.covariance[some].astype(np.float64)
            variance = np.einsum("ptt->pt", covariance)
            step = covariance @ (inverse @ shift)
            moved[some] += step / (variance * estimates.cavity_precision[some])
    return replace(estimates, cavity_mean=moved)


def _group_shift(estimates: Estimates, people: Places, inverse: Floats) -> Floats:
    """Give by how much a group's mean of each trait differs from the prior's, `(traits,)`.

    With sites fixed, the log likelihood of a shift d is `-n/2·dᵀKd + dᵀr`, where `K = Σ⁻¹ - Σ⁻¹·mean(S)·Σ⁻¹` and
    `r = Σ⁻¹·sum(m - m0)`; the prior of d adds one Σ⁻¹ to `nK`.
    """
    average = np.mean(estimates.covariance[people], axis=0, dtype=np.float64)
    pulled = inverse @ np.sum(estimates.mean[people] - estimates.prior.mean, axis=0)
    knowledge = len(people) * (inverse - inverse @ average @ inverse)
    found: Floats = np.linalg.solve(knowledge + inverse, pulled)
    return found
