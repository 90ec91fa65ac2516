"""What the tagger learns from: our own item banks, and course descriptions of our own with what they teach.

No sentence of a framework, and none of a real catalogue, is in it. Rows that members confirm join it as `Lesson`s.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from competences import LANGUAGES, Item, Knowledge, load_bank
from competences.framework import Competence
from recommender.vocabulary import PACKS

FRAMEWORKS: Final = ("digcomp-3.0", "e-cf-4.0")
"""The frameworks that the tagger knows."""
LABELLED: Final = PACKS / "labelled"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and the whole codes that it speaks of, the main one first; `levels` are entry and exit of the main one.

    No code says that it teaches nothing of what the tagger knows: catalogues hold yoga and welding too. Texts of one
    `course`, where it is named, are one thing said several times: they are held out together.
    """

    title: str
    description: str
    language: str
    codes: tuple[str, ...]
    levels: tuple[int, int] | None = None
    course: str = ""

    @property
    def text(self) -> str:
        """Give the text as the model reads it: the title counts twice."""
        return text_of(self.title, self.description)


def text_of(title: str, description: str) -> str:
    """Give a training's text as the model reads it: the title counts twice."""
    return f"{title} . {title} . {description}"


@cache
def labelled() -> tuple[Lesson, ...]:
    """Give our labelled course descriptions, in the order of the languages and of their files."""
    return tuple(_lesson(row, language) for language in LANGUAGES for row in _rows(language))


@cache
def own_texts() -> tuple[Lesson, ...]:
    """Give the texts of our item banks: each competence described, each item whole, in every language."""
    lessons: list[Lesson] = []
    for framework_id in FRAMEWORKS:
        bank = load_bank(framework_id)
        for competence in bank.framework.competences:
            code = (f"{framework_id}/{competence.code}",)
            lessons += [
                Lesson("", text, language, code)
                for language in LANGUAGES
                for text in _described(competence, language)
            ]
        lessons += [
            Lesson(
                "",
                _whole(item, language),
                language,
                (f"{framework_id}/{item.competence}",),
                ((item.level - 1) // 2 * 2, (item.level + 1) // 2 * 2),
            )
            for item in bank.items
            for language in LANGUAGES
        ]
    return tuple(lessons)


@cache
def codes() -> tuple[str, ...]:
    """Give the whole codes that the tagger can name, sorted."""
    return tuple(sorted({code for lesson in own_texts() for code in lesson.codes}))


@cache
def texts_version() -> str:
    """Give 16 hex digits of the SHA-256 of labelled files, word list and bank texts: what weights were learned from."""
    files = [*(LABELLED / f"{one}.csv" for one in LANGUAGES), PACKS / "lexicon.toml"]
    data = [file.read_bytes() for file in files]
    data += [lesson.text.encode() for lesson in own_texts()]
    return hashlib.sha256(b"".join(data)).hexdigest()[:16]


def _rows(language: str) -> list[dict[str, str]]:
    with (LABELLED / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _lesson(row: dict[str, str], language: str) -> Lesson:
    """Give the lesson of a row; its outcomes are written as in a catalogue."""
    outcomes = [one.strip() for one in row["outcomes"].split(";") if one.strip()]
    levels = outcomes[0].partition(":")[2].partition("-")[::2] if outcomes else None
    return Lesson(
        title=row["title"],
        description=row["description"],
        language=language,
        codes=tuple(one.partition(":")[0] for one in outcomes),
        levels=(int(levels[0]), int(levels[1])) if levels else None,
    )


def _described(competence: Competence, language: str) -> Iterator[str]:
    """Give what we say of a competence, and of its levels."""
    yield f"{competence.name[language]}. {competence.description[language]}"
    bands = competence.bands.values()
    yield " ".join(text[language] for band in bands for text in (band.means, band.next))


def _whole(item: Item, language: str) -> str:
    """Give what an item says."""
    if not isinstance(item, Knowledge):
        return item.stem[language]
    options = " ".join(option[language] for option in item.options)
    return f"{item.stem[language]} {options} {item.explanation[language]}"
