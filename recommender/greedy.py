"""The fallback: a good path by steps that gain most for what they cost, from several starts, mended by dropping one.

No share of the optimum is promised: bounds known for coverage under a budget do not hold where trainings open others.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import takewhile
from math import inf
from typing import Final

from recommender.case import EURO_UNKNOWN, HOURS_UNKNOWN, PRECISION, Candidate, Case, Solution
from recommender.chains import chains
from recommender.deadline import Deadline
from recommender.ordering import walk

WAYS: Final = 12
ROUNDS: Final = 2
MANY: Final = 60
"""Trainings of a choice beyond which those that add nothing on the way are not looked at one by one."""

SMALL: Final = 0.05
"""What every training costs beside its shares of hours and money, so that a free one is not worth endlessly much."""


@dataclass(frozen=True, slots=True)
class Greedy:
    """Gain per share of the budget, gain alone, and each of the best chains first; the best of them is mended."""

    def solve(self, case: Case, *, seconds: float | None = None) -> Solution:
        """Give the choice; its bound counts every level that could be reached without limits of hours and money."""
        deadline = Deadline(seconds)
        best = max(_starts(case, deadline), key=lambda path: path.value)
        for _ in range(ROUNDS):
            best = _mended(case, best, deadline)
        chosen = needed(case, best.chosen)
        value = case.value(walk(case, chosen).reached, chosen)
        bound = max(value, _most(case))
        return Solution(chosen, value, bound, optimal=value >= bound).among_all(case)


def filled(case: Case, first: Iterable[int]) -> tuple[int, ...]:
    """Give a choice that takes `first` where it opens, then what gains most for its share of the budget."""
    return _filled(case, first, _by_share).chosen


def _starts(case: Case, deadline: Deadline) -> list["_Path"]:
    """Give filled paths, as many as there is time for and until one is worth something."""
    found = [_filled(case, (), score) for score in (_by_share, _by_gain)]
    for way in _ways(case):
        if deadline.over and any(path.value for path in found):
            break
        found.append(_filled(case, way, _by_share))
    return found


Score = Callable[["_Path", int], float]


class _Path:
    """A path under way: what it reached and when, what it has spent."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.chosen: tuple[int, ...] = ()
        self.hours = self.euro = self.value = 0.0
        self.levels = [need.entry for need in case.needs]
        self.ready: dict[tuple[int, int], int] = {}
        self.trusted: set[tuple[int, int]] = set()

    def opens(self, i: int) -> bool:
        """Say whether a training may be added now: in time, within the limits, beside the others."""
        one = self.case.candidates[i]
        if i in self.chosen or any(self.levels[j] < level for j, level in one.needs):
            return False
        if one.start is not None and self._day(one) >= one.start:
            return False
        if not self.case.affordable((*self.chosen, i)):
            return False
        return all(self.case.compatible(i, k) for k in self.chosen)

    def gain(self, i: int) -> float:
        """Give what adding a training is worth."""
        gain = 0.0
        for row in self.case.candidates[i].teaches:
            need = self.case.needs[row.competence]
            for level in range(max(row.low, need.current) + 1, min(row.high, need.target) + 1):
                gain += need.weight * self._worth(row.competence, level, trusted=row.trusted)
        return gain

    def add(self, i: int) -> None:
        """Take a training."""
        one = self.case.candidates[i]
        end = self._day(one) + one.days if one.start is None else one.last
        self.chosen = (*self.chosen, i)
        for row in one.teaches:
            self.levels[row.competence] = max(self.levels[row.competence], row.high)
            for level in row.levels:
                pair = (row.competence, level)
                self.ready[pair] = min(end, self.ready.get(pair, end))
                if row.trusted:
                    self.trusted.add(pair)
        self.value = self.case.value(tuple(self.levels), self.chosen)

    def _worth(self, competence: int, level: int, *, trusted: bool) -> float:
        if (competence, level) in self.trusted:
            return 0.0
        reached = level <= self.levels[competence]
        return (1.0 if trusted else PRECISION) - (PRECISION if reached else 0.0)

    def _day(self, one: Candidate) -> int:
        """Give the day on which the last level that a training needs is there; 0 where all are held from the start."""
        days = [
            self.ready[j, level]
            for j, need in one.needs
            for level in range(self.case.needs[j].entry + 1, need + 1)
        ]
        today = self.case.today if one.start is None else 0
        return max([today, *days])


def _by_gain(path: _Path, i: int) -> float:
    return path.gain(i)


