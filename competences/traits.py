"""An actual and a perceived trait per competence, and the prior over all of them from six numbers.

For competence c in area a: `T_c = √g·G + √a·A + √(1-g-a)·E_c` is what a person can do, `P_c = T_c + B + D_c` is what
the person says; G, A, E are independent standard normals, B is the person's answering tendency (mean μ, SD σ,
covariance κ with G), D_c has SD δ. A bank with one kind of item has one trait a competence, T alone.
"""

from collections.abc import Sequence
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


def root_of(covariance: Floats) -> Floats:
    """Give the lower triangular root of a covariance, which makes traits of independent standard normals.

    A prior without own parts is singular up to rounding; a trifle on the diagonal keeps its root real.
    """
    root = np.linalg.cholesky(covariance + 1e-10 * np.eye(len(covariance)))
    return root.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Summaries:
    """Weighted means of actual traits, scaled to prior SD 1: each area's and the overall one, or what a scope asks for.

    `weights` has the shape `(parts + 1, competences)`, the mean over all of them last.
    """

    weights: Floats

    def means(self, mean: Floats) -> Floats:
        """Give the summaries' means for the mean of all traits."""
        n = self.weights.shape[1]
        summed: Floats = np.sum(self.weights * mean[:n], axis=1)
        return summed

    def covariances(self, covariance: Floats) -> Floats:
        """Give the summaries' covariances with every trait, shape `(parts + 1, traits)`."""
        # einsum without `optimize` never calls BLAS, whose last bits differ between machines
        found: Floats = np.einsum("rn,nt->rt", self.weights, covariance[: self.weights.shape[1]])
        return found

    def variances(self, covariance: Floats) -> Floats:
        """Give the summaries' variances for the covariance of all traits."""
        return self.variances_of(self.covariances(covariance))

    def variances_of(self, covariances: Floats) -> Floats:
        """Give the summaries' variances for their covariances with every trait."""
        n = self.weights.shape[1]
        found: Floats = np.einsum("rn,rn->r", covariances[:, :n], self.weights)
        return found


def summaries_of(prior: Prior) -> Summaries:
    """Give the areas' summaries and the overall one; each is divided by the prior SD of its mean: all have SD 1."""
    n = prior.competences
    places = range(int(prior.areas.max()) + 1)
    return _scaled(prior, [np.where(prior.areas == area, 1.0, 0.0) for area in places], np.ones(n))


def scope_of(prior: Prior, competences: Sequence[int]) -> Summaries:
    """Give the actual traits of chosen competences one by one, and their mean last."""
    n = prior.competences
    rows = [np.where(np.arange(n) == place, 1.0, 0.0) for place in competences]
    return _scaled(prior, rows, np.sum(rows, axis=0))


def _scaled(prior: Prior, parts: Sequence[Floats], whole: Floats) -> Summaries:
    """Give weights so that each part, and the whole last, has prior SD 1."""
    actual = prior.covariance[: prior.competences, : prior.competences]
    rows = [*parts, whole]
    scaled = [row / np.sqrt(np.sum(actual * row[:, None] * row[None, :])) for row in rows]
    return Summaries(np.stack(scaled))
