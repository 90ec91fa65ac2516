"""What an interview owes its content: balance of areas, competences and kinds; items that exclude each other.

A constraint is a filter on the items still allowed. Filters apply in order; where one would leave nothing it is
dropped, but the first two, eligibility and exclusions, never.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
Counts = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """The constraints of a route on a bank, within the competences that a person chose.

    `areas`, `competences`, `knowledge`, `levels`, `groups` (from 1, 0 for none) and `trial` hold one value an item, in
    the tables' order; `eligible` and `pilots` say by language which items may be asked to be scored, and on trial.
    `homes` holds the area of each competence, `live` whether it has items to be scored, `quota` how many questions each
    area gets; kinds are shared out where `mixed`.
    """

    route: Route
    areas: Counts
    competences: Counts
    knowledge: Mask
    levels: Counts
    groups: Counts
    group_count: int
    trial: Mask
    eligible: Mapping[str, Mask]
    pilots: Mapping[str, Mask]
    homes: Counts
    live: Mask
    quota: Counts
    mixed: bool

    def allowed(
        self,
        asked: Sequence[int],
        language: str,
        unsure: Sequence[int] = (),
        spared: Mask | None = None,
        on_trial: int = 0,
    ) -> Mask:
        """Give which items may come next after those at the places `asked`; all False where none is left.

        `unsure` are the places answered by “I don't know”; `spared` says which items the exposure control leaves in;
        `on_trial` is how many questions up to the route's least are, or will be, pilots.
        """
        allowed = self.unasked(self.eligible[language], asked)
        scored = self._scored(asked)
        if spared is not None and np.any(allowed & spared):
            allowed &= spared
        if len(unsure) >= UNSURE:
            for wish in self._easier(asked, unsure, allowed):
                allowed &= wish
        for wish in self._wishes(scored, self.route.least - on_trial - len(scored)):
            if np.any(allowed & wish):
                allowed &= wish
        return allowed

    def unasked(self, among: Mask, asked: Sequence[int]) -> Mask:
        """Give the items among some that were not asked and share no group with one that was."""
        places = list(asked)
        left = among.copy()
        left[places] = False
        taken = np.zeros(self.group_count + 1, dtype=bool)
        taken[self.groups[places]] = True
        taken[0] = False
        if taken.any():
            left &= ~taken[self.groups]
        return left

    def owes(self, asked: Sequence[int]) -> bool:
        """Say whether an area or a competence still waits for its questions."""
        missing, untouched = self._debts(self._scored(asked))
        return bool(untouched.any() or missing.any())

    def _scored(self, asked: Sequence[int]) -> list[int]:
        """Give those of the asked items that are not on trial."""
        return [place for place in asked if not self.trial[place]]

    def _easier(
        self, asked: Sequence[int], unsure: Sequence[int], allowed: Mask
    ) -> Iterator[Mask]:
        """Give the filters for competences in which a person did not know again and again.

        There the next item is a task one level or more below the last question, where there is one left to ask.
        """
        for competence, count in Counter(int(self.competences[place]) for place in unsure).items():
            if count < UNSURE:
                continue
            last = [place for place in asked if self.competences[place] == competence][-1]
            own = self.competences == competence
            easier = own & self.knowledge & (self.levels < self.levels[last])
            if np.any(allowed & easier):
                yield easier | ~own

    def _wishes(self, scored: Sequence[int], room: int) -> Iterator[Mask]:
        """Give the filters that bind now, the strongest first; `room` is left for scored questions up to the least."""
        if self.mixed:
            yield from self._kinds(scored)
        missing, untouched = self._debts(scored)
        new = np.bincount(self.homes[untouched], minlength=len(missing))
        owed = int(np.maximum(missing, new).sum())
        if owed and owed >= room:
            # an area that owes no more questions than it has untouched competences must ask those
            yield untouched[self.competences] | (missing > new)[self.areas]

    def _kinds(self, scored: Sequence[int]) -> Iterator[Mask]:
        """Give the items of the kind whose share would fall short at this question."""
        known = int(np.count_nonzero(self.knowledge[list(scored)]))
        length = len(scored) + 1
        if known < int(KNOWLEDGE_SHARE * length):
            yield self.knowledge
        elif len(scored) - known < int(SELF_REPORT_SHARE * length):
            yield ~self.knowledge

    def _debts(self, asked: Sequence[int]) -> tuple[Counts, Mask]:
        """Give how many questions each area still waits for, and which competences wait for their first."""
        places = list(asked)
        missing = np.maximum(
            self.quota - np.bincount(self.areas[places], minlength=len(self.quota)), 0
        )
        if not self.route.touch_all:
            return missing, np.zeros(len(self.live), dtype=bool)
        touched = np.bincount(self.competences[places], minlength=len(self.live)) > 0
        return missing, self.live & ~touched


def balance_of(bank: ItemBank, tables: Tables, route: Route, scope: Sequence[str] = ()) -> Balance:
    """Give the constraints of a route on a bank, within chosen competences where there are any."""
    codes, areas = bank.framework.codes, [area.code for area in bank.framework.areas]
    competences = np.array([codes.index(item.competence) for item in tables.items], dtype=np.intp)
    homes = np.array([areas.index(one.area) for one in bank.framework.competences], dtype=np.intp)
    within = np.array([not scope or item.competence in scope for item in tables.items])
    pilot = np.array([item.pilot for item in tables.items])
    knowledge = np.array([isinstance(item, Knowledge) for item in tables.items])
    spoken = {
        language: np.array([_speaks(item.stem.to_mapping(), language) for item in tables.items])
        for language in LANGUAGES
    }
    names = ["", *sorted({item.group for item in tables.items} - {""})]
    scored = within & ~pilot
    live = np.bincount(competences[scored], minlength=len(codes)) > 0
    return Balance(
        route=route,
        areas=homes[competences],
        competences=competences,
        knowledge=knowledge,
        levels=np.array([item.level for item in tables.items]),
        groups=np.array([names.index(item.group) for item in tables.items], dtype=np.intp),
        group_count=len(names) - 1,
        trial=pilot,
        eligible={language: can & scored for language, can in spoken.items()},
        pilots={language: can & within & pilot for language, can in spoken.items()},
        homes=homes,
        live=live,
        quota=np.where(np.isin(np.arange(len(areas)), homes[live]), route.per_area, 0),
        mixed=bool(knowledge[scored].any() and not knowledge[scored].all()),
    )


def _speaks(stem: dict[str, str], language: str) -> bool:
    """Say whether an item can be asked in a language; an item without any text belongs to a study."""
    return not stem or language in stem
