"""What an interview owes its content: balance of areas, competences and kinds; items that exclude each other.

A constraint is a filter on the items still allowed. Filters apply in order; where one would leave nothing it is
dropped, but the first, eligibility, never.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
UNSURE: Final = 3
"""How often "I don't know" in one competence makes the next question there an easier task."""
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """The constraints of a route on a bank.

    `areas` and `competences` hold each item's place, in the tables' order; `homes` the area of each competence.
    """

    route: Route
    areas: NDArray[np.intp]
    competences: NDArray[np.intp]
    knowledge: Mask
    levels: NDArray[np.intp]
    groups: tuple[str, ...]
    spoken: dict[str, Mask]
    homes: Mapping[int, int]

    def allowed(self, asked: Sequence[int], language: str, unsure: Sequence[int] = ()) -> Mask:
        """Give which items may come next after those at the places `asked`; all False where none is left.

        `unsure` are the places that were answered by "I don't know".
        """
        allowed = self.spoken[language].copy()
        allowed[list(asked)] = False
        allowed &= ~self._excluded(asked)
        for wish in self._easier(asked, unsure, allowed):
            allowed &= wish
        for wish in self._wishes(asked):
            if np.any(allowed & wish):
                allowed &= wish
        return allowed

    def owes(self, asked: Sequence[int]) -> bool:
        """Say whether an area or a competence still waits for its questions."""
        missing, untouched = self._debts(asked)
        return bool(untouched) or any(count > 0 for count in missing.values())

    def _excluded(self, asked: Sequence[int]) -> Mask:
        """Give the items that share a group with an asked one."""
        taken = {self.groups[place] for place in asked} - {""}
        if not taken:
            return ~self._any()
        return np.array([group in taken for group in self.groups], dtype=bool)

    def _easier(
        self, asked: Sequence[int], unsure: Sequence[int], allowed: Mask
    ) -> Iterator[Mask]:
        """Give, for each competence that was met with "I don't know" three times, that an easier task comes next there.

        Easier is a knowledge item of a lower level than the one asked there last, where there is one left.
        """
        for competence, count in Counter(int(self.competences[place]) for place in unsure).items():
            if count < UNSURE:
                continue
            last = [place for place in asked if self.competences[place] == competence][-1]
            own = self.competences == competence
            easier = own & self.knowledge & (self.levels < self.levels[last])
            if np.any(allowed & easier):
                yield easier | ~own

    def _wishes(self, asked: Sequence[int]) -> Iterator[Mask]:
        """Give the filters that bind now, the strongest first."""
        yield self._kinds(asked)
        missing, untouched = self._debts(asked)
        new = Counter(self.homes[competence] for competence in untouched)
        owed = {area: max(count, new[area]) for area, count in missing.items()}
        if sum(owed.values()) >= self.route.least - len(asked):
            # an area that owes no more questions than it has untouched competences must ask those
            free = [area for area, count in missing.items() if count > new[area]]
            yield np.isin(self.competences, list(untouched)) | np.isin(self.areas, free)

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

    def _debts(self, asked: Sequence[int]) -> tuple[dict[int, int], AbstractSet[int]]:
        """Give how many questions each area still waits for, and the competences that wait for their first."""
        got = Counter(int(self.areas[place]) for place in asked)
        missing = {
            area: max(self.route.per_area - got[area], 0) for area in set(self.homes.values())
        }
        if not self.route.touch_all:
            return missing, set()
        return missing, self.homes.keys() - {int(self.competences[place]) for place in asked}

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
        levels=np.array([item.level for item in tables.items]),
        groups=tuple(item.group for item in tables.items),
        spoken=spoken,
        homes=dict(zip(competences, places, strict=True)),
    )


def _speaks(stem: dict[str, str], language: str) -> bool:
    """Say whether an item can be asked in a language; an item without any text belongs to a study."""
    return not stem or language in stem
