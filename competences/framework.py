"""A competence framework as data: areas, competences, levels and where on the latent scale each level begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from competences.text import Text

NameStatus = Literal["official", "draft", "published", "ours"]
LevelsStatus = Literal["verified", "unverified"]
LEVELS_STATUSES: Final = get_args(LevelsStatus)
Purpose = Literal["life", "job", "ict", "teaching"]
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)
"""What somebody may want a check for."""
AIMS: Final = (
    *("items", "ai", "exhibits", "self_report_each", "knowledge_each"),
    *("facets_each", "levels_each", "bands_each", "explained_each"),
)
"""What a bank may be written towards, as `lint_balance.py` counts it."""


def code_order(code: str) -> tuple[tuple[int, int | str], ...]:
    """Give a sort key of codes under which 1.10 comes after 1.9."""
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in code.split("."))


@dataclass(frozen=True, slots=True)
class Level:
    """A named level (band); `start` is the first numbered level that belongs to it, counted from 1."""

    code: str
    name: Text
    start: int


@dataclass(frozen=True, slots=True)
class Area:
    """A group of competences; `code` is the framework's own."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Band:
    """A level within a competence in two sentences of our own: what it means, and what comes next."""

    means: Text
    next: Text


@dataclass(frozen=True, slots=True)
class Competence:
    """One competence: its code (`"1.1"`), the code of its area, its name and one plain sentence of our own.

    `levels` are the numbered levels that the framework defines for it, empty for all of them; `levels_status` says
    whether that list was seen in a source that counts. `bands` explains its levels by their code, `"none"` too.
    """

    code: str
    area: str
    name: Text
    description: Text
    levels: tuple[int, ...] = ()
    levels_status: LevelsStatus = "verified"
    bands: Mapping[str, Band] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cuts:
    """How the doors were set: `status` is `"provisional"` until a panel has set them; `set_on` is an ISO date."""

    status: str
    method: str
    set_on: str


@dataclass(frozen=True, slots=True)
class PriorNumbers:
    """The six numbers that give the covariance of all traits (`traits.py` says how).

    general, area: shares of variance of the general and the area trait; bias_general: covariance of the answering
    tendency with the general trait; bias_sd, bias_mean: its SD and mean; perceived_own: SD of the own part of a
    perceived trait.
    """

    general: float
    area: float
    bias_general: float
    bias_sd: float
    perceived_own: float
    bias_mean: float


@dataclass(frozen=True, slots=True)
class Rules:
    """Shares that decide what is said: a level from `name_level`, a pair from `name_pair`, a floor from `floor`.

    `dont_know` is how far "I don't know" to a statement counts as its lowest step.
    """

    name_level: float
    name_pair: float
    floor: float
    dont_know: float


@dataclass(frozen=True, slots=True)
class Handover:
    """From which numbered level on overall a framework has said what it can, and which one goes on from there."""

    at: int
    to: str
    words: Text


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework in one version; `id` is family and version (`"digcomp-3.0"`).

    `doors[l - 1]` is the latent position where numbered level `l` begins; `steps` are the answers to a statement, from
    low to high; `name_status` says per language where the names of the competences come from. `audience` says in one
    phrase whom it is for, `purposes` which wants of a person it serves; `aims` are the numbers that its bank is written
    towards (`lint.py` knows their names).
    """

    id: str
    family: str
    version: str
    name: Text
    name_status: dict[str, NameStatus]
    doors: tuple[float, ...]
    levels: tuple[Level, ...]
    below: Text
    areas: tuple[Area, ...]
    competences: tuple[Competence, ...]
    steps: tuple[Text, ...]
    cuts: Cuts
    prior: PriorNumbers
    rules: Rules
    audience: Text = field(default_factory=Text)
    purposes: tuple[str, ...] = ()
    aims: Mapping[str, float] = field(default_factory=dict)
    handover: Handover | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the codes of all competences, in the framework's order."""
        return tuple(competence.code for competence in self.competences)

    @property
    def level_codes(self) -> tuple[str, ...]:
        """Give the codes of the named levels, from low to high."""
        return tuple(level.code for level in self.levels)

    @property
    def top(self) -> int:
        """Give the highest numbered level."""
        return len(self.doors)

    def competence(self, code: str) -> Competence:
        """Give the competence with a code; `KeyError` where there is none."""
        for competence in self.competences:
            if competence.code == code:
                return competence
        raise KeyError(code)

    def of_area(self, area: str) -> tuple[Competence, ...]:
        """Give the competences of an area, in the framework's order."""
        return tuple(competence for competence in self.competences if competence.area == area)

    def level_of(self, number: int) -> Level | None:
        """Give the named level that holds a numbered level; None below the first."""
        held = [level for level in self.levels if level.start <= number]
        return held[-1] if held else None

    def levels_of(self, code: str) -> tuple[Level, ...]:
        """Give the named levels that a competence is defined at, from low to high; all where it names none."""
        defined = self.competence(code).levels
        if not defined:
            return self.levels
        held = {self.level_of(number) for number in defined}
        return tuple(level for level in self.levels if level in held)

    def levels_of_area(self, area: str) -> tuple[Level, ...]:
        """Give the named levels that some competence of an area is defined at, from low to high."""
        there = {level for one in self.of_area(area) for level in self.levels_of(one.code)}
        return tuple(level for level in self.levels if level in there)

    def level_name(self, code: str) -> Text:
        """Give the name of a level code; `"none"` is the name for below the first level."""
        if code == "none":
            return self.below
        return next(level.name for level in self.levels if level.code == code)
