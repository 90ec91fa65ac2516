"""Folders, attempts and answers: the truth from which every profile and plan is computed anew."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Moment, Wide


class FolderRow(Base):
    """What one private link opens; `link_digest` is empty until the person asks for the link.

    `subject_key` makes the person's digest in the consent ledger; erasing the folder destroys it.
    """

    __tablename__ = "folder"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    subject_key: Mapped[str] = mapped_column(String(64))
    link_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime] = mapped_column(Moment)
    erase_after: Mapped[datetime] = mapped_column(Moment, index=True)


class BankVersionRow(Base):
    """The numbers of an item bank, kept for good the first time an attempt is begun with them."""

    __tablename__ = "bank_version"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    framework: Mapped[str] = mapped_column(String(64))
    numbers: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(Moment)


class AttemptRow(Base):
    """One run through the questions; `token_digest` is set for attempts begun by a program.

    `role` is the id of the role profile that it was begun for, empty for none; `scope` lists the competences that the
    questions stay with, empty for all; `barred` the items that the exposure draw left out, a fact that is never drawn
    again; `counted` says that its items are in the exposure counts. `about` holds what a person chose to say of
    themselves, only while they agree to research.
    """

    __tablename__ = "attempt"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    folder_id: Mapped[str] = mapped_column(ForeignKey("folder.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    framework: Mapped[str] = mapped_column(String(64))
    bank_version: Mapped[str] = mapped_column(ForeignKey("bank_version.id"))
    route: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(2))
    seed: Mapped[int] = mapped_column(BigInteger)
    open_item: Mapped[str | None] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(Moment)
    last_answer_at: Mapped[datetime | None] = mapped_column(Moment)
    role: Mapped[str] = mapped_column(String(64), default="", server_default="")
    scope: Mapped[Any] = mapped_column(JSON, default=list, server_default="[]")
    barred: Mapped[Any] = mapped_column(JSON, default=list, server_default="[]")
    about: Mapped[Any] = mapped_column(JSON, default=dict, server_default="{}")
    counted: Mapped[bool] = mapped_column(default=False, server_default=false())


class AnswerRow(Base):
    """An item that was asked, and the response once there is one (`given_at` says whether).

    `response` is JSON: a number, a list, `null` for "I don't know", `"n/a"` for "does not apply". `given_at` is when it
    was first answered, so that the time from `asked_at` on is that of the first answer.
    """

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "item"),
        Index("ix_answer_attempt_id_position", "attempt_id", "position"),
    )

    id: Mapped[Wide]
    attempt_id: Mapped[str] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    item: Mapped[str] = mapped_column(String(64))
    response: Mapped[Any] = mapped_column(JSON(none_as_null=False), nullable=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    given_at: Mapped[datetime | None] = mapped_column(Moment)
