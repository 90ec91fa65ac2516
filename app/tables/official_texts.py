"""Official texts of a framework, brought in by an operator: the project itself carries none of them."""

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Wide


class OfficialTextRow(Base):
    """A descriptor, a statement or a learning outcome in one language, as the framework's makers published it.

    `kind` is `"descriptor"`, `"statement"` or `"outcome"`; `facet` (of outcomes) and `ai` are the makers' labels;
    `position` keeps their order.
    """

    __tablename__ = "official_text"
    __table_args__ = (Index("ix_official_text_framework_competence", "framework", "competence"),)

    id: Mapped[Wide]
    framework: Mapped[str] = mapped_column(String(64))
    competence: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(32))
    level: Mapped[str] = mapped_column(String(32))
    facet: Mapped[str] = mapped_column(String(16))
    ai: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(Integer)
