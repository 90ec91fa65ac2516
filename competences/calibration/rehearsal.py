"""Response files of people who do not exist: drawn from a bank's own prior and curves, to rehearse a calibration."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from competences.answer_sheets import all_answers
from competences.curves import tabulate
from competences.items import Item, ItemBank, Knowledge
from competences.text import LANGUAGES
from competences.traits import prior_of, root_of

DEVICES: Final = ("phone", "computer")
BLOCK: Final = 1000
"""People drawn at a time."""


def drawn_rows(
    bank: ItemBank, persons: int, missing: float, seed: int, *, attributes: bool = False
) -> Iterator[tuple[str, ...]]:
    """Give the rows of a response file, its header first: each item is missing with the probability `missing`.

    A task answered wrong holds another option, other options or another order than the key. `attributes` adds a
    language and a device that have nothing to do with the answers. The same seed gives the same rows.
    """
    yield ("person", "item", "response", *(("language", "device") if attributes else ()))
    rng = np.random.default_rng(np.random.SeedSequence([seed, persons]))
    tables = tabulate(bank)
    prior = prior_of(bank.framework, two_traits=bank.two_traits)
    root = root_of(prior.covariance)
    for start in range(0, persons, BLOCK):
        count = min(BLOCK, persons - start)
        traits = prior.mean + rng.standard_normal((count, len(root))) @ root.T
        categories = all_answers(bank, traits, rng)
        asked = rng.random(categories.shape) >= missing
        labels = zip(rng.choice(LANGUAGES, count), rng.choice(DEVICES, count), strict=True)
        for row, known in enumerate(labels):
            own = (str(known[0]), str(known[1])) if attributes else ()
            for place in np.flatnonzero(asked[row]):
                item = tables.items[place]
                response = _response(item, int(categories[row, place]), rng)
                yield (f"p{start + row + 1}", item.id, response, *own)


def _response(item: Item, category: int, rng: np.random.Generator) -> str:
    """Give a cell that says a category: the step, or what was chosen in a task."""
    if not isinstance(item, Knowledge):
        return str(category)
    chosen = item.key if category else _wrong(item, rng)
    return str(chosen) if isinstance(chosen, int) else ";".join(str(index) for index in chosen)


def _wrong(item: Knowledge, rng: np.random.Generator) -> int | tuple[int, ...]:
    """Give a response to a task that is not its key."""
    if isinstance(item.key, int):
        return int(item.key + 1 + rng.integers(item.choices - 1)) % item.choices
    while True:
        order = tuple(int(index) for index in rng.permutation(item.choices))
        if item.format == "several":
            order = tuple(sorted(order[: rng.integers(1, item.choices + 1)]))
        if order != item.key:
            return order
