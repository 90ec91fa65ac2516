"""A new version of an offer: only people whose plan a changed training can enter or leave are planned anew.

Why the others keep their row, to the byte: a plan is decided by the trainings that may lead to a wanted level within
the limits, and what stays open also by those that would with more hours, money or time. Whoever opens a member of such
a set is a member too. So where no changed training is one, neither as it was in the old offer nor as it is in the new,
both offers have the same members, and these reach the same levels. Where one is, the two planning problems are made and
compared, which is still far cheaper than solving one: most changed trainings do no better than others that are there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final

import numpy as np

from competences.running import Runner, here
from recommender.batch import (
    CHUNK,
    Person,
    Row,
    Snapshot,
    as_snapshot,
    in_order,
    plan_chunk,
    signature,
)
from recommender.blocking import remaining
from recommender.candidates import eligible, select
from recommender.case import Case
from recommender.catalogue import Catalogue, Training
from recommender.folding import answered
from recommender.needs import Need, counting
from recommender.offers import CatalogueIndex, index
from recommender.ordering import walk
from recommender.plans import Constraints
from recommender.reach import Person as Climber
from recommender.tags import counted

Earlier = tuple[Person, Row | None]
Levels = dict[str, tuple[int, int]]

WITHOUT_STEPS: Final = frozenset({"blocked", "no-offer"})
"""Reasons that a plan is empty which depend on what any limit would let in."""

BEHIND_DOORS: Final = frozenset({"entry", "no-offer"})
"""Why levels stay open, where trainings that this person cannot begin make the difference."""


OWN_CHOICE: Final = "trade-off"
"""Why levels stay open, where the candidates alone make the difference."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """A row for the new offer, and whether the person was planned anew for it."""

    row: Row
    anew: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One version of an offer and, as a small offer of their own, those of its trainings that the other has not so."""

    whole: CatalogueIndex
    changed: CatalogueIndex


@dataclass(frozen=True, slots=True)
class Change:
    """Two versions of an offer, the old one first."""

    sides: tuple[Side, Side]

    @classmethod
    def between(cls, old: CatalogueIndex | Snapshot, new: CatalogueIndex | Snapshot) -> "Change":
        """Give what changed; a training is the same where all that decides plans is, whatever its texts say."""
        before, after = as_snapshot(old).offer, as_snapshot(new).offer
        return cls((_side(before, after), _side(after, before)))

    @property
    def new(self) -> Snapshot:
        """Give the new offer."""
        return Snapshot(self.sides[1].whole)

    def affects(self, person: Person, row: Row) -> bool:
        """Say whether the row that a person has of the old offer may be another in the new one.

        A row that was made for other levels, another goal or other limits, the day among them, is none.
        """
        if row.made_for != signature(person).hex():
            return True
        needs = counting(person.needs, person.constraints)
        if not any(one.gap for one in needs):
            return False
        empty = row.reason in WITHOUT_STEPS
        limits = Constraints() if empty else _free(person.constraints)
        asked = _gaps(needs) if empty else _behind_doors(needs, row)
        entered = any(_enters(side, needs, limits, asked) for side in self.sides)
        return entered and (empty or not self._keeps(needs, person.constraints, row))

    def _keeps(self, needs: Sequence[Need], constraints: Constraints, row: Row) -> bool:
        """Say whether the problem that led to a row is the same in both offers, and so is what the row leaves open."""
        if any(_enters(side, needs, constraints, {}) for side in self.sides):
            before, after = (_problem(side.whole, needs, constraints) for side in self.sides)
            if before != after:
                return False
        if all(one.why == OWN_CHOICE for one in row.remaining):
            return True
        case = _problem(self.new.offer, needs, constraints)
        place = {one.training.id: i for i, one in enumerate(case.candidates)}
        if not place.keys() >= set(row.trainings):
            return False
        reached = walk(case, [place[one] for one in row.trainings]).reached
        return in_order(remaining(self.new.offer, case, constraints, reached)) == row.remaining


