"""How often each item was asked, in fading counts: read when an attempt begins, moved on when one ends."""

from collections.abc import Iterable
from typing import Final, cast

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from app.db import hold, insert_once
from app.tables import ExposureRow
from competences.exposure import Exposure

EXPOSURES: Final = cast("Table", ExposureRow.__table__)


def counts(session: Session, framework: str) -> Exposure:
    """Give the counts of a framework's items; empty before the first attempt."""
    row = session.get(ExposureRow, framework, populate_existing=True)
    return Exposure.empty() if row is None else Exposure.from_record(row.record)


def count(
    session: Session, framework: str, *, asked: Iterable[str], eligible: Iterable[str]
) -> None:
    """Take one more attempt into the counts: what it was asked, and what it could have been asked.

    One transaction at a time goes on from here, so it comes late in the caller's.
    """
    hold(session, f"exposure {framework}")
    record = counts(session, framework).after(asked, eligible).to_record()
    if not insert_once(session, EXPOSURES, framework=framework, record=record):
        known = update(ExposureRow).where(ExposureRow.framework == framework)
        session.execute(known.values(record=record))
