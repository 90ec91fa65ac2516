"""Who is studied: people drawn from a stated population, the true numbers they answer by, and what scores them."""

from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

import numpy as np

from competences.framework import PriorNumbers
from competences.items import Item, ItemBank, SelfReport
from competences.provisional import (
    LOCATION_SE,
    SLOPE_SE,
    knowledge_numbers,
    self_report_numbers,
)
from competences.synthetic import THRESHOLD_SCATTER, synthetic_bank
from competences.traits import Floats, Prior, make_prior, prior_of, root_of

Scenario = Literal[
    "honest",
    "over-rating",
    "low-correlation",
    "random-answers",
    "mis-calibrated",
    "skewed",
    "provisional",
]
SCENARIOS: Final[tuple[Scenario, ...]] = get_args(Scenario)
PriorChoice = Literal["true", "bank", "start", "estimated"]
PRIORS: Final[tuple[PriorChoice, ...]] = get_args(PriorChoice)
START: Final = PriorNumbers(
    general=0.45,
    area=0.10,
    bias_general=0.0,
    bias_sd=1.5,
    perceived_own=0.4,
    bias_mean=0.0,
)
"""What a framework starts with before there are data: low correlations, and nothing known of over-rating."""
CHANGES: Final[dict[str, dict[str, Any]]] = {
    "over-rating": {
        "bias_general": -0.28,
        "bias_sd": 0.7,
        "bias_mean": 0.5,
        "perceived_own": 0.3,
    },
    "low-correlation": {"general": 0.30, "area": 0.0},
}
"""The numbers by which a scenario's people differ from those of the bank's prior."""
FREEDOM: Final = 8
"""Degrees of freedom of the skewed general trait: skewness √(8/8) = 1, a long tail of very able people."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """People as draws of all traits: `mean` + `loading`·G + `root`·z.

    z is standard normal; G, the general trait, has mean 0 and SD 1: a standardised chi-square of `freedom` degrees of
    freedom, or with 0 a normal that is part of `root` already. `loading` is each trait's covariance with G.
    """

    mean: Floats
    root: Floats
    loading: Floats
    freedom: int = 0

    @property
    def skewness(self) -> float:
        """Give the skewness of the general trait."""
        return float(np.sqrt(8 / self.freedom)) if self.freedom else 0.0

    def draw(self, rng: np.random.Generator) -> Floats:
        """Give one person's traits."""
        traits: Floats = self.mean + np.sum(
            self.root * rng.standard_normal(len(self.root)), axis=1
        )
        if self.freedom:
            general = (rng.chisquare(self.freedom) - self.freedom) / np.sqrt(2 * self.freedom)
            traits += self.loading * general
        return traits


@dataclass(frozen=True, slots=True)
class Careless:
    """Answering at random: which share of people does so, and for which share of their questions.

    A step of a statement is then drawn with equal chances, and a task is solved as often as pure guessing solves it.
    """

    persons: float = 0.0
    items: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """A bank that asks and scores, the bank whose numbers people really answer by, the people, the prior that scores.

    Both banks hold the same item ids, but `bank` may lack some; `bank` alone decides what an item is scored on.
    """

    bank: ItemBank
    answering: ItemBank
    population: Population
    scoring: Prior
    careless: Careless


def population_of(numbers: PriorNumbers, prior: Prior, freedom: int = 0) -> Population:
    """Give the people of a prior and its six numbers; a skewed general trait leaves means and covariances alone."""
    n = prior.competences
    slope = float(np.sqrt(numbers.general))
    loading = np.full(len(prior.mean), slope)
    loading[n:] += numbers.bias_general
    left = prior.covariance - np.outer(loading, loading) if freedom else prior.covariance
    return Population(prior.mean, root_of(left), loading, freedom)


def honest_study(bank: ItemBank) -> Study:
    """Give the study of a bank as it is: people of its own prior, scored with it."""
    prior = prior_of(bank.framework, two_traits=bank.two_traits)
    people = population_of(bank.framework.prior, prior)
    return Study(bank, bank, people, prior, Careless())


def prior_with(bank: ItemBank, numbers: PriorNumbers) -> Prior:
    """Give the prior of six numbers over a bank's competences."""
    areas = prior_of(bank.framework, two_traits=bank.two_traits).areas
    return make_prior(numbers, areas, two_traits=bank.two_traits)


def numbers_in(scenario: Scenario, bank: ItemBank) -> PriorNumbers:
    """Give the six numbers that a scenario's people are drawn from."""
    return replace(bank.framework.prior, **CHANGES.get(scenario, {}))


def study_bank(scenario: Scenario) -> ItemBank:
    """Give the bank of a scenario when none is named: statements alone cannot see over-rating."""
    if scenario == "over-rating":
        return synthetic_bank(self_report=6, knowledge=6)
    if scenario == "provisional":
        return synthetic_bank(self_report=6, knowledge=6, guessing=0.25)
    return synthetic_bank()


def provisional_twin(bank: ItemBank) -> ItemBank:
    """Give a bank as it is before anybody answered: numbers from the declared levels, with wide doubt."""
    doors = bank.framework.doors

    def declared(item: Item) -> Item:
        if item.calibration == "provisional":
            return item
        door = doors[item.level - 1]
        if isinstance(item, SelfReport):
            numbers = self_report_numbers(door, len(item.thresholds) + 1)
            return replace(item, **numbers, calibration="provisional")
        numbers = knowledge_numbers(door, item.format, item.choices)
        numbers["guessing"] = item.guessing
        return replace(item, **numbers, calibration="provisional")

    return ItemBank(bank.framework, tuple(declared(item) for item in bank.items))


def scattered_twin(bank: ItemBank, seed: int) -> ItemBank:
    """Give true numbers that a provisional bank guessed at: locations and log slopes scattered by its own doubt."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(2,)))

    def scattered(item: Item) -> Item:
        shift = rng.normal(0.0, LOCATION_SE)
        slope = item.slope * float(np.exp(rng.normal(0.0, SLOPE_SE)))
        known: dict[str, Any] = {
            "slope": slope,
            "location_se": 0.0,
            "slope_se": 0.0,
            "calibration": "calibrated",
        }
        if not isinstance(item, SelfReport):
            return replace(item, difficulty=item.difficulty + shift, **known)
        apart = rng.normal(0.0, THRESHOLD_SCATTER, len(item.thresholds))
        thresholds = np.sort(np.array(item.thresholds) + shift + apart)
        return replace(item, thresholds=tuple(float(one) for one in thresholds), **known)

    return ItemBank(bank.framework, tuple(scattered(item) for item in bank.items))
