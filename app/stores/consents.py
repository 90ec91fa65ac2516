"""The consent ledger: rows are added, chained by hash; the last row per purpose holds."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import hold
from app.records import Purpose
from app.tables import ConsentRow


def subject(key: str, folder: str) -> str:
    """Give the digest that stands for a folder's person; only the folder's key can make it again."""
    return hmac.new(key.encode(), folder.encode(), hashlib.sha256).hexdigest()


def note(
    session: Session,
    subject_digest: str,
    purpose: Purpose,
    *,
    given: bool,
    wording: str,
    language: str,
    now: datetime,
) -> None:
    """Note that an agreement was given or withdrawn, under which wording, in which language."""
    hold(session, "consent")
    last = session.scalars(select(ConsentRow.hash).order_by(ConsentRow.id.desc()).limit(1)).first()
    row = ConsentRow(
        subject=subject_digest,
        purpose=purpose,
        given=given,
        wording=wording,
        language=language,
        at=now,
    )
    row.hash = _hash(last or "", row)
    session.add(row)
    session.flush()


def broken(session: Session) -> int | None:
    """Give the id of the first row whose hash does not follow from the row before; None where all do."""
    before = ""
    for row in session.scalars(select(ConsentRow).order_by(ConsentRow.id)):
        if row.hash != _hash(before, row):
            return row.id
        before = row.hash
    return None


def holds(session: Session, subject_digest: str, purpose: Purpose) -> bool:
    """Say whether the last word of a person on a purpose is yes."""
    query = (
        select(ConsentRow.given)
        .where(ConsentRow.subject == subject_digest, ConsentRow.purpose == purpose)
        .order_by(ConsentRow.id.desc())
        .limit(1)
    )
    return bool(session.scalars(query).first())


def who_agrees(session: Session, subjects: Sequence[str], purpose: Purpose) -> frozenset[str]:
    """Give which of some persons' digests have yes as their last word on a purpose."""
    asked = (ConsentRow.subject.in_(subjects), ConsentRow.purpose == purpose)
    last = select(func.max(ConsentRow.id)).where(*asked).group_by(ConsentRow.subject)
    query = select(ConsentRow.subject).where(ConsentRow.id.in_(last), ConsentRow.given)
    return frozenset(session.scalars(query))


def _hash(before: str, row: ConsentRow) -> str:
    """Give the hash of a row's facts after the hash of the row before."""
    at = row.at.astimezone(UTC).isoformat()
    facts = (before, row.subject, row.purpose, str(row.given), row.wording, row.language, at)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()
