"""What must hold between two questions that differ in one thing: more room is never worse, a new name changes nothing.

Such a relation finds a wrong plan without knowing the right one (metamorphic testing).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Final

from recommender.catalogue import Catalogue, Requirement, Training
from recommender.needs import Need
from recommender.offers import CatalogueIndex, index
from recommender.plans import Constraints, Plan

Planner = Callable[[CatalogueIndex, Sequence[Need], Constraints], Plan]
HAIR: Final = 1e-6
"""What values may differ by rounding."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a planner."""

    trainings: tuple[Training, ...]
    needs: tuple[Need, ...]
    constraints: Constraints

    def answer(self, planner: Planner) -> Plan:
        """Give a planner's answer."""
        return planner(index([Catalogue(self.trainings)]), self.needs, self.constraints)


Change = Callable[[Question, Random], Question]
Verdict = Callable[[Plan, Plan], bool]


@dataclass(frozen=True, slots=True)
class Relation:
    """A change to a question, and what must be true of the answers before and after it."""

    name: str
    change: Change
    holds: Verdict


def broken(
    question: Question, planner: Planner, random: Random, relations: Sequence[Relation]
) -> Iterator[str]:
    """Give the names of the relations that a planner breaks at a question.

    A relation says nothing where the two answers are not proven, or stand for different depths of stepping stones.
    """
    before = question.answer(planner)
    for relation in relations:
        after = relation.change(question, random).answer(planner)
        comparable = before.optimal and after.optimal and before.depth == after.depth
        if comparable and not relation.holds(before, after):
            yield relation.name


def _more_hours(question: Question, random: Random) -> Question:
    return _limited(question, hours=_more(question.constraints.hours, random))


def _more_euro(question: Question, random: Random) -> Question:
    return _limited(question, euro=_more(question.constraints.euro, random))


def _more_weekly(question: Question, random: Random) -> Question:
    return _limited(question, weekly=_more(question.constraints.weekly, random))


def _more_languages(question: Question, random: Random) -> Question:
    spoken = question.constraints.languages
    offered = sorted({one.language for one in question.trainings})
    return _limited(question, languages=(*spoken, random.choice(offered)) if spoken else ())


def _more_regions(question: Question, _: Random) -> Question:
    return _limited(question, region=None)


def _later_deadline(question: Question, random: Random) -> Question:
    last = question.constraints.deadline
    return _limited(question, deadline=last and last + timedelta(days=random.randint(1, 60)))


def _added(question: Question, random: Random) -> Question:
    """Add a training with what one teaches, for the price and the time of another."""
    what, how = random.choice(question.trainings), random.choice(question.trainings)
    extra = replace(how, id="added", group="", outcomes=what.outcomes, requires=what.requires)
    return replace(question, trainings=(*question.trainings, extra))


def _removed(question: Question, random: Random) -> Question:
    gone = random.randrange(len(question.trainings))
    rest = question.trainings[:gone] + question.trainings[gone + 1 :]
    return replace(question, trainings=rest)


def _lower_requirements(question: Question, _: Random) -> Question:
    def lowered(one: Requirement) -> Requirement:
        return replace(one, level=max(0, one.level - 1))

    easier = (
        replace(one, requires=tuple(map(lowered, one.requires))) for one in question.trainings
    )
    return replace(question, trainings=tuple(easier))


def _renamed(question: Question, _: Random) -> Question:
    """Give ids and providers new names; ids keep their order, for the last thing that tells equals apart is the id."""
    named = (
        replace(
            one,
            id=f"new {one.id}",
            provider=f"other {one.provider}",
            group=one.group and f"g{one.group}",
        )
        for one in question.trainings
    )
    return replace(question, trainings=tuple(named))


def _shuffled(question: Question, random: Random) -> Question:
    mixed = random.sample(question.trainings, len(question.trainings))
    return replace(question, trainings=tuple(mixed))


def _heavier(question: Question, _: Random) -> Question:
    doubled = (replace(one, weight=2 * one.weight) for one in question.needs)
    return replace(question, needs=tuple(doubled))


def _copied(question: Question, random: Random) -> Question:
    """Add a copy of a training under an id that comes after all others."""
    copy = replace(random.choice(question.trainings), id="~copy")
    return replace(question, trainings=(*question.trainings, copy))


def _aimed_below(question: Question, random: Random) -> Question:
    """Give competences in which nothing is wanted a target below the level that is held."""
    aimed = (
        one if one.gap else replace(one, target=random.randint(0, one.current))
        for one in question.needs
    )
    return replace(question, needs=tuple(aimed))


def _limited(question: Question, **limits: object) -> Question:
    return replace(question, constraints=replace(question.constraints, **limits))  # type: ignore[arg-type]


def _more(limit: float | None, random: Random) -> float | None:
    """Give a higher limit, one in four times none."""
    if limit is None or random.random() < 0.25:
        return None
    return limit * random.choice((1.1, 1.5, 2.0)) + random.choice((0, 1, 10))


def _not_lower(before: Plan, after: Plan) -> bool:
    return after.value >= before.value - HAIR


def _not_higher(before: Plan, after: Plan) -> bool:
    return after.value <= before.value + HAIR


def _same_bytes(before: Plan, after: Plan) -> bool:
    return before.to_json() == after.to_json()


def _same_worth(before: Plan, after: Plan) -> bool:
    """Say whether two plans are worth the same and cost the same."""
    same_levels = abs(before.value - after.value) <= HAIR
    return same_levels and (before.hours, before.euro) == (after.hours, after.euro)


def _same_steps(before: Plan, after: Plan) -> bool:
    def steps(plan: Plan) -> list[object]:
        return [
            (dict(step.closes), step.training.title, step.training.hours) for step in plan.steps
        ]

    return _same_worth(before, after) and steps(before) == steps(after)


def _twice_the_worth(before: Plan, after: Plan) -> bool:
    ids = [[step.training.id for step in plan.steps] for plan in (before, after)]
    return abs(2 * before.value - after.value) <= HAIR and ids[0] == ids[1]


RELATIONS: Final = (
    Relation("more hours", _more_hours, _not_lower),
    Relation("more euro", _more_euro, _not_lower),
    Relation("more hours a week", _more_weekly, _not_lower),
    Relation("a later last day", _later_deadline, _not_lower),
    Relation("another language", _more_languages, _not_lower),
    Relation("every region", _more_regions, _not_lower),
    Relation("one more training", _added, _not_lower),
    Relation("one training less", _removed, _not_higher),
    Relation("lower requirements", _lower_requirements, _not_lower),
    Relation("new names", _renamed, _same_steps),
    Relation("another order of rows", _shuffled, _same_bytes),
    Relation("double weights", _heavier, _twice_the_worth),
    Relation("a copy of a training", _copied, _same_worth),
    Relation("a target that is reached", _aimed_below, _same_bytes),
)
"""What is tried, each with what a plan must not do in answer."""
