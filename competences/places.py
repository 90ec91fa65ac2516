"""Where a thing stands in a TOML file: the parser gives values without their lines, a writer needs the line."""

import re
from dataclasses import dataclass
from typing import Final, Self

ITEM: Final = re.compile(r"^\s*\[\[\s*items\s*\]\]")


@dataclass(frozen=True, slots=True)
class Places:
    """The lines of a file, and the first line of each of its items, counted from 1."""

    lines: tuple[str, ...]
    items: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Self:
        """Give the places of a file's text."""
        lines = tuple(text.splitlines())
        items = tuple(row for row, line in enumerate(lines, 1) if ITEM.match(line))
        return cls(lines, items)

    def item(self, index: int, field: str = "") -> int:
        """Give the line of an item's field, or of the item where the field has no line of its own."""
        start = self.items[index] if index < len(self.items) else 1
        later = self.items[index + 1 : index + 2]
        end = later[0] - 1 if later else len(self.lines)
        return self._field(field, start, end)

    def head(self, field: str) -> int:
        """Give the line of a field that stands before the items, else 1."""
        end = self.items[0] - 1 if self.items else len(self.lines)
        return self._field(field, 1, end)

    def _field(self, field: str, start: int, end: int) -> int:
        """Give the first line from `start` to `end` that sets a field or opens its table."""
        name = re.escape(field)
        opens = re.compile(rf"^\s*(\[+\s*(items\.)?{name}\s*\]+|{name}\s*=)")
        rows = range(start, end + 1)
        return next((row for row in rows if field and opens.match(self.lines[row - 1])), start)
