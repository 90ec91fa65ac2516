"""Fits of drawn answers, and what tests look at in them."""

import numpy as np

from competences import ItemBank, synthetic_bank
from competences.calibration.answers import Categories
from competences.calibration.items import ItemFit, fit_items
from competences.curves import tabulate
from competences.traits import Floats
from tests.competences.calibration.builders import (
    chunked,
    drawn_answers,
    generator,
    normal_places,
    standard,
)

ONE_TRAIT = synthetic_bank(competences=1, self_report=8, seed=1)


def drawn(bank: ItemBank, persons: int, seed: int, asked: float = 1.0) -> Categories:
    rng = generator(seed)
    traits = len(bank.framework.codes) * (2 if bank.two_traits else 1)
    return drawn_answers(bank, normal_places(persons, traits, rng), rng, asked=asked)


def fitted(bank: ItemBank, answers: Categories, **more) -> ItemFit:
    traits = len(bank.framework.codes) * (2 if bank.two_traits else 1)
    return fit_items(bank, chunked(answers, 20_000), population=standard(traits), **more)


def slopes(fit: ItemFit, bank: ItemBank) -> Floats:
    return np.array([fit.numbers[item.id].slope for item in tabulate(bank).items])


def locations(fit: ItemFit, bank: ItemBank) -> Floats:
    return np.array([fit.numbers[item.id].locations for item in tabulate(bank).items])


def rms(values: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


def codes(fit: ItemFit) -> set[tuple[str, str]]:
    return {
        (problem.code, str(problem.where.get("item", problem.where.get("competence"))))
        for problem in fit.problems
    }


def finite(fit: ItemFit) -> bool:
    return np.isfinite(fit.log_likelihood) and all(
        np.isfinite([n.slope, n.log_slope_se, n.location_se, *n.locations, *n.location_ses]).all()
        for n in fit.numbers.values()
    )
