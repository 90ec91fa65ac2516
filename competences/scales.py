"""The only place that converts between the latent scale, level probabilities and the level scale.

Latent scale: 0 is the population's mean, 1 its SD. Level scale: 0 up to the number of numbered levels (8 for DigComp);
the door of level `l` on the latent scale lies at `l`, straight lines between.
"""

from collections.abc import Sequence
from math import erf, sqrt
from typing import Final

from competences.framework import Framework, Level

NONE: Final = "none"
"""The code for below the first level."""


def normal_cdf(z: float) -> float:
    """Give the share of a standard normal below `z`."""
    return 0.5 * (1 + erf(z / sqrt(2)))


def to_level(framework: Framework, mean: float, sd: float) -> tuple[float, float]:
    """Give place and SD on the level scale of a latent mean and SD; the place is clipped at 0 and the top.

    Beyond the first and the last door the line of the nearest segment goes on.
    """
    doors = framework.doors
    segment = max(0, min(sum(door <= mean for door in doors) - 1, len(doors) - 2))
    slope = 1 / (doors[segment + 1] - doors[segment])
    place = segment + 1 + (mean - doors[segment]) * slope
    return min(max(place, 0.0), float(len(doors))), sd * slope


def cuts(framework: Framework, levels: Sequence[Level] | None = None) -> tuple[float, ...]:
    """Give the latent positions where named levels begin, from low to high: some, or all of the framework."""
    among = framework.levels if levels is None else levels
    return tuple(framework.doors[level.start - 1] for level in among)


def level_probabilities(
    framework: Framework, mean: float, sd: float, levels: Sequence[Level] | None = None
) -> dict[str, float]:
    """Give the probability of each of some named levels, `"none"` first; all of the framework where none are given.

    The normal's mass between the doors; they sum to 1. Below the first of the levels is none of them, whatever other
    levels the framework has there; above the last there is nothing more to reach.
    """
    among = framework.levels if levels is None else levels
    below = [normal_cdf((cut - mean) / sd) for cut in cuts(framework, among)]
    edges = [0.0, *below, 1.0]
    codes = (NONE, *(level.code for level in among))
    return {code: edges[k + 1] - edges[k] for k, code in enumerate(codes)}
