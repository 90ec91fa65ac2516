"""New words into the files of a pack, every other byte as it was.

The words are put in with a parser that keeps comments and layout. It drops a blank here and there, so that only the
lines which the new words changed are taken from it; and the values of the result are held against what was meant.
"""

import tomllib
from collections.abc import Iterable
from copy import deepcopy
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from app.exchange.changes import Change
from app.exchange.phrases import Step
from app.exchange.spelling import spelled
from competences.console import read_file, write_file
from competences.problems import UnwritableOutput


def write(folder: Path, changes: Iterable[Change]) -> None:
    """Write changes into the files of a pack's folder, none where one of them cannot be made.

    Raises `UnwritableOutput`, with the file's name.
    """
    by_file: dict[str, list[Change]] = {}
    for change in changes:
        by_file.setdefault(change.file, []).append(change)
    texts = {
        folder / file: edited(_text(folder / file), rows, file) for file, rows in by_file.items()
    }
    for path, text in texts.items():
        write_file(path, text)


def edited(text: str, changes: Iterable[Change], file: str) -> str:
    """Give the text of a file with its changes made."""
    rows = tuple(changes)
    try:
        document = tomlkit.parse(text)
        plain = tomlkit.dumps(document)
        for change in rows:
            _put(document, change.steps, change.words)
        found = _grafted(text, plain, tomlkit.dumps(document))
        kept = tomllib.loads(found) == _meant(text, rows)
    except (TOMLKitError, tomllib.TOMLDecodeError) as error:
        raise UnwritableOutput(file=file, detail=str(error)) from error
    if not kept:
        raise UnwritableOutput(file=file, detail="its layout cannot be kept")
    return found


def _text(path: Path) -> str:
    """Give the text of a file, its line ends as they are."""
    return read_file(path).decode("utf-8")


def _put(document: Any, steps: tuple[Step, ...], words: str) -> None:  # noqa: ANN401  (a table or an array)
    """Put words at a place of a document, written as those that stood there."""
    parent = document
    for step in steps[:-1]:
        parent = parent[step]
    last = steps[-1]
    before = parent[last] if isinstance(last, int) or last in parent else None
    item = spelled(words, before)
    if before is None and isinstance(parent, InlineTable) and parent.as_string().endswith(" }"):
        item.trivia.trail = " "
    parent[last] = item


def _meant(text: str, changes: Iterable[Change]) -> dict[str, Any]:
    """Give the values that a file should have."""
    content = deepcopy(tomllib.loads(text))
    for change in changes:
        parent: Any = content
        for step in change.steps[:-1]:
            parent = parent[step]
        parent[change.steps[-1]] = change.words
    return content


def _grafted(text: str, plain: str, changed: str) -> str:
    """Give a text with those lines taken from `changed` that differ from `plain`, the text less some blanks."""
    lines, old, new = (one.splitlines(keepends=True) for one in (text, plain, changed))
    if len(lines) != len(old):
        return changed
    parts: list[str] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        parts += lines[start:end] if tag == "equal" else new[new_start:new_end]
    whole = "".join(parts)
    # a key added at the very end brings a blank line along
    return whole if text.endswith("\n\n") else whole.rstrip("\n") + text[len(text.rstrip("\n")) :]
