"""What a whole set of answers says beside levels: whether people rate themselves higher or lower than they show."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from competences.posterior import Posterior
from competences.traits import Prior

Z90: Final = 1.6448536269514722
LEAST_KNOWLEDGE: Final = 6
LEAST_GAP: Final = 0.5
"""From so many knowledge answers and so large a gap on, the sign was right for 98 % of simulated people."""


@dataclass(frozen=True, slots=True)
class OverRating:
    """The mean of perceived minus actual traits, latent SD, with its 90 % interval; above 0: rated higher than shown.

    `shown` says whether it is worth a sentence: enough knowledge answers, an interval without 0, a gap that matters.
    """

    mean: float
    low: float
    high: float
    shown: bool


def over_rating(posterior: Posterior, prior: Prior, knowledge: int) -> OverRating | None:
    """Give the over-rating after so many knowledge answers; None where a bank has one trait alone."""
    if not prior.two_traits:
        return None
    n = prior.competences
    weights = np.concatenate([np.full(n, -1 / n), np.full(n, 1 / n)])
    mean = float(np.sum(weights * posterior.mean))
    variance = float(np.sum(posterior.covariance * weights[:, None] * weights[None, :]))
    reach = Z90 * variance**0.5
    shown = knowledge >= LEAST_KNOWLEDGE and abs(mean) > max(LEAST_GAP, reach)
    return OverRating(mean, mean - reach, mean + reach, shown)
