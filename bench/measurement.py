"""The engine in simulation: error, coverage, and what a step costs."""

import time

import numpy as np

from bench.figure import Figure
from competences import Attempt, Interview, ItemBank, load_bank, synthetic_bank
from competences.simulation import simulate, study_of

PERSONS = 1000
STEPS_PERSONS = 40


def honest() -> list[Figure]:
    rows = simulate(study_of("honest", None, None), PERSONS, [10, 20, 30], seed=1)
    bounds = {10: 0.60, 20: 0.52, 30: 0.48}
    figures = []
    for row in rows:
        length = int(row["length"])
        name = f"honest, {length} items of 210"
        figures.append(
            Figure(f"{name}: competence rmse", row["competence_rmse"], most=bounds[length])
        )
        coverage = 100 * row["coverage95"]
        figures.append(
            Figure(f"{name}: coverage of 95 % intervals", coverage, "%", most=96, least=94)
        )
        right = 100 * row["competence_level_right"]
        figures.append(Figure(f"{name}: level right", right, "%"))
    return figures


def over_rating() -> list[Figure]:
    (row,) = simulate(study_of("over-rating", None, None), PERSONS, [30], seed=1)
    return [
        Figure("over-rating, 30 items: actual rmse", row["competence_rmse"]),
        Figure("over-rating, 30 items: bias", row["bias"]),
        Figure("over-rating, 30 items: coverage", 100 * row["coverage95"], "%"),
    ]


def step() -> list[Figure]:
    """Next item and update, all constraints on: CPU a step over whole interviews, the median person."""
    figures = []
    banks = {
        "252 items, two traits": synthetic_bank(self_report=6, knowledge=6, guessing=0.25),
        "126 items, DigComp 3.0": load_bank("digcomp-3.0"),
    }
    for name, bank in banks.items():
        costs = [_interview_cost(bank, seed) for seed in range(STEPS_PERSONS)]
        most = 0.3 if name.startswith("252") else None
        figures.append(
            Figure(f"next item + update, {name}", float(np.median(costs)), "ms", most=most)
        )
    return figures


def report() -> list[Figure]:
    bank = load_bank("digcomp-3.0")
    interview = Interview(bank, "standard", seed=1)
    attempt = Attempt.start(language="nl")
    while (item := interview.next_item(attempt)) is not None:
        attempt = attempt.with_answer(item.id, None)
    costs = []
    for _ in range(30):
        start = time.process_time()
        interview.profile(attempt)
        costs.append(1000 * (time.process_time() - start))
    return [Figure("profile of 40 answers, 42 traits", float(np.median(costs)), "ms", most=10)]


def _interview_cost(bank: ItemBank, seed: int) -> float:
    """Give CPU milliseconds a step of one whole standard interview; the tables are made before."""
    interview = Interview(bank, "standard", seed=seed)
    attempt = Attempt.start(language="nl")
    rng = np.random.default_rng(seed)
    steps, cpu = 0, 0.0
    while True:
        start = time.process_time()
        item = interview.next_item(attempt)
        cpu += time.process_time() - start
        if item is None:
            return 1000 * cpu / steps
        steps += 1
        response = int(rng.integers(4)) if item.kind == "self-report" else None
        attempt = attempt.with_answer(item.id, response)


MEASUREMENTS = (honest, over_rating, step, report)
