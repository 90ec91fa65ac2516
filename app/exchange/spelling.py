"""A phrase as TOML writes it, in the manner of the phrase that it replaces."""

from typing import Final

import tomlkit
from tomlkit.items import Item, String

LITERAL: Final = "'"
BLOCK: Final = '"""'


def spelled(words: str, before: object) -> Item:
    """Give words as a TOML string: quotes, and lines of their own, as those that stood there had them."""
    manner = before.as_string() if isinstance(before, String) else ""
    if manner.startswith((BLOCK, LITERAL * 3)):
        first = manner[3:].startswith(("\n", "\r\n"))
        lines = [_escaped(line) for line in words.split("\n")]
        opening = "\n" if first or words.startswith("\n") else ""
        return tomlkit.value(f"{BLOCK}{opening}{chr(10).join(lines)}{BLOCK}")
    if manner.startswith(LITERAL) and LITERAL not in words and words.isprintable():
        return tomlkit.string(words, literal=True)
    return tomlkit.string(words)


def _escaped(line: str) -> str:
    """Give a line with what TOML wants escaped."""
    return tomlkit.string(line).as_string()[1:-1]
