"""How good the questions are: how often each is asked, and what calibration found; nothing of a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Moment, Wide


class ExposureRow(Base):
    """The fading counts of a framework's items; `record` is `competences.exposure.Exposure` as JSON."""

    __tablename__ = "exposure"

    framework: Mapped[str] = mapped_column(String(64), primary_key=True)
    record: Mapped[Any] = mapped_column(JSON)


class CalibrationRow(Base):
    """One calibration: on how many persons, which bank version came of it; `record` is its report as JSON."""

    __tablename__ = "calibration"

    id: Mapped[Wide]
    framework: Mapped[str] = mapped_column(String(64), index=True)
    bank_version: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(Moment)
    persons: Mapped[int] = mapped_column(Integer)
    record: Mapped[Any] = mapped_column(JSON)
