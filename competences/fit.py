"""What a whole set of answers says beside levels: do people rate themselves as they show, do the answers fit together.

Person fit asks of every answer how likely it was given all the others (a cross-validated predictive check, Marshall and
Spiegelhalter 2007), and adds up by how much the answers fall short of what such people give on average. Among honest
people the sum is close to a standard normal, but not quite, so a bank version keeps its 1 % quantile among simulated
honest people by length (`norms.py`), and a note is shown below that. Beside draws from the posterior, the usual check,
it notices more of those who click at random, and it needs no chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from competences.curves import Tables
from competences.nodes import FLOOR, NODES
from competences.posterior import LEAST_PRECISION, Posterior
from competences.traits import Floats, Prior

Places = NDArray[np.intp]
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


@dataclass(frozen=True, slots=True)
class PersonFit:
    """How well answers fit together: a standard score, below 0 for less than usual, and the `limit` of honest people.

    `shown` says whether it is worth a note to the person: a call to look again, never a verdict.
    """

    score: float
    limit: float
    shown: bool


def person_fit(
    tables: Tables,
    posterior: Posterior,
    rows: Sequence[tuple[int, int]],
    limits: Sequence[tuple[int, float]],
) -> PersonFit | None:
    """Give the fit of scored answers, each the place of an item and the row of its table, in a fixed order.

    `posterior` is settled on the same answers. None where the bank has no limits or the answers are fewer than its
    shortest length.
    """
    if not limits or len(rows) < limits[0][0]:
        return None
    score = fit_score(tables, posterior, rows)
    lengths, values = zip(*limits, strict=True)
    limit = float(np.interp(len(rows), lengths, values))
    return PersonFit(score, limit, shown=score < limit)


def fit_score(tables: Tables, posterior: Posterior, rows: Sequence[tuple[int, int]]) -> float:
    """Give `Σ(log pᵢ - E log pᵢ) / √ΣVar log pᵢ`, pᵢ the chance of answer i given all the others; 0 without answers."""
    places = np.array([place for place, _ in rows], dtype=np.intp)
    given = np.array([row for _, row in rows], dtype=np.intp)
    if not places.size:
        return 0.0
    shares = _shares_of_categories(tables, posterior, places, given)
    logs = np.log(np.maximum(shares, FLOOR))
    expected = np.sum(shares * logs, axis=1)
    variance = np.sum(shares * (logs - expected[:, None]) ** 2)
    short = np.sum(logs[np.arange(len(places)), given] - expected)
    return float(short / np.sqrt(max(float(variance), FLOOR)))


def _shares_of_categories(
    tables: Tables, posterior: Posterior, places: Places, given: Places
) -> Floats:
    """Give each item's chance of each category, given the answers to all other items; `(answers, categories)`."""
    traits = tables.trait[places]
    variance = np.diagonal(posterior.covariance)[traits]
    # a trait's own answers are taken out of the posterior as one site, and all but this one put back as they are
    precision = np.maximum(1 / variance - posterior.site_precision[traits], LEAST_PRECISION)
    centre = (posterior.mean[traits] / variance - posterior.site_shift[traits]) / precision
    curves = tables.log_likelihood[places]
    own = curves[np.arange(len(places)), given]
    evidence = np.stack([posterior.evidence[int(trait)] for trait in traits])
    log_density = evidence - own - 0.5 * precision[:, None] * (NODES - centre[:, None]) ** 2
    density = np.exp(log_density - log_density.max(axis=1, keepdims=True))
    steps = np.array([tables.steps[place] for place in places])
    # the last row of a table is that of “I don't know”, which is no category of its own
    likely = np.where(
        np.arange(curves.shape[1])[None, :] < steps[:, None],
        np.einsum("an,akn->ak", density, np.exp(curves)),
        0.0,
    )
    shares: Floats = likely / likely.sum(axis=1, keepdims=True)
    return shares
