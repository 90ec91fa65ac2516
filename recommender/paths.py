"""From an offer, needs and limits to a plan: candidates, the exact choice, its order, its reasons, and a last check."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from recommender import reasons
from recommender.blocking import blocked_by, remaining
from recommender.calendar import USUAL_WEEKLY, calendar
from recommender.candidates import select
from recommender.case import Case, Solution
from recommender.deadline import Deadline
from recommender.needs import Need, certain
from recommender.offers import CatalogueIndex
from recommender.ordering import by_days, walk
from recommender.planner import Exact
from recommender.plans import Constraints, Plan, Reason, Step
from recommender.proof import prove
from recommender.turns import Turn, taken_in_turn


def plan(
    index: CatalogueIndex,
    needs: Sequence[Need],
    constraints: Constraints,
    *,
    seconds: float | None = None,
    explain: bool = True,
    turn: Turn | None = None,
) -> Plan:
    """Give the learning path that closes the most weighted levels within the limits, proven where `optimal` says so.

    `seconds` are for all of it: when they are used up the best so far is given and explaining stops; without them equal
    questions give equal bytes. `explain` lays the path out in weeks and solves again for what each step is worth, what
    could take its place, and what more room would bring. Raises `BrokenPlan` where the result does not survive being
    walked anew.
    """
    if not any(need.gap for need in needs):
        return _empty("goal-reached", depth=None)
    if constraints.certain_only:
        needs = certain(needs)
        if not any(need.gap for need in needs):
            return _empty("uncertain-only", depth=None)
    deadline = Deadline(seconds)
    case = select(index, needs, constraints)
    solution = Exact().solve(case, seconds=deadline.left)
    if not solution.chosen:
        blocked = blocked_by(index, needs, constraints, seconds=deadline.left)
        return _nothing(index, constraints, case, solution, blocked)
    case = taken_in_turn(case, solution.chosen, constraints, turn)
    made = _plan(index, constraints, case, solution)
    if explain:
        made = replace(made, calendar=calendar(made, needs, constraints))
        made = reasons.explained(made, index, needs, constraints, case, deadline)
    prove(made, needs, constraints)
    return made


def _plan(index: CatalogueIndex, constraints: Constraints, case: Case, solution: Solution) -> Plan:
    """Give the plan of a solution, with the reasons that need no second run."""
    walked = walk(case, solution.chosen)
    order = by_days(case, walked.order, constraints.weekly or USUAL_WEEKLY)
    closes = reasons.closes(case, order)
    steps = tuple(
        Step(
            training=case.candidates[i].training,
            closes={case.needs[j].competence: levels for j, levels in closes[i].items()},
            reasons=reasons.of_step(case, order, i, constraints.today),
        )
        for i in order
    )
    return Plan(
        steps=steps,
        value=solution.value,
        bound=solution.bound,
        optimal=solution.optimal,
        depth=case.depth,
        hours=round(sum(step.training.hours or 0.0 for step in steps), 6),
        euro=sum((step.training.price or Decimal(0) for step in steps), Decimal(0)),
        remaining=remaining(index, case, constraints, walked.reached),
    )


def _nothing(
    index: CatalogueIndex,
    constraints: Constraints,
    case: Case,
    solution: Solution,
    blocked: tuple[Reason, ...],
) -> Plan:
    """Give the plan without steps: what stays open, and which limits to loosen."""
    offered = any(one.code != "blocked-no-offer" for one in blocked)
    held = [need.entry for need in case.needs]
    return replace(
        _empty("blocked" if offered else "no-offer", depth=case.depth),
        bound=solution.bound,
        optimal=solution.optimal,
        remaining=remaining(index, case, constraints, held),
        blocked_by=blocked,
    )


def _empty(reason: str, depth: int | None) -> Plan:
    return Plan((), 0.0, 0.0, optimal=True, depth=depth, hours=0.0, euro=Decimal(0), reason=reason)
