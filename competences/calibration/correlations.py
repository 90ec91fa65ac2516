"""The correlations that six numbers stand for, as people read them."""

from dataclasses import dataclass

import numpy as np

from competences.framework import PriorNumbers
from competences.traits import make_prior


@dataclass(frozen=True, slots=True)
class Correlations:
    """Correlations of what people can do in two competences of one area and of two, and what they say of themselves.

    actual_perceived: of the two traits of one competence; None, like those of the perceived traits, where there is one
    trait a competence.
    """

    same_area: float
    other_area: float
    actual_perceived: float | None = None
    perceived_same_area: float | None = None
    perceived_other_area: float | None = None


def correlations_of(numbers: PriorNumbers, *, two_traits: bool) -> Correlations:
    """Give the correlations of the prior of six numbers."""
    # two competences of one area and one of another show every kind of pair
    prior = make_prior(numbers, np.array([0, 0, 1], dtype=np.intp), two_traits=two_traits)
    sds = np.sqrt(np.diagonal(prior.covariance))
    found = prior.covariance / np.outer(sds, sds)
    if not two_traits:
        return Correlations(float(found[0, 1]), float(found[0, 2]))
    pairs = ((0, 1), (0, 2), (0, 3), (3, 4), (3, 5))
    return Correlations(*(float(found[pair]) for pair in pairs))
