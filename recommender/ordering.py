"""In which order chosen trainings can be walked, and which of them nobody could ever begin.

A training begins when every level that it needs is held or was reached by one that ended before. Those without a date
can be fitted in on any day, so they count as ended on the day on which they could begin; where hours a week have a
limit, no sooner than if the learner did that one alone from today.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from recommender.case import Candidate, Case


@dataclass(frozen=True, slots=True)
class Walk:
    """Trainings in walking order, those left over, and the level reached per competence."""

    order: tuple[int, ...]
    left: tuple[int, ...]
    reached: tuple[int, ...]


def walk(case: Case, chosen: Iterable[int]) -> Walk:
    """Give the walk of chosen candidates.

    Days pass in order: whatever opens a fixed date comes before it, the earliest date first; then what has no date.
    Among equals those that close a sure gap come first, then short and cheap ones, then by id.
    """
    return _Walker(case, sorted(set(chosen))).walk()


def by_days(case: Case, order: Sequence[int], weekly: float) -> tuple[int, ...]:
    """Give a walking order as somebody who learns `weekly` hours a week from today on would follow it.

    What has no date stands before a fixed date that it can be over before, one after the other, as far as it needs no
    session for it. What stood before a fixed date stays there.
    """
    one = case.candidates
    waiting = [i for i in order if one[i].start is None]
    place = {i: number for number, i in enumerate(order)}
    levels = [need.entry for need in case.needs]
    made: list[int] = []
    spent = 0.0

    def take(i: int) -> None:
        nonlocal spent
        waiting.remove(i)
        made.append(i)
        spent += one[i].rank[0]
        for j, level in one[i].taught():
            levels[j] = max(levels[j], level)

    def fits(i: int, day: int) -> bool:
        over = case.today + 7 * (spent + one[i].rank[0]) / weekly < day
        return over and all(levels[j] >= level for j, level in one[i].needs)

    for fixed in (i for i in order if one[i].start is not None):
        for i in [i for i in waiting if place[i] < place[fixed]]:
            take(i)
        while (
            found := next((i for i in waiting if fits(i, one[fixed].start or 0)), None)
        ) is not None:
            take(found)
        made.append(fixed)
    return (*made, *waiting)


def surely_helps(case: Case, one: Candidate) -> bool:
    """Say whether a training closes a gap that is larger than the doubt of its reading."""
    return any(
        not case.needs[teaching.competence].uncertain
        and teaching.high > case.needs[teaching.competence].current
        and teaching.low < case.needs[teaching.competence].target
        for teaching in one.teaches
    )


class _Walker:
    """The levels of a learner while days pass."""

    def __init__(self, case: Case, chosen: list[int]) -> None:
        self.case = case
        self.levels = [need.entry for need in case.needs]
        self.order: list[int] = []
        self.taken: set[int] = set()
        self.undated = [i for i in chosen if case.candidates[i].start is None]
        self.dated = [i for i in chosen if case.candidates[i].start is not None]
        self.deadlines = self._deadlines()
        self.undated.sort(key=self._priority)

    def walk(self) -> Walk:
        """Let the days pass: what begins on a day stands before what ends on it."""
        one = self.case.candidates
        starts = [(one[i].start or 0, 0, *one[i].rank, i) for i in self.dated]
        ends = [(one[i].last, 1, *one[i].rank, i) for i in self.dated]
        for day, ending, *_, i in sorted(starts + ends):
            if day > self.case.today:
                self._fit_in(until=inf, day=day)
            if ending and i in self.taken:
                self._reach(i)
            elif not ending and self._open(i):
                self._take(i)
        self._fit_in(until=None, day=None)
        left = [i for i in (*self.undated, *self.dated) if i not in self.taken]
        return Walk(tuple(self.order), tuple(sorted(left)), tuple(self.levels))

    def _fit_in(self, until: float | None, day: int | None) -> None:
        """Take every open training without a date; with `until`, only those that a fixed date waits for.

        With `day`, only those that can be over before it. Those that stand before one which was just taken are looked
        at again only where it raised a level: else none of them has opened.
        """
        moved = True
        while moved:
            moved = False
            for i in self.undated:
                waits = until is None or self.deadlines[i] < until
                in_time = day is None or self.case.today + self.case.candidates[i].days < day
                if waits and in_time and i not in self.taken and self._open(i):
                    self._take(i)
                    if moved := self._reach(i):
                        break

    def _open(self, i: int) -> bool:
        return all(self.levels[j] >= level for j, level in self.case.candidates[i].needs)

    def _take(self, i: int) -> None:
        self.order.append(i)
        self.taken.add(i)

    def _reach(self, i: int) -> bool:
        """Raise the levels by what a training teaches, and say whether one is higher now."""
        before = tuple(self.levels)
        for teaching in self.case.candidates[i].teaches:
            if self.levels[teaching.competence] >= teaching.low:
                reached = max(self.levels[teaching.competence], teaching.high)
                self.levels[teaching.competence] = reached
        return tuple(self.levels) != before

    def _priority(self, i: int) -> tuple[float, bool, float, float, str]:
        one = self.case.candidates[i]
        return (self.deadlines[i], not surely_helps(self.case, one), *one.rank)

    def _deadlines(self) -> dict[int, float]:
        """Give per training the earliest fixed date that it may open, itself or through others; inf where none."""
        one = self.case.candidates
        days = dict.fromkeys(self.undated, inf) | {i: float(one[i].start or 0) for i in self.dated}
        asking = [k for k in days if one[k].needs]
        moved = bool(self.dated)
        while moved:
            moved = False
            for i in self.undated:
                for k in asking:
                    if days[k] < days[i] and supplies(one[i], one[k]):
                        days[i], moved = days[k], True
        return days


def supplies(opener: Candidate, later: Candidate) -> bool:
    """Say whether one training teaches a level on the way to a need of another."""
    return any(
        teaching.competence == j and teaching.low < level
        for teaching in opener.teaches
        for j, level in later.needs
    )
