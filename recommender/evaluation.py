"""How good plans are, on simulated people and offers: against every choice, against their bound, under changes.

The tagger has an evaluation of its own (`tagger/evaluation.py`); `tag_loss.py` says what its mistakes cost a path.
"""

from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Any, Final

import numpy as np

from recommender.audit import recomputed
from recommender.candidates import select
from recommender.catalogue import Catalogue, Training
from recommender.errors import BrokenPlan
from recommender.exhaustive import best, can_be_walked
from recommender.exposure import account
from recommender.greedy import Greedy
from recommender.needs import Need, counting
from recommender.offers import CatalogueIndex, index
from recommender.paths import plan
from recommender.plans import Constraints, Plan
from recommender.relations import HAIR, RELATIONS, Question, broken
from recommender.simulation import simulated_catalogue, simulated_people

People = Sequence[tuple[Sequence[Need], Constraints]]
Asked = Callable[[CatalogueIndex, Sequence[Need], Constraints], Plan]

PEOPLE: Final = 40
SEED: Final = 1
SIZES: Final = (1_000, 10_000)
"""Trainings of the offers that plans are held against their bound in."""

SMALL: Final = 3_000
"""Trainings of the offer that small ones are drawn from."""

TRIED: Final = 10
"""Trainings of an offer of which every choice is tried."""

CHANGED: Final = 24
"""Trainings of an offer whose questions are changed: few enough for stepping stones of every height."""

EXPLAINED: Final = 15
"""People whose reasons are recomputed."""

plain: Final[Asked] = partial(plan, explain=False)


def evaluate(people: int = PEOPLE, seed: int = SEED) -> dict[str, Any]:
    """Give the figures as JSON values; the same people and seed give the same figures.

    `every_choice`: plans as good as the best of all choices. `offers`: by trainings, what `proof` gives. `changes`:
    what `under_changes` gives. `numbers`: those of reasons, and how many come out again. `providers`: what the list
    shows of them.
    """
    asking = simulated_people(people, seed)
    small = index([simulated_catalogue(SMALL, seed)])
    offers = {size: index([simulated_catalogue(size, seed)]) for size in SIZES}
    return {
        "people": people,
        "seed": seed,
        "every_choice": against_every_choice(small, asking, seed),
        "offers": {str(size): proof(offer, asking) for size, offer in offers.items()},
        "changes": under_changes(small, asking, seed),
        "numbers": numbers(offers[SIZES[0]], asking[:EXPLAINED]),
        "providers": providers(offers[SIZES[0]], asking),
    }


def against_every_choice(
    offer: CatalogueIndex, people: People, seed: int, planner: Asked = plain
) -> dict[str, float]:
    """Give how many small offers were planned, with a path at all, and the share of plans that no choice beats.

    A small offer is a draw of `TRIED` trainings that may help the person.
    """
    random = Random(seed)  # noqa: S311  (a trial, not a secret)
    cases = paths = equal = 0
    for needs, limits in people:
        trainings = _drawn(offer, needs, limits, TRIED, random)
        found = planner(index([Catalogue(trainings)]), needs, limits)
        value, _ = best(trainings, needs, limits)
        cases += 1
        paths += bool(found.steps)
        equal += found.optimal and abs(found.value - value) <= HAIR
    return {"offers": cases, "with_path": paths, "equal": _share(equal, cases)}


