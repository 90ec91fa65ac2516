"""Why each step stands in a plan: codes with numbers worked out from the plan, never phrased from a guess."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from recommender.candidates import select
from recommender.case import Candidate, Case, Solution
from recommender.catalogue import Training
from recommender.deadline import Deadline
from recommender.needs import Need
from recommender.offers import CatalogueIndex
from recommender.ordering import walk
from recommender.planner import Exact
from recommender.plans import Constraints, Plan, Reason, Step, Values
from recommender.tags import counted

MORE: Final = 1.25
"""How much more of a limit `with_more` tries."""

OLD: Final = 180
"""Days after which the last check of a training is worth saying."""


def closes(case: Case, order: Sequence[int]) -> dict[int, dict[int, int]]:
    """Give, per step, the wanted levels per competence that it newly reaches in walking order."""
    return {
        i: dict(Counter(j for j, level in new if case.wanted(j, level)))
        for i, new in reached_by(case, order).items()
    }


def reached_by(case: Case, order: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Give, per step, all levels that it newly reaches in walking order, as (competence, level)."""
    levels = [need.entry for need in case.needs]
    found: dict[int, list[tuple[int, int]]] = {}
    for i in order:
        new = sorted({pair for pair in case.candidates[i].taught() if pair[1] > levels[pair[0]]})
        for j, level in new:
            levels[j] = max(levels[j], level)
        found[i] = new
    return found


def of_step(case: Case, order: Sequence[int], i: int, today: date | None) -> tuple[Reason, ...]:
    """Give the reasons of a step that need no second run of the solver."""
    new = reached_by(case, order)
    return (
        *_brings(case, new[i]),
        *_unlocks(case, order, i, new[i]),
        *_suggested(case, case.candidates[i].training, new[i]),
        *_unknowns(case.candidates[i].training, today),
    )


def explained(
    plan: Plan,
    index: CatalogueIndex,
    needs: Sequence[Need],
    constraints: Constraints,
    case: Case,
    deadline: Deadline,
) -> Plan:
    """Give the plan with what each step is worth, what could take its place, and what more room would bring.

    Every number comes from a run of the solver at the plan's own depth. Where the plan or that run is not proven
    optimal, or no time is left for it, the difference is not said.
    """
    equals = {one.training.id: one.equals for one in case.candidates}
    runs = _Runs(index, needs, plan, deadline)
    steps = tuple(
        replace(
            step,
            reasons=(*step.reasons, *_without(runs, step, equals[step.training.id], constraints)),
        )
        for step in plan.steps
    )
    more = [
        Reason(code, {**values, "value": round(value, 6), "gain": round(value - plan.value, 6)})
        for code, values, limits in _wider(index, constraints)
        if (value := runs.value(limits)) is not None and value > plan.value + 1e-9
    ]
    return replace(plan, steps=steps, with_more=tuple(more))


class _Runs:
    """Runs of the solver beside a plan, at its depth."""

    def __init__(
        self, index: CatalogueIndex, needs: Sequence[Need], plan: Plan, deadline: Deadline
    ) -> None:
        self.index, self.needs, self.plan, self.deadline = index, needs, plan, deadline

    def choice(
        self, limits: Constraints, without: tuple[str, ...] = ()
    ) -> tuple[float, list[Training]] | None:
        """Give value and trainings of the best plan, in walking order; None where it or the plan is not proven."""
        found = self._solved(limits, without, settle=True)
        if found is None:
            return None
        case, solution = found
        order = walk(case, solution.chosen).order
        return solution.value, [case.candidates[i].training for i in order]

    def value(self, limits: Constraints) -> float | None:
        """Give the best value under other limits; None where it is not proven."""
        found = self._solved(limits, (), settle=False)
        return None if found is None else found[1].value

    def _solved(
        self, limits: Constraints, without: tuple[str, ...], *, settle: bool
    ) -> tuple[Case, Solution] | None:
        """Give a case and its solution; None where nothing can be proven in the time left."""
        if self.deadline.over or not self.plan.optimal:
            return None
        case = select(self.index, self.needs, limits, depths=(self.plan.depth,), without=without)
        solution = Exact().solve(case, seconds=self.deadline.left, settle=settle)
        return (case, solution) if solution.optimal else None


def _without(
    runs: _Runs, step: Step, equals: Sequence[Training], constraints: Constraints
) -> list[Reason]:
    """Give what the best path without a step is worth, and what it takes in its place."""
    found = runs.choice(constraints, (step.training.id,))
    if found is None:
        return []
    value, trainings = found
    loss = round(runs.plan.value - value, 6) + 0.0
    numbers = {"value": runs.plan.value, "without": value, "loss": loss}
    said = [Reason("loss-without", numbers)] if loss > 0 else []
    taken = {one.training.id for one in runs.plan.steps}
    news = [one for one in trainings if one.id not in taken]
    return said + _alternative(step.training, news, equals)


