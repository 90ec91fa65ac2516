"""Questions as data: self-report statements, knowledge items, and the bank that holds them.

A self-report item measures the perceived trait of its competence by a graded curve, a knowledge item the actual trait
by a two-parameter curve over a guessing floor (`curves.py`).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from math import factorial
from typing import Any, ClassVar, Final, Literal, Self

from competences.exhibits import Exhibit
from competences.framework import Area, Competence, Cuts, Framework, Level, PriorNumbers, Rules
from competences.nodes import constants
from competences.problems import OtherEngine, UnknownItem
from competences.text import Text

ENGINE: Final = 1
"""Revision of the scoring; a change that moves a profile counts it up, and so makes new bank versions."""

Format = Literal["one", "several", "order"]
Facet = Literal["knowledge", "skill", "attitude"]
Setting = Literal["everyday", "work"]
Key = int | tuple[int, ...]
Calibration = Literal["provisional", "calibrated"]


def guessing_floor(item_format: Format, options: int) -> float:
    """Give the chance to be right by pure guessing: one of k, all that apply (not empty), or an order."""
    if item_format == "one":
        return 1 / options
    if item_format == "several":
        return 1 / (int(2**options) - 1)
    return 1.0 / factorial(options)


@dataclass(frozen=True, slots=True)
class SelfReport:
    """A statement about oneself, answered by a step counted from 0.

    `thresholds` rise, one per boundary between steps, on the latent scale; `location_se` and `slope_se` are the doubt
    about location and log slope; `level` is the numbered level that the writer declared. A `pilot` is asked to learn
    about it and never scored. `facet`, `setting` and `ai` say what it is about, for those who keep the balance of a
    bank; no number depends on them.
    """

    kind: ClassVar[Literal["self-report"]] = "self-report"
    id: str
    competence: str
    level: int
    slope: float
    thresholds: tuple[float, ...]
    stem: Text = field(default_factory=Text)
    group: str = ""
    location_se: float = 0.0
    slope_se: float = 0.0
    calibration: Calibration = "provisional"
    pilot: bool = False
    facet: Facet | None = None
    setting: Setting | None = None
    ai: bool = False
    review: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A task with a right answer.

    `key` is an option's index for format `one`, sorted indexes for `several`, the right order for `order`. `difficulty`
    lies on the latent scale; `guessing` is fixed by the format; `choices` is the number of options. `exhibit` is the
    thing that the task shows. `pilot`, `facet`, `setting` and `ai` as for a statement.
    """

    kind: ClassVar[Literal["knowledge"]] = "knowledge"
    id: str
    competence: str
    level: int
    slope: float
    difficulty: float
    guessing: float
    format: Format = "one"
    key: Key = 0
    choices: int = 2
    stem: Text = field(default_factory=Text)
    options: tuple[Text, ...] = ()
    explanation: Text = field(default_factory=Text)
    exhibit: Exhibit | None = None
    group: str = ""
    location_se: float = 0.0
    slope_se: float = 0.0
    calibration: Calibration = "provisional"
    pilot: bool = False
    facet: Facet | None = None
    setting: Setting | None = None
    ai: bool = False
    review: Mapping[str, str] = field(default_factory=dict)


Item = SelfReport | Knowledge


