"""How the list treats providers over many people: the places they get against those that their trainings deserve.

A place counts 1 / log2(1 + place). Deserved is what a training would get by relevance alone, if those of like worth
shared their places evenly: so the ratio shows what variety and turns add, and what they take.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log2
from typing import Final

from recommender.needs import Need
from recommender.offers import CatalogueIndex
from recommender.plans import Constraints
from recommender.prospects import Prospect, prospects
from recommender.turns import ALIKE, Turn
from recommender.variety import FIRST, varied

ENOUGH: Final = 20.0
"""Deserved places from which on a provider's ratio says more than chance."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """The places that a provider got and those that it deserved, each counted by its height."""

    shown: float
    merit: float

    @property
    def ratio(self) -> float:
        """Give what it got as a share of what it deserved; endless where it deserved nothing."""
        return self.shown / self.merit if self.merit else inf


@dataclass(frozen=True, slots=True)
class Account:
    """What the first places of many lists came to; `people` are those whose list held anything.

    `ndcg` is the mean normalised discounted gain against the order by relevance alone, `lost` the share of relevance
    that variety and turns cost.
    """

    people: int
    ndcg: float
    lost: float
    exposures: Mapping[str, Exposure]

    def ratios(self, least: float = ENOUGH) -> list[float]:
        """Give the ratios of the providers who deserved at least so much, lowest first."""
        return sorted(one.ratio for one in self.exposures.values() if one.merit >= least)


def account(
    index: CatalogueIndex,
    people: Sequence[tuple[Sequence[Need], Constraints]],
    week: str = "2027-W09",
) -> Account:
    """Give the account of the first places of the lists that people would see in a week, each in a turn of their own.

    Empty lists do not count; without any other the account is that of nothing lost.
    """
    shown: dict[str, float] = {}
    merit: dict[str, float] = {}
    shares, kept, could = [], 0.0, 0.0
    for number, (needs, limits) in enumerate(people):
        found = prospects(index, needs, limits)
        if not found:
            continue
        listed = varied(found, FIRST, Turn(week, str(number)))
        for place, one in enumerate(listed, 1):
            _count(shown, one, weight(place))
        for one, deserved in _deserved(found):
            _count(merit, one, deserved)
        shares.append(discounted(listed) / discounted(found))
        kept += sum(one.relevance for one in listed)
        could += sum(one.relevance for one in found[:FIRST])
    exposures = {
        name: Exposure(shown.get(name, 0.0), merit.get(name, 0.0))
        for name in sorted({*shown, *merit} - {""})
    }
    if not shares:
        return Account(0, 1.0, 0.0, exposures)
    return Account(len(shares), sum(shares) / len(shares), 1 - kept / could, exposures)


def weight(place: int) -> float:
    """Give what a place counts, 1 for the first; nothing beyond the first `FIRST`."""
    return 1 / log2(1 + place) if place <= FIRST else 0.0


def discounted(listed: Sequence[Prospect]) -> float:
    """Give the relevance of a list with each place counted by its height."""
    return sum(weight(place) * one.relevance for place, one in enumerate(listed, 1))


def _deserved(found: Sequence[Prospect]) -> Iterator[tuple[Prospect, float]]:
    """Go through the trainings that deserve a place: from the best down, those of like worth share theirs evenly."""
    start = 0
    while start < min(FIRST, len(found)):
        least = (1 - ALIKE) * found[start].relevance
        alike = [one for one in found[start:] if one.relevance >= least]
        places = range(start + 1, start + len(alike) + 1)
        each = sum(weight(place) for place in places) / len(alike)
        yield from ((one, each) for one in alike)
        start += len(alike)


def _count(places: dict[str, float], one: Prospect, much: float) -> None:
    name = one.training.provider
    places[name] = places.get(name, 0.0) + much
