"""Exhibits: the thing that a task shows, as data: an e-mail, a table, a settings screen, a short program.

A kind is a list of fields with their shapes (`KINDS`). The loader checks by it, pages and the interface draw by it,
translators meet its phrases one by one. The words stand by language, because a screen is read as a whole; the four
versions have the same shape.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from competences.text import LANGUAGES, Text

Line = str
Lines = tuple[str, ...]
Rows = tuple[tuple[str, ...], ...]
Value = Line | Lines | Rows
Shape = Literal["line", "lines", "rows", "figures"]
Said = Literal["apart", "joined", "sparse", "lettered"]
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The columns of a spreadsheet; no table that is shown is wider."""
FIGURE: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
"""A figure of a chart, with a point for decimals in every language."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of exhibit: its name, shape, whether it must be there, and what it is called on a page.

    Rows of `figures` end in a number. `width` is the number of cells in each row: 0 where rows must only be equally
    long, -1 where they follow the field `head`. `said` is how its plain text is made: each line `apart`, `joined` in
    one, without the empty cells (`sparse`), or as a spreadsheet has it, columns by letter and rows by number
    (`lettered`).
    """

    name: str
    shape: Shape
    needed: bool = True
    label: Text = field(default_factory=Text)
    width: int = 0
    said: Said = "apart"


def _kind(*fields: Field) -> Mapping[str, Field]:
    """Give the fields of a kind by name, in the order in which they are shown."""
    return MappingProxyType({one.name: one for one in fields})


WORDS: Final = tomllib.loads(
    (Path(__file__).parent / "packs" / "exhibits.toml").read_text(encoding="utf-8")
)
NAMES: Final[Mapping[str, Text]] = MappingProxyType(
    {kind: Text.from_mapping(words) for kind, words in WORDS["kinds"].items()}
)
"""What a kind of exhibit is called: said before it, so that nobody must see it to know what it is."""
EMPTY: Final = "–"
"""What stands in plain text for a cell without words, so that the others keep their columns."""
BAR: Final = " | "


def _label(name: str) -> Text:
    """Give what a field is called."""
    return Text.from_mapping(WORDS["labels"][name])


KINDS: Final[Mapping[str, Mapping[str, Field]]] = MappingProxyType(
    {
        "email": _kind(
            Field("from", "line", label=_label("from")),
            Field("to", "line", needed=False, label=_label("to")),
            Field("date", "line", needed=False, label=_label("date")),
            Field("subject", "line", label=_label("subject")),
            Field("body", "lines"),
            Field("button", "line", needed=False, label=_label("button")),
            Field("leads", "line", needed=False, label=_label("leads")),
            Field("attachment", "line", needed=False, label=_label("attachment")),
        ),
        "message": _kind(Field("thread", "rows", width=2)),
        "browser": _kind(
            Field("address", "line", label=_label("address")),
            Field("title", "line"),
            Field("body", "lines"),
            Field("button", "line", needed=False, label=_label("button")),
        ),
        "search": _kind(
            Field("query", "line", label=_label("query")),
            Field("results", "rows", width=4, said="sparse"),
        ),
        "files": _kind(
            Field("place", "line", label=_label("place")),
            Field("head", "lines", said="joined"),
            Field("rows", "rows", width=-1),
        ),
        "sheet": _kind(
            Field("cell", "line", needed=False, label=_label("cell")),
            Field("formula", "line", needed=False, label=_label("formula")),
            Field("rows", "rows", said="lettered"),
        ),
        "settings": _kind(Field("title", "line"), Field("rows", "rows", width=2)),
        "prompt": _kind(
            Field("app", "line"),
            Field("body", "lines"),
            Field("buttons", "lines", label=_label("buttons")),
        ),
        "chat": _kind(Field("with", "line"), Field("thread", "rows", width=2)),
        "program": _kind(
            Field("lines", "lines"), Field("note", "line", needed=False, label=_label("note"))
        ),
        "chart": _kind(
            Field("title", "line"),
            Field("unit", "line", label=_label("unit")),
            Field("rows", "figures", width=2),
            Field("source", "line", needed=False, label=_label("source")),
        ),
        "form": _kind(
            Field("title", "line"),
            Field("rows", "rows", width=2),
            Field("button", "line", label=_label("button")),
        ),
    }
)

Face = Mapping[str, Value]
"""An exhibit in one language: its values by field."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A thing shown: its kind and, by language, its fields."""

    kind: str
    faces: Mapping[str, Face]

    def record(self, language: str) -> dict[str, Any]:
        """Give the exhibit in a language as JSON values: `kind`, its fields, and `text`, the same in plain lines."""
        fields = {name: _listed(value) for name, value in self.faces[language].items()}
        return {"kind": self.kind, **fields, "text": self.plain(language)}

    def plain(self, language: str) -> str:
        """Give the exhibit in a language as plain lines of text, what a screen reader or an export needs."""
        lines = [NAMES[self.kind][language]]
        face = self.faces[language]
        for name, spec in KINDS[self.kind].items():
            if name in face:
                before = _before(spec.label[language], language)
                lines += _plain_lines(face[name], before, spec.said)
        return "\n".join(lines)


