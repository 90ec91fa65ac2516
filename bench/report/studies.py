"""The runs behind the report, each a task of its own that gives plain numbers; several run side by side."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any, Literal

import numpy as np

from bench.report.first_calibration import first_calibration
from bench.report.forms import fixed_form
from bench.report.peers import MERGING, RULES, area_tests, naive_study, peer_study, slope_ratio
from bench.report.people import by_estimate, by_true_level, noise_of, said, stated_chances
from bench.report.recovery import CALIBRATED_ON, calibrated, prior_recovery
from bench.report.repeated import repeated
from bench.report.routes import STATES, walked
from competences.laboratory import Laboratory
from competences.loading import load_bank
from competences.norms import fit_limits
from competences.outcomes import covered, figures_of, rms
from competences.routes import ROUTES
from competences.scenarios import Careless, PriorChoice, Scenario, Study
from competences.simulation import honest_limits, items_until, noted, simulate, study_of
from competences.synthetic import synthetic_bank

LENGTHS = (5, 10, 15, 20, 25, 30, 40, 60)
LONG = (10, 20, 30, 40, 50, 60, 80, 100)
TWO = (10, 20, 30, 40, 60)
WHOLE_FORM = 82
FORMS = [21, 42, 63, WHOLE_FORM, 105]
LOW_PRIORS = ("true", "estimated", "start")
FIT_LENGTHS = (20, 40, 60)
KNOWLEDGE_ITEMS = 32
TRUE_NUMBERS_AT = 30
PACK = "digcomp-3.0"
PACK_ITEMS = 40
RATES = (None, 0.45, 0.25)
GROUPS = {
    "honest": Careless(),
    "all items": Careless(persons=1.0),
    "30 % of items": Careless(persons=1.0, items=0.3),
}
"""Who answers at random, and at how many of the questions."""
Rows = list[dict[str, float]]


@dataclass(frozen=True, slots=True)
class Task:
    """A named run: a function of a module and what it is given."""

    name: str
    run: Callable[..., Any]
    arguments: tuple[Any, ...]


def all_tasks(persons: int, seed: int) -> list[Task]:
    """Give every run of the report, the long ones first."""
    size = (persons, seed)
    return [
        Task("first calibration", first_calibration, size),
        *(
            Task(f"route {name}, {state}", walked, (name, state, *size))
            for state in STATES
            for name in reversed(ROUTES)
        ),
        Task("fit", person_fit, size),
        *(
            Task(f"over-rating {guessing}", over_rating, (guessing, *size))
            for guessing in (0.0, 0.25)
        ),
        Task("prior", prior_recovery, (seed,)),
        Task("day one", day_one, size),
        *(Task(f"peer {rule}", peer, (rule, *size)) for rule in RULES),
        *(
            Task(f"calibrated {answers}", calibrated, (answers, *size))
            for answers in reversed(CALIBRATED_ON)
        ),
        Task("honest", honest, size),
        *(
            Task(f"low-correlation {prior}", scenario_rows, ("low-correlation", prior, *size))
            for prior in LOW_PRIORS
        ),
        Task("skewed", scenario_rows, ("skewed", "true", *size)),
        *(Task(f"exposure {rate}", exposure, (rate, *size)) for rate in RATES),
        *(Task(f"stop {weights}", stopping, (weights, *size)) for weights in ("traits", "areas")),
        *(
            Task(f"stop peer, {numbers}", stopping_peer, (numbers == "fitted", *size))
            for numbers in ("fitted", "true")
        ),
        *(Task(f"true numbers {rule}", true_numbers, (rule, *size)) for rule in MERGING),
        Task("pack fit", pack_fit, size),
        Task("repeated", repeated, size),
        Task("knowledge", knowledge, size),
        Task("forms", forms, size),
    ]


def results_of(tasks: Sequence[Task], workers: int) -> dict[str, Any]:
    """Give the result of each task by name; the same tasks give the same results from any number of workers."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        running = {task.name: pool.submit(task.run, *task.arguments) for task in tasks}
        return {name: one.result() for name, one in running.items()}


def honest(persons: int, seed: int) -> dict[str, Any]:
    """Give honest people by length, and how their readings keep what they state."""
    laboratory = Laboratory(study_of("honest", None, None))
    sat = laboratory.sit(persons, LENGTHS, seed)
    rules = laboratory.study.bank.framework.rules
    return {
        "rows": [{"length": length, **figures_of(sat[length])} for length in LENGTHS],
        "chances": stated_chances(sat[30]),
        "said": {
            length: said(sat[length], rules.name_level, rules.name_pair, rules.floor)
            for length in (10, 20, 30, 40)
        },
        "true level": by_true_level(sat[30]),
        "estimate": {length: by_estimate(sat[length]) for length in (10, 30)},
        "near .50": near_half(persons, seed),
        "noise": noise_of(sat[30]),
    }


def near_half(persons: int, seed: int) -> Rows:
    """Give the error at each length round the one where it falls to .50."""
    lengths = list(range(16, 27))
    return simulate(study_of("honest", None, None), persons, lengths, seed)


def peer(rule: str, persons: int, seed: int) -> Rows:
    """Give honest people of the same bank by length, asked and scored by a peer's rule."""
    return simulate(peer_study(rule, synthetic_bank()), persons, list(LONG), seed)


def true_numbers(rule: str, persons: int, seed: int) -> dict[str, float]:
    """Give a peer at one length with the items' true numbers, and how much flatter its own slopes are (`slopes`)."""
    bank = synthetic_bank()
    study = peer_study(rule, bank, fitted=False)
    (row,) = simulate(study, persons, [TRUE_NUMBERS_AT], seed)
    return {**row, "slopes": slope_ratio(rule, bank)}


