"""An actual and a perceived trait per competence, and the prior over all of them from six numbers.

For competence c in area a: `T_c = √g·G + √a·A + √(1-g-a)·E_c` is what a person can do, `P_c = T_c + B + D_c` is what
the person says; G, A, E are independent standard normals, B is the person's answering tendency (mean μ, SD σ,
covariance κ with G), D_c has SD δ. A bank with one kind of item has one trait a competence, T alone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from competences.framework import Framework, PriorNumbers

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prior:
    """A multivariate normal over the traits: actual ones first, in the framework's order, then perceived ones.

    `mean` has the shape `(traits,)`, `covariance` `(traits, traits)`; `areas[c]` is the area's place of competence c.
    """

    mean: Floats
    covariance: Floats
    areas: NDArray[np.intp]
    two_traits: bool

    @property
    def competences(self) -> int:
        """Give the number of competences, which is the number of actual traits."""
        return len(self.areas)


def prior_of(framework: Framework, *, two_traits: bool) -> Prior:
    """Give the prior of a framework's own six numbers."""
    codes = [area.code for area in framework.areas]
    areas = np.array([codes.index(one.area) for one in framework.competences], dtype=np.intp)
    return make_prior(framework.prior, areas, two_traits=two_traits)


def make_prior(numbers: PriorNumbers, areas: NDArray[np.intp], *, two_traits: bool) -> Prior:
    """Give the prior of six numbers over competences in areas; the blocks are those of the module's formulas."""
    n = len(areas)
    same_area = areas[:, None] == areas[None, :]
    actual = np.where(same_area, numbers.general + numbers.area, numbers.general)
    np.fill_diagonal(actual, 1.0)
    if not two_traits:
        return Prior(np.zeros(n), actual, areas, two_traits=False)
    tilt = np.sqrt(numbers.general) * numbers.bias_general
    cross = actual + tilt
    perceived = actual + 2 * tilt + numbers.bias_sd**2 + numbers.perceived_own**2 * np.eye(n)
    covariance = np.block([[actual, cross], [cross.T, perceived]])
    mean = np.concatenate([np.zeros(n), np.full(n, numbers.bias_mean)])
    return Prior(mean, covariance, areas, two_traits=True)


@dataclass(frozen=True, slots=True)
class Summaries:
    """What is reported beside single traits: each area's and the overall mean of actual traits, scaled to prior SD 1.

    `weights` has the shape `(areas + 1, competences)`, overall last.
    """

    weights: Floats

    def means(self, mean: Floats) -> Floats:
        """Give the summaries' means for the mean of all traits."""
        n = self.weights.shape[1]
        summed: Floats = np.sum(self.weights * mean[:n], axis=1)
        return summed

    def covariances(self, covariance: Floats) -> Floats:
        """Give the summaries' covariances with every trait, shape `(areas + 1, traits)`."""
        n = self.weights.shape[1]
        # one product and one sum a summary, never BLAS: its last bits differ between machines
        return np.stack([np.sum(row[:, None] * covariance[:n], axis=0) for row in self.weights])

    def variances(self, covariance: Floats) -> Floats:
        """Give the summaries' variances for the covariance of all traits."""
        n = self.weights.shape[1]
        summed: Floats = np.sum(self.covariances(covariance)[:, :n] * self.weights, axis=1)
        return summed


def summaries_of(prior: Prior) -> Summaries:
    """Give the summaries of a prior; each value is divided by the prior SD of its mean, so that all have SD 1."""
    n = prior.competences
    places = range(int(prior.areas.max()) + 1)
    rows = [np.where(prior.areas == area, 1.0, 0.0) for area in places] + [np.ones(n)]
    actual = prior.covariance[:n, :n]
    scaled = [row / np.sqrt(np.sum(actual * row[:, None] * row[None, :])) for row in rows]
    return Summaries(np.stack(scaled))