def replan(
    old: CatalogueIndex | Snapshot,
    new: CatalogueIndex | Snapshot,
    people: Iterable[Earlier],
    run: Runner = here,
    *,
    chunk: int = CHUNK,
) -> Iterator[Renewed]:
    """Give each person's row for a new offer, in order: the one of the old offer where it cannot have changed.

    `people` come with the rows that `plan_many` gave for the old offer; who has none is planned anew.
    """
    change = Change.between(old, new)
    for (person, _), found in answered(replan_chunk, change, people, run, chunk=chunk, key=_key):
        yield replace(found, row=replace(found.row, id=person.id))


def replan_chunk(change: Change, people: Sequence[Earlier]) -> list[Renewed]:
    """Give the rows of some people for the new offer."""
    kept = [None if row is None or change.affects(person, row) else row for person, row in people]
    affected = [person for (person, _), row in zip(people, kept, strict=True) if row is None]
    planned = iter(plan_chunk(change.new, affected))
    return [
        Renewed(next(planned), anew=True) if row is None else Renewed(row, anew=False)
        for row in kept
    ]


def _key(earlier: Earlier) -> bytes:
    """Give equal keys to equal people with equal rows."""
    person, row = earlier
    said = b"" if row is None else replace(row, id="").to_json().encode()
    return signature(person) + blake2b(said, digest_size=16).digest()


def _side(own: CatalogueIndex, other: CatalogueIndex) -> Side:
    changed = [one for one in own.trainings if other.training(one.id) != one]
    return Side(own, index([Catalogue(tuple(changed))]))


def _problem(offer: CatalogueIndex, needs: Sequence[Need], constraints: Constraints) -> Case:
    """Give the planning problem as the planner sees it: without those that could only stand in for a candidate."""
    case = select(offer, needs, constraints)
    return replace(case, candidates=tuple(replace(one, equals=()) for one in case.candidates))


def _free(constraints: Constraints) -> Constraints:
    """Give the limits without those whose lifting is tried to say why a level stays open."""
    return replace(constraints, hours=None, euro=None, deadline=None)


def _gaps(needs: Sequence[Need]) -> Levels:
    """Give, per competence with a gap, the levels from the one that opens trainings to the one wanted."""
    return {one.competence: (one.entry, one.target) for one in needs if one.gap}


def _behind_doors(needs: Sequence[Need], row: Row) -> Levels:
    """Give the levels for which it counts whether anybody teaches them at all, as `_gaps` does."""
    entry = {one.competence: one.entry for one in needs}
    return {
        one.competence: (entry[one.competence], one.reached + 1)
        for one in row.remaining
        if one.why in BEHIND_DOORS
    }


def _enters(side: Side, needs: Sequence[Need], limits: Constraints, asked: Levels) -> bool:
    """Say whether a changed training of one version is a member of what decides a person's row."""
    pool = eligible(side.changed, limits)
    if not pool.any():
        return False
    changed = [side.changed.trainings[i] for i in np.flatnonzero(pool)]
    if any(_teaches(one, asked) for one in changed):
        return True
    if _members(side.changed, needs, limits):
        return True  # without looking at the whole offer: more trainings only make more members
    names = {one.id for one in changed}
    return not names.isdisjoint(_members(side.whole, needs, limits))


def _teaches(training: Training, asked: Levels) -> bool:
    """Say whether a training teaches one of some levels, whatever its door asks."""
    return any(
        max(one.entry, asked[one.competence][0]) < min(one.exit, asked[one.competence][1])
        for one in counted(training)
        if one.competence in asked
    )


def _members(offer: CatalogueIndex, needs: Sequence[Need], limits: Constraints) -> set[str]:
    """Give the ids of those that may lead to a level on the way to a target, at any depth.

    Levels between the one that opens trainings and the current one count too: they may be what stays open.
    """
    on_the_way = [
        replace(one, current=one.entry, target=one.target if one.gap else one.entry)
        for one in needs
    ]
    found = Climber(offer, on_the_way).candidates(eligible(offer, limits), None, doors_open=False)
    return {offer.trainings[i].id for i in found}
