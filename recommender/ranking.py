"""The next best trainings, each by itself: what it gains for what it costs, varied, with turns among the equal.

A path is chosen as a whole; this list is for somebody who wants to pick. It holds only what can be begun now.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from recommender import reasons
from recommender.candidates import make_candidates
from recommender.case import Case
from recommender.catalogue import Training
from recommender.needs import Need, counting
from recommender.offers import CatalogueIndex
from recommender.paths import plan
from recommender.plans import Constraints, Reason, Step
from recommender.prospects import Prospect, prospects
from recommender.reach import Person
from recommender.sentences import say
from recommender.turns import Turn, standing
from recommender.variety import FIRST, varied

Order = Literal["best", "cheapest", "shortest"]
ORDERS: Final[tuple[Order, ...]] = get_args(Order)
"""How a list may be ordered; unknown prices and hours come last."""

MOST: Final = 50
"""The longest list."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A training of the list, numbered from 1; `closes` holds the levels that it alone closes, by whole code."""

    number: int
    training: Training
    gain: float
    closes: Mapping[str, int]
    reasons: tuple[Reason, ...]

    def to_record(self, language: str) -> dict[str, Any]:
        """Give it as JSON values: what a step of a path tells, its number and its gain."""
        step = Step(self.training, self.closes, self.reasons).to_record(language)
        del step["alternatives"]  # the rest of the list is what could be taken instead
        return {"number": self.number, "gain": self.gain, **step}


@dataclass(frozen=True, slots=True)
class Listing:
    """The next best trainings of `found` that would help and can be begun now.

    An empty list says why in `reason`: as a path does, or `path-only` where no training helps at once but a path of
    several does; `blocked_by` names what to loosen, nearest first.
    """

    trainings: tuple[Listed, ...]
    found: int
    order: Order = "best"
    reason: str | None = None
    blocked_by: tuple[Reason, ...] = ()

    def to_record(self, language: str = "en") -> dict[str, Any]:
        """Give the list as JSON values; titles in a language where there are any, sentences in English."""
        return {
            "trainings": [one.to_record(language) for one in self.trainings],
            "found": self.found,
            "order": self.order,
            "reason": self.reason,
            "reason_text": None if self.reason is None else say(self.reason, {}),
            "blocked_by": [one.to_record() for one in self.blocked_by],
        }

    def to_json(self, language: str = "en") -> str:
        """Give the record as JSON, keys sorted: equal questions on an equal offer give equal bytes."""
        return json.dumps(self.to_record(language), sort_keys=True, ensure_ascii=False)


def next_best(
    index: CatalogueIndex,
    needs: Sequence[Need],
    constraints: Constraints,
    *,
    order: Order = "best",
    most: int = FIRST,
    turn: Turn | None = None,
    seconds: float | None = None,
) -> Listing:
    """Give the `most` next best trainings.

    `turn` lets providers take turns among trainings of like worth; without one they are ordered by what they are.
    `seconds` are for finding out why a list is empty.
    """
    found = prospects(index, needs, constraints)
    if not found:
        made = plan(index, needs, constraints, explain=False, seconds=seconds)
        reason = "path-only" if made.steps else made.reason
        return Listing((), 0, order, reason, made.blocked_by)
    shown = arranged(found, order=order, most=max(1, min(most, MOST)), turn=turn)
    return Listing(tuple(_listed(shown, index, needs, constraints)), len(found), order)


def arranged(
    found: Sequence[Prospect],
    *,
    order: Order = "best",
    most: int = FIRST,
    turn: Turn | None = None,
) -> list[Prospect]:
    """Give the first of a list of prospects in the order that somebody asked for.

    The best are varied and providers take turns among them; the cheapest or shortest are told as they are, and turns
    decide only between equals.
    """
    if order == "best":
        return varied(found, most, turn)

    def key(one: Prospect) -> tuple[Any, ...]:
        cost = (one.euro, one.hours) if order == "cheapest" else (one.hours, one.euro)
        return (
            *cost,
            -one.relevance,
            not one.sure,
            standing(one.training.provider, turn),
            one.training.id,
        )

    return sorted(found, key=key)[:most]


def _listed(
    shown: Sequence[Prospect],
    index: CatalogueIndex,
    needs: Sequence[Need],
    constraints: Constraints,
) -> list[Listed]:
    """Give prospects with what each closes and why it stands there, worked out as for a path of it alone."""
    every = Person(index, counting(needs, constraints)).needs
    trainings = [one.training for one in shown]
    case = Case(
        every, make_candidates(trainings, every, constraints.today, weekly=constraints.weekly)
    )
    numbers = {one.training.id: i for i, one in enumerate(case.candidates)}
    found = []
    for number, one in enumerate(shown, 1):
        i = numbers[one.training.id]
        closed = reasons.closes(case, (i,))[i]
        found.append(
            Listed(
                number=number,
                training=one.training,
                gain=one.gain,
                closes={case.needs[j].competence: levels for j, levels in closed.items()},
                reasons=tuple(map(_usual, reasons.of_step(case, (i,), i, constraints.today))),
            )
        )
    return found


def _usual(reason: Reason) -> Reason:
    """Give a reason as the list has it: here an unknown price counts as a usual one, not as 0."""
    return Reason("price-usual") if reason.code == "price-unknown" else reason
