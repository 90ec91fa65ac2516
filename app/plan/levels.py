"""Levels set by hand: one choice per competence, on top of a goal; an empty one stays as the goal says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wtforms import Field
from wtforms.validators import ValidationError

from app.filters import dash, phrase
from app.forms import NOT_OFFERED
from competences import Framework, Text
from competences.framework import Competence
from recommender import Goal, Learner, needs_of
from recommender.needs import levels_of

PREFIX: Final = "level-"
"""What begins the name of a level in the address: `level-1.1=4`."""


class Levels(Field):  # type: ignore[misc]  # the library has no types
    """All levels set by hand; `data` gives them by whole code. `offered` gives whole codes by those of the address."""

    offered: Mapping[str, str] = {}

    def process(self, formdata: Any, *rest: Any, **more: Any) -> None:  # noqa: ANN401  (as the library hands it)
        """Take what the address says, under many names."""
        del rest, more
        self.process_errors: list[str] = []
        self.errors: list[str] = []
        names = [name for name in formdata or () if name.startswith(PREFIX)]
        given = {name.removeprefix(PREFIX): formdata.get(name).strip() for name in names}
        self.raw_data = list(given.values())
        self.given = {code: level for code, level in given.items() if level}

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401  (a form has no types)
        """Refuse a competence or a level that the page does not offer."""
        del form
        if any(self._level(code) is None for code in self.given):
            raise ValidationError(NOT_OFFERED)

    @property
    def data(self) -> dict[str, int]:
        """Give the levels by whole code; those that are not offered are none."""
        found = {self.offered.get(code, ""): self._level(code) for code in self.given}
        return {code: level for code, level in found.items() if level is not None}

    def pairs(self) -> list[tuple[str, str]]:
        """Give the levels as the address writes them; what is not offered is left out."""
        return [
            (f"{PREFIX}{code}", level)
            for code, level in self.given.items()
            if self._level(code) is not None
        ]

    def _level(self, code: str) -> int | None:
        """Give a level that is offered for a competence; None for another."""
        whole, level = self.offered.get(code, ""), self.given[code]
        known = whole and (level == "0" or level in map(str, levels_of(whole)))
        return int(level) if known else None


@dataclass(frozen=True, slots=True)
class Choice:
    """The choice of one competence: where the learner stands, what the goal asks, and what is chosen in its place."""

    code: str
    competence: Competence
    here: str
    asked: str
    options: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def name(self) -> str:
        """Give the name that the address knows it by."""
        return f"{PREFIX}{self.code}"

    @property
    def control(self) -> str:
        """Give the id of its control."""
        return control(self.code)


def control(code: str) -> str:
    """Give the id of the control of a competence, by its code in the address."""
    return dash(f"{PREFIX}{code}")


def offered(frameworks: Sequence[Framework]) -> dict[str, str]:
    """Give whole codes by those of the address: bare ones for the first framework, whole ones for others."""
    return {
        written(frameworks, framework, code): f"{framework.id}/{code}"
        for framework in frameworks
        for code in framework.codes
    }


def written(frameworks: Sequence[Framework], framework: Framework, code: str) -> str:
    """Give the code of a competence or an area as the address writes it."""
    return code if framework is frameworks[0] else f"{framework.id}/{code}"


def called(frameworks: Sequence[Framework], framework: Framework, name: Text) -> str:
    """Give the name of an area or a competence, with its framework where there are several."""
    more = f" ({phrase(framework.name)})" if len(frameworks) > 1 else ""
    return f"{phrase(name)}{more}"


def choices(
    frameworks: Sequence[Framework], learner: Learner, goal: Goal, given: Mapping[str, str]
) -> list[tuple[str, list[Choice]]]:
    """Give the choices by the name of their area; `goal` is the one that holds where no level is set by hand."""
    needs = {one.competence: one for one in needs_of(learner, goal)}
    found = []
    for framework in frameworks:
        for area in framework.areas:
            rows = []
            for competence in framework.of_area(area.code):
                whole = f"{framework.id}/{competence.code}"
                code, need = written(frameworks, framework, competence.code), needs.get(whole)
                numbers = levels_of(whole)
                rows.append(
                    Choice(
                        code=code,
                        competence=competence,
                        here=level_name(framework, need.current if need else 0, numbers),
                        asked=level_name(framework, need.target, numbers)
                        if need and need.gap
                        else "",
                        options=tuple(
                            (str(one), level_name(framework, one, numbers)) for one in numbers
                        ),
                        chosen=given.get(code, ""),
                    )
                )
            found.append((called(frameworks, framework, area.name), rows))
    return found


def level_name(framework: Framework, number: int, levels: tuple[int, ...] = ()) -> str:
    """Give a level as the page names it: “Intermediate 3”, “e-2”; below the first of its levels that is said."""
    level = framework.level_of(number)
    if level is None or (levels and number < levels[0]):
        return phrase(framework.below)
    name = phrase(level.name)
    return name if framework.top == len(framework.levels) else f"{name} {number}"
