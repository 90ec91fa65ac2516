"""What people settled of the tagger's suggestions; the words are kept with it, since they outlive a catalogue."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Moment, Wide


class TagDecisionRow(Base):
    """The newest decision about a text of a member and a suggested competence (`recommender.decisions`).

    `text` is the key of the words, an empty `competence` stands for all of the text; `outcomes` is what it teaches.
    """

    __tablename__ = "tag_decision"
    __table_args__ = (UniqueConstraint("member_id", "text", "competence"),)

    id: Mapped[Wide]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(String(32))
    competence: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(16))
    outcomes: Mapped[Any] = mapped_column(JSON)
    probability: Mapped[float] = mapped_column(Float)
    title: Mapped[Any] = mapped_column(JSON)
    description: Mapped[Any] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(16))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime] = mapped_column(Moment)
