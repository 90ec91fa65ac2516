"""Studies: people with known traits answer, and what is read of them is held against the truth.

honest: people of the bank's own prior. over-rating: they rate themselves .5 SD too high on average, the less able the
more. low-correlation: all correlations .30. random-answers: some answer without looking. mis-calibrated: the bank that
scores was calibrated on few answers. skewed: the general trait has skewness 1. provisional: nobody has answered yet, so
the numbers come from declared levels.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

import numpy as np

from competences.field_trial import calibrated_twin, estimated_numbers
from competences.items import ItemBank
from competences.laboratory import Laboratory
from competences.norms import QUANTILE
from competences.outcomes import DIGITS, Outcomes, figures_of
from competences.routes import ONE_TRAIT_ROUTES
from competences.scenarios import (
    FREEDOM,
    PRIORS,
    SCENARIOS,
    START,
    Careless,
    PriorChoice,
    Scenario,
    Study,
    numbers_in,
    population_of,
    prior_with,
    provisional_twin,
    scattered_twin,
    study_bank,
)
from competences.selection import RouteWeights, Weights
from competences.traits import summaries_of

_NORM_STREAM: Final = 4

__all__ = ["PRIORS", "SCENARIOS", "Scenario", "Study", "items_until", "simulate", "study_of"]


def study_of(
    scenario: Scenario,
    bank: ItemBank | None,
    prior: PriorChoice | None,
    *,
    answers: int = 500,
    seed: int = 1,
    careless: Careless | None = None,
) -> Study:
    """Give the study of a scenario, on a bank of ours or, without one, on the study bank of the scenario.

    `prior` says what scores: `"true"` (the scenario's own numbers), `"bank"` (the bank's own), `"start"` (before any
    data) or `"estimated"` (from a fresh sample of attempts). Without it a study bank takes the true ones, or those of
    the start where it is provisional; a named bank is drawn from and scored with its own. `answers` is how many people
    calibrated a mis-calibrated bank; `careless` says who answers at random, without it everybody and always.
    """
    true_bank = bank or study_bank(scenario)
    scoring_bank, answering = true_bank, true_bank
    if scenario == "mis-calibrated":
        scoring_bank = calibrated_twin(true_bank, answers, seed)
    if scenario == "provisional":
        scoring_bank = provisional_twin(true_bank)
        answering = scattered_twin(scoring_bank, seed)
    numbers = numbers_in(scenario, true_bank)
    truth = prior_with(true_bank, numbers)
    freedom = FREEDOM if scenario == "skewed" else 0
    by_chance = careless or Careless(persons=1.0)
    study = Study(
        bank=scoring_bank,
        answering=answering,
        population=population_of(numbers, truth, freedom),
        scoring=truth,
        careless=by_chance if scenario == "random-answers" else Careless(),
    )
    chosen = prior or _usual_prior(scenario, bank)
    if chosen == "true":
        return study
    if chosen == "estimated":
        return replace(study, scoring=prior_with(true_bank, estimated_numbers(study, seed)))
    used = START if chosen == "start" else true_bank.framework.prior
    return replace(study, scoring=prior_with(true_bank, used))


def simulate(
    study: Study,
    persons: int,
    lengths: Sequence[int],
    seed: int,
    route: str | None = None,
    *,
    exposure: float | None = None,
) -> list[dict[str, float]]:
    """Give one row of figures per length, in the order of `lengths`; the same seed gives the same figures.

    Every person is asked `max(lengths)` items, one after the other, each chosen from what was answered before. Without
    a route the choice weighs every actual trait alike and knows no constraints; `exposure` is the highest rate that the
    exposure control aims at, without it there is none. Where people answer at random each row also says which share of
    them gets a note on person fit.
    """
    random = study.careless.persons > 0
    laboratory = Laboratory(study, route=route, exposure=exposure, fits=random)
    sat = laboratory.sit(persons, lengths, seed)
    limits = honest_limits(study, persons, lengths, seed, route) if random else {}
    rows = []
    for length in lengths:
        row = {"length": length, **figures_of(sat[length])}
        if random:
            row["person_fit_noted"] = noted(sat[length], limits[length])
        rows.append(row)
    return rows


def items_until(
    study: Study,
    persons: int,
    seed: int,
    *,
    error: float = 0.40,
    weights: Literal["traits", "areas"] = "traits",
) -> dict[str, float]:
    """Give how many items it takes on average until the standard error of every area is `error` or less.

    `weights` says what the choice of items looks at: `"traits"` (every actual trait alike) or `"areas"` (areas first,
    as on the standard route: one that is sure enough weighs a quarter). Beside the mean length stand its 5 and 95 %
    quantiles, the share of people who were sure enough before the bank was used up, and the figures of the readings.
    """
    chosen: Weights | None = None
    if weights == "areas":
        record = replace(ONE_TRAIT_ROUTES["standard"], sure=error)
        chosen = RouteWeights(record, summaries_of(study.scoring), study.scoring.competences)
    laboratory = Laboratory(study, weights=chosen)
    outcomes = laboratory.sit_until(persons, seed, error, len(study.bank.items))
    counts = outcomes.asked.sum(axis=1)
    sure = counts < len(study.bank.items)
    low, high = np.quantile(counts, [0.05, 0.95])
    return {
        "items": round(float(counts.mean()), 2),
        "items_low": float(low),
        "items_high": float(high),
        "sure": round(float(sure.mean()), DIGITS),
        **figures_of(outcomes),
    }


def honest_limits(
    study: Study, persons: int, lengths: Sequence[int], seed: int, route: str | None = None
) -> dict[int, float]:
    """Give the 1 % quantile of person fit by length, among as many other people of the study who all look."""
    stream = int(np.random.SeedSequence(seed, spawn_key=(_NORM_STREAM,)).generate_state(1)[0])
    laboratory = Laboratory(replace(study, careless=Careless()), route=route, fits=True)
    honest = laboratory.sit(persons, lengths, stream)
    return {length: float(np.quantile(one.fits, QUANTILE)) for length, one in honest.items()}


def noted(outcomes: Outcomes, limit: float) -> float:
    """Give the share of people whose answers fit together worse than those of nearly all honest ones."""
    return round(float(np.mean(outcomes.fits < limit)), DIGITS)


def _usual_prior(scenario: Scenario, bank: ItemBank | None) -> PriorChoice:
    """Give the prior that scores where none was chosen."""
    if bank is not None:
        return "bank"
    return "start" if scenario == "provisional" else "true"
