"""Every number that a plan says, worked out anew: from its trainings alone, and by solving again from scratch.

Nothing that the reasons derived is used: a training that has to be in a path is made the only one to meet a need of its
own, in an offer that is indexed anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isclose
from typing import Final

from recommender.blocking import blocked_by
from recommender.candidates import eligible, select
from recommender.case import PRECISION
from recommender.catalogue import Catalogue, Outcome, Training
from recommender.needs import Need, counting
from recommender.offers import CatalogueIndex
from recommender.offers import index as indexed
from recommender.planner import Exact
from recommender.plans import Alternative, Constraints, Plan, Reason, Step
from recommender.reasons import MORE
from recommender.tags import counted, doors

MUST: Final = "audit/{number}"
"""The competence that only one alternative teaches, so that the best path to it takes that one."""

Numbers = Iterator[tuple[str, float, float | None]]
"""What each number is called, what was said and what was found."""


@dataclass(frozen=True, slots=True)
class Check:
    """One number that a plan says: where it stands, what is said, and what was found; None where there is none."""

    where: str
    said: float
    found: float | None

    @property
    def holds(self) -> bool:
        """Say whether the two are the same but for rounding."""
        return self.found is not None and isclose(
            self.said, self.found, rel_tol=1e-6, abs_tol=2e-5
        )


def recomputed(
    plan: Plan, index: CatalogueIndex, needs: Sequence[Need], constraints: Constraints
) -> list[Check]:
    """Give a check for each number of a plan: its sums, reasons, alternatives, what more room brings, what is left.

    Takes one or two runs of the solver for each step, alternative and wider limit; meant for tests and evaluation.
    """
    audit = _Audit(plan, index, counting(needs, constraints), constraints)
    return [Check(where, said, found) for where, said, found in audit.numbers()]


class _Audit:
    """A plan beside the offer, the needs and the limits that it was made from."""

    def __init__(
        self,
        plan: Plan,
        index: CatalogueIndex,
        needs: Sequence[Need],
        constraints: Constraints,
    ) -> None:
        self.plan, self.index = plan, index
        self.needs, self.constraints = needs, constraints
        self.by_code = {need.competence: need for need in needs}
        self.trainings = [step.training for step in plan.steps]
        self.weight = 2 * sum(need.weight * need.gap for need in needs)
        self.marks: dict[str, str] = {}
        self.marked = index
        if any(step.alternatives for step in plan.steps):
            self._mark()

    def numbers(self) -> Numbers:
        """Go through all numbers."""
        yield from self._sums()
        levels = {need.competence: need.entry for need in self.needs}
        for number, step in enumerate(self.plan.steps):
            after = _climbed(levels, step.training)
            for name, said, found in self._step(number, step, levels, after):
                yield f"step {number + 1}: {name}", said, found
            levels = after
        yield from self._left(levels)
        for reason in self.plan.with_more:
            yield from self._more(reason)
        for place, reason in enumerate(self.plan.blocked_by):
            yield from self._blocked(place, reason)
        yield from self._weeks()

    def _sums(self) -> Numbers:
        yield "value", self.plan.value, self._value()
        yield "hours", self.plan.hours, sum(one.hours or 0.0 for one in self.trainings)
        yield "euro", float(self.plan.euro), sum(float(one.price or 0) for one in self.trainings)
        if self.plan.optimal and self.plan.steps:
            yield "bound", self.plan.bound, self._best(self.constraints)

    def _value(self) -> float:
        """Give the weighted levels that the steps close, a level that only a machine promises at its share."""
        levels = {need.competence: need.entry for need in self.needs}
        for one in self.trainings:
            levels = _climbed(levels, one)
        vouched = {
            (outcome.competence, level)
            for one in self.trainings
            for outcome in counted(one)
            if outcome.trusted
            for level in range(outcome.entry + 1, outcome.exit + 1)
        }
        return sum(
            need.weight * (1.0 if (need.competence, level) in vouched else PRECISION)
            for need in self.needs
            for level in range(need.current + 1, min(need.target, levels[need.competence]) + 1)
        )

    def _step(
        self, number: int, step: Step, before: Mapping[str, int], after: Mapping[str, int]
    ) -> Numbers:
        closed = {code: self._closed(code, before, after) for code in after}
        for code, levels in step.closes.items():
            yield f"closes {code}", levels, closed[code][1] - closed[code][0]
        for reason in step.reasons:
            for name, found in self._reason(number, step, reason, closed).items():
                yield f"{reason.code} {name}", float(reason.values[name]), found
        for other in step.alternatives:
            for name, said, found in self._alternative(step.training, other):
                yield f"{other.training.id} in its place, {name}", said, found

    def _closed(
        self, code: str, before: Mapping[str, int], after: Mapping[str, int]
    ) -> tuple[int, int]:
        """Give from and to which level a step closes a gap; the same level twice where it does not."""
        need = self.by_code.get(code)
        if need is None:
            return 0, 0
        low = max(before.get(code, 0), need.current)
        return low, max(low, min(after[code], need.target))

    def _reason(
        self, number: int, step: Step, reason: Reason, closed: Mapping[str, tuple[int, int]]
    ) -> dict[str, float | None]:
        """Give the numbers of a reason of a step as they are found."""
        code, one = str(reason.values.get("competence", "")), step.training
        if reason.code == "closes":
            low, high = closed[code]
            return {"n": high - low, "from": low, "to": high}
        if reason.code == "uncertain-gap":
            low_, high_ = self.by_code[code].interval
            return {"low": low_, "high": high_}
        if reason.code == "unlocks":
            later = [o for o in self.trainings[number + 1 :] if o.id == reason.values["training"]]
            asked = [level for other in later for c, level in doors(other) if c == code]
            return {"level": max(asked, default=None)}
        if reason.code == "checked-long-ago":
            today, checked = self.constraints.today, one.last_checked
            return {"n": (today - checked).days if today and checked else None}
        if "percent" in reason.values:
            chances = [o.probability for o in counted(one) if o.competence == code]
            return {"percent": round(100 * max(chances, default=-1.0))}
        if reason.code == "loss-without":
            without = self._best(self._leaving_out(one))
            value = self._best(self.constraints)
            return {"value": value, "without": without, "loss": value - without}
        return {}

    def _alternative(self, own: Training, other: Alternative) -> Numbers:
        """Give the numbers of an alternative: the best path with it in and the step's own out."""
        if other.value is None:
            return
        code = self.marks[other.training.id]
        must = Need(code, 0.0, 0.0, current=0, entry=0, target=1, weight=self.weight)
        limits = self._leaving_out(own)
        value, taken = _solved(self.marked, (*self.needs, must), limits, self.plan.depth)
        value = round(value - self.weight, 9)
        inside = other.training.id in {one.id for one in taken}
        yield "value", other.value, value if inside else None
        found: dict[str, float] = {
            "value": value,
            "instead": self._value(),
            "hours": sum(one.hours or 0.0 for one in taken) - self.plan.hours,
            "euro": sum(float(one.price or 0) for one in taken) - float(self.plan.euro),
            "n": len(taken) - len(self.trainings),
        }
        for name, said in other.values.items():
            yield f"{other.why} {name}", float(said), found[name]

    def _left(self, levels: Mapping[str, int]) -> Numbers:
        for one in self.plan.remaining:
            need = self.by_code[one.competence]
            reached = max(need.current, levels[one.competence])
            yield f"remaining {one.competence} from", one.reached, reached
            yield f"remaining {one.competence} to", one.target, need.target
            yield f"remaining {one.competence} levels", one.levels, need.target - reached

    def _more(self, reason: Reason) -> Numbers:
        name, held, said = reason.code.removeprefix("more-"), self.constraints, reason.values
        limits = {
            "regions": replace(held, region=None),
            "places": replace(held, online=False),
            "ruled-out": replace(held, without=(), hidden=()),
            "languages": replace(held, languages=(*held.languages, str(said.get("language", "")))),
        }.get(name, held)
        if name in {"hours", "euro", "weekly"}:
            wider = round(getattr(held, name) * MORE, 2)
            yield f"{reason.code} from", float(said["from"]), getattr(held, name)
            yield f"{reason.code} to", float(said["to"]), wider
            limits = _with(held, name, wider)
        if name == "deadline" and held.deadline:
            limits = replace(held, deadline=date.fromisoformat(str(said["to"])))
            yield f"{reason.code} weeks", float(said["weeks"]), _weeks(held, limits)
        value = self._best(limits)
        yield f"{reason.code} value", float(said["value"]), value
        yield f"{reason.code} gain", float(said["gain"]), value - self._value()

    def _blocked(self, place: int, reason: Reason) -> Numbers:
        """Give the numbers of a limit that blocks: counted in an offer in reverse, amounts by planning with them."""
        values = {
            key: float(said) for key, said in reason.values.items() if not isinstance(said, str)
        }
        again = self._blocked_again()[place]
        for name, said in values.items():
            found = float(again.values[name]) if again.code == reason.code else None
            yield f"{reason.code} {name}", said, found
        family = {"blocked-hours": "hours", "blocked-price": "euro"}.get(reason.code)
        if family:
            yield f"{reason.code} from", values["from"], getattr(self.constraints, family)
            limits = _with(self.constraints, family, values["to"])
            enough = _solved(self.index, self.needs, limits, None)[0] > 0
            yield f"{reason.code} to", values["to"], values["to"] if enough else None

    def _blocked_again(self) -> tuple[Reason, ...]:
        offer = indexed([Catalogue(tuple(reversed(self.index.trainings)))])
        return blocked_by(offer, self.needs, self.constraints)

    def _weeks(self) -> Numbers:
        calendar = self.plan.calendar
        if calendar is None:
            return
        for week in calendar.weeks:
            hours = sum(entry.hours or 0.0 for entry in week.entries)
            yield f"week {week.number} over", week.over, max(0.0, hours - calendar.weekly)
        if not calendar.beyond:
            yield "calendar hours", sum(week.hours for week in calendar.weeks), self.plan.hours

    def _leaving_out(self, training: Training) -> Constraints:
        return replace(self.constraints, without=(*self.constraints.without, training.id))

    def _best(self, limits: Constraints) -> float:
        return _solved(self.index, self.needs, limits, self.plan.depth)[0]

    def _mark(self) -> None:
        """Index what suits the learner anew, each alternative with a competence of its own."""
        others = [other.training for step in self.plan.steps for other in step.alternatives]
        self.marks = {
            one: MUST.format(number=number)
            for number, one in enumerate(sorted({one.id for one in others}))
        }
        pool = eligible(self.index, self.constraints)
        offered = [one for one, suits in zip(self.index.trainings, pool, strict=True) if suits]
        self.marked = indexed([Catalogue(tuple(_marked(one, self.marks) for one in offered))])


