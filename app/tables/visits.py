"""What the server remembers of visits: sessions, and the buckets that limit each address."""

from datetime import datetime

from sqlalchemy import Float, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Moment


class WebSessionRow(Base):
    """A visitor's session; the cookie holds the secret, the row its digest.

    `folder` is the one that the visitor may open. It may be gone: a request that ends while another
    erases the folder must still be able to keep its session, so the column is no foreign key.
    """

    __tablename__ = "web_session"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    folder: Mapped[str | None] = mapped_column(String(24), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment, index=True)


class BucketRow(Base):
    """A token bucket: `key` is a digest of what is limited, `tokens` what was left at `filled_at`."""

    __tablename__ = "bucket"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    tokens: Mapped[float] = mapped_column(Float)
    filled_at: Mapped[datetime] = mapped_column(Moment, index=True)
