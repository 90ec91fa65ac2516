"""Members and their catalogues by version: a new one comes in, the old one stays for undo."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Moment, Wide


class MemberRow(Base):
    """A member of the coalition; `slug` names it in commands and addresses."""

    __tablename__ = "member"

    id: Mapped[Wide]
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    demonstration: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(Moment)


class CatalogueRow(Base):
    """One version of a member's catalogue.

    `number` counts publications over all members, empty until then: the newest tells whether a
    copy is stale.
    """

    __tablename__ = "catalogue"

    id: Mapped[Wide]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    number: Mapped[int | None] = mapped_column(Integer, unique=True)
    version: Mapped[str] = mapped_column(String(64))
    imported_at: Mapped[datetime] = mapped_column(Moment)
    problems: Mapped[Any] = mapped_column(JSON)

    member: Mapped[MemberRow] = relationship(lazy="joined")
    trainings: Mapped[list["TrainingRow"]] = relationship(
        order_by="TrainingRow.position", cascade="all, delete-orphan", passive_deletes=True
    )


class TrainingRow(Base):
    """One training of a version; `record` is the whole of it as JSON (`recommender.archive`)."""

    __tablename__ = "training"
    __table_args__ = (UniqueConstraint("catalogue_id", "training"),)

    id: Mapped[Wide]
    catalogue_id: Mapped[int] = mapped_column(ForeignKey("catalogue.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    training: Mapped[str] = mapped_column(String(200))
    record: Mapped[Any] = mapped_column(JSON)
