"""The exact planner over a real list: share proven optimal, and what a plan costs."""

import time
from datetime import date
from pathlib import Path

import numpy as np

from bench.figure import Figure, Skipped
from competences import load_framework
from recommender import CatalogueIndex, Constraints, Goal, Learner, Need, index, needs_of, plan
from recommender.reading import read_catalogue
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


MEASUREMENTS = (walloon, explained)