def forms(persons: int, seed: int) -> Rows:
    """Give fixed forms scored by means."""
    return fixed_form(synthetic_bank(), persons, FORMS, seed)


def knowledge(persons: int, seed: int) -> dict[str, dict[str, float]]:
    """Give 32 knowledge items of 210, by our rule and by those of others."""
    bank = synthetic_bank(self_report=0, knowledge=10)
    studies = {"ours": study_of("honest", bank, "bank")}
    studies |= {rule: peer_study(rule, bank) for rule in RULES}
    return {
        name: simulate(study, persons, [KNOWLEDGE_ITEMS], seed)[0]
        for name, study in studies.items()
    }


def stopping(weights: Literal["traits", "areas"], persons: int, seed: int) -> dict[str, float]:
    """Give what it takes until every area has a standard error of .40."""
    return items_until(study_of("honest", None, None), persons, seed, weights=weights)


def stopping_peer(fitted: bool, persons: int, seed: int) -> dict[str, float]:  # noqa: FBT001  (a task's argument)
    """Give the same for area tests, means and stated errors on the scale of true area means."""
    bank = synthetic_bank()
    laboratory, true = area_tests(bank, fitted=fitted)
    outcomes = laboratory.sit_until(persons, seed, 0.40, len(bank.items))
    parts, _, _ = replace(outcomes, summaries=true).parts
    _, means, stated = outcomes.parts
    counts = outcomes.asked.sum(axis=1)
    low, high = np.quantile(counts, [0.05, 0.95])
    return {
        "items": float(counts.mean()),
        "items_low": float(low),
        "items_high": float(high),
        "area_rmse": rms((means - parts)[:, :-1]),
        "area_coverage95": covered(parts[:, :-1], means[:, :-1], stated[:, :-1]),
    }


def scenario_rows(scenario: Scenario, prior: PriorChoice, persons: int, seed: int) -> Rows:
    """Give a scenario by length with the prior that scores it."""
    study = study_of(scenario, None, prior, seed=seed)
    return simulate(study, persons, [10, 20, 30, 40], seed)


def over_rating(guessing: float, persons: int, seed: int) -> dict[str, Any]:
    """Give people who over-rate themselves, read with two traits, and with statements taken for skill."""
    bank = synthetic_bank(self_report=6, knowledge=6, guessing=guessing)
    study = study_of("over-rating", bank, "true")
    sat = Laboratory(study).sit(persons, TWO, seed)
    found: dict[str, Any] = {
        "rows": [{"length": length, **figures_of(sat[length])} for length in TWO],
        "chances": stated_chances(sat[40]),
    }
    if not guessing:
        found["naive"] = simulate(naive_study(study), persons, list(TWO), seed)
        found["start"] = simulate(
            replace(study, scoring=study_of("over-rating", bank, "start").scoring),
            persons,
            [40],
            seed,
        )
    return found


def day_one(persons: int, seed: int) -> dict[str, Any]:
    """Give a bank before any data: declared levels, start prior; beside it the same people with true numbers."""
    study = study_of("provisional", None, None, seed=seed)
    lengths = (24, 40, 80)
    sat = Laboratory(study).sit(persons, lengths, seed)
    known = Study(
        study.answering,
        study.answering,
        study.population,
        study_of("provisional", None, "true", seed=seed).scoring,
        study.careless,
    )
    return {
        "rows": [{"length": length, **figures_of(sat[length])} for length in lengths],
        "chances": stated_chances(sat[40]),
        "known": simulate(known, persons, list(lengths), seed),
    }


def exposure(rate: float | None, persons: int, seed: int) -> dict[str, Any]:
    """Give 30 of 210 items with exposure control at a rate, and the rate of every item, from high to low."""
    sat = Laboratory(study_of("honest", None, None), exposure=rate).sit(persons, [30], seed)[30]
    rates = np.sort(sat.asked.mean(axis=0))[::-1]
    return {**figures_of(sat), "rates": [float(one) for one in rates]}


def person_fit(persons: int, seed: int) -> dict[str, Any]:
    """Give how many honest people and how many who click at random get a note, by length."""
    bank = synthetic_bank(self_report=6, knowledge=6, guessing=0.25)
    honest_people = study_of("honest", bank, "true")
    limits = honest_limits(honest_people, max(persons, 1), FIT_LENGTHS, seed)
    found: dict[str, Any] = {"limits": limits}
    for name, careless in GROUPS.items():
        laboratory = Laboratory(replace(honest_people, careless=careless), fits=True)
        sat = laboratory.sit(persons, FIT_LENGTHS, seed)
        found[name] = {
            length: {"noted": noted(one, limits[length]), **figures_of(one)}
            for length, one in sat.items()
        }
    return found


def pack_fit(persons: int, seed: int) -> dict[str, float]:
    """Give who gets a note on a real pack before calibration: declared numbers, true ones that lie round them."""
    bank = load_bank(PACK)
    ((_, limit),) = fit_limits(bank, persons, seed, (PACK_ITEMS,))
    study = study_of("provisional", bank, "bank", seed=seed)
    found = {}
    for name, careless in GROUPS.items():
        laboratory = Laboratory(replace(study, careless=careless), route="deep", fits=True)
        found[name] = noted(laboratory.sit(persons, [PACK_ITEMS], seed + 1)[PACK_ITEMS], limit)
    return found