def _alternative(
    training: Training, news: Sequence[Training], equals: Sequence[Training]
) -> list[Reason]:
    """Give the training that comes in where one is left out: an equal before others, the most alike among those."""
    taught_here = {one.competence for one in counted(training)}
    alike = {one.id: len(taught_here & {o.competence for o in counted(one)}) for one in news}
    names = {one.id for one in equals}
    rated = [one for one in news if alike[one.id]]
    if not rated:
        return []
    best = min(rated, key=lambda one: (one.id not in names, -alike[one.id], one.id))
    values: Values = {"training": best.id, "title": best.title_in(best.language)[0]}
    if best.hours is None:
        return [Reason("alternative", values)]
    if best.price is None:
        return [Reason("alternative-hours", {**values, "hours": best.hours})]
    if best.price == 0:
        return [Reason("alternative-free", {**values, "hours": best.hours})]
    return [Reason("alternative-cost", {**values, "hours": best.hours, "euro": float(best.price)})]


def _wider(
    index: CatalogueIndex, constraints: Constraints
) -> list[tuple[str, dict[str, str | float], Constraints]]:
    """Give the limits that may be widened, each alone: code, the values that say how, and the wider limits."""
    tried: list[tuple[str, dict[str, str | float], Constraints]] = []
    for name in ("hours", "euro"):
        limit = getattr(constraints, name)
        if limit:
            wider = round(limit * MORE, 2)
            limits = replace(constraints, **{name: wider})
            tried.append((f"more-{name}", {"from": limit, "to": wider}, limits))
    if constraints.region is not None:
        tried.append(("more-regions", {}, replace(constraints, region=None)))
    if constraints.languages:
        for language in index.languages:
            if language not in constraints.languages:
                languages = (*constraints.languages, language)
                limits = replace(constraints, languages=languages)
                tried.append(("more-languages", {"language": language}, limits))
    return tried


def _brings(case: Case, new: Sequence[tuple[int, int]]) -> list[Reason]:
    """Give what a step brings per competence, and where the gap itself is in doubt."""
    said = []
    for j in sorted({j for j, level in new if case.wanted(j, level)}):
        levels = [level for k, level in new if k == j and case.wanted(j, level)]
        need = case.needs[j]
        values: Values = {
            "competence": need.competence,
            "n": len(levels),
            "from": levels[0] - 1,
            "to": levels[-1],
        }
        said.append(Reason("closes", values))
        if need.uncertain:
            low, high = need.interval
            doubt: Values = {"competence": need.competence, "low": low, "high": high}
            said.append(Reason("uncertain-gap", doubt))
    return said


def _unlocks(
    case: Case, order: Sequence[int], i: int, new: Sequence[tuple[int, int]]
) -> list[Reason]:
    """Give the later steps that need a level which this one newly reaches."""
    later = order[list(order).index(i) + 1 :]
    said = []
    for k in later:
        one: Candidate = case.candidates[k]
        supplied = [
            (j, level) for j, level in one.needs if any(p[0] == j and p[1] <= level for p in new)
        ]
        if supplied:
            j, level = supplied[0]
            title = one.training.title_in(one.training.language)[0]
            values: Values = {
                "training": one.training.id,
                "title": title,
                "competence": case.needs[j].competence,
                "level": level,
            }
            said.append(Reason("unlocks", values))
    return said


def _suggested(case: Case, training: Training, new: Sequence[tuple[int, int]]) -> list[Reason]:
    """Give, per competence that a step brings on a machine's tag alone, the words behind it."""
    brought = {case.needs[j].competence for j, _ in new}
    tags = counted(training)
    vouched = {one.competence for one in tags if one.trusted}
    said = []
    for one in tags:
        if not one.trusted and one.competence in brought - vouched:
            percent = round(100 * one.probability)
            values: dict[str, str | int] = {"competence": one.competence, "percent": percent}
            if one.words:
                said.append(Reason("suggested-words", {**values, "words": ", ".join(one.words)}))
            else:
                said.append(Reason("suggested", values))
    return said


def _unknowns(training: Training, today: date | None) -> list[Reason]:
    """Give what is not known of a training, or was last looked at long ago."""
    said = []
    if training.price is None:
        said.append(Reason("price-unknown"))
    if training.hours is None:
        said.append(Reason("hours-unknown"))
    if today is not None and training.last_checked is not None:
        days = (today - training.last_checked).days
        if days > OLD:
            said.append(Reason("checked-long-ago", {"n": days}))
    return said
