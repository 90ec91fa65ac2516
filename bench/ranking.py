"""The list of next best trainings: against the true gain of each training alone, and how it treats providers.

True gain: what the exact planner says a path is worth in an offer of that training alone. Relevance is that gain for
what the training costs; sorted by it without variety and turns, a list would be perfect.
"""

import time
from collections.abc import Sequence
from math import log2

import numpy as np

from bench.figure import Figure
from recommender import Catalogue, CatalogueIndex, Constraints, Need, index, plan
from recommender.case import EURO_UNKNOWN, HOURS_UNKNOWN
from recommender.exposure import account
from recommender.greedy import SMALL
from recommender.prospects import prospects
from recommender.ranking import arranged, next_best
from recommender.simulation import simulated_catalogue, simulated_people
from recommender.turns import Turn
from recommender.variety import FIRST

WEEK = "2027-W09"
SIZES = {1_000: 3_000, 10_000: 1_500, 100_000: 200}
"""People asked, by the number of trainings."""


def true_gain() -> list[Figure]:
    """Hold the list against gains that it has not worked out itself."""
    by_cost, by_gain = [], []
    for trainings, people in ((1_000, 60), (10_000, 12)):
        offer = index([simulated_catalogue(trainings, 1)])
        for number, (needs, limits) in enumerate(simulated_people(people, 2)):
            found = prospects(offer, needs, limits)
            if not found:
                continue
            gains = {
                one.training.id: _alone(offer, one.training.id, needs, limits) for one in found
            }
            worth = {name: gain / _cost(offer, name, limits) for name, gain in gains.items()}
            shown = [one.training.id for one in arranged(found, turn=Turn(WEEK, str(number)))]
            by_cost.append(_ndcg(shown, worth))
            by_gain.append(_ndcg(shown, gains))
    return [
        Figure("list: NDCG@10 against true gain for its cost", _mean(by_cost), least=0.95),
        Figure("list: NDCG@10 against true gain whatever it costs", _mean(by_gain)),
    ]


def treatment() -> list[Figure]:
    """Tell how providers fare over many people, and what variety and turns cost."""
    figures = []
    for trainings, people in SIZES.items():
        found = account(
            index([simulated_catalogue(trainings, 1)]), simulated_people(people, 2), WEEK
        )
        ratios = found.ratios()
        head = f"list, {trainings:,} trainings"
        figures += [
            Figure(f"{head}: NDCG@10 against relevance", found.ndcg, least=0.95),
            Figure(f"{head}: relevance lost", 100 * found.lost, "%", most=2),
            Figure(f"{head}: providers with 20 deserved places", len(ratios)),
            Figure(f"{head}: places got / deserved, lowest", ratios[0], least=0.8),
            Figure(f"{head}: places got / deserved, highest", ratios[-1], most=1.25),
        ]
    return figures


def speed() -> list[Figure]:
    figures = []
    for trainings in SIZES:
        offer = index([simulated_catalogue(trainings, 1)])
        costs = []
        for needs, limits in simulated_people(60, 3):
            start = time.process_time()
            found = next_best(offer, needs, limits, turn=Turn(WEEK))
            if found.trainings:
                costs.append(1000 * (time.process_time() - start))
        p95 = float(np.percentile(costs, 95))
        figures.append(Figure(f"list, {trainings:,} trainings: CPU, p95", p95, "ms"))
    return figures


def _alone(
    offer: CatalogueIndex, training_id: str, needs: Sequence[Need], limits: Constraints
) -> float:
    training = offer.training(training_id)
    assert training is not None  # noqa: S101  (the id comes from this offer)
    return plan(index([Catalogue((training,))]), needs, limits, explain=False).value


def _cost(offer: CatalogueIndex, training_id: str, limits: Constraints) -> float:
    training = offer.training(training_id)
    assert training is not None  # noqa: S101  (the id comes from this offer)
    hours = HOURS_UNKNOWN if training.hours is None else training.hours
    euro = EURO_UNKNOWN if training.price is None else float(training.price)
    return hours / (limits.room or HOURS_UNKNOWN) + euro / (limits.euro or EURO_UNKNOWN) + SMALL


def _ndcg(shown: Sequence[str], worth: dict[str, float]) -> float:
    best = sorted(worth.values(), reverse=True)[:FIRST]
    return _discounted([worth[name] for name in shown]) / _discounted(best)


def _discounted(values: Sequence[float]) -> float:
    return sum(value / log2(place + 1) for place, value in enumerate(values, 1))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


MEASUREMENTS = (true_gain, treatment, speed)
