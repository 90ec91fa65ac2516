"""Every phrase of a pack's file and where it stands, found by its shape: a table with a value for each language."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from competences.text import LANGUAGES

SOURCE: Final = "en"
"""The language that translators read."""
TARGETS: Final = tuple(one for one in LANGUAGES if one != SOURCE)
STATES: Final = frozenset({"review", "name_status"})
"""Tables that say something about each language and hold no phrase."""
NAMES: Final = ("id", "code", "level")
"""What names a row of a list, the first that a row has."""

Step = str | int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase: its id, and the steps to its language and from there on; `texts` has what each language says.

    An exhibit stands by language, so that steps follow the language there; elsewhere the language comes last.
    """

    id: str
    before: tuple[Step, ...]
    after: tuple[Step, ...]
    texts: Mapping[str, str]

    def steps(self, language: str) -> tuple[Step, ...]:
        """Give the way to the phrase in a language."""
        return (*self.before, language, *self.after)


def phrases(content: Mapping[str, Any], name: str) -> Iterator[Phrase]:
    """Give the phrases of a file's content in its order; their ids begin with the file's name.

    A phrase without English words is none: nobody could translate it.
    """
    for key, value in content.items():
        if key in LANGUAGES:
            continue
        # the roles of roles.toml are not named twice
        for phrase in _within(value, (key,), (name,) if key == name else (name, key)):
            if phrase.texts.get(SOURCE):
                yield phrase


def follow(value: Any, steps: Sequence[Step]) -> Any:  # noqa: ANN401  (whatever a file holds)
    """Give what stands at the end of some steps, None where they lead nowhere."""
    for step in steps:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _within(value: Any, steps: tuple[Step, ...], names: tuple[str, ...]) -> Iterator[Phrase]:  # noqa: ANN401
    """Give the phrases below a value."""
    if isinstance(value, dict):
        if names[-1] in STATES:
            return
        if any(language in value for language in LANGUAGES):
            yield from _spoken(value, steps, names)
            return
        for key, one in value.items():
            yield from _within(one, (*steps, key), (*names, key))
    elif isinstance(value, list):
        for index, (name, one) in enumerate(zip(_names(value), value, strict=True)):
            yield from _within(one, (*steps, index), (*names, name))


def _spoken(
    table: Mapping[str, Any], steps: tuple[Step, ...], names: tuple[str, ...]
) -> Iterator[Phrase]:
    """Give the phrases of a table by language: one, or all that its English side shows."""
    for after in _leaves(table.get(SOURCE), ()):
        found = {language: follow(table.get(language), after) for language in LANGUAGES}
        texts = {language: one for language, one in found.items() if isinstance(one, str)}
        yield Phrase("/".join((*names, *map(str, after))), steps, after, texts)


def _leaves(value: Any, steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:  # noqa: ANN401
    """Give the way to every string within a value."""
    if isinstance(value, str):
        yield steps
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(one, (*steps, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _leaves(one, (*steps, index))


def _names(rows: Sequence[Any]) -> list[str]:
    """Give what each row of a list is called: what names it, so that ids stay when rows move; else its place."""
    given = [_name(row) for row in rows]
    names = [
        name if name and given.count(name) == 1 else str(index) for index, name in enumerate(given)
    ]
    return names if len(set(names)) == len(names) else [str(index) for index in range(len(rows))]


def _name(row: Any) -> str:  # noqa: ANN401
    """Give what names a row; empty where nothing does that can be part of an id."""
    if not isinstance(row, dict):
        return ""
    name = next((row[key] for key in NAMES if isinstance(row.get(key), str)), "")
    return name if re.fullmatch(r"[\w.\-]+", name) else ""
