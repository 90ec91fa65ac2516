"""Which item next: the one that lowers most the doubt about what the route reports (A-optimal).

For item j of trait c: `gain_j = I_j · Σ_r w_r·(A_r S_·c)² / (√seconds_j · (1 + I_j·S_cc))`, where S is the covariance
of the traits, A_r a reported row (an area, overall, a trait), w_r its weight and I_j the item's information averaged
over the trait's posterior: the drop of the weighted sum of reported variances (van der Linden 1999; Segall 1996).
"""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from competences.curves import Tables
from competences.nodes import NODES, SDS, STEP
from competences.posterior import Posterior
from competences.routes import Route
from competences.traits import Floats, Summaries

SECONDS: Final = {"self-report": 12.0, "knowledge": 30.0}
"""Expected seconds by kind, until the logs say otherwise."""
BEST: Final = 5
BEST_FIRST: Final = 20
_LIMITS: Final = (SDS[1:] + SDS[:-1]) / 2


class Weights(Protocol):
    """Gives each trait's share in the weighted variances for the doubt at hand."""

    def __call__(self, covariance: Floats) -> Floats:
        """Give `Σ_r w_r·(A_r S_·c)²` for each trait c, shape `(traits,)`."""
        ...


@dataclass(frozen=True, slots=True)
class RouteWeights:
    """The weights of a route: a target weighs 1 while it is less sure than promised and a quarter after that.

    `scope` holds the places of chosen competences; single traits of others weigh nothing. Empty: all count.
    """

    route: Route
    summaries: Summaries
    competences: int
    scope: tuple[int, ...] = ()

    def __call__(self, covariance: Floats) -> Floats:
        """Give each trait's share; areas, overall, actual and perceived traits by the route's record."""
        route, n = self.route, self.competences
        rows = self.summaries.covariances(covariance)
        open_now = self.summaries.variances_of(rows) > route.sure**2
        weights = np.full(len(rows), route.area_weight)
        if route.target == "overall":
            weights[-1] = 1.0 if open_now[-1] else route.reached_weight
        else:
            weights[:-1] *= np.where(open_now[:-1], 1.0, route.reached_weight)
            weights[-1] = 0.0
        shares: Floats = np.einsum("r,rt,rt->t", weights, rows, rows)
        shares += route.actual_weight * self._squares(covariance[:n])
        if len(covariance) > n and route.perceived_weight:
            shares += route.perceived_weight * self._squares(covariance[n:])
        return shares

    def _squares(self, rows: Floats) -> Floats:
        """Give the sum of squares of the rows that count, for each trait."""
        if self.scope:
            rows = rows[list(self.scope)]
        summed: Floats = np.einsum("rt,rt->t", rows, rows)
        return summed


@dataclass(frozen=True, slots=True)
class EvenWeights:
    """Every actual trait alike: what the studies use."""

    competences: int

    def __call__(self, covariance: Floats) -> Floats:
        """Give each trait's share in the sum of the actual traits' variances."""
        rows = covariance[: self.competences]
        shares: Floats = np.einsum("rt,rt->t", rows, rows)
        return shares


class Selector(Protocol):
    """Chooses one of the items that are still allowed."""

    def choose(
        self, posterior: Posterior, allowed: NDArray[np.bool_], asked: int, seed: int
    ) -> int:
        """Give the place of the next item in the bank's tables; `allowed` holds at least one."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class AOptimal:
    """One of the best five by gain per √second, drawn by the attempt's seed; the first item one of the best twenty."""

    tables: Tables
    weights: Weights
    haste: Floats

    def choose(
        self, posterior: Posterior, allowed: NDArray[np.bool_], asked: int, seed: int
    ) -> int:
        """Give the place of the next item; the same posterior, count and seed give the same one.

        Gains are rounded, so that the last bits of a machine decide nothing; ties go by id.
        """
        gains = np.where(allowed, np.round(self.gains(posterior), 12), -1.0)
        count = min(BEST if asked else BEST_FIRST, int(np.count_nonzero(allowed)))
        rank = draw(seed, asked) % count
        for _ in range(rank):
            # the first of equals is taken: items are sorted by trait and id
            gains[gains.argmax()] = -1.0
        return int(gains.argmax())

    def gains(self, posterior: Posterior) -> Floats:
        """Give the gain of every item, shape `(items,)`."""
        covariance = posterior.covariance
        variance = covariance.diagonal()
        width = _LIMITS.searchsorted(np.sqrt(variance))
        node = np.rint((posterior.mean - NODES[0]) / STEP).astype(np.intp)
        node = np.minimum(np.maximum(node, 0), len(NODES) - 1)
        trait, items = self.tables.trait, len(self.tables.items)
        start = (width * len(NODES) + node) * items
        information = self.tables.information.ravel().take(start[trait] + self.tables.places)
        shares = self.weights(covariance)
        gained: Floats = (
            self.haste * information * shares[trait] / (1 + information * variance[trait])
        )
        return gained


def haste_of(tables: Tables) -> Floats:
    """Give `√(longest / seconds)` of each item: in a bank of one kind all have 1."""
    seconds = np.array([SECONDS[one.kind] for one in tables.items])
    hasted: Floats = np.sqrt(seconds.max() / seconds)
    return hasted


def draw(seed: int, count: int) -> int:
    """Give a whole number below 2^53 from a seed and a count: the finaliser of SplitMix64 (Steele et al. 2014).

    Stateless, so that an attempt is repeated from its answers alone, and the same on every machine.
    """
    mask = (1 << 64) - 1
    z = (seed * 0xD1342543DE82EF95 + (count + 1) * 0x9E3779B97F4A7C15) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    return (z ^ (z >> 31)) >> 11
