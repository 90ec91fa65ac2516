"""Whose turn it is among trainings that serve somebody equally well: fair over people, steady for one in one week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Final

from recommender.case import Candidate, Case
from recommender.catalogue import Training
from recommender.plans import Constraints
from recommender.standins import stand_in, stands

ALIKE: Final = 0.02
"""Trainings take turns where one is worth no more than this share less than the other."""

KEY: Final = b"turns of providers"
"""What keeps these hashes apart from any other made of the same words."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A person in an ISO week (`"2026-W48"`); without a person the turn is the same for everybody that week.

    `person` is any word that stays the same for one person; it should not be one that opens anything.
    """

    week: str
    person: str = ""

    @classmethod
    def on(cls, day: date, person: str = "") -> "Turn":
        """Give the turn of a person on a day."""
        year, week, _ = day.isocalendar()
        return cls(f"{year}-W{week:02}", person)

    def place(self, provider: str) -> int:
        """Give where a provider stands this time, lowest first; every order of providers comes up as often."""
        asked = f"{self.week}\n{self.person}\n{provider}".encode(errors="surrogatepass")
        return int.from_bytes(blake2b(asked, digest_size=8, key=KEY).digest())


def standing(provider: str, turn: Turn | None) -> int:
    """Give where a provider stands in a turn, lowest first; without a turn all stand alike."""
    return turn.place(provider) if turn else 0


def taken_in_turn(
    case: Case, chosen: Sequence[int], constraints: Constraints, turn: Turn | None
) -> Case:
    """Give the case in which each chosen training is the one, of those that equal it in all, whose turn it is.

    Equal in all = same levels, doors, hours and price, so that the path is worth and costs the same; those that stand
    back become equals of it. Without a turn nothing changes.
    """
    if turn is None:
        return case
    for i in chosen:
        first = _first(case.candidates[i], turn)
        if first is case.candidates[i].training:
            continue
        found = stand_in(case, i, first, constraints)
        if stands(found, chosen):
            case = found
    return case


def _first(candidate: Candidate, turn: Turn) -> Training:
    """Give the training whose turn it is: among equals by id within one provider."""
    own = candidate.training
    alike = [
        one
        for one in candidate.equals
        if (one.hours, one.price) == (own.hours, own.price) and one.provider != own.provider
    ]
    return min([own, *alike], key=lambda one: (turn.place(one.provider), one.id))
