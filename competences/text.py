"""A phrase in the four languages that Azimut speaks, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Self

LANGUAGES: Final = ("nl", "fr", "de", "en")
"""The languages of every text of ours, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Text:
    """The same phrase in each of `LANGUAGES`; an empty string says that a language is missing."""

    nl: str = ""
    fr: str = ""
    de: str = ""
    en: str = ""

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, object]) -> Self:
        """Give the text of a table that has a phrase per language code; other keys are ignored."""
        found = {field.name: mapping.get(field.name, "") for field in fields(cls)}
        return cls(**{name: one for name, one in found.items() if isinstance(one, str)})

    def __getitem__(self, language: str) -> str:
        """Give the phrase in a language; `KeyError` where it is none of `LANGUAGES`."""
        if language not in LANGUAGES:
            raise KeyError(language)
        phrase: str = getattr(self, language)
        return phrase

    def to_mapping(self) -> dict[str, str]:
        """Give the phrases that exist, by language code."""
        return {language: self[language] for language in LANGUAGES if self[language]}

    def __bool__(self) -> bool:
        """Say whether there is a phrase in any language."""
        return any(self[language].strip() for language in LANGUAGES)

    def missing(self) -> tuple[str, ...]:
        """Give the languages in which there is no phrase."""
        return tuple(language for language in LANGUAGES if not self[language].strip())
