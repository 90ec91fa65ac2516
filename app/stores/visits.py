"""Sessions on the server, and the buckets of the rate limits."""

from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import Table, delete, update
from sqlalchemy.orm import Session

from app.db import insert_once
from app.records import WebSession
from app.tables import BucketRow, WebSessionRow

SESSIONS: Final = cast("Table", WebSessionRow.__table__)
BUCKETS: Final = cast("Table", BucketRow.__table__)


def session_of(session: Session, digest: str) -> WebSession | None:
    """Give what is remembered under a session's digest, or None."""
    row = session.get(WebSessionRow, digest)
    if row is None:
        return None
    return WebSession(folder=row.folder, created_at=row.created_at, seen_at=row.seen_at)


def keep_session(session: Session, digest: str, folder: str | None, now: datetime) -> None:
    """Remember which folder a session may open, new or changed, and that it was seen."""
    seen = {"folder": folder, "seen_at": now}
    if not insert_once(session, SESSIONS, digest=digest, created_at=now, **seen):
        known = update(WebSessionRow).where(WebSessionRow.digest == digest)
        session.execute(known.values(**seen))


def note_session(session: Session, digest: str, now: datetime) -> None:
    """Note that a session was seen; one that was forgotten meanwhile stays so."""
    known = update(WebSessionRow).where(WebSessionRow.digest == digest)
    session.execute(known.values(seen_at=now))


def end_session(session: Session, digest: str) -> None:
    """Forget a session."""
    session.execute(delete(WebSessionRow).where(WebSessionRow.digest == digest))


def end_idle_sessions(session: Session, before: datetime) -> None:
    """Forget the sessions that were not seen since a moment."""
    session.execute(delete(WebSessionRow).where(WebSessionRow.seen_at < before))


def take(session: Session, key: str, *, an_hour: int, now: datetime) -> timedelta | None:
    """Take a token of a bucket that holds `an_hour` and fills evenly; give the wait where empty."""
    insert_once(session, BUCKETS, key=key, tokens=float(an_hour), filled_at=now)
    row = session.get_one(BucketRow, key, with_for_update=True)
    passed = max((now - row.filled_at).total_seconds(), 0.0)
    tokens = min(float(an_hour), row.tokens + passed * an_hour / 3600)
    row.filled_at = now
    if tokens < 1:
        row.tokens = tokens
        return timedelta(seconds=(1 - tokens) * 3600 / an_hour)
    row.tokens = tokens - 1
    return None


def forget_full_buckets(session: Session, before: datetime) -> None:
    """Forget buckets that had the time to fill."""
    session.execute(delete(BucketRow).where(BucketRow.filled_at < before))
