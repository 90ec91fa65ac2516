"""The people whose answers a study rests on: who is drawn, and how much each says of a trait."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from competences.calibration.answers import NOT_ASKED, Categories
from competences.curves import Tables


def drawn_people(persons: int, sample: int, seed: int) -> NDArray[np.intp]:
    """Give the places of at most so many persons, drawn by a seed, in order."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, persons]))
    return np.sort(rng.choice(persons, min(sample, persons), replace=False))


def answers_a_trait(tables: Tables, chunks: Sequence[Categories]) -> float:
    """Give how many answers a person gave on average to a trait with any; 0 where nobody answered."""
    answers, traits = 0, 0
    for part in chunks:
        asked = part != NOT_ASKED
        answers += int(np.count_nonzero(asked))
        for trait in np.unique(tables.trait):
            traits += int(np.count_nonzero(asked[:, tables.trait == trait].any(axis=1)))
    return answers / max(traits, 1)
