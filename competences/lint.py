"""What a program can see in a pack: counts, errors of the loader, and warnings of the checks beside this file.

Wording is looked at item by item (`lint_wording.py`), balance over a whole bank (`lint_balance.py`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from competences.items import Item, ItemBank, Knowledge
from competences.lint_balance import balance_problems, key_places, longest_keys, shortest_keys
from competences.lint_wording import framework_problems, wording_problems, words_in
from competences.loading import PACKS, read_pack
from competences.problems import Problem
from competences.role_profiles import read_roles
from competences.similarity import shared
from competences.text import LANGUAGES, Text

SHARED: Final = 0.9
"""From this likeness on, a sentence counts as taken over from a text that is not ours."""


def lint(
    framework_id: str, packs: Path = PACKS, foreign: Sequence[str] = ()
) -> tuple[dict[str, Any], list[Problem]]:
    """Give the counts of a pack's items and its problems, errors first; raises `UnknownFramework`.

    `foreign` are sentences that are not ours: one of ours that is much like one of them is a problem.
    """
    bank, problems = read_pack(framework_id, packs)
    if bank is None:
        return {"items": 0}, problems
    roles, faults = read_roles(bank.framework, packs / framework_id)
    problems += faults
    problems += framework_problems(bank.framework)
    for item in bank.items:
        problems += wording_problems(item)
    if bank.items:
        problems += balance_problems(bank)
    problems += _taken_over(bank, foreign)
    problems.sort(key=lambda one: one.severity)
    return {**_counts(bank), "roles": len(roles)}, problems


def phrases(bank: ItemBank, language: str) -> dict[str, str]:
    """Give every phrase of items and level descriptions in a language, by a name that says where it stands."""
    found = {f"{code} {part}": text for code, part, text in _described(bank, language)}
    for item in bank.items:
        found[f"{item.id} stem"] = item.stem[language]
        if isinstance(item, Knowledge):
            found[f"{item.id} explanation"] = item.explanation[language]
            for place, option in enumerate(item.options):
                found[f"{item.id} option {place}"] = option[language]
            if item.exhibit is not None:
                found[f"{item.id} exhibit"] = item.exhibit.plain(language)
    return found


def _described(bank: ItemBank, language: str) -> list[tuple[str, str, str]]:
    """Give code, place and phrase of the descriptions of competences and their levels."""
    found = []
    for one in bank.framework.competences:
        found.append((one.code, "description", one.description[language]))
        for level, band in one.bands.items():
            found.append((one.code, f"{level} means", band.means[language]))
            found.append((one.code, f"{level} next", band.next[language]))
    return found


def _taken_over(bank: ItemBank, foreign: Sequence[str]) -> list[Problem]:
    """Give the phrases that are much like sentences that are not ours, in any language."""
    problems = []
    for language in LANGUAGES if foreign else ():
        ours = phrases(bank, language)
        names, texts = list(ours), list(ours.values())
        for here, there, share in shared(texts, foreign, SHARED):
            values: dict[str, str | float] = {
                "place": names[here],
                "language": language,
                "share": f"{share:.2f}",
                "text": foreign[there],
            }
            at, _, _ = names[here].partition(" ")
            where: dict[str, str | int] = {
                "file": f"{at.rpartition('-')[0] or at}.toml",
                "item": at,
            }
            problems.append(Problem("taken-over", "error", where, values))
    return problems


def _counts(bank: ItemBank) -> dict[str, Any]:
    """Give how many items there are, in all and by what they are, and the figures that a bank is judged by."""
    levels = {item.id: bank.framework.level_of(item.level) for item in bank.items}
    tasks = [item for item in bank.items if isinstance(item, Knowledge)]
    by_competence: dict[str, Counter[str]] = defaultdict(Counter)
    for item in bank.items:
        by_competence[item.competence][item.kind] += 1
    return {
        "items": len(bank.items),
        "competences": {code: dict(by_competence[code]) for code in bank.framework.codes},
        "kinds": dict(Counter(item.kind for item in bank.items)),
        "levels": dict(Counter(str(item.level) for item in bank.items)),
        "bands": dict(Counter(level.code for level in levels.values() if level is not None)),
        "formats": dict(Counter(one.format for one in tasks)),
        "exhibits": dict(Counter(one.exhibit.kind for one in tasks if one.exhibit is not None)),
        "facets": dict(Counter(item.facet for item in bank.items if item.facet)),
        "settings": dict(Counter(item.setting for item in bank.items if item.setting)),
        "ai": sum(item.ai for item in bank.items),
        "guessing": round(sum(one.guessing for one in tasks) / len(tasks), 3) if tasks else 0.0,
        "key_places": key_places(tasks),
        "longest_keys": longest_keys(tasks),
        "shortest_keys": shortest_keys(tasks),
        "words": _median_words(bank.items),
        "languages": _by_language(
            lambda language: sum(bool(i.stem[language]) for i in bank.items)
        ),
        "review": _by_language(
            lambda language: dict(Counter(i.review.get(language, "draft") for i in bank.items))
        ),
    }


def _by_language(count: Callable[[str], Any]) -> dict[str, Any]:
    """Give a figure for each language."""
    return {language: count(language) for language in LANGUAGES}


def _median_words(items: Sequence[Item]) -> dict[str, dict[str, float]]:
    """Give the median number of words in a stem, by kind and language."""
    stems: dict[str, list[Text]] = defaultdict(list)
    for item in items:
        stems[item.kind].append(item.stem)
    return {
        kind: {
            language: median(words_in(text[language]) for text in found) for language in LANGUAGES
        }
        for kind, found in stems.items()
    }
