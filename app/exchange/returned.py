"""What a translator sends back, whatever the format: a file's languages and its units."""

from dataclasses import dataclass
from typing import Literal

Mark = Literal["draft", "done", "read"]
"""What a translator says of a unit: not sure, translated, read a second time."""


@dataclass(frozen=True, slots=True)
class ReturnedUnit:
    """A unit that came back; `language` is set where the unit names one, `inline` where it holds foreign codes."""

    id: str
    source: str
    target: str
    mark: Mark
    language: str = ""
    inline: bool = False

    @property
    def blank(self) -> bool:
        """Say whether it is untranslated: blanks alone are no translation, unless the English is blank too."""
        return not self.target or (not self.target.strip() and bool(self.source.strip()))


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back; a framework or language that it does not name is empty."""

    framework: str
    source_language: str
    language: str
    units: tuple[ReturnedUnit, ...]


def primary(language: str) -> str:
    """Give a language without its region: nl for nl-BE and nl_BE."""
    return language.replace("_", "-").partition("-")[0].strip().lower()