def proof(offer: CatalogueIndex, people: People, planner: Asked = plain) -> dict[str, float]:
    """Give how plans stand to their bounds, and what the fallback alone would be worth; shares of 1.

    `proven`: plans that are the best there is. `value_of_bound`: value as a share of the bound, the mean. `fallback…`:
    the same of the fallback and the plan, of people with a path: the mean, the 5th in 100, the worst. `broken`: plans
    with a fault (`faults`).
    """
    proven, of_bound, fallback, wrong = 0, [], [], 0
    for needs, limits in people:
        try:
            found = planner(offer, needs, limits)
        except BrokenPlan:
            wrong += 1
            continue
        proven += found.optimal
        wrong += bool(faults(found, needs, limits))
        of_bound.append(found.value / found.bound if found.bound else 1.0)
        if found.value:
            quick = Greedy().solve(select(offer, needs, limits))
            fallback.append(quick.value / found.value)
    return {
        "trainings": len(offer),
        "proven": _share(proven, len(people)),
        "value_of_bound": _mean(of_bound),
        "with_path": len(fallback),
        "fallback": _mean(fallback),
        "fallback_5th": float(np.percentile(fallback, 5)) if fallback else 1.0,
        "fallback_worst": min(fallback, default=1.0),
        "broken": wrong,
    }


def faults(found: Plan, needs: Sequence[Need], constraints: Constraints) -> list[str]:
    """Give what is wrong with a plan, seen without the planner's eyes; nothing where all is well.

    `walk`: a limit is broken, or a step comes before its doors open; `silent`: no step and no word why; `sums`: what is
    closed and what remains are not the gaps; `bound`: worth more than its bound.
    """
    closed: dict[str, int] = {one.competence: one.levels for one in found.remaining}
    for step in found.steps:
        for code, levels in step.closes.items():
            closed[code] = closed.get(code, 0) + levels
    asked = counting(needs, constraints)
    gaps = {one.competence: one.gap for one in asked if one.gap}
    told = found.reason is not None and (found.reason != "blocked" or bool(found.blocked_by))
    wrong = {
        "walk": not can_be_walked([step.training for step in found.steps], needs, constraints),
        "silent": not found.steps and not told,
        "sums": closed != gaps,
        "bound": found.value > found.bound + HAIR,
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def under_changes(
    offer: CatalogueIndex, people: People, seed: int, planner: Asked = plain
) -> dict[str, Any]:
    """Give how many changes to questions were tried, and how many answers broke their relation, by its name."""
    random = Random(seed)  # noqa: S311  (a trial, not a secret)
    found: dict[str, int] = {}
    for needs, limits in people:
        trainings = _drawn(offer, needs, limits, CHANGED, random)
        question = Question(trainings, tuple(needs), limits)
        for name in broken(question, planner, random, RELATIONS):
            found[name] = found.get(name, 0) + 1
    return {"tried": len(people) * len(RELATIONS), "broken": sum(found.values()), **found}


def numbers(offer: CatalogueIndex, people: People) -> dict[str, float]:
    """Give how many numbers the reasons of plans say, and the share that comes out again when it is worked out anew."""
    checks = [
        check
        for needs, limits in people
        for check in recomputed(plan(offer, needs, limits), offer, needs, limits)
    ]
    return {
        "said": len(checks),
        "recomputed": _share(sum(one.holds for one in checks), len(checks)),
    }


def providers(offer: CatalogueIndex, people: People) -> dict[str, float]:
    """Give how the list treats providers with enough merit, as `exposure.account` counts: places got for deserved ones.

    `lost` is the share of relevance that variety and turns cost, `ndcg` the gain of the first places against the order
    by relevance alone.
    """
    told = account(offer, people)
    ratios = told.ratios()
    return {
        "providers": len(ratios),
        "least": min(ratios, default=1.0),
        "most": max(ratios, default=1.0),
        "lost": told.lost,
        "ndcg": told.ndcg,
    }


def _drawn(
    offer: CatalogueIndex,
    needs: Sequence[Need],
    constraints: Constraints,
    count: int,
    random: Random,
) -> tuple[Training, ...]:
    """Draw trainings that may help a person, and others of the offer where too few do."""
    case = select(offer, needs, constraints, pruned=False, depths=(None,))
    helpful = [one.training for one in case.candidates]
    drawn = random.sample(helpful, min(count, len(helpful)))
    others = [one for one in random.sample(offer.trainings, 2 * count) if one not in drawn]
    return tuple([*drawn, *others][:count])


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 1.0


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 1.0