def _by_share(path: _Path, i: int) -> float:
    one = path.case.candidates[i]
    return path.gain(i) / (_share(path.case, one.hours, one.euro) + SMALL)


def _nothing(_path: _Path, _i: int) -> float:
    return 0.0


def _share(case: Case, hours: float, euro: float) -> float:
    """Give hours and euro as shares of the limits, or of usual ones."""
    return hours / (case.hours or HOURS_UNKNOWN) + euro / (case.euro or EURO_UNKNOWN)


def _filled(case: Case, first: Iterable[int], score: Score) -> _Path:
    """Give the path that takes `first` where it opens, then always the open training with the best score.

    Scores only fall while a path grows: one is worked out anew when it would be the best as it was before.
    """
    path = _Path(case)
    for i in first:
        if path.opens(i):
            path.add(i)
    queue = [(-score(path, i), i) for i in range(len(case.candidates))]
    queue = [one for one in queue if one[0] < 0]
    heapify(queue)
    shut: list[tuple[float, int]] = []
    while queue:
        before, i = heappop(queue)
        now = -score(path, i)
        if now > before:
            if now < 0:
                heappush(queue, (now, i))
        elif path.opens(i):
            path.add(i)
            for one in shut:
                heappush(queue, one)
            shut.clear()
        else:
            shut.append((now, i))
    return path


def _ways(case: Case) -> list[tuple[int, ...]]:
    """Give chains of several trainings to wanted levels that fit the limits alone, best worth per cost first."""
    found: dict[tuple[int, ...], float] = {}
    for level, chain in chains(case).items():
        order = walk(case, chain.members).order
        if len(order) > 1 and case.wanted(*level) and case.affordable(order):
            path = _filled(case, order, _nothing)
            found[order] = -path.value / (_share(case, chain.hours, chain.euro) + SMALL)
    return sorted(found, key=lambda order: (found[order], order))[:WAYS]


def _mended(case: Case, path: _Path, deadline: Deadline) -> _Path:
    """Give the best path that leaves one training out and fills up again; the path itself where none is better."""
    best = path
    for dropped in takewhile(lambda _: not deadline.over, path.chosen):
        rest = [i for i in path.chosen if i != dropped]
        trial = _refilled(case, rest, dropped)
        if trial.value > best.value:
            best = trial
    return best


def _refilled(case: Case, rest: Sequence[int], dropped: int) -> _Path:
    def score(path: _Path, i: int) -> float:
        return -inf if i == dropped else _by_share(path, i)

    return _filled(case, rest, score)


def needed(case: Case, chosen: Sequence[int]) -> tuple[int, ...]:
    """Give a choice without trainings that add nothing, dearest looked at first.

    Of a choice of very many, as a solver without limits may take, those that add nothing on the way go first and all at
    once: to look at each by a walk of its own would take seconds.
    """
    kept = list(chosen)
    walked = walk(case, kept)
    value = case.value(walked.reached, kept)
    if len(kept) > MANY:
        few = _adding(case, walked.order)
        again = walk(case, few)
        if len(again.left) <= len(walked.left) and case.value(again.reached, few) >= value:
            kept = few
    for i in sorted(kept, key=lambda k: case.candidates[k].rank, reverse=True):
        rest = [k for k in kept if k != i]
        walked = walk(case, rest)
        if not walked.left and case.value(walked.reached, rest) >= value:
            kept = rest
    return tuple(sorted(kept))


def _adding(case: Case, order: Sequence[int]) -> list[int]:
    """Give those that reach a new level in walking order, or are the first of trusted origin to teach one."""
    levels = [need.entry for need in case.needs]
    vouched: set[tuple[int, int]] = set()
    found = []
    for i in order:
        one = case.candidates[i]
        trusted = set(one.taught(trusted=True))
        new = any(level > levels[j] for j, level in one.taught())
        if new or not trusted <= vouched:
            found.append(i)
            vouched |= trusted
            for j, level in one.taught():
                levels[j] = max(levels[j], level)
    return found


def _most(case: Case) -> float:
    """Give the worth of all levels that some candidate teaches, each at the best trust it is taught with."""
    best: dict[tuple[int, int], float] = {}
    for one in case.candidates:
        for row in one.teaches:
            for level in row.levels:
                if case.wanted(row.competence, level):
                    pair = (row.competence, level)
                    worth = case.needs[row.competence].weight * (1.0 if row.trusted else PRECISION)
                    best[pair] = max(best.get(pair, 0.0), worth)
    return round(sum(best.values()), 9)
