"""Words of products, certificates, methods and topics to competences: suggestions for a person to confirm.

The words stand in `packs/lexicon.toml`. A suggestion holds the words that caused it, so that a page can say
"because of: Excel". Where no word is known the lexicon abstains.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import prod
from typing import Final

from competences import LANGUAGES
from recommender.needs import ends_of, top_level
from recommender.vocabulary import PACKS, fold

SCALE: Final = 8
UNKNOWN: Final = (0, 2)
"""Highest level of the scale that the lexicon's levels are on; the levels where no word tells."""
DESCRIPTION_SHARE: Final = 0.8
"""How much a word in a description counts beside one in a title."""
SUREST: Final = 0.95
"""A suggestion is never surer than this, however many words agree."""

_TOKEN: Final = re.compile(r"c\+\+|c#|\.net\b|[^\W_]+", re.IGNORECASE)
_NAMED: Final = {"c++": "cplusplus", "c#": "csharp", ".net": "dotnet"}
_LEVEL: Final = frozenset({"niveau", "level", "stufe"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word or several; `loose` leaves its end open. It stands for competences or for a range of levels."""

    tokens: tuple[str, ...]
    loose: bool
    codes: tuple[str, ...] = ()
    probability: float = 0.0
    levels: tuple[int, int] | None = None

    def begins(self, tokens: tuple[str, ...], place: int) -> bool:
        """Say whether the tokens hold this phrase from a place on."""
        found = tokens[place : place + len(self.tokens)]
        if found == self.tokens:
            return True
        head, last = self.tokens[:-1], self.tokens[-1]
        return (
            self.loose
            and len(found) == len(self.tokens)
            and found[:-1] == head
            and found[-1].startswith(last)
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found in a text, as the text writes it; `told` says that a word for "level" stands with it."""

    phrase: Phrase
    word: str
    told: bool


def on_scale_of(code: str, levels: tuple[int, int]) -> tuple[int, int]:
    """Give entry and exit of the word list's scale on that of the competence's framework, at levels that it has."""
    below, last = ends_of(code)
    entry, exit_ = (one * top_level(code) // SCALE for one in levels)
    entry = min(max(entry, below), last - 1)
    return entry, max(entry + 1, min(exit_, last))


@dataclass(frozen=True, slots=True)
class Hint:
    """What the word list says of one competence: how likely, and by which words, as the text writes them."""

    probability: float
    words: tuple[str, ...]


def hints(title: str, description: str, language: str) -> dict[str, Hint]:
    """Give all competences that words of a training speak of, likely or not, in the order in which they are met."""
    said: dict[str, list[tuple[float, str]]] = {}
    for share, found in (
        (1.0, hits(title, language)),
        (DESCRIPTION_SHARE, hits(description, language)),
    ):
        for hit in found:
            for code in hit.phrase.codes:
                said.setdefault(code, []).append((hit.phrase.probability * share, hit.word))
    return {
        code: Hint(
            round(_together(words), 2),
            tuple({fold(word): word for _, word in reversed(words)}.values())[::-1],
        )
        for code, words in said.items()
    }


def told_levels(title: str, description: str, language: str) -> tuple[int, int] | None:
    """Give the levels that the words of a training tell; None where none does."""
    return level_of(hits(title, language), hits(description, language))


def level_of(
    in_title: Iterable[Hit], in_description: Iterable[Hit] = ()
) -> tuple[int, int] | None:
    """Give the levels that the words tell, of several the lowest; None where none does.

    A description speaks of experts and of practice in passing, so there only a word beside "level" counts.
    """
    for found in (in_title, [hit for hit in in_description if hit.told]):
        told = [hit.phrase.levels for hit in found if hit.phrase.levels]
        if told:
            return min(told)
    return None


def hits(text: str, language: str) -> list[Hit]:
    """Give the phrases of a text from left to right, the longest first where several begin."""
    spans = [(found.start(), found.end()) for found in _TOKEN.finditer(text)]
    tokens = tuple(_token(text[start:end]) for start, end in spans)
    shelf = _shelf(language if language in LANGUAGES else "")
    found = []
    place = 0
    while place < len(tokens):
        fitting = (one for one in shelf.get(tokens[place][:2], ()) if one.begins(tokens, place))
        phrase = next(fitting, None)
        if phrase is None:
            place += 1
            continue
        end = place + len(phrase.tokens)
        word = text[spans[place][0] : spans[end - 1][1]]
        told = bool(_LEVEL & {*phrase.tokens, *tokens[max(0, place - 1) : place]})
        found.append(Hit(phrase, word, told))
        place = end
    return found


def _together(said: list[tuple[float, str]]) -> float:
    """Give the chance that hints are right together; a word said twice is one hint, at its best."""
    best: dict[str, float] = {}
    for probability, word in said:
        best[fold(word)] = max(probability, best.get(fold(word), 0.0))
    return max(*best.values(), min(SUREST, 1 - prod(1 - one for one in best.values())))


@cache
def _shelf(language: str) -> dict[str, tuple[Phrase, ...]]:
    """Give the phrases of a language by the first two letters, longest first; all of them for no language."""
    wanted = ("any", language) if language else ("any", *LANGUAGES)
    phrases = sorted(_phrases(wanted), key=_first_letters)
    return {
        letters: tuple(
            sorted(group, key=lambda one: (-len(one.tokens), -len("".join(one.tokens))))
        )
        for letters, group in groupby(phrases, key=_first_letters)
    }


def _phrases(languages: tuple[str, ...]) -> Iterator[Phrase]:
    pack = tomllib.loads((PACKS / "lexicon.toml").read_text(encoding="utf-8"))
    for table in (*pack["entries"], *pack["levels"]):
        codes = tuple(
            code if "/" in code else f"digcomp-3.0/{code}" for code in table.get("codes", ())
        )
        levels = (table["entry"], table["exit"]) if "entry" in table else None
        for word in (word for language in languages for word in table.get(language, ())):
            tokens = tuple(_token(found[0]) for found in _TOKEN.finditer(word))
            yield Phrase(tokens, word.endswith("*"), codes, table.get("probability", 0.0), levels)


def _first_letters(phrase: Phrase) -> str:
    return phrase.tokens[0][:2]


def _token(word: str) -> str:
    return _NAMED.get(word.lower()) or fold(word).replace(" ", "") or word
