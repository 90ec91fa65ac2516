"""The common move of all items of a trait: its population gets mean 0 and SD 1 back after each M step.

EM alone finds the common shift and stretch of a trait's items in hundreds of steps: the more items, the slower.
Expanded by a mean and an SD of the population that the M step sets too, and that the items then absorb, it settles at
the same numbers in a few (parameter expansion, Liu, Rubin & Wu 1998). The priors on the items' numbers are part of what
is maximised, so the observed-data likelihood still never falls. Only where the population is one normal and every item
of the trait may move.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from competences.calibration.curve_arrays import ItemGroup
from competences.calibration.expectation import Expected
from competences.calibration.maximisation import LOCATION_SDS, LOG_SLOPE_SD
from competences.calibration.quadrature import Populations, Quadrature
from competences.traits import Floats

LONGEST: Final = 0.5
"""The most that one step shifts (in population SDs) or stretches (in logarithms)."""


def moves_freely(groups: Sequence[ItemGroup], trait: int) -> bool:
    """Say whether every number of every item that enters for a trait may move."""
    return all(group.moves[group.of_trait(trait)].all() for group in groups)


def rescaled(
    groups: Sequence[ItemGroup], expected: Expected, quadrature: Quadrature, trait: int
) -> list[ItemGroup]:
    """Give the groups with one trait's items shifted and stretched as the persons' posteriors ask for."""
    persons = float(expected.weights.sum())
    if not persons:
        return list(groups)
    population = quadrature.population
    parts = [group.numbers[group.of_trait(trait)] for group in groups]
    usual = np.concatenate([group.usual[group.of_trait(trait)] for group in groups])
    log_slopes = np.concatenate([part[:, 0] for part in parts]) - usual
    locations = np.concatenate([part[:, 1:].ravel() for part in parts])
    locations = (locations - population.mean[trait]) / population.sd[trait]
    units = quadrature.units(trait)
    shift = _shift(persons, float(np.sum(expected.weights * units)) / persons, locations)
    square = float(np.sum(expected.weights * (units - shift) ** 2)) / persons
    stretch = _log_stretch(persons, square, locations - shift, log_slopes)
    return [_moved(group, trait, population, shift, stretch) for group in groups]


def _shift(persons: float, mean: float, locations: Floats) -> float:
    """Give the population's mean that fits best, the priors on locations counted in."""
    gradient = persons * mean + locations.sum() / LOCATION_SDS**2
    curvature = persons + len(locations) / LOCATION_SDS**2
    return float(np.clip(gradient / curvature, -LONGEST, LONGEST))


def _log_stretch(persons: float, square: float, locations: Floats, log_slopes: Floats) -> float:
    """Give a Newton step on the population's log SD; square: the mean square of the persons' places, 1 at the end.

    log_slopes: by how much the items' log slopes exceed the usual ones.
    """
    squares = float(np.sum(locations**2)) / LOCATION_SDS**2
    pull = float(np.sum(log_slopes)) / LOG_SLOPE_SD**2
    gradient = persons * (square - 1) - pull + squares
    curvature = 2 * persons * max(square, 1.0) + len(log_slopes) / LOG_SLOPE_SD**2 + 2 * squares
    return float(np.clip(gradient / curvature, -LONGEST, LONGEST))


def _moved(
    group: ItemGroup, trait: int, population: Populations, shift: float, stretch: float
) -> ItemGroup:
    """Give a group with the trait's items on the scale where the population has mean 0 and SD 1."""
    rows, numbers = group.of_trait(trait), group.numbers.copy()
    mean, sd = population.mean[trait], population.sd[trait]
    units = ((numbers[rows, 1:] - mean) / sd - shift) / np.exp(stretch)
    numbers[rows, 1:] = mean + sd * units
    numbers[rows, 0] += stretch
    return replace(group, numbers=numbers)
