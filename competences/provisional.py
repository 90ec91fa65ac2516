"""Numbers for items that nobody has answered yet: from the level that the writer declared.

Difficulty = the level's door; thresholds = door - 1.1, door, door + 1.1, so that "on my own" sits on the door; the
doubt about both is wide. They stay marked provisional until a calibration replaces them.
"""

from math import log
from typing import Any, Final, Literal, get_args

from competences.items import Format, Item, SelfReport, guessing_floor

Status = Literal["provisional", "usable", "level", "calibrated"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
"""How far an item's numbers may be used, from least to most."""
SELF_REPORT_SLOPE: Final = 1.7
KNOWLEDGE_SLOPE: Final = 1.2
STEP_GAP: Final = 1.1
"""Latent distance between two neighbouring steps; `synthetic.py` draws its banks round the same distance."""
LOCATION_SE: Final = 0.5
SLOPE_SE: Final = 0.25
SLOPES: Final = (0.05, 6.0)
"""The range that slopes are held in, whoever gives them."""
LOCATIONS: Final = (-8.0, 8.0)
"""The range that difficulties and thresholds are held in: twice as far out as almost all people."""
DOUBTS: Final = (0.0, 3.0)
"""The range that standard errors of a location and of the logarithm of a slope are held in."""
LEAST_USABLE: Final = 150
"""From so many answers on an item's own numbers count, with their doubt."""
LEAST_FOR_LEVELS: Final = 300
"""From so many answers on the report calls an item sure enough for levels; the engine weighs its doubt all along."""
LEAST_CALIBRATED: Final = 500
"""From so many answers on an item is no longer marked provisional."""


def self_report_numbers(door: float, steps: int) -> dict[str, Any]:
    """Give slope, thresholds and their doubt for a statement whose level begins at a latent door."""
    on_my_own = steps - 2
    thresholds = tuple(door + STEP_GAP * (k + 1 - on_my_own) for k in range(steps - 1))
    return {
        "slope": SELF_REPORT_SLOPE,
        "thresholds": thresholds,
        "location_se": LOCATION_SE,
        "slope_se": SLOPE_SE,
    }


def knowledge_numbers(door: float, item_format: Format, options: int) -> dict[str, Any]:
    """Give slope, difficulty, guessing floor and doubt for a task whose level begins at a latent door."""
    return {
        "slope": KNOWLEDGE_SLOPE,
        "difficulty": door,
        "guessing": guessing_floor(item_format, options),
        "location_se": LOCATION_SE,
        "slope_se": SLOPE_SE,
    }


def usual_log_slope(item: Item) -> float:
    """Give the logarithm of the slope that items of a kind have before data: the centre of a calibration's prior."""
    return log(SELF_REPORT_SLOPE if isinstance(item, SelfReport) else KNOWLEDGE_SLOPE)
