"""A catalogue of trainings as data: what each teaches, for whom, where, when and for how much."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from competences import Text

Mode = Literal["on-site", "online", "hybrid", "self-paced"]
Origin = Literal["provider", "reviewed", "lexicon", "model"]

LONGEST_ID: Final = 200
"""Most characters of an id."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a training brings: from level `entry` (needed before it starts) to level `exit` of one competence.

    `competence` is a whole code (`"digcomp-3.0/1.1"`), levels are on the framework's level scale (0-8 for DigComp).
    `origin` says who claims it, `probability` how likely the claim is right (1 for a provider's own); `words` are
    those that caused a suggestion.
    """

    competence: str
    entry: int
    exit: int
    origin: Origin = "provider"
    probability: float = 1.0
    words: tuple[str, ...] = ()

    @property
    def trusted(self) -> bool:
        """Say whether a person stands behind the claim."""
        return self.origin in {"provider", "reviewed"}


@dataclass(frozen=True, slots=True)
class Requirement:
    """A level that must be reached before a training starts, beside the entry levels of its outcomes."""

    competence: str
    level: int


@dataclass(frozen=True, slots=True)
class Training:
    """One row of a catalogue; None or empty says "not known".

    `title` and `description` hold the languages that the member gave; `language` is the language of teaching; hours
    are clock hours, `price` is euro; `audience` holds words of `citizen jobseeker worker ict teacher`; sessions of one
    course share a `group`.
    """

    id: str
    title: Text
    description: Text = field(default_factory=Text)
    url: str = ""
    provider: str = ""
    language: str = ""
    mode: Mode | Literal[""] = ""
    place: str = ""
    postal_code: str = ""
    region: str = ""
    start: date | None = None
    end: date | None = None
    hours: float | None = None
    price: Decimal | None = None
    audience: frozenset[str] = frozenset()
    outcomes: tuple[Outcome, ...] = ()
    requires: tuple[Requirement, ...] = ()
    certificate: str = ""
    accessibility: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    capacity: int | None = None
    last_checked: date | None = None
    group: str = ""

    @property
    def away(self) -> bool:
        """Say whether it can be followed from anywhere."""
        return self.mode in {"online", "self-paced"}

    def title_in(self, language: str) -> tuple[str, str]:
        """Give the title and the language it is in: the asked one, else the language of teaching, else any."""
        return _said(self.title, language, self.language)

    def description_in(self, language: str) -> tuple[str, str]:
        """Give the description and the language it is in, chosen as the title is; empty where there is none."""
        return _said(self.description, language, self.language)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A member's offer in one version; trainings keep the order of the file and their ids are unique."""

    trainings: tuple[Training, ...]
    version: str = ""
    member: str = ""
    demonstration: bool = False

    def __iter__(self) -> Iterator[Training]:
        """Go through the trainings in the order of the file."""
        return iter(self.trainings)

    def __len__(self) -> int:
        """Give the number of trainings."""
        return len(self.trainings)


def unique(ids: Iterable[str]) -> Iterator[str]:
    """Give each id once, in order and one by one: an id that came before ends in `#2`, `#3` and so on.

    None is longer than `LONGEST_ID`: a longer one is cut, and cut again where it needs an ending.
    """
    times: dict[str, int] = {}
    for whole in ids:
        own = name = whole[:LONGEST_ID]
        while name in times:
            times[own] += 1
            ending = f"#{times[own]}"
            name = own[: LONGEST_ID - len(ending)] + ending
        times[name] = 1
        yield name


def _said(text: Text, language: str, own: str) -> tuple[str, str]:
    """Give a phrase and its language, looking at the asked language, the training's own, then the rest."""
    spoken = text.to_mapping()
    for wanted in (language, own, *spoken):
        if wanted in spoken:
            return spoken[wanted], wanted
    return "", language
