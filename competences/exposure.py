"""Exposure control: over many attempts no item is put before more than half of the people, however well it measures.

Each item has an eligibility probability, `min(1, r · eligible / asked)` from fading counts over earlier attempts; it is
drawn once at the start of an attempt, and what is drawn out is not asked in it (van der Linden and Veldkamp 2004). With
r = .45 the real highest rate stayed below .50, at a price of 2 % in error.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

RATE: Final = 0.45
"""The highest rate that is aimed at."""
FADING: Final = 0.98 ** (1 / 20)
"""What an older attempt weighs against the one after it once there are many: .98 for each twenty."""
EARLY: Final = 200
"""As long as attempts are fewer than about this many, older ones fade faster: what the first people were asked, before
anything was barred, says little of the people now."""
ROOM: Final = 1.2
"""A route keeps this many times its questions eligible, so that a small bank does not run dry."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """Fading counts: `attempts` in all, and by item id in how many it was eligible, and in how many it was asked."""

    attempts: float
    eligible: Mapping[str, float]
    asked: Mapping[str, float]

    @classmethod
    def empty(cls) -> Self:
        """Give the counts before the first attempt."""
        return cls(0.0, {}, {})

    def barred(self, items: Iterable[str], seed: int, rate: float = RATE) -> frozenset[str]:
        """Give which items an attempt does not ask; the same counts and seed bar the same ones."""
        return frozenset(
            item for item in items if _uniform(seed, item) >= self.probability(item, rate)
        )

    def probability(self, item: str, rate: float = RATE) -> float:
        """Give the probability that an item is eligible in the next attempt."""
        asked = self.asked.get(item, 0.0)
        if not asked:
            return 1.0
        return min(1.0, rate * self.eligible.get(item, 0.0) / asked)

    def rates(self) -> dict[str, float]:
        """Give in which share of the attempts each item was asked, those that it was barred from among them."""
        return {item: count / self.attempts for item, count in self.asked.items()}

    def after(self, asked: Iterable[str], eligible: Iterable[str]) -> Self:
        """Give the counts after one more attempt: which items it was asked, and which it could have been asked."""
        fading = FADING ** (1 + EARLY / (1 + self.attempts))
        return type(self)(
            fading * self.attempts + 1.0,
            _faded(self.eligible, eligible, fading),
            _faded(self.asked, asked, fading),
        )

    def to_record(self) -> dict[str, Any]:
        """Give the counts as JSON values."""
        return {
            "attempts": self.attempts,
            "eligible": dict(self.eligible),
            "asked": dict(self.asked),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Give the counts of JSON values."""
        return cls(record["attempts"], dict(record["eligible"]), dict(record["asked"]))


def rate_for(most: int, items: int) -> float:
    """Give the rate to aim at for a route of at most so many questions on a bank of so many items.

    That is `RATE`, but in a bank so small that a whole route could not be asked under it.
    """
    return max(RATE, min(1.0, ROOM * most / items))


def _faded(counts: Mapping[str, float], more: Iterable[str], fading: float) -> dict[str, float]:
    """Give counts that weigh less by one attempt, plus one for each item of it."""
    faded = {item: fading * count for item, count in counts.items()}
    for item in more:
        faded[item] = faded.get(item, 0.0) + 1.0
    return faded


def _uniform(seed: int, item: str) -> float:
    """Give a number from 0 to below 1 for an attempt's seed and an item, the same on every machine."""
    digest = hashlib.blake2b(f"{seed} {item}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
