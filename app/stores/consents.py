"""The consent ledger: rows are added, chained by hash; the last row per purpose holds."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

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
    last = session.scalars(select(ConsentRow.hash).order_by(ConsentRow.id.desc()).limit(1)).first()
    facts = (
        last or "",
        subject_digest,
        purpose,
        str(given),
        wording,
        language,
        now.isoformat(),
    )
    session.add(
        ConsentRow(
            subject=subject_digest,
            purpose=purpose,
            given=given,
            wording=wording,
            language=language,
            at=now,
            hash=hashlib.sha256("\n".join(facts).encode()).hexdigest(),
        )
    )
    session.flush()


def holds(session: Session, subject_digest: str, purpose: Purpose) -> bool:
    """Say whether the last word of a person on a purpose is yes."""
    query = (
        select(ConsentRow.given)
        .where(ConsentRow.subject == subject_digest, ConsentRow.purpose == purpose)
        .order_by(ConsentRow.id.desc())
        .limit(1)
    )
    return bool(session.scalars(query).first())
