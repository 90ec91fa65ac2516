"""What a program can see in a pack: counts, errors of the loader, and warnings about how the items are spread."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from competences.items import Item, ItemBank, Knowledge, SelfReport
from competences.loading import PACKS, read_pack
from competences.problems import Problem
from competences.text import LANGUAGES, Text

MOST_GUESSING: Final = 0.20
MOST_WORDS: Final = {"stem": 60, "explanation": 60, "options": 25}
LONGEST: Final = 1.5
"""How many times the mean of the other options the right one may have in letters."""
KINDS: Final = (SelfReport.kind, Knowledge.kind)


def lint(framework_id: str, packs: Path = PACKS) -> tuple[dict[str, Any], list[Problem]]:
    """Give the counts of a pack's items and its problems, errors first; raises `UnknownFramework`."""
    bank, problems = read_pack(framework_id, packs)
    if bank is None:
        return {"items": 0}, problems
    problems += _spread(bank)
    for item in bank.items:
        problems += _wording(item)
    problems.sort(key=lambda one: one.severity)
    return _counts(bank), problems


def _counts(bank: ItemBank) -> dict[str, Any]:
    """Give how many items there are, in all and by competence, kind, level, language and review state."""
    levels = {item.id: bank.framework.level_of(item.level) for item in bank.items}
    by_competence: dict[str, Counter[str]] = defaultdict(Counter)
    for item in bank.items:
        by_competence[item.competence][item.kind] += 1
    return {
        "items": len(bank.items),
        "competences": {code: dict(by_competence[code]) for code in bank.framework.codes},
        "kinds": dict(Counter(item.kind for item in bank.items)),
        "levels": dict(Counter(str(item.level) for item in bank.items)),
        "bands": dict(Counter(level.code for level in levels.values() if level is not None)),
        "formats": dict(Counter(one.format for one in bank.items if isinstance(one, Knowledge))),
        "languages": {
            language: sum(bool(item.stem[language]) for item in bank.items)
            for language in LANGUAGES
        },
        "review": {
            language: dict(Counter(item.review.get(language, "draft") for item in bank.items))
            for language in LANGUAGES
        },
    }


def _spread(bank: ItemBank) -> Iterator[Problem]:
    """Give what the spread of items lacks: kinds and floors by competence, bands by area."""
    framework = bank.framework
    for code in framework.codes:
        own = [item for item in bank.items if item.competence == code]
        where: dict[str, str | int] = {"file": f"{code}.toml", "row": 1}
        for kind in KINDS:
            if not any(item.kind == kind for item in own):
                values: dict[str, str | float] = {"code": code, "kind": kind}
                yield Problem("no-items", "warning", where, values)
        floors = [item.guessing for item in own if isinstance(item, Knowledge)]
        share = sum(floors) / len(floors) if floors else 0.0
        if share > MOST_GUESSING + 1e-9:
            values = {"code": code, "share": f"{share:.2f}", "most": f"{MOST_GUESSING:.2f}"}
            yield Problem("guessing-high", "warning", where, values)
    for area in framework.areas:
        for kind in KINDS:
            yield from _bands(bank, area.code, kind)


def _bands(bank: ItemBank, area: str, kind: str) -> Iterator[Problem]:
    """Give the bands that no item of a kind stands at in an area."""
    levels = {
        bank.framework.level_of(item.level)
        for item in bank.items
        if item.kind == kind and bank.framework.competence(item.competence).area == area
    }
    for level in bank.framework.levels:
        if level not in levels:
            values: dict[str, str | float] = {
                "kind": kind,
                "level": level.code,
                "area": area,
            }
            where: dict[str, str | int] = {"file": "framework.toml", "row": 1}
            yield Problem("band-missing", "warning", where, values)


def _wording(item: Item) -> Iterator[Problem]:
    """Give what a program sees in an item's words: too many of them, a key that its length gives away."""
    where: dict[str, str | int] = {"file": f"{item.competence}.toml", "item": item.id}
    yield from _long(item.stem, "stem", where)
    if isinstance(item, SelfReport):
        return
    yield from _long(item.explanation, "explanation", where)
    for option in item.options:
        yield from _long(option, "options", where)
    if item.format != "one" or not isinstance(item.key, int):
        return
    for language in LANGUAGES:
        lengths = [len(option[language]) for option in item.options]
        others = [length for place, length in enumerate(lengths) if place != item.key]
        if lengths[item.key] > LONGEST * sum(others) / len(others):
            yield Problem("key-longest", "warning", where, {"language": language})


def _long(text: Text, field: str, where: dict[str, str | int]) -> Iterator[Problem]:
    """Give the languages in which a text has too many words."""
    for language in LANGUAGES:
        words = len(text[language].split())
        if words > MOST_WORDS[field]:
            values: dict[str, str | float] = {
                "field": field,
                "n": words,
                "language": language,
            }
            yield Problem("long-text", "warning", where, values)
