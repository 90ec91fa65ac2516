"""What the cellar hands up: plain records, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from competences import Attempt
from recommender.catalogue import Catalogue

Purpose = Literal["keep", "research"]


@dataclass(frozen=True, slots=True)
class StoredAttempt:
    """An attempt as it is kept: the answers, what was asked, and the numbers that it began with.

    `asked` holds the ids of all items put before the person, in order; `open_item` is the one that waits for its
    answer, None when nothing is left to ask. `bank_version` names the frozen numbers that score it. `role` is the id of
    the role profile that it was begun for, empty for none; `scope` holds the competences that the questions stay with,
    empty for all; `barred` the items that the exposure draw left out; `counted` says that its items are in the exposure
    counts; `about` is what the person chose to say of themselves for research.
    """

    id: str
    folder: str
    framework: str
    bank_version: str
    route: str
    seed: int
    attempt: Attempt
    asked: tuple[str, ...]
    open_item: str | None
    started_at: datetime
    last_answer_at: datetime | None
    role: str
    scope: tuple[str, ...]
    barred: frozenset[str]
    about: Mapping[str, str]
    counted: bool

    @property
    def finished(self) -> bool:
        """Say whether nothing is left to ask."""
        return self.open_item is None


@dataclass(frozen=True, slots=True)
class StoredCatalogue:
    """A version of a member's catalogue; `number` grows with each publication over all members."""

    id: int
    member: str
    member_name: str
    state: Literal["staged", "published", "replaced"]
    number: int
    demonstration: bool
    imported_at: datetime
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class WebSession:
    """What the server remembers of a visitor's session: the folder that it may open, if any."""

    folder: str | None
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class StoredCalibration:
    """What a calibration found: on how many persons, which bank version came of it, and its report as JSON values."""

    framework: str
    bank_version: str
    made_at: datetime
    persons: int
    record: Mapping[str, Any]
