"""What answers say about all traits at once: expectation propagation (EP) with one site per trait.

Every item measures one trait, so the only integrals are one-dimensional sums over the nodes; what they say spreads to
the other traits through the covariance, one rank-one update at a time (Minka 2001; the site form of Rasmussen and
Williams 2006, section 3.6). No BLAS and a fixed order: the same answers give the same bytes.
"""

from typing import Final, Self

import numpy as np

from competences.nodes import NODES
from competences.traits import Floats, Prior

SETTLED: Final = 1e-8
"""Largest move of a mean or SD in the last sweep of a report; seven sweeps reach it as a rule."""
MOST_SWEEPS: Final = 50
LEAST_PRECISION: Final = 1e-6
LEAST_VARIANCE: Final = 1e-5
"""Guards against a cavity without precision and a tilted distribution that sits on one node."""


class Posterior:
    """A normal over the traits that grows with each answer: `mean` `(traits,)`, `covariance` `(traits, traits)`.

    Mutable on purpose: it is the interview's derived state, never stored, and one answer costs one update.
    """

    __slots__ = ("covariance", "evidence", "mean", "site_precision", "site_shift")

    def __init__(self, prior: Prior) -> None:
        """Begin at the prior, with no evidence on any trait."""
        self.mean = prior.mean.copy()
        self.covariance = prior.covariance.copy()
        self.evidence: dict[int, Floats] = {}
        self.site_precision = np.zeros(len(self.mean))
        self.site_shift = np.zeros(len(self.mean))

    def copy(self) -> Self:
        """Give a twin that goes its own way."""
        twin = object.__new__(type(self))
        twin.mean = self.mean.copy()
        twin.covariance = self.covariance.copy()
        twin.evidence = dict(self.evidence)
        twin.site_precision = self.site_precision.copy()
        twin.site_shift = self.site_shift.copy()
        return twin

    def add(self, trait: int, log_likelihood: Floats) -> None:
        """Take in one answer's log likelihood on the nodes without updating."""
        known = self.evidence.get(trait)
        self.evidence[trait] = log_likelihood if known is None else known + log_likelihood

    def observe(self, trait: int, log_likelihood: Floats) -> None:
        """Take in one answer and update its trait once."""
        self.add(trait, log_likelihood)
        self.update(trait)

    def settle(self) -> Self:
        """Sweep over all traits with evidence, in order, until nothing moves by `SETTLED`; give the posterior itself.

        Where that takes more than `MOST_SWEEPS` sweeps, half steps finish the work.
        """
        traits = sorted(self.evidence)
        for damping in (1.0, 0.5):
            for _ in range(MOST_SWEEPS):
                if max((self.update(trait, damping) for trait in traits), default=0.0) < SETTLED:
                    return self
        return self

    def update(self, trait: int, damping: float = 1.0) -> float:
        """Refresh one trait's site from its evidence; give by how much its mean or SD moved."""
        column = self.covariance[:, trait].copy()
        variance = float(column[trait])
        mean = float(self.mean[trait])
        precision = max(1 / variance - self.site_precision[trait], LEAST_PRECISION)
        cavity = (mean / variance - self.site_shift[trait]) / precision
        tilted_mean, tilted_variance = tilted_moments(self.evidence[trait], cavity, precision)
        # A guessing floor makes the likelihood not log-concave: the site's precision may end at 0; then the second
        # form of the shift still matches the mean.
        new_precision = max(1 / tilted_variance - precision, 0.0)
        if new_precision > 0:
            new_shift = tilted_mean / tilted_variance - cavity * precision
        else:
            new_shift = precision * (tilted_mean - cavity)
        step_precision = damping * (new_precision - self.site_precision[trait])
        step_shift = damping * (new_shift - self.site_shift[trait])
        scale = 1 / (1 + step_precision * variance)
        self.mean += column * ((step_shift - step_precision * mean) * scale)
        self.covariance -= (scale * step_precision * column)[:, None] * column[None, :]
        self.site_precision[trait] += step_precision
        self.site_shift[trait] += step_shift
        moved_sd = abs(float(self.covariance[trait, trait]) ** 0.5 - variance**0.5)
        return float(max(abs(float(self.mean[trait]) - mean), moved_sd))


def tilted_moments(evidence: Floats, cavity: float, precision: float) -> tuple[float, float]:
    """Give mean and variance of evidence (log, on the nodes) times a normal of a mean and precision."""
    log_density = evidence - (0.5 * precision) * (NODES - cavity) ** 2
    density = np.exp(log_density - log_density.max())
    total = density.sum()
    mean = float((NODES * density).sum() / total)
    variance = float(((NODES - mean) ** 2 * density).sum() / total)
    return mean, max(variance, LEAST_VARIANCE)
