"""Questions as data: self-report statements, knowledge items, and the bank that holds them.

A self-report item measures the perceived trait of its competence by a graded curve, a knowledge item the actual trait
by a two-parameter curve over a guessing floor (`curves.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import factorial
from typing import ClassVar, Literal

from competences.text import Text

Format = Literal["one", "several", "order"]
Key = int | tuple[int, ...]


def guessing_floor(item_format: Format, options: int) -> float:
    """Give the chance to be right by pure guessing: one of k, all that apply (not empty), or an order."""
    if item_format == "one":
        return 1 / options
    if item_format == "several":
        return 1 / (2**options - 1)
    return 1 / factorial(options)


@dataclass(frozen=True, slots=True)
class SelfReport:
    """A statement about oneself, answered by a step counted from 0.

    `thresholds` rise, one per boundary between steps, on the latent scale; `location_se` and `slope_se` are the doubt
    about location and log slope; `level` is the numbered level that the writer declared.
    """

    kind: ClassVar[Literal["self-report"]] = "self-report"
    id: str
    competence: str
    level: int
    slope: float
    thresholds: tuple[float, ...]
    stem: Text = field(default_factory=Text)
    group: str = ""
    location_se: float = 0.0
    slope_se: float = 0.0
    calibration: Literal["provisional", "calibrated"] = "provisional"
    review: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A task with a right answer.

    `key` is an option's index for format `one`, sorted indexes for `several`, the right order for `order`. `difficulty`
    lies on the latent scale; `guessing` is fixed by the format.
    """

    kind: ClassVar[Literal["knowledge"]] = "knowledge"
    id: str
    competence: str
    level: int
    slope: float
    difficulty: float
    guessing: float
    format: Format = "one"
    key: Key = 0
    stem: Text = field(default_factory=Text)
    options: tuple[Text, ...] = ()
    explanation: Text = field(default_factory=Text)
    group: str = ""
    location_se: float = 0.0
    slope_se: float = 0.0
    calibration: Literal["provisional", "calibrated"] = "provisional"
    review: Mapping[str, str] = field(default_factory=dict)


Item = SelfReport | Knowledge
