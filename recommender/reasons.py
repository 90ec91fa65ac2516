"""Why each step stands in a plan: codes with numbers worked out from the plan, never phrased from a guess."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from recommender.alternatives import Places, best
from recommender.case import Candidate, Case
from recommender.catalogue import Outcome, Training
from recommender.deadline import Deadline
from recommender.needs import Need
from recommender.offers import CatalogueIndex
from recommender.plans import Constraints, Plan, Reason, Values
from recommender.reruns import Rerun, Reruns
from recommender.tags import counted

MORE: Final = 1.25
"""How much more of a limit `with_more` tries."""

LATER: Final = 4
"""How many weeks later a deadline `with_more` tries."""

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
        *_claims(case, case.candidates[i].training, new[i]),
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
    optimal, or no time is left for it, the difference is not said: losses come first, then what more room would bring,
    then alternatives. A step for which an equal can stand in needs no run: nothing is lost without it.
    """
    numbers = {one.training.id: i for i, one in enumerate(case.candidates)}
    order = [numbers[step.training.id] for step in plan.steps]
    runs = Reruns(plan, index, needs, constraints, deadline)
    places = Places(runs, case, order, reached_by(case, order))
    near = [places.equals(i) for i in order]
    without = [
        None if known else runs.without(step.training.id)
        for step, known in zip(plan.steps, near, strict=True)
    ]
    more = tuple(_more(runs, index, constraints))
    for i, known, rerun in zip(order, near, without, strict=True):
        known.extend(places.newcomers(i, rerun) if rerun else ())
    for i, known, rerun in zip(order, near, without, strict=True):
        left_out = rerun.case if rerun else runs.case_without(case.candidates[i].training.id)
        known.extend(places.others(i, left_out, known) if left_out else ())
    steps = tuple(
        replace(step, reasons=(*step.reasons, *_loss(plan, rerun)), alternatives=best(known))
        for step, known, rerun in zip(plan.steps, near, without, strict=True)
    )
    return replace(plan, steps=steps, with_more=more)


def _more(runs: Reruns, index: CatalogueIndex, constraints: Constraints) -> Iterator[Reason]:
    """Give which wider limits would bring something, and how much."""
    value = runs.plan.value
    for code, values, limits in _wider(index, constraints):
        wider = runs.value(limits)
        if wider is not None and wider > value + 1e-9:
            yield Reason(
                code, {**values, "value": round(wider, 6), "gain": round(wider - value, 6)}
            )


def _loss(plan: Plan, without: Rerun | None) -> list[Reason]:
    """Give what the best path without a step is worth, where that is less."""
    if without is None:
        return []
    loss = round(plan.value - without.value, 6) + 0.0
    numbers = {"value": plan.value, "without": without.value, "loss": loss}
    return [Reason("loss-without", numbers)] if loss > 0 else []


def _wider(
    index: CatalogueIndex, constraints: Constraints
) -> list[tuple[str, dict[str, str | float], Constraints]]:
    """Give the limits that may be widened, each alone: code, the values that say how, and the wider limits."""
    tried: list[tuple[str, dict[str, str | float], Constraints]] = []
    for name in ("hours", "euro", "weekly"):
        limit = getattr(constraints, name)
        if limit:
            wider = round(limit * MORE, 2)
            limits = replace(constraints, **{name: wider})
            tried.append((f"more-{name}", {"from": limit, "to": wider}, limits))
    if constraints.deadline is not None and (date.max - constraints.deadline).days > 7 * LATER:
        later = constraints.deadline + timedelta(weeks=LATER)
        values: dict[str, str | float] = {"weeks": LATER, "to": later.isoformat()}
        tried.append(("more-deadline", values, replace(constraints, deadline=later)))
    if constraints.online:
        tried.append(("more-places", {}, replace(constraints, online=False)))
    if constraints.region is not None:
        tried.append(("more-regions", {}, replace(constraints, region=None)))
    for language in index.languages:
        if constraints.languages and language not in constraints.languages:
            languages = (*constraints.languages, language)
            wide = replace(constraints, languages=languages)
            tried.append(("more-languages", {"language": language}, wide))
    if constraints.without or constraints.hidden:
        tried.append(("more-ruled-out", {}, replace(constraints, without=(), hidden=())))
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
        if not need.read:
            assumed: Values = {"competence": need.competence, "level": need.current}
            said.append(Reason("level-assumed", assumed))
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


def _claims(case: Case, training: Training, new: Sequence[tuple[int, int]]) -> list[Reason]:
    """Give, per competence that a step brings, who says so: a person before a machine, with the words behind a tag."""
    brought = {case.needs[j].competence for j, _ in new}
    said = []
    for competence in sorted(brought):
        claims = [one for one in counted(training) if one.competence == competence]
        best = max(claims, key=lambda one: (one.trusted, one.probability, one.origin))
        said.append(_claim(best, training.last_checked))
    return said


def _claim(outcome: Outcome, checked: date | None) -> Reason:
    """Give who claims an outcome, the chance that it is right in percent, and when the training was last looked at."""
    values: dict[str, str | int] = {
        "competence": outcome.competence,
        "origin": outcome.origin,
        "percent": round(100 * outcome.probability),
    }
    if checked is not None:
        values["checked"] = checked.isoformat()
    if outcome.trusted:
        return Reason("stated" if outcome.origin == "provider" else "reviewed", values)
    if outcome.words:
        return Reason("suggested-words", {**values, "words": ", ".join(outcome.words)})
    return Reason("suggested", values)


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
