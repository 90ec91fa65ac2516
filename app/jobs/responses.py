"""From kept attempts to the table that calibration reads: a row per person who agreed, scored, and no id of anybody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np

from app import content, interviews
from app.db import Session, reading
from app.records import StoredAttempt
from app.stores import research
from competences import Item, ItemBank, Knowledge
from competences.calibration.answers import NOT_ASKED, Answers, Categories, category_of
from competences.problems import OtherEngine

PAGE: Final = 1000
"""Folders that are read at a time."""
ATTRIBUTES: Final = ("language", "device", "age", "gender")
"""What is known of a person at most; an attempt's language, and what they chose to say."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The answers of all who agreed, and how many of them could not be read with the numbers they began with."""

    answers: Answers
    unreadable: int


@dataclass(slots=True)
class _Pile:
    """Rows that grow page by page."""

    bank: ItemBank
    rows: list[Categories] = field(default_factory=list)
    labels: list[tuple[str, ...]] = field(default_factory=list)
    unreadable: int = 0

    def take(self, session: Session, persons: Sequence[Sequence[StoredAttempt]]) -> None:
        """Take in a page: of each person the newest attempt that can be read and is long enough, and no other."""
        for own in persons:
            for stored in own:
                if self._added(session, stored):
                    break

    def _added(self, session: Session, stored: StoredAttempt) -> bool:
        """Take in an attempt that was finished or is long enough; say whether it could be used."""
        try:
            own = content.bank_of(session, stored)
            if not stored.finished and not interviews.long_enough(session, stored):
                return False
        except (OtherEngine, content.LostBank):
            self.unreadable += 1
            return False
        self._add(stored, own)
        return True

    def _add(self, stored: StoredAttempt, own: ItemBank) -> None:
        """Add the row and the labels of an attempt that its own bank scores."""
        self.rows.append(categories_of(stored, own, self.bank))
        told = {"language": stored.attempt.language, **stored.about}
        self.labels.append(tuple(told.get(name, "") for name in ATTRIBUTES))

    def gathered(self) -> Gathered:
        """Give all rows as one table."""
        items = tuple(item.id for item in self.bank.items)
        empty = np.empty((0, len(items)), dtype=np.int8)
        columns = np.array(self.labels, dtype=np.str_).reshape(-1, len(ATTRIBUTES))
        attributes = {name: columns[:, place] for place, name in enumerate(ATTRIBUTES)}
        return Gathered(
            Answers(items, np.vstack([empty, *self.rows]), attributes), self.unreadable
        )


def gather(framework: str, now: datetime, told: Callable[[int], None]) -> Gathered:
    """Give the answers to a framework's items of everybody whose last word on research is yes.

    Read in pages of `PAGE` folders; `told` hears how many folders each page had.
    """
    pile, after, more = _Pile(content.bank(framework)), None, True
    while more:
        with reading() as session:
            found = research.page(session, framework, now, after=after, most=PAGE)
            pile.take(session, found.persons)
            session.rollback()
        told(found.folders)
        after, more = found.last, found.last is not None
    return pile.gathered()


def categories_of(stored: StoredAttempt, own: ItemBank, bank: ItemBank) -> Categories:
    """Give an attempt as a row for a bank's items, scored by the numbers and keys that it began with.

    An item that is gone or of another shape by now was asked of nobody.
    """
    place = {item.id: column for column, item in enumerate(bank.items)}
    row = np.full(len(bank.items), NOT_ASKED, dtype=np.int8)
    for answer in stored.attempt.answers:
        item = own.item(answer.item)
        column = place.get(answer.item)
        if column is not None and _shape(item) == _shape(bank.items[column]):
            row[column] = category_of(item, answer.response)
    return row


def _shape(item: Item) -> tuple[str, int]:
    """Give an item's kind and its number of categories."""
    return item.kind, 2 if isinstance(item, Knowledge) else len(item.thresholds) + 1