def _before(label: str, language: str) -> str:
    """Give a label with its colon as a language sets it; nothing where there is no label."""
    colon = "\N{NO-BREAK SPACE}: " if language == "fr" else ": "
    return f"{label}{colon}" if label else ""


def _plain_lines(value: Value, before: str, said: Said) -> Iterator[str]:
    """Give the plain lines of a field, after its label where it has one."""
    if isinstance(value, str):
        yield before + value
        return
    rows = [[row] if isinstance(row, str) else list(row) for row in value]
    if before or said == "joined":
        yield before + BAR.join(cell for row in rows for cell in row)
        return
    if said == "lettered":
        yield BAR.join(["", *LETTERS[: len(rows[0])]]).strip()
    for number, row in enumerate(rows, 1):
        cells = [cell for cell in row if cell] if said == "sparse" else [c or EMPTY for c in row]
        yield BAR.join([str(number), *cells] if said == "lettered" else cells)


def _listed(value: Value) -> Any:  # noqa: ANN401  (JSON values)
    """Give a value with lists in place of tuples."""
    return value if isinstance(value, str) else [_listed(one) for one in value]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in an exhibit: a code of `sentences.py` and the values that its sentence names."""

    code: str
    values: Mapping[str, str]


def read_exhibit(given: object) -> tuple[Exhibit | None, list[Fault]]:
    """Give the exhibit of a table in a pack, and all that is wrong in it; None where there is a fault."""
    table = given if isinstance(given, dict) else {}
    kind = str(table.get("kind", ""))
    if kind not in KINDS:
        return None, [Fault("bad-exhibit-kind", {"value": kind, "kinds": ", ".join(KINDS)})]
    faults = [
        Fault("unknown-field", {"field": f"exhibit.{name}"})
        for name in sorted(set(table) - {"kind", *LANGUAGES})
    ]
    faces: dict[str, Face] = {}
    for language in LANGUAGES:
        faces[language], found = _read_face(KINDS[kind], table.get(language), language)
        faults += found
    if not faults and len({_outline(face) for face in faces.values()}) > 1:
        faults.append(Fault("exhibit-shapes-differ", {}))
    return (None if faults else Exhibit(kind, MappingProxyType(faces))), faults


def _read_face(
    fields: Mapping[str, Field], given: object, language: str
) -> tuple[Face, list[Fault]]:
    """Give an exhibit's values in a language, and what is wrong in them."""
    table = given if isinstance(given, dict) else {}
    faults = [
        Fault("unknown-field", {"field": f"exhibit.{language}.{name}"})
        for name in sorted(set(table) - set(fields))
    ]
    face: dict[str, Value] = {}
    for name, spec in fields.items():
        if name not in table:
            if spec.needed:
                faults.append(Fault("missing-language", {"field": name, "language": language}))
            continue
        value = _frozen(table[name])
        if _fits(spec, value, table):
            face[name] = value
        else:
            values = {"field": name, "language": language, "shape": spec.shape}
            faults.append(Fault("bad-exhibit-field", values))
    return MappingProxyType(face), faults


def _frozen(value: Any) -> Any:  # noqa: ANN401  (whatever a file holds)
    """Give a value with tuples in place of lists."""
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _fits(spec: Field, value: Any, table: Mapping[str, Any]) -> bool:  # noqa: ANN401
    """Say whether a value has the shape of its field."""
    if spec.shape == "line":
        return isinstance(value, str) and bool(value.strip())
    if not isinstance(value, tuple) or not value:
        return False
    if spec.shape == "lines":
        return all(isinstance(line, str) for line in value)
    if not all(isinstance(row, tuple) and all(isinstance(c, str) for c in row) for row in value):
        return False
    if spec.shape == "figures" and not all(FIGURE.fullmatch(row[-1]) for row in value if row):
        return False
    head = table.get("head")
    wanted = spec.width or len(value[0])
    if wanted < 0:
        wanted = len(head) if isinstance(head, list) else 0
    return {len(row) for row in value} == {wanted} and 0 < wanted <= len(LETTERS)


def _outline(face: Face) -> str:
    """Give the shape of a face as text: equal where two languages have the same fields and as many lines and cells."""
    sizes = {
        name: 1
        if isinstance(value, str)
        else [len(row) if isinstance(row, tuple) else 1 for row in value]
        for name, value in face.items()
    }
    return repr(sorted(sizes.items()))
