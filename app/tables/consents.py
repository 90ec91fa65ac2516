"""The consent ledger: rows are added, never changed; each carries the hash of the row before."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Moment, Wide


class ConsentRow(Base):
    """A person gave or withdrew an agreement; `subject` is a digest, dead after erasure."""

    __tablename__ = "consent"

    id: Mapped[Wide]
    subject: Mapped[str] = mapped_column(String(64), index=True)
    purpose: Mapped[str] = mapped_column(String(32))
    given: Mapped[bool]
    wording: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime] = mapped_column(Moment)
    hash: Mapped[str] = mapped_column(String(64))
