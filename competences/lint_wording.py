"""What a program sees in the words of one item: length, form, typography, and how the four languages compare."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from competences.framework import Framework
from competences.items import Item, Knowledge, SelfReport
from competences.problems import Problem
from competences.text import LANGUAGES, Text

MOST_WORDS: Final = {"stem": 60, "explanation": 60, "options": 25, "bands": 40}
LONGEST_SENTENCE: Final = 25
"""Words of a sentence that somebody who reads slowly still holds in one go."""
LONGEST: Final = 1.5
"""How many times the mean of the other options the right one may have in letters."""
APART: Final = 1.9
"""How many times as long as the shortest the longest of the four versions may be."""
ASKED: Final = {"nl": "Kun je", "fr": "Pouvez-vous", "de": "Können Sie", "en": "Can you"}
"""How a statement about oneself begins: one act, asked as a can-do."""
STRAIGHT: Final = re.compile("['\"]")
FRENCH: Final = re.compile(
    "(?<![\u00a0\u202f\\d])[?!:;](?=\\s|$|»)|«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»"
)
SENTENCE_END: Final = re.compile(r"(?<=[.?!])\s+")
WORD: Final = re.compile(r"\w")


def words_in(text: str) -> int:
    """Give the number of words; a mark that stands alone, as French sets it, is none."""
    return sum(bool(WORD.search(part)) for part in text.split())


def wording_problems(item: Item) -> Iterator[Problem]:
    """Give what is wrong in an item's words."""
    where: dict[str, str | int] = {"file": f"{item.competence}.toml", "item": item.id}
    texts = {"stem": [item.stem]}
    if isinstance(item, Knowledge):
        texts |= {"options": list(item.options), "explanation": [item.explanation]}
    for field, found in texts.items():
        for text in found:
            yield from _words(text, field, where)
            yield from _typography(text, field, where)
    yield from _apart(item.stem, where)
    if isinstance(item, SelfReport):
        yield from _asked(item.stem, where)
    else:
        yield from _given_away(item, where)


def framework_problems(framework: Framework) -> Iterator[Problem]:
    """Give what is wrong in the words of a framework: names, descriptions, what levels mean and what comes next."""
    head: dict[str, str | int] = {"file": "framework.toml", "row": 1}
    own = [framework.name, framework.below, framework.audience, *framework.steps]
    if framework.handover is not None:
        own.append(framework.handover.words)
    for text in [*own, *(one.name for one in framework.areas)]:
        yield from _typography(text, "framework", head)
    for one in framework.competences:
        where: dict[str, str | int] = {"file": f"{one.code}.toml", "row": 1}
        for text in (one.name, one.description):
            yield from _typography(text, "description", where)
        for band in one.bands.values():
            for text in (band.means, band.next):
                yield from _words(text, "bands", where)
                yield from _typography(text, "bands", where)


def _words(text: Text, field: str, where: Mapping[str, str | int]) -> Iterator[Problem]:
    """Give the languages in which a text, or one of its sentences, has too many words."""
    for language in LANGUAGES:
        words = words_in(text[language])
        if words > MOST_WORDS[field]:
            values: dict[str, str | float] = {"field": field, "n": words, "language": language}
            yield Problem("long-text", "warning", where, values)
        longest = max(map(words_in, SENTENCE_END.split(text[language])), default=0)
        if longest > LONGEST_SENTENCE:
            values = {"field": field, "n": longest, "language": language}
            yield Problem("long-sentence", "warning", where, values)


def _typography(text: Text, field: str, where: Mapping[str, str | int]) -> Iterator[Problem]:
    """Give the languages in which quotes are straight, or French marks have no space that holds."""
    for language in LANGUAGES:
        if STRAIGHT.search(text[language]) or (language == "fr" and FRENCH.search(text.fr)):
            values = {"field": field, "language": language}
            yield Problem("typography", "warning", where, values)


def _apart(text: Text, where: Mapping[str, str | int]) -> Iterator[Problem]:
    """Give a stem whose versions differ so much in length that they can hardly say the same."""
    lengths = {language: len(text[language]) for language in LANGUAGES if text[language]}
    if lengths and max(lengths.values()) > APART * min(lengths.values()):
        longest = max(lengths, key=lambda language: lengths[language])
        yield Problem("versions-apart", "warning", where, {"language": longest})


def _asked(stem: Text, where: Mapping[str, str | int]) -> Iterator[Problem]:
    """Give the languages in which a statement about oneself is not one question of the usual form."""
    for language in LANGUAGES:
        text = stem[language]
        once = text.startswith(ASKED[language]) and text.endswith("?") and text.count("?") == 1
        if text and not once:
            values = {"language": language, "form": ASKED[language]}
            yield Problem("not-a-can-do", "warning", where, values)


def _given_away(item: Knowledge, where: Mapping[str, str | int]) -> Iterator[Problem]:
    """Give the languages in which its length gives the right option away."""
    if item.format != "one" or not isinstance(item.key, int):
        return
    for language in LANGUAGES:
        lengths = [len(option[language]) for option in item.options]
        others = [length for place, length in enumerate(lengths) if place != item.key]
        if lengths[item.key] > LONGEST * sum(others) / len(others):
            yield Problem("key-longest", "warning", where, {"language": language})
