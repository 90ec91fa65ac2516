"""What an interview owes its content: balance of areas, competences and kinds; items that exclude each other.

A constraint is a filter on the items still allowed. Filters apply in order; where one would leave nothing it is
dropped, but the first, eligibility, never.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from competences.curves import Tables
from competences.items import ItemBank, Knowledge
from competences.routes import Route
from competences.text import LANGUAGES

KNOWLEDGE_SHARE: Final = 0.40
SELF_REPORT_SHARE: Final = 0.30
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """The constraints of a route on a bank: `areas` and `competences` hold each item's place, in the tables' order."""

    route: Route
    areas: NDArray[np.intp]
    competences: NDArray[np.intp]
    knowledge: Mask
    groups: tuple[str, ...]
    spoken: dict[str, Mask]
    all_areas: frozenset[int]
    all_competences: frozenset[int]

    def allowed(self, asked: Sequence[int], language: str) -> Mask:
        """Give which items may come next after those at the places `asked`; all False where none is left."""
        allowed = self.spoken[language].copy()
        allowed[list(asked)] = False
        allowed &= ~self._excluded(asked)
        for wish in self._wishes(asked):
            if np.any(allowed & wish):
                allowed &= wish
        return allowed

    def owes(self, asked: Sequence[int]) -> bool:
        """Say whether an area or a competence still waits for its questions."""
        open_areas, open_competences = self._open(asked)
        return bool(open_areas or open_competences)

    def _excluded(self, asked: Sequence[int]) -> Mask:
        """Give the items that share a group with an asked one."""
        taken = {self.groups[place] for place in asked} - {""}
        if not taken:
            return ~self._any()
        return np.array([group in taken for group in self.groups], dtype=bool)

    def _wishes(self, asked: Sequence[int]) -> Iterator[Mask]:
        """Give the filters that bind now, the strongest first."""
        yield self._kinds(asked)
        areas, competences = self._open(asked)
        if sum(areas.values()) >= self.route.least - len(asked):
            yield np.isin(self.areas, list(areas)) if areas else self._any()
        if len(competences) >= self.route.most - len(asked):
            yield np.isin(self.competences, list(competences)) if competences else self._any()

    def _kinds(self, asked: Sequence[int]) -> Mask:
        """Give the items of the kind whose share would fall short at this question."""
        if self.knowledge.all() or not self.knowledge.any():
            return self._any()
        known = int(np.count_nonzero(self.knowledge[list(asked)]))
        length = len(asked) + 1
        if known < int(KNOWLEDGE_SHARE * length):
            return self.knowledge
        if len(asked) - known < int(SELF_REPORT_SHARE * length):
            return ~self.knowledge
        return self._any()

    def _open(self, asked: Sequence[int]) -> tuple[dict[int, int], AbstractSet[int]]:
        """Give how many questions each area still waits for, and the competences not touched yet."""
        got = Counter(int(self.areas[place]) for place in asked)
        areas = {
            area: self.route.per_area - got[area]
            for area in self.all_areas
            if got[area] < self.route.per_area
        }
        if not self.route.touch_all:
            return areas, set()
        return areas, self.all_competences - {int(self.competences[place]) for place in asked}

    def _any(self) -> Mask:
        return np.ones(len(self.areas), dtype=bool)


def balance_of(bank: ItemBank, tables: Tables, route: Route) -> Balance:
    """Give the constraints of a route on a bank."""
    areas = [area.code for area in bank.framework.areas]
    codes = bank.framework.codes
    competences = [codes.index(item.competence) for item in tables.items]
    spoken = {
        language: np.array([_speaks(item.stem.to_mapping(), language) for item in tables.items])
        for language in LANGUAGES
    }
    places = [areas.index(bank.framework.competences[place].area) for place in competences]
    return Balance(
        route=route,
        areas=np.array(places),
        competences=np.array(competences),
        knowledge=np.array([isinstance(item, Knowledge) for item in tables.items]),
        groups=tuple(item.group for item in tables.items),
        spoken=spoken,
        all_areas=frozenset(places),
        all_competences=frozenset(competences),
    )


def _speaks(stem: dict[str, str], language: str) -> bool:
    """Say whether an item can be asked in a language; an item without any text belongs to a study."""
    return not stem or language in stem
