"""Folders: what one private link opens, until when it is kept, and how it is erased with all that is in it.

A folder whose time is over at `now` is not found any more, whether its bytes are erased yet or not. An erasure that a
person or a clock wants goes through `app.interviews`, which first takes what was asked into the exposure counts.
"""

from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import Table, case, delete, func, literal, select, update
from sqlalchemy.orm import Session

from app import codes
from app.db import Moment
from app.tables import AnswerRow, AttemptRow, FolderRow, WebSessionRow

UNCLAIMED: Final = timedelta(hours=24)
"""How long a folder is kept after its last answer when nobody asked for its link."""
KEPT: Final = timedelta(days=90)
"""How long a folder with a link is kept after its last use."""
LONGEST: Final = timedelta(days=365)
"""How long a folder with a link is kept after its last answer, however often it is opened."""
FOLDERS: Final = cast("Table", FolderRow.__table__)


def new_folder(session: Session, now: datetime) -> str:
    """Give the id of a new, empty folder."""
    folder = FolderRow(
        id=codes.new_id(),
        subject_key=codes.new_token(),
        created_at=now,
        used_at=now,
        erase_after=now + UNCLAIMED,
    )
    session.add(folder)
    session.flush()
    return folder.id


def note_answer(session: Session, folder: str, now: datetime) -> None:
    """Note that a folder was answered in: it is kept that much longer."""
    until = case(
        (FOLDERS.c.link_digest.is_(None), literal(now + UNCLAIMED, Moment)),
        else_=literal(_until(now, last=now), Moment),
    )
    row = update(FOLDERS).where(FOLDERS.c.id == folder)
    session.execute(row.values(used_at=now, erase_after=until))


def give_link(session: Session, folder: str, link_digest: str, now: datetime) -> datetime:
    """Let a new private link open the folder in place of the old; give until when it is kept."""
    row = session.get_one(FolderRow, folder)
    row.link_digest = link_digest
    row.used_at = now
    row.erase_after = _until(now, last=_last_answer(session, row))
    return row.erase_after


def link_of(session: Session, folder: str) -> str | None:
    """Give the digest of the private link that opens a folder; None where nobody asked for one."""
    return session.get_one(FolderRow, folder).link_digest


def folder_of_link(session: Session, link_digest: str, now: datetime) -> str | None:
    """Give the folder that a private link opens, or None."""
    query = select(FolderRow.id)
    query = query.where(FolderRow.link_digest == link_digest, FolderRow.erase_after >= now)
    return session.scalars(query).one_or_none()


def use_folder(session: Session, folder: str, now: datetime) -> datetime:
    """Note that a folder was opened; give until when it is kept now."""
    row = session.get_one(FolderRow, folder)
    row.used_at = now
    if row.link_digest is not None:
        row.erase_after = _until(now, last=_last_answer(session, row))
    return row.erase_after


def kept_until(
    session: Session, folder: str, now: datetime, *, lock: bool = False
) -> tuple[datetime, bool] | None:
    """Give until when a folder is kept and whether a private link opens it; None for no folder.

    `lock` holds the folder until the transaction ends.
    """
    query = select(FolderRow).where(FolderRow.id == folder, FolderRow.erase_after >= now)
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else (row.erase_after, row.link_digest is not None)


def subject_key(session: Session, folder: str) -> str:
    """Give the key that makes the digest of a folder's person in the consent ledger."""
    return session.get_one(FolderRow, folder).subject_key


def erase(session: Session, folder: str) -> bool:
    """Erase a folder with all that is in it, and end the visits that opened it; say whether there was one."""
    attempts = select(AttemptRow.id).where(AttemptRow.folder_id == folder)
    session.execute(delete(WebSessionRow).where(WebSessionRow.folder == folder))
    session.execute(delete(AnswerRow).where(AnswerRow.attempt_id.in_(attempts)))
    session.execute(delete(AttemptRow).where(AttemptRow.folder_id == folder))
    gone = delete(FolderRow).where(FolderRow.id == folder).returning(FolderRow.id)
    return session.execute(gone).first() is not None


def due(session: Session, now: datetime) -> int:
    """Give how many folders' time is over."""
    count = select(func.count(FolderRow.id)).where(FolderRow.erase_after < now)
    return session.scalar(count) or 0


def due_folders(session: Session, now: datetime, most: int) -> tuple[str, ...]:
    """Give folders whose time is over, `most` at a time, held until the transaction ends."""
    over = select(FolderRow.id).where(FolderRow.erase_after < now)
    some = over.order_by(FolderRow.id).limit(most).with_for_update(skip_locked=True)
    return tuple(session.scalars(some))


def _until(now: datetime, *, last: datetime) -> datetime:
    """Give until when a folder with a link is kept that is used now and was last answered in at `last`."""
    return min(now + KEPT, last + LONGEST)


def _last_answer(session: Session, row: FolderRow) -> datetime:
    """Give when a folder was last answered in, or made where it never was."""
    newest = select(func.max(AttemptRow.last_answer_at)).where(AttemptRow.folder_id == row.id)
    return session.scalar(newest) or row.created_at
