"""Known words of members' files: region, mode, language, audience, yes and no, in four languages."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

PACKS: Final = Path(__file__).parent / "packs"

ACCESSIBILITY: Final = ("wheelchair", "captions", "screen-reader", "sign-language")
"""What a training may promise, as far as a learner can ask for it."""

_SIGNS: Final = re.compile(r"[\W_]+")
_DENIED: Final = re.compile(r"\b(niet|non|nicht|not|no) \w+")
"""A denied word says nothing of whom a training is for ("niet-werkende werkzoekenden")."""


@lru_cache(maxsize=4096)  # a column says few different things
def fold(text: str) -> str:
    """Give a phrase as it is compared: no accents, no capitals, each run of signs one blank."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("œ", "oe"))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _SIGNS.sub(" ", bare).strip()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words to what they stand for; `stems` by status, `postal` as bounds and region."""

    nothing: frozenset[str]
    answers: Mapping[str, bool]
    free: frozenset[str]
    languages: Mapping[str, str]
    modes: Mapping[str, str]
    flags: Mapping[str, str]
    audience: Mapping[str, str]
    stems: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, str]
    within: Mapping[str, tuple[str, ...]]
    postal: tuple[tuple[int, int, str], ...]

    def says_nothing(self, text: str) -> bool:
        """Say whether a cell is empty, a dash or a word for "not known"."""
        return not text or not (folded := fold(text)) or folded in self.nothing

    def answer(self, text: str) -> bool | None:
        """Give what a word for yes or no says; None where it is neither."""
        return self.answers.get(fold(text))

    def is_free(self, text: str) -> bool:
        """Say whether a price is a word for "free"."""
        return fold(text) in self.free

    def language(self, text: str) -> str | None:
        """Give the code of a language (`nl`, also from `nl-BE` or "néerlandais"), or None."""
        folded = fold(text)
        head, _, rest = folded.partition(" ")
        country = len(head) == 2 and len(rest) == 2  # nl-BE
        return self.languages.get(head if country else folded)

    def mode(self, text: str) -> str | None:
        """Give the mode that a phrase names, or None."""
        return self.modes.get(fold(text))

    def flag(self, name: str) -> str | None:
        """Give our yes-or-no field that a column's name stands for, or None."""
        return self.flags.get(fold(name))

    def statuses(self, text: str) -> frozenset[str]:
        """Give the statuses that a phrase names as a whole, or whose words begin somewhere in it."""
        folded = fold(text)
        if folded in self.audience:
            return frozenset({self.audience[folded]})
        said = f" {_DENIED.sub('', folded)} "
        return frozenset(
            status
            for status, stems in self.stems.items()
            if any(f" {stem}" in said for stem in stems)
        )

    def region(self, text: str) -> str | None:
        """Give the code of the region that a phrase names, or None."""
        return self.regions.get(fold(text))

    def region_at(self, postal_code: str) -> str | None:
        """Give the region of a Belgian postal code ("4700", "B-4700"), or None."""
        digits = postal_code.strip().upper().removeprefix("B").lstrip("- E")
        if not re.fullmatch("[0-9]{4}", digits):
            return None
        number = int(digits)
        return next((code for low, high, code in self.postal if low <= number <= high), None)

    def same_region(self, named: str, other: str) -> bool:
        """Say whether a region is the other one or holds it."""
        return named == other or named in self.within[other] or other in self.within[named]


@cache
def vocabulary() -> Vocabulary:
    """Give the words of `packs/words.toml` and `packs/regions.toml`."""
    words = _pack("words.toml")
    regions = _pack("regions.toml")["regions"]
    return Vocabulary(
        nothing=frozenset(map(fold, words["nothing"])),
        answers={
            fold(word): said for said, key in ((True, "yes"), (False, "no")) for word in words[key]
        },
        free=frozenset(map(fold, words["free"])),
        languages=_turned(words["language"]),
        modes=_turned(words["mode"]),
        flags=_turned(words["flags"]),
        audience=_turned(words["audience"]["whole"]),
        stems={status: _stems(stems) for status, stems in words["audience"]["stems"].items()},
        regions=_turned({region["code"]: region["names"] for region in regions}),
        within={region["code"]: tuple(region["within"]) for region in regions},
        postal=tuple((low, high, one["code"]) for one in regions for low, high in one["postal"]),
    )


def _pack(name: str) -> dict[str, Any]:
    return tomllib.loads((PACKS / name).read_text(encoding="utf-8"))


def _turned(table: Mapping[str, list[str]]) -> dict[str, str]:
    """Give what each folded word stands for."""
    return {fold(word): code for code, words in table.items() for word in words}


def _stems(words: list[str]) -> tuple[str, ...]:
    """Give folded stems; one that asks for the whole word ends in a blank."""
    return tuple(fold(word) + (" " if word.endswith("|") else "") for word in words)
