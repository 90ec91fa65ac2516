"""The exact planner over a real list and over invented ones: share proven optimal, what a plan costs, and greedy."""

import time
from datetime import date
from pathlib import Path

import numpy as np

from bench.figure import Figure, Skipped
from competences import load_framework
from recommender import CatalogueIndex, Constraints, Goal, Learner, Need, index, needs_of, plan
from recommender.candidates import select
from recommender.greedy import Greedy
from recommender.planner import Exact
from recommender.reading import read_catalogue
from recommender.simulation import simulated_catalogue, simulated_people
from recommender.tagger import with_suggestions

WALLOON = Path(__file__).resolve().parents[2] / "shared/catalogues/be_ict_trainings_fr_dev.csv"
COLUMNS = {
    "id": "source_id",
    "place": "locality",
    "hours": "duration_hours_est",
    "price_eur": "cost_eur",
}
LEARNERS = 300
TODAY = date(2026, 11, 24)
SIZES = {1_000: (200, 50), 10_000: (200, 80), 100_000: (100, 150)}
"""Trainings of an invented offer: people who get a plan, and the milliseconds that 95 of 100 plans may take."""

MIDDLE = 10_000
LARGEST = 100_000
OPEN_GOALS = (2, 4, 8)
OPEN_SECONDS = 0.5
COMPARED = 100


def walloon() -> list[Figure]:
    offer = walloon_index()
    rng = np.random.default_rng(1)
    people = [_somebody(rng) for _ in range(LEARNERS)]
    costs, proven, steps = [], 0, 0
    for needs, limits in people:
        start = time.process_time()
        made = plan(offer, needs, limits, explain=False)
        costs.append(1000 * (time.process_time() - start))
        proven += made.optimal
        steps += len(made.steps)
    share = 100 * proven / LEARNERS
    return [
        Figure("plan, Walloon list, 300 learners: proven optimal", share, "%", least=100),
        Figure("plan, Walloon list: CPU, median", float(np.median(costs)), "ms"),
        Figure("plan, Walloon list: CPU, p95", float(np.percentile(costs, 95)), "ms", most=60),
        Figure("plan, Walloon list: steps a plan, mean", steps / LEARNERS),
    ]


def explained() -> list[Figure]:
    offer = walloon_index()
    rng = np.random.default_rng(2)
    costs = []
    for _ in range(40):
        needs, limits = _somebody(rng)
        start = time.process_time()
        plan(offer, needs, limits)
        costs.append(1000 * (time.process_time() - start))
    return [
        Figure("plan with re-solved reasons: CPU, median", float(np.median(costs)), "ms"),
        Figure("plan with re-solved reasons: CPU, p95", float(np.percentile(costs, 95)), "ms"),
    ]


def sizes() -> list[Figure]:
    return [figure for trainings in SIZES for figure in _size(trainings)]


def _size(trainings: int) -> list[Figure]:
    """Give what plans cost over an invented offer: candidates, choice, order and last check, no person twice."""
    people, most = SIZES[trainings]
    catalogue = simulated_catalogue(trainings, seed=1)
    start = time.process_time()
    offer = index([catalogue])
    built = time.process_time() - start
    costs, proven = [], 0
    for needs, limits in simulated_people(people, seed=2):
        start = time.process_time()
        made = plan(offer, needs, limits, explain=False)
        costs.append(1000 * (time.process_time() - start))
        proven += made.optimal
    name = f"plan, {trainings:,} invented trainings"
    figures = [
        Figure(f"{name}: proven optimal", 100 * proven / people, "%", least=99),
        Figure(f"{name}: CPU, median", float(np.median(costs)), "ms"),
        Figure(f"{name}: CPU, p95", float(np.percentile(costs, 95)), "ms", most=most),
        Figure(f"{name}: index, CPU", built, "s"),
    ]
    if trainings == MIDDLE:
        rate = 1000 * people / sum(costs)
        figures.append(Figure(f"{name}: plans a second, nobody folded", rate, "/s", least=45))
    return figures


def without_limits() -> list[Figure]:
    """Give what a plan takes for somebody who holds nothing and limits nothing, in the seconds that a page gives it."""
    offer = index([simulated_catalogue(LARGEST, seed=1)])
    codes = load_framework("digcomp-3.0").codes
    learner = Learner({f"digcomp-3.0/{code}": (0, 0.5) for code in codes})
    figures = []
    for level in OPEN_GOALS:
        needs = needs_of(learner, Goal({f"digcomp-3.0/{code}": level for code in codes}))
        start = time.process_time()
        made = plan(offer, needs, Constraints(), seconds=OPEN_SECONDS, explain=False)
        spent = time.process_time() - start
        name = f"plan, {LARGEST:,} invented trainings, no limits, all to level {level}"
        figures += [
            Figure(f"{name}: CPU", spent, "s", most=3),
            Figure(f"{name}: value over bound", made.value / made.bound),
        ]
    return figures


def fallback() -> list[Figure]:
    """Give what the greedy choice is worth beside the proven optimum of the same candidates."""
    offer = index([simulated_catalogue(MIDDLE, seed=1)])
    shares, costs = [], []
    for needs, limits in simulated_people(COMPARED, seed=3):
        case = select(offer, needs, limits)
        best = Exact().solve(case, settle=False)
        start = time.process_time()
        greedy = Greedy().solve(case)
        costs.append(1000 * (time.process_time() - start))
        if best.optimal and best.value:
            shares.append(greedy.value / best.value)
    name = f"greedy alone, {MIDDLE:,} invented trainings"
    return [
        Figure(f"{name}: value over optimum, mean", float(np.mean(shares)), least=0.975),
        Figure(f"{name}: value over optimum, p5", float(np.percentile(shares, 5)), least=0.90),
        Figure(f"{name}: value over optimum, worst", min(shares)),
        Figure(f"{name}: CPU, p95", float(np.percentile(costs, 95)), "ms"),
    ]


def walloon_index() -> CatalogueIndex:
    """Give the index of the Walloon list with the outcomes that the tagger suggests."""
    if not WALLOON.exists():
        raise Skipped("the public evaluation data beside the checkout is missing")
    catalogue, _ = read_catalogue(WALLOON.read_bytes(), WALLOON.name, columns=COLUMNS)
    return index([with_suggestions(catalogue)])


def _somebody(rng: np.random.Generator) -> tuple[tuple[Need, ...], Constraints]:
    """Give the needs and limits of an invented person: correlated levels, the end of the next band as goal."""
    general = rng.normal()
    levels, targets = {}, {}
    for code in load_framework("digcomp-3.0").codes:
        place = float(np.clip(3 + 2 * (0.75 * general + 0.65 * rng.normal()), 0, 8))
        levels[f"digcomp-3.0/{code}"] = (place, 1.2)
        targets[f"digcomp-3.0/{code}"] = min(8, 2 * (int(place) // 2 + 1))
    limits = Constraints(
        hours=float(rng.choice([20, 40, 80, 200, 1000])),
        euro=float(rng.choice([0, 100, 500, 5000])),
        languages=("fr",),
        region=str(rng.choice(["BE-WAL", "BE-BRU"])),
        status=str(rng.choice(["jobseeker", "worker"])),
        today=TODAY,
    )
    return needs_of(Learner(levels), Goal(targets)), limits


MEASUREMENTS = (walloon, explained, sizes, without_limits, fallback)
