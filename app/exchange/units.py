"""The units of a pack in a language: each English phrase beside its translation, with what a translator should know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.exchange.notes import note
from app.exchange.phrases import SOURCE, Phrase, Step, follow, phrases
from competences.framework import code_order
from competences.loading import frameworks, read_toml
from competences.problems import BrokenPack, Problem, UnknownFramework

FIRST = "framework"
"""The file that is read first; competences follow in the order of their codes."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A phrase for a translator: `source` is English, `target` empty where there is no translation yet.

    `state` is the review state of its question in the language, empty where a phrase has none. `file` and `steps` say
    where the target stands, `item` the steps to its question.
    """

    id: str
    source: str
    target: str
    note: str
    state: str
    file: str
    steps: tuple[Step, ...]
    item: tuple[Step, ...]
    fits: bool
    """Whether there is a place for the target in the file, or a table that can take it."""


def units(framework: str, language: str, packs: Path) -> tuple[Unit, ...]:
    """Give the units of a framework's pack in a language.

    Raises `UnknownFramework`, and `BrokenPack` where a file is not TOML.
    """
    return tuple(
        _unit(phrase, content, path.name, language)
        for path, content in _contents(framework, packs)
        for phrase in phrases(content, path.stem)
    )


def _contents(framework: str, packs: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give each file of a pack with its content."""
    if framework not in frameworks(packs):
        raise UnknownFramework(framework=framework)
    for path in sorted((packs / framework).glob("*.toml"), key=_order):
        problems: list[Problem] = []
        content = read_toml(path, problems)
        if content is None:
            raise BrokenPack(file=path.name, row=problems[0].where["row"])
        yield path, content


def _unit(phrase: Phrase, content: Mapping[str, Any], file: str, language: str) -> Unit:
    """Give the unit of a phrase."""
    item = phrase.before[:2] if phrase.before[0] == "items" else ()
    state = follow(content, (*item, "review", language)) if item else ""
    return Unit(
        id=phrase.id,
        source=phrase.texts[SOURCE],
        target=phrase.texts.get(language, ""),
        note=note(phrase, content),
        state=state if isinstance(state, str) else "",
        file=file,
        steps=phrase.steps(language),
        item=item,
        fits=language in phrase.texts or not phrase.after,
    )


def _order(path: Path) -> tuple[bool, tuple[tuple[int, int | str], ...]]:
    """Give a sort key: the framework first, and 1.10 after 1.9."""
    return path.stem != FIRST, code_order(path.stem)