@dataclass(frozen=True, eq=False, repr=False)
class ItemBank:
    """A framework's items with the numbers that score them; two banks with equal numbers have the same `version`.

    `fit_limits` are pairs of a length and the 1 % quantile of person fit among honest people at that length, from short
    to long; empty where nobody worked them out (`norms.py`). `frozen` holds the kept numbers that this bank is made of.
    """

    framework: Framework
    items: tuple[Item, ...]
    fit_limits: tuple[tuple[int, float], ...] = ()
    frozen: str = field(default="", init=False)

    def __repr__(self) -> str:
        return f"ItemBank({self.framework.id!r}, {len(self.items)} items)"

    @cached_property
    def two_traits(self) -> bool:
        """Say whether statements measure a perceived and knowledge an actual trait; one kind alone has one."""
        return len({item.kind for item in self.items if not item.pilot}) > 1

    @cached_property
    def provisional(self) -> bool:
        """Say whether any number still waits for data: a cut score or an item's parameters."""
        return self.framework.cuts.status == "provisional" or any(
            item.calibration == "provisional" for item in self.items if not item.pilot
        )

    @cached_property
    def version(self) -> str:
        """Give the id of the numbers: the first 16 hex digits of their SHA-256."""
        return hashlib.sha256(self.numbers().encode()).hexdigest()[:16]

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def item(self, item_id: str) -> Item:
        """Give the item with an id; raises `UnknownItem`."""
        found = self._by_id.get(item_id)
        if found is None:
            raise UnknownItem(item=item_id)
        return found

    def numbers(self) -> str:
        """Give all numbers that a score depends on as canonical JSON: no texts, items by id.

        A bank made of kept numbers gives these back, byte for byte.
        """
        if self.frozen:
            return self.frozen
        framework = self.framework
        record = {
            "engine": ENGINE,
            "framework": framework.id,
            "tables": constants(),
            "levels": [[level.code, level.start] for level in framework.levels],
            "competences": [_numbers_of_competence(one) for one in framework.competences],
            "doors": framework.doors,
            "cuts": asdict(framework.cuts),
            "prior": asdict(framework.prior),
            "rules": asdict(framework.rules),
            "steps": len(framework.steps),
            "fit_limits": self.fit_limits,
            "items": [_numbers_of(item) for item in sorted(self.items, key=lambda one: one.id)],
        }
        return json.dumps(record, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_numbers(cls, numbers: str, texts: "ItemBank") -> Self:
        """Give the bank of kept numbers with the texts of another bank; what is gone there has no text.

        Its version stays that of the numbers. Raises `OtherEngine` where they were made for a scoring that is not here.
        """
        record = json.loads(numbers)
        if record["engine"] != ENGINE or record["tables"] != json.loads(json.dumps(constants())):
            raise OtherEngine(engine=str(record["engine"]))
        known = texts.framework
        names = {one.code: one for one in known.competences}
        area_names = {area.code: area for area in known.areas}
        level_names = {level.code: level.name for level in known.levels}
        codes = dict.fromkeys(area for _, area, *_ in record["competences"])
        framework = replace(
            known,
            levels=tuple(
                Level(code, level_names.get(code, Text()), start)
                for code, start in record["levels"]
            ),
            areas=tuple(area_names.get(code, Area(code, Text())) for code in codes),
            competences=tuple(
                replace(
                    names.get(code, Competence(code, area, Text(), Text())),
                    area=area,
                    levels=tuple(levels),
                )
                for code, area, *levels in record["competences"]
            ),
            doors=tuple(record["doors"]),
            cuts=Cuts(**record["cuts"]),
            prior=PriorNumbers(**record["prior"]),
            rules=Rules(**record["rules"]),
            steps=_steps(record.get("steps", len(known.steps)), known),
        )
        bank = cls(
            framework,
            tuple(_item_of(row, texts) for row in record["items"]),
            tuple((length, limit) for length, limit in record.get("fit_limits", ())),
        )
        # no argument of the class: a bank made of this one by `replace` has numbers of its own
        object.__setattr__(bank, "frozen", numbers)
        return bank


def _steps(count: int, known: Framework) -> tuple[Text, ...]:
    """Give the answers to a statement as they were counted; without words where their number is another today."""
    return known.steps if len(known.steps) == count else (Text(),) * count


def _numbers_of_competence(one: Competence) -> list[str | int]:
    """Give code and area of a competence, then the numbered levels that it is bound to, where it is."""
    return [one.code, one.area, *one.levels]


def _numbers_of(item: Item) -> dict[str, Any]:
    """Give an item's numbers as JSON values."""
    shared = {
        name: getattr(item, name)
        for name in (
            *("id", "kind", "competence", "level", "group", "calibration", "pilot"),
            *("slope", "location_se", "slope_se"),
        )
    }
    if isinstance(item, SelfReport):
        return {**shared, "thresholds": item.thresholds}
    own = {
        name: getattr(item, name)
        for name in ("difficulty", "guessing", "format", "key", "choices")
    }
    return {**shared, **own}


def _item_of(row: dict[str, Any], texts: ItemBank) -> Item:
    """Give the item of kept numbers, with its texts where the other bank still has it in the same kind and shape."""
    numbers = {"pilot": False, **{name: value for name, value in row.items() if name != "kind"}}
    known = texts._by_id.get(row["id"])  # noqa: SLF001  (a bank reads a bank)
    if row["kind"] == SelfReport.kind:
        numbers["thresholds"] = tuple(row["thresholds"])
        if isinstance(known, SelfReport):
            return replace(known, **numbers)
        return SelfReport(**numbers)
    numbers["key"] = tuple(row["key"]) if isinstance(row["key"], list) else row["key"]
    if isinstance(known, Knowledge) and len(known.options) == numbers["choices"]:
        return replace(known, **numbers)
    return Knowledge(**numbers)
