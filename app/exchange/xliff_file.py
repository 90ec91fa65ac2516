"""Units as an XLIFF 2.0 file: one `file` a file of the pack, a `unit` a phrase, one segment each.

A document type is refused before anything is parsed: it is the way to entities that grow without end.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final
from xml.etree import ElementTree as ET

from app.exchange.phrases import SOURCE
from app.exchange.returned import Mark, Returned, ReturnedUnit, primary
from app.exchange.units import Unit
from competences.problems import UnreadableInput

SPACE: Final = "urn:oasis:names:tc:xliff:document:2.0"
IN: Final = f"{{{SPACE}}}"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
FOREIGN: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""Characters that XML cannot hold, and the carriage return, which it would lose."""
TRANSPARENT: Final = frozenset({f"{IN}mrk", f"{IN}sm", f"{IN}em"})
"""Marks of a tool around words, which change no word."""
READ: Final = frozenset({"reviewed", "final"})


def xliff_text(units: Iterable[Unit], framework: str, language: str) -> str:
    """Give units as the text of an XLIFF file."""
    attributes = {"xmlns": SPACE, "version": "2.0", "srcLang": SOURCE, "trgLang": language}
    root = ET.Element("xliff", attributes)
    words: list[tuple[ET.Element, str]] = []
    for file, rows in groupby(units, key=lambda unit: unit.file):
        place = {"id": _token(file), "original": f"{framework}/{file}", "canResegment": "no"}
        parent = ET.SubElement(root, "file", {**place, "xml:space": "preserve"})
        for unit in rows:
            words += _add(parent, unit)
    # laid out first and filled then: no layout gets into the words
    ET.indent(root, " ")
    for element, text in words:
        _fill(element, text)
    return HEAD + ET.tostring(root, encoding="unicode") + "\n"


def read_xliff_file(data: bytes, name: str) -> Returned:
    """Give what an XLIFF file brings back; raises `UnreadableInput` where it is none."""
    root = _root(data, name)
    if root.tag != f"{IN}xliff":
        raise UnreadableInput(file=name, detail="it is not XLIFF 2.0")
    named = {one.get("original", "").partition("/")[0] for one in root.iter(f"{IN}file")}
    framework = ", ".join(sorted(named - {""}))
    try:
        units = tuple(_unit(element) for element in root.iter(f"{IN}unit"))
    except RecursionError as error:
        raise UnreadableInput(file=name, detail="its marks are nested too deep") from error
    source, target = (primary(root.get(one, "")) for one in ("srcLang", "trgLang"))
    return Returned(framework, source, target, units)


def _root(data: bytes, name: str) -> ET.Element:
    """Give the root of a document without a document type."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
        if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
            raise UnreadableInput(file=name, detail="it has a document type, which is refused")
        # read as text, so that no declared encoding can hide what was looked for
        return ET.fromstring(text)  # noqa: S314  (no document type, so no entities)
    except (ET.ParseError, ValueError) as error:
        raise UnreadableInput(file=name, detail=str(error)) from error


def _add(parent: ET.Element, unit: Unit) -> Iterator[tuple[ET.Element, str]]:
    """Add a unit to a file; give the elements that wait for their words."""
    element = ET.SubElement(parent, "unit", {"id": _token(unit.id), "name": unit.id})
    notes = ET.SubElement(element, "notes")
    yield ET.SubElement(notes, "note", {"category": "place"}), unit.note
    if unit.state:
        yield ET.SubElement(notes, "note", {"category": "review"}), unit.state
    # never “reviewed”: that word is left to whoever reads what comes back
    state = "translated" if unit.target else "initial"
    segment = ET.SubElement(element, "segment", {"state": state})
    yield ET.SubElement(segment, "source"), unit.source
    if unit.target:
        yield ET.SubElement(segment, "target"), unit.target


def _token(name: str) -> str:
    """Give a name as XML allows it for an id: steps parted by colons, other marks by their number."""
    plain = re.sub(r"[^A-Za-z0-9.\-/_]", lambda found: f"_x{ord(found[0]):x}_", name)
    return plain.replace("/", ":")


def _fill(element: ET.Element, text: str) -> None:
    """Put words into an element, characters that XML cannot hold by their number."""
    parts = FOREIGN.split(text)
    element.text = parts[0]
    for found, part in zip(FOREIGN.findall(text), parts[1:], strict=True):
        code = ET.SubElement(element, "cp", {"hex": f"{ord(found):04X}"})
        code.tail = part


def _unit(element: ET.Element) -> ReturnedUnit:
    """Give a unit of a file; segments that a tool made of it are joined, one without target leaves it untranslated."""
    segments = [one for one in element if one.tag in {f"{IN}segment", f"{IN}ignorable"}]
    sources = [_words(one.find(f"{IN}source")) for one in segments]
    pairs = [(one, one.find(f"{IN}target")) for one in segments]
    whole = all(target is not None or one.tag == f"{IN}ignorable" for one, target in pairs)
    targets = [
        _words(one.find(f"{IN}source") if target is None else target) for one, target in pairs
    ]
    languages = [target.get(LANGUAGE, "") for _one, target in pairs if target is not None]
    states = {one.get("state", "initial") for one in segments if one.tag == f"{IN}segment"}
    return ReturnedUnit(
        id=element.get("name") or element.get("id", "").replace(":", "/"),
        source="".join(text for text, _inline in sources),
        target="".join(text for text, _inline in targets) if whole else "",
        mark=_mark(states),
        language=next((primary(one) for one in languages if one), ""),
        inline=any(inline for _text, inline in (*sources, *targets)),
    )


def _mark(states: set[str]) -> Mark:
    """Give what the states of all segments of a unit say together."""
    if states and states <= READ:
        return "read"
    return "draft" if not states or "initial" in states else "done"


HALVES: Final = range(0xD800, 0xE000)
"""Halves of characters: no letter is made of one alone."""


def _words(element: ET.Element | None) -> tuple[str, bool]:
    """Give the words of a source or target, and whether there are codes in it that we never send."""
    if element is None:
        return "", False
    parts, inline = [element.text or ""], False
    for one in element:
        if one.tag == f"{IN}cp":
            code = one.get("hex", "")
            place = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else HALVES[0]
            known = place not in HALVES
            parts.append(chr(place) if known else "")
            inline = inline or not known
        else:
            text, foreign = _words(one)
            parts.append(text)
            inline = inline or foreign or one.tag not in TRANSPARENT
        parts.append(one.tail or "")
    return "".join(parts), inline
