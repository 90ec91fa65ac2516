"""How long an answer may still take: one limit for all that is worked out for it."""

from collections.abc import Callable
from time import monotonic


class Deadline:
    """The seconds left of those that were given; None = no limit, and nothing depends on the machine."""

    def __init__(self, seconds: float | None, clock: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.end = None if seconds is None else clock() + seconds

    @property
    def left(self) -> float | None:
        """Give the seconds left, never below 0; None where there is no limit."""
        return None if self.end is None else max(0.0, self.end - self.clock())

    @property
    def over(self) -> bool:
        """Say whether nothing is left."""
        return self.left == 0