def _marked(one: Training, marks: Mapping[str, str]) -> Training:
    if one.id not in marks:
        return one
    return replace(one, outcomes=(*one.outcomes, Outcome(marks[one.id], 0, 1)))


def _solved(
    index: CatalogueIndex, needs: Sequence[Need], limits: Constraints, depth: int | None
) -> tuple[float, list[Training]]:
    """Give value and trainings of the best path."""
    case = select(index, needs, limits, depths=(depth,))
    solution = Exact().solve(case)
    return solution.value, [case.candidates[i].training for i in solution.chosen]


def _climbed(levels: Mapping[str, int], training: Training) -> dict[str, int]:
    """Give the levels after a training."""
    after = dict(levels)
    for one in counted(training):
        after[one.competence] = max(after.get(one.competence, 0), one.exit)
    return after


def _with(limits: Constraints, name: str, value: float) -> Constraints:
    """Give limits with another number of hours, euro or hours a week."""
    if name == "hours":
        return replace(limits, hours=value)
    return replace(limits, euro=value) if name == "euro" else replace(limits, weekly=value)


def _weeks(limits: Constraints, wider: Constraints) -> float | None:
    """Give how many weeks one deadline lies after another."""
    if limits.deadline is None or wider.deadline is None:
        return None
    return (wider.deadline - limits.deadline).days / 7
