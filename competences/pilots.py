"""Items on trial: asked at places that the attempt's seed draws, never scored, so that data can say what they do."""

from typing import Final

import numpy as np

from competences.constraints import Mask
from competences.routes import Route
from competences.selection import draw

FIRST: Final = 3
"""No question before this one, counted from 0, is on trial: a check begins with what is known to work."""
_PLACES: Final = 0x9170
_CHOICE: Final = 0x9171
"""Two streams of the attempt's seed, apart from the one that chooses scored items."""


def trial_places(route: Route, seed: int, available: int) -> frozenset[int]:
    """Give which questions, counted from 0, are on trial: within the route's least, so that each attempt meets them."""
    count = min(route.pilots, available)
    drawn = sorted(
        range(FIRST, route.least), key=lambda place: (draw(seed ^ _PLACES, place), place)
    )
    return frozenset(drawn[:count])


def trial_item(left: Mask, seed: int, place: int) -> int | None:
    """Give the place in the tables of the item on trial at a question, None where none is left."""
    items = np.flatnonzero(left)
    if not items.size:
        return None
    return int(items[draw(seed ^ _CHOICE, place) % len(items)])
