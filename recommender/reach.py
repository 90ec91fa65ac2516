"""How far a learner can get with the trainings of an offer, hours and price aside."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.needs import Need
from recommender.offers import CatalogueIndex, Flags, Numbers, Rows


@dataclass(frozen=True, slots=True)
class Part:
    """Some trainings of an offer: their numbers, sorted, and their rows, whose owners are places in `numbers`."""

    numbers: Numbers
    taught: Rows
    needed: Rows

    def __len__(self) -> int:
        """Give the number of trainings."""
        return len(self.numbers)

    def only(self, kept: Flags) -> "Part":
        """Give the part of this part that is flagged."""
        return Part(self.numbers[kept], _only(self.taught, kept), _only(self.needed, kept))


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

    def part(self, pool: Flags) -> Part:
        """Give the trainings of a pool that teach anything above the levels held; no other can ever help."""
        taught = self.offer.taught
        rows = pool[taught.owner] & (taught.high > self.entry[taught.competence])
        useful = np.zeros(len(pool), dtype=np.bool_)
        useful[taught.owner[rows]] = True
        whole = Part(np.arange(len(pool)), taught, self.offer.needed)
        return whole.only(useful)

    def climb(self, part: Part, *, doors_open: bool = False) -> tuple[Numbers, Flags]:
        """Give the levels reached when trainings are taken as they open, and which of a part open."""
        taught, needed = part.taught, part.needed
        levels = self.entry
        while True:
            opens = np.ones(len(part), dtype=np.bool_)
            if not doors_open:
                opens[needed.owner[needed.low > levels[needed.competence]]] = False
            rows = opens[taught.owner]
            higher = levels.copy()
            np.maximum.at(higher, taught.competence[rows], taught.high[rows])
            if np.array_equal(higher, levels):
                return levels, opens
            levels = higher

    def helpful(self, part: Part, depth: int | None, *, doors_open: bool) -> Part:
        """Give the trainings of a part that may help: each closes part of a gap, or opens one that does.

        What helps at a depth helps at every greater one.
        """
        needed = part.needed
        if depth is not None:
            held = np.maximum(self.current, self.target)[needed.competence]
            deep = (needed.low > self.entry[needed.competence]) & (needed.low > held + depth)
            part = _without(part, needed.owner[deep])
        _, opens = self.climb(part, doors_open=doors_open)
        part = part.only(opens)
        needed = part.needed
        chosen = _teaching(part, self.current, self.target)
        while not doors_open:
            asked = chosen[needed.owner] & (needed.low > self.entry[needed.competence])
            tops = self.entry.copy()
            np.maximum.at(tops, needed.competence[asked], needed.low[asked])
            more = chosen | _teaching(part, self.entry, tops)
            if np.array_equal(more, chosen):
                break
            chosen = more
        return part.only(chosen)

    def candidates(self, pool: Flags, depth: int | None, *, doors_open: bool) -> list[int]:
        """Give the numbers of the trainings of a pool that may help, sorted."""
        found = self.helpful(self.part(pool), depth, doors_open=doors_open).numbers
        return [int(i) for i in found]


def reachable(offer: CatalogueIndex, needs: Sequence[Need], pool: Flags) -> dict[str, int]:
    """Give the level per whole code that a learner could reach by all trainings of a pool, without hours or price."""
    person = Person(offer, needs)
    levels, _ = person.climb(person.part(pool))
    return {need.competence: int(levels[j]) for j, need in enumerate(person.needs)}


def teaches_level(offer: CatalogueIndex, pool: Flags, competence: str, level: int) -> bool:
    """Say whether a training of a pool teaches a level, whatever its door asks."""
    if competence not in offer.codes:
        return False
    rows = offer.taught
    of_it = rows.competence == offer.codes.index(competence)
    return bool(np.any(pool[rows.owner] & of_it & (rows.low < level) & (level <= rows.high)))


def _only(rows: Rows, kept: Flags) -> Rows:
    """Give the rows of owners that are kept, under their places among these."""
    mine = kept[rows.owner]
    places = np.cumsum(kept) - 1
    return Rows(
        places[rows.owner[mine]], rows.competence[mine], rows.low[mine], rows.high[mine],
        rows.trusted[mine],
    )  # fmt: skip


def _without(part: Part, places: Numbers) -> Part:
    kept = np.ones(len(part), dtype=np.bool_)
    kept[places] = False
    return part.only(kept)


def _teaching(part: Part, floor: Numbers, top: Numbers) -> Flags:
    """Give which trainings of a part teach a level above `floor` up to `top`."""
    taught = part.taught
    low = np.maximum(taught.low, floor[taught.competence])
    useful = low < np.minimum(taught.high, top[taught.competence])
    chosen = np.zeros(len(part), dtype=np.bool_)
    chosen[taught.owner[useful]] = True
    return chosen
