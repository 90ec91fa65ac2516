"""Which trainings to keep where far too many could help, so that every level that could be reached still can be.

For each level those stay that open soonest, and the best for what they cost.
What is left out might belong to the best plan: of a narrowed case no optimum is claimed, and its bound looks at all.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommender.case import EURO_UNKNOWN, HOURS_UNKNOWN, PRECISION, SLACK
from recommender.offers import Flags, Numbers
from recommender.reach import Part, Person

Amounts = NDArray[np.float64]

FREE: Final = 0.05
"""What every training costs beside its shares of hours and money, and what a level adds that only opens a door."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How a learner's trainings are narrowed; `hours` and `euro` are the limits in all, None = no limit."""

    person: Person
    hours: float | None = None
    euro: float | None = None
    doors_open: bool = False

    def best(self, part: Part, most: int) -> Flags:
        """Give which `most` trainings of a part stay, by turns for each level and each trust that it is taught with.

        First come those that open soonest, then in turn the best for their share of the limits, the shortest and the
        cheapest, one for each level and then the next.
        """
        rows = _levels(self.person, part, doors_open=self.doors_open)
        stages = self._stages(part)
        hours, euro = self._costs(part)
        share = self._shares(part, rows, hours, euro)
        place = self.person.offer.columns.place[part.numbers]
        turns = [
            _turns(rows, stages, share, place),
            _turns(rows, share, hours, place),
            _turns(rows, hours, share, place),
            _turns(rows, euro, share, place),
        ]
        turns[0][turns[0] > 0] = len(rows.owner)
        turn = np.stack([len(turns) * one + number for number, one in enumerate(turns)])
        soonest = np.full(len(part), np.iinfo(np.int64).max)
        np.minimum.at(soonest, rows.owner, turn.min(axis=0))
        stays = np.zeros(len(part), dtype=np.bool_)
        stays[np.lexsort((place, share, soonest))[:most]] = True
        return stays

    def most(self, part: Part) -> float:
        """Give what no choice of a part within the limits is worth more than.

        That is the worth of all levels that it teaches, each once and at the best trust; or of what teaches most an
        hour, or a euro, until the limit is reached, as if no two taught the same and trainings could be taken in part.
        """
        rows = _levels(self.person, part, doors_open=True)
        best = np.zeros(rows.level.max(initial=0) + 1)
        np.maximum.at(best, rows.level, rows.worth)
        alone = np.bincount(rows.owner, rows.worth, minlength=len(part)).astype(np.float64)
        columns = self.person.offer.columns
        costs = ((columns.hours, self.hours), (columns.euro, self.euro))
        within = [
            _worth_within(alone, np.nan_to_num(cost[part.numbers]), limit)
            for cost, limit in costs
            if limit is not None
        ]
        return round(min([float(best.sum()), *within]), 9)

    def _stages(self, part: Part) -> Numbers:
        """Give after how many rounds of taking all that is open each training opens."""
        stages = np.zeros(len(part), dtype=np.int64)
        levels = self.person.entry
        taught, needed = part.taught, part.needed
        while not self.doors_open:
            shut = np.zeros(len(part), dtype=np.bool_)
            shut[needed.owner[needed.low > levels[needed.competence]]] = True
            stages[shut] += 1
            rows = ~shut[taught.owner]
            higher = levels.copy()
            np.maximum.at(higher, taught.competence[rows], taught.high[rows])
            if np.array_equal(higher, levels):
                break
            levels = higher
        return stages

    def _costs(self, part: Part) -> tuple[Amounts, Amounts]:
        columns = self.person.offer.columns
        hours = np.nan_to_num(columns.hours[part.numbers], nan=HOURS_UNKNOWN)
        return hours, np.nan_to_num(columns.euro[part.numbers], nan=EURO_UNKNOWN)

    def _shares(self, part: Part, rows: "_Taught", hours: Amounts, euro: Amounts) -> Amounts:
        """Give what each training costs for what it is worth alone: shares of the limits, or of usual ones."""
        costs = hours / (self.hours or HOURS_UNKNOWN) + euro / (self.euro or EURO_UNKNOWN) + FREE
        worth = np.bincount(rows.owner, rows.worth + FREE, minlength=len(part))
        return np.asarray(costs / np.maximum(worth, FREE))


@dataclass(frozen=True, slots=True)
class _Taught:
    """Levels that trainings teach, one a row: whose, which one, on whose word, and what it is worth; 0 outside gaps."""

    owner: Numbers
    level: Numbers
    trusted: Flags
    worth: Amounts


def _levels(person: Person, part: Part, *, doors_open: bool) -> _Taught:
    """Give the levels taught above those held and up to the highest that a gap or, unless open, a door asks for."""
    taught, needed = part.taught, part.needed
    tops = np.maximum(person.current, person.target)
    if not doors_open:
        np.maximum.at(tops, needed.competence, needed.low)
    low = np.maximum(taught.low, person.entry[taught.competence])
    count = np.maximum(np.minimum(taught.high, tops[taught.competence]) - low, 0)
    before = np.repeat(np.cumsum(count) - count, count)
    level = np.repeat(low, count) + 1 + np.arange(len(before)) - before
    competence, trusted = np.repeat(taught.competence, count), np.repeat(taught.trusted, count)
    weight = np.array([need.weight for need in person.needs], dtype=np.float64)[competence]
    wanted = (level > person.current[competence]) & (level <= person.target[competence])
    return _Taught(
        owner=np.repeat(taught.owner, count),
        level=competence * (int(tops.max(initial=0)) + 1) + level,
        trusted=trusted,
        worth=np.where(wanted, weight * np.where(trusted, 1.0, PRECISION), 0.0),
    )


def _worth_within(worth: Amounts, cost: Amounts, limit: float) -> float:
    """Give the worth of the best for their cost until a limit is reached, of the last one a part."""
    cost = np.maximum(cost, SLACK / (1 + len(cost)))
    order = np.argsort(-worth / cost, kind="stable")
    before = np.cumsum(cost[order]) - cost[order]
    parts = np.clip((limit + 2 * SLACK - before) / cost[order], 0.0, 1.0)
    return float(worth[order] @ parts)


def _turns(rows: _Taught, first: Amounts | Numbers, then: Amounts, place: Numbers) -> Numbers:
    """Give per row how many others of its level and trust come before it."""
    key = 2 * rows.level + rows.trusted
    of = rows.owner
    order = np.lexsort((place[of], then[of], first[of], key))
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    turn = np.empty(len(key), dtype=np.int64)
    turn[order] = np.arange(len(key)) - np.repeat(starts, np.diff(starts, append=len(key)))
    return turn
