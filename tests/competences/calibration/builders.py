"""Persons with known traits and their answers, from plain functions."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from competences import ItemBank, Knowledge
from competences.answer_sheets import all_answers
from competences.calibration.answers import NOT_ASKED, Categories
from competences.calibration.items import Chunk, Populations
from competences.calibration.parameters import locations_of
from competences.curves import tabulate
from competences.items import Item
from competences.traits import Floats


def generator(*entropy: int) -> np.random.Generator:
    """Give a generator that repeats."""
    return np.random.default_rng(np.random.SeedSequence(entropy))


def drawn_answers(
    bank: ItemBank, places: Floats, rng: np.random.Generator, *, asked: float = 1.0
) -> Categories:
    """Give answers of persons at known places `(persons, traits)` to all items, in tables order.

    `asked` is the share of items that a person is asked, drawn at random.
    """
    answers = all_answers(bank, places, rng)
    answers[rng.random(answers.shape) >= asked] = NOT_ASKED
    return answers


def normal_places(persons: int, traits: int, rng: np.random.Generator) -> Floats:
    """Give places of persons on independent standard normal traits."""
    return np.asarray(rng.standard_normal((persons, traits)))


def standard(traits: int) -> Populations:
    """Give standard normal populations."""
    return Populations(np.zeros(traits), np.ones(traits))


def chunked(answers: Categories, size: int) -> list[Chunk]:
    """Give chunks of so many persons."""
    return [Chunk(answers[start : start + size]) for start in range(0, len(answers), size)]


def unknown(bank: ItemBank, but: Iterable[str] = ()) -> ItemBank:
    """Give the bank with numbers as before any data, all items alike but those named."""
    kept = frozenset(but)
    return replace(
        bank, items=tuple(item if item.id in kept else _unknown(item) for item in bank.items)
    )


def bank_slopes(bank: ItemBank) -> NDArray[np.float64]:
    """Give the slopes in tables order."""
    return np.array([item.slope for item in tabulate(bank).items])


def bank_locations(bank: ItemBank) -> NDArray[np.float64]:
    """Give the locations in tables order, `(items, boundaries)`; all items must have equally many."""
    return np.array([locations_of(item) for item in tabulate(bank).items])


def _unknown(item: Item) -> Item:
    if isinstance(item, Knowledge):
        item = replace(item, slope=1.2, difficulty=0.0)
    else:
        item = replace(item, slope=1.7, thresholds=(-1.1, 0.0, 1.1))
    return replace(item, location_se=0.5, slope_se=0.25, calibration="provisional")
