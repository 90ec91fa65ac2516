"""The official texts of a framework, as a supplement of its makers says them.

The project carries none of these sentences. A supplement comes as JSON-LD (`supplement_jsonld.py`) or as a workbook
(`supplement_sheets.py`); both give entries, and `supplement_judging.py` judges them. Kept are the descriptors of
competences, the statements and the learning outcomes. The glossary is left out: it belongs to no competence and no
level, so no page could show it beside what it explains.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from competences.problems import CompetencesError

Kind = Literal["descriptor", "statement", "outcome"]

DIGCOMP: Final = "digcomp-3.0"
"""The one framework whose supplement has the shape that is read here."""
ORIGINAL: Final = "en"
"""The language in which the makers write; the others are translations beside it."""


class UnusableSupplement(CompetencesError):
    """A file that holds no supplement; `code` says what it lacks, `values` name it."""

    def __init__(self, code: str, **values: str | float) -> None:
        """Keep the code and the values that its sentence names."""
        self.code = code
        super().__init__(**values)


@dataclass(frozen=True, slots=True)
class OfficialText:
    """One text in one language; `position` is its place among the texts of its kind, counted from 1.

    `level` is the code of a named level of ours, empty for a descriptor. `facet` (of outcomes: knowledge, skill or
    attitude) and `ai` (explicit, implicit, none) are the makers' labels, empty where there is none.
    """

    competence: str
    kind: Kind
    code: str
    level: str
    facet: str
    ai: str
    language: str
    text: str
    position: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file says of one text, in its own words; `texts` are by language, `where` is for problems."""

    where: Mapping[str, str | int]
    kind: Kind
    code: str
    competence: str
    level: str
    facet: str
    ai: str
    texts: Mapping[str, str]


def folded(text: str) -> str:
    """Give a name as names are compared: single blanks, no edges, no capitals."""
    return " ".join(text.split()).casefold()


def plain(text: str) -> str:
    """Give a text without edges and without the signs that no store or page takes."""
    kept = (
        sign
        for sign in text.replace("\r\n", "\n")
        if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"}
    )
    return "".join(kept).strip()
