"""How alike texts are: the cosine of their character trigrams, from 0 (nothing shared) to 1 (the same)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

SIZE: Final = 3
"""Letters in a gram: short enough to see through endings, long enough to tell words apart."""


def alike(texts: Sequence[str], least: float) -> Iterator[tuple[int, int, float]]:
    """Give the pairs of places whose texts are more alike than `least`, the earlier place first, and how alike."""
    rows = _rows(texts)
    for here, there, share in _above(rows @ rows.T, least):
        if here < there:
            yield here, there, share


def shared(
    texts: Sequence[str], others: Sequence[str], least: float
) -> Iterator[tuple[int, int, float]]:
    """Give the places of texts and of others that are more alike than `least`, and how alike."""
    rows = _rows([*texts, *others])
    yield from _above(rows[: len(texts)] @ rows[len(texts) :].T, least)


def _above(shares: NDArray[np.float32], least: float) -> Iterator[tuple[int, int, float]]:
    """Give the places of a matrix that are above a bound."""
    for here, there in np.argwhere(shares > least):
        yield int(here), int(there), float(shares[here, there])


def _rows(texts: Sequence[str]) -> NDArray[np.float32]:
    """Give a row of length 1 for each text: how often each gram stands in it."""
    counts = [_grams(text) for text in texts]
    columns = {
        gram: place for place, gram in enumerate(sorted({g for one in counts for g in one}))
    }
    rows = np.zeros((len(texts), len(columns)), dtype=np.float32)
    for place, count in enumerate(counts):
        for gram, n in count.items():
            rows[place, columns[gram]] = n
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def _grams(text: str) -> Counter[str]:
    """Give the grams of a text, its words parted by single blanks and its capitals put down."""
    plain = f" {' '.join(text.casefold().split())} "
    return Counter(plain[k : k + SIZE] for k in range(len(plain) - SIZE + 1))
