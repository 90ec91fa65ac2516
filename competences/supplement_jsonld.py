"""A supplement as JSON-LD: its `@graph` of nodes to official texts. No context or address is fetched.

A statement names its level as `ProficiencyLevel/Basic`, which is no node: the nodes are `Basic_1`, `Basic_2`. So
levels are joined by name.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from competences.framework import Framework
from competences.problems import Problem
from competences.supplement import ORIGINAL, Entry, Kind, OfficialText, UnusableSupplement, plain
from competences.supplement_judging import judged
from competences.text import LANGUAGES

Node = Mapping[str, Any]

KINDS: Final[Mapping[str, Kind]] = {
    "Competence": "descriptor",
    "CompetenceStatement": "statement",
    "LearningOutcome": "outcome",
}
LEVEL: Final = "ProficiencyLevel"

_NUMBER: Final = re.compile(r"_\d+$")


def from_jsonld(
    parsed: object, framework: Framework
) -> tuple[tuple[OfficialText, ...], list[Problem]]:
    """Give the texts of a parsed JSON-LD document and what is wrong in it, by node.

    Problems: those of `judged`. Raises `UnusableSupplement` (`no-supplement`).
    """
    entries = _entries(parsed)
    levels = [_said(one, "four_levels_name") for one in _nodes(parsed) if one["@type"] == LEVEL]
    return judged(entries, levels, framework)


def sentences(parsed: object) -> tuple[str, ...]:
    """Give every text of a parsed document in every language, usable or not, each once.

    Raises `UnusableSupplement` (`no-supplement`).
    """
    found = (text for entry in _entries(parsed) for text in entry.texts.values() if text)
    return tuple(dict.fromkeys(found))


def _entries(parsed: object) -> list[Entry]:
    """Give an entry per competence, statement and outcome; raises where there is no statement and no outcome."""
    entries = [_entry(node) for node in _nodes(parsed) if node["@type"] in KINDS]
    if all(entry.kind == "descriptor" for entry in entries):
        raise UnusableSupplement(code="no-supplement")
    return entries


def _nodes(parsed: object) -> Iterator[Node]:
    """Go through the nodes that say in one word what they are."""
    graph = parsed.get("@graph") if isinstance(parsed, Mapping) else None
    for node in graph if isinstance(graph, list) else ():
        if isinstance(node, Mapping) and isinstance(node.get("@type"), str):
            yield node


def _entry(node: Node) -> Entry:
    kind = KINDS[node["@type"]]
    code = _local(node, "@id")
    return Entry(
        {"node": _said(node, "@id")[:80]},
        kind,
        code,
        code if kind == "descriptor" else _local(node, "competence_id"),
        _NUMBER.sub("", _local(node, "four_levels_proficiency_name")),
        _said(node, "type"),
        _said(node, "ai_label"),
        {language: _said(node, _field(language)) for language in LANGUAGES},
    )


def _field(language: str) -> str:
    """Give the name of the field that holds a text in a language."""
    return "description" if language == ORIGINAL else f"description_{language}"


def _local(node: Node, field: str) -> str:
    """Give what stands after the kind in a name: `1.1` of `Competence/1.1`."""
    return _said(node, field).rpartition("/")[2].strip()


def _said(node: Node, field: str) -> str:
    """Give the text of a field, empty where it holds none."""
    value = node.get(field)
    return plain(value) if isinstance(value, str) else ""
