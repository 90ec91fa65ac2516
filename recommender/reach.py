"""How far a learner can get with the trainings of an offer, hours and price aside."""

from collections.abc import Sequence

import numpy as np

from recommender.needs import Need
from recommender.offers import CatalogueIndex, Flags, Numbers


class Person:
    """A learner's levels in the numbering of an index; needs that no training names come after it."""

    def __init__(self, offer: CatalogueIndex, needs: Sequence[Need]) -> None:
        by_code = {need.competence: need for need in needs}
        rest = sorted(set(by_code) - set(offer.codes))
        codes = (*offer.codes, *rest)
        self.needs = tuple(by_code.get(code) or Need(code, 0.0, 0.0, 0, 0, 0) for code in codes)
        self.offer = offer
        self.entry = np.array([need.entry for need in self.needs], dtype=np.int64)
        self.current = np.array([need.current for need in self.needs], dtype=np.int64)
        self.target = np.array([need.target for need in self.needs], dtype=np.int64)

    def climb(self, pool: Flags, *, doors_open: bool = False) -> tuple[Numbers, Flags]:
        """Give the levels reached when a pool's trainings are taken as they open, and which of them open."""
        taught, needed = self.offer.taught, self.offer.needed
        levels = self.entry
        while True:
            opens = pool.copy()
            if not doors_open:
                opens[needed.owner[needed.low > levels[needed.competence]]] = False
            rows = opens[taught.owner]
            higher = levels.copy()
            np.maximum.at(higher, taught.competence[rows], taught.high[rows])
            if np.array_equal(higher, levels):
                return levels, opens
            levels = higher

    def candidates(self, pool: Flags, depth: int | None, *, doors_open: bool) -> list[int]:
        """Give the numbers of the candidates in a pool, sorted."""
        needed = self.offer.needed
        if depth is not None:
            held = np.maximum(self.current, self.target)[needed.competence]
            deep = (needed.low > self.entry[needed.competence]) & (needed.low > held + depth)
            pool = pool.copy()
            pool[needed.owner[deep]] = False
        _, opens = self.climb(pool, doors_open=doors_open)
        chosen = self._teaching(opens, self.current, self.target)
        while not doors_open:
            asked = chosen[needed.owner] & (needed.low > self.entry[needed.competence])
            tops = self.entry.copy()
            np.maximum.at(tops, needed.competence[asked], needed.low[asked])
            more = chosen | self._teaching(opens, self.entry, tops)
            if np.array_equal(more, chosen):
                break
            chosen = more
        return [int(i) for i in np.flatnonzero(chosen)]

    def _teaching(self, pool: Flags, floor: Numbers, top: Numbers) -> Flags:
        """Give which trainings of a pool teach a level above `floor` up to `top`."""
        taught = self.offer.taught
        low = np.maximum(taught.low, floor[taught.competence])
        useful = low < np.minimum(taught.high, top[taught.competence])
        chosen = np.zeros(len(pool), dtype=np.bool_)
        chosen[taught.owner[useful & pool[taught.owner]]] = True
        return chosen


def reachable(offer: CatalogueIndex, needs: Sequence[Need], pool: Flags) -> dict[str, int]:
    """Give the level per whole code that a learner could reach by all trainings of a pool, without hours or price."""
    person = Person(offer, needs)
    levels, _ = person.climb(pool)
    return {need.competence: int(levels[j]) for j, need in enumerate(person.needs)}


def teaches_level(offer: CatalogueIndex, pool: Flags, competence: str, level: int) -> bool:
    """Say whether a training of a pool teaches a level, whatever its door asks."""
    if competence not in offer.codes:
        return False
    rows = offer.taught
    of_it = rows.competence == offer.codes.index(competence)
    return bool(np.any(pool[rows.owner] & of_it & (rows.low < level) & (level <= rows.high)))
