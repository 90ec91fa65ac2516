"""Calibrations, the newest of a framework first: what its items and its scores are worth."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records import StoredCalibration
from app.tables import CalibrationRow


def keep(
    session: Session,
    framework: str,
    *,
    bank_version: str,
    persons: int,
    record: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep what a calibration found."""
    row = CalibrationRow(
        framework=framework,
        bank_version=bank_version,
        made_at=now,
        persons=persons,
        record=dict(record),
    )
    session.add(row)
    session.flush()


def newest(session: Session, framework: str) -> StoredCalibration | None:
    """Give the newest calibration of a framework, or None."""
    query = select(CalibrationRow).where(CalibrationRow.framework == framework)
    row = session.scalars(query.order_by(CalibrationRow.id.desc()).limit(1)).first()
    if row is None:
        return None
    return StoredCalibration(
        framework=row.framework,
        bank_version=row.bank_version,
        made_at=row.made_at,
        persons=row.persons,
        record=row.record,
    )
