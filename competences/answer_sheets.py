"""Everybody's answer to every item of a bank: drawn for people of known traits, in field trials and rehearsals."""

import numpy as np
from numpy.typing import NDArray

from competences.curves import category_probabilities, tabulate
from competences.items import ItemBank
from competences.traits import Floats


def all_answers(bank: ItemBank, truths: Floats, rng: np.random.Generator) -> NDArray[np.int8]:
    """Give everybody's answer to every item, `(persons, items)` in tables order, from truths `(persons, traits)`."""
    tables = tabulate(bank)
    given = np.empty((len(truths), len(tables.items)), dtype=np.int8)
    for place, item in enumerate(tables.items):
        p, _ = category_probabilities(item, truths[:, tables.trait[place]])
        chance = rng.random(len(truths))
        given[:, place] = np.sum(chance > np.cumsum(p, axis=0)[:-1], axis=0)
    return given
