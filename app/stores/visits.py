"""Sessions on the server, and the buckets of the rate limits."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.records import WebSession
from app.tables import BucketRow, WebSessionRow


def session_of(session: Session, digest: str) -> WebSession | None:
    """Give what is remembered under a session's digest, or None."""
    row = session.get(WebSessionRow, digest)
    if row is None:
        return None
    return WebSession(data=dict(row.data), created_at=row.created_at, seen_at=row.seen_at)


def keep_session(session: Session, digest: str, data: dict[str, str], now: datetime) -> None:
    """Remember a session's data, new or changed, and that it was seen."""
    row = session.get(WebSessionRow, digest)
    if row is None:
        session.add(WebSessionRow(digest=digest, data=data, created_at=now, seen_at=now))
    else:
        row.data = data
        row.seen_at = now


def end_session(session: Session, digest: str) -> None:
    """Forget a session."""
    session.execute(delete(WebSessionRow).where(WebSessionRow.digest == digest))


def end_idle_sessions(session: Session, before: datetime) -> None:
    """Forget the sessions that were not seen since a moment."""
    session.execute(delete(WebSessionRow).where(WebSessionRow.seen_at < before))


def take(session: Session, key: str, *, an_hour: int, now: datetime) -> timedelta | None:
    """Take a token of a bucket that holds `an_hour` and fills evenly; give the wait where empty."""
    row = session.get(BucketRow, key, with_for_update=True)
    if row is None:
        session.add(BucketRow(key=key, tokens=an_hour - 1.0, filled_at=now))
        return None
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
