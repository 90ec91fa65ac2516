"""One published figure: what was measured, what it should reach, and whether it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit and the bound that it should keep, from below (`least`) or from above (`most`)."""

    name: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def verdict(self) -> Literal["reached", "missed", "told"]:
        """Give whether the bound is kept; a figure without a bound is only told."""
        if self.most is None and self.least is None:
            return "told"
        above = self.most is None or self.value <= self.most
        below = self.least is None or self.value >= self.least
        return "reached" if above and below else "missed"

    @property
    def bound(self) -> str:
        """Give the bound in words."""
        if self.most is not None and self.least is not None:
            return f"{self.least:g} to {self.most:g}"
        if self.most is not None:
            return f"<= {self.most:g}"
        return "" if self.least is None else f">= {self.least:g}"


@dataclass(frozen=True, slots=True)
class Skipped(Exception):
    """A figure that cannot be measured here; the message says what is missing."""

    why: str


Measurement = Callable[[], list[Figure]]
