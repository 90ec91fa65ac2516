"""What a whole set of answers says beside levels: do people rate themselves as they show, do the answers fit together.

Person fit is a posterior predictive check (Glas and Meijer 2003): persons are drawn from the posterior, each gives
fresh answers to the same items, and the likelihood of these is held against that of the real answers. The share of
draws that look no better is `p`. It is far too mild on short tests, so a bank version keeps the 1 % quantile of `p`
among simulated honest people by length (`norms.py`), and a note is shown below that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from competences.curves import Tables
from competences.nodes import NODES, STEP
from competences.posterior import Posterior
from competences.traits import Floats, Prior

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


DRAWS: Final = 200
_SEED: Final = 20261125
"""The draws are the same for everybody, so that equal answers give equal bytes."""


@dataclass(frozen=True, slots=True)
class PersonFit:
    """How well answers fit together: the share `p` of draws that fit no better, and the `limit` of honest people.

    `shown` says whether it is worth a note to the person: a call to look again, never a verdict.
    """

    p: float
    limit: float
    shown: bool


def person_fit(
    tables: Tables,
    posterior: Posterior,
    rows: Sequence[tuple[int, int]],
    limits: Sequence[tuple[int, float]],
) -> PersonFit | None:
    """Give the fit of scored answers, each the place of an item and the row of its table, in a fixed order.

    None where the bank has no limits or the answers are fewer than its shortest length.
    """
    if not limits or len(rows) < limits[0][0]:
        return None
    p = fit_share(tables, posterior, rows)
    lengths, values = zip(*limits, strict=True)
    limit = float(np.interp(len(rows), lengths, values))
    return PersonFit(p, limit, shown=p < limit)


def fit_share(tables: Tables, posterior: Posterior, rows: Sequence[tuple[int, int]]) -> float:
    """Give the share of draws whose fresh answers are no likelier than the real ones; a tie counts half."""
    places = np.array([place for place, _ in rows], dtype=np.intp)
    given = np.array([row for _, row in rows], dtype=np.intp)
    traits, column = np.unique(tables.trait[places], return_inverse=True)
    normals, uniforms = _chance(len(traits), len(rows))
    root = lower_root(posterior.covariance[np.ix_(traits, traits)])
    drawn = posterior.mean[traits] + np.einsum("dk,tk->dt", normals, root)
    nodes = np.clip(np.rint((drawn - NODES[0]) / STEP), 0, len(NODES) - 1).astype(np.intp)
    # the row of "I don't know" is no category of its own
    likely = tables.log_likelihood[places[None, :], :, nodes[:, column]]
    steps = np.array([tables.steps[place] for place in places])
    categories = np.arange(likely.shape[2])
    shares = np.where(categories < steps[:, None], np.exp(likely), 0.0)
    fresh = np.sum(uniforms[:, :, None] > np.cumsum(shares, axis=2)[:, :, :-1], axis=2)
    fresh = np.minimum(fresh, steps - 1)
    at = np.arange(len(places))
    real = np.sum(likely[:, at, given], axis=1)
    redrawn = np.sum(np.take_along_axis(likely, fresh[:, :, None], axis=2)[:, :, 0], axis=1)
    return float(np.mean((redrawn < real) + 0.5 * (redrawn == real)))


def lower_root(covariance: Floats) -> Floats:
    """Give the lower triangular root of a covariance (Cholesky), by columns and without BLAS."""
    root = np.zeros_like(covariance)
    left = covariance.copy()
    for k in range(len(left)):
        pivot = max(float(left[k, k]), 1e-12) ** 0.5
        root[k:, k] = left[k:, k] / pivot
        left[k:, k:] -= root[k:, k, None] * root[None, k:, k]
    return root


@lru_cache(maxsize=256)
def _chance(traits: int, answers: int) -> tuple[Floats, Floats]:
    """Give standard normals `(draws, traits)` and uniforms `(draws, answers)`."""
    rng = np.random.default_rng(np.random.SeedSequence([_SEED, traits, answers]))
    return rng.standard_normal((DRAWS, traits)), rng.random((DRAWS, answers))
