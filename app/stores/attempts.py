"""Folders, attempts and answers: opened, asked, answered, found again, erased.

A folder whose time is over at `now` is not found any more, whether its bytes are erased yet or not.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session

from app import codes
from app.db import Moment, insert_once
from app.records import StoredAttempt
from app.tables import AnswerRow, AttemptRow, BankVersionRow, FolderRow, WebSessionRow
from competences import Answer, Attempt, ItemBank
from competences.attempt import Response

UNCLAIMED: Final = timedelta(hours=24)
"""How long a folder is kept after its last answer when nobody asked for its link."""
KEPT: Final = timedelta(days=90)
"""How long a folder with a link is kept after its last use."""
LONGEST: Final = timedelta(days=365)
"""How long a folder with a link is kept after its last answer, however often it is opened."""
FOLDERS: Final = cast("Table", FolderRow.__table__)
ATTEMPTS: Final = cast("Table", AttemptRow.__table__)
ANSWERS: Final = cast("Table", AnswerRow.__table__)
BANKS: Final = cast("Table", BankVersionRow.__table__)
"""The plain tables: an answer is kept through them, which takes half the time of whole objects."""


def keep_bank(session: Session, bank: ItemBank, now: datetime) -> None:
    """Keep the numbers of a bank for good, unless they are kept already."""
    kept = session.scalar(select(BankVersionRow.id).where(BankVersionRow.id == bank.version))
    if kept is None:
        numbers = {"framework": bank.framework.id, "numbers": bank.numbers()}
        insert_once(session, BANKS, id=bank.version, kept_at=now, **numbers)


def bank_numbers(session: Session, version: str) -> str | None:
    """Give the kept numbers of a bank version, or None."""
    row = session.get(BankVersionRow, version)
    return None if row is None else row.numbers


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


def begin(
    session: Session,
    *,
    folder: str,
    bank: ItemBank,
    route: str,
    language: str,
    seed: int,
    first: str | None,
    now: datetime,
    token_digest: str | None = None,
) -> StoredAttempt:
    """Open an attempt in a folder, its first item asked; the bank's numbers are kept with it."""
    keep_bank(session, bank, now)
    attempt_id = codes.new_id()
    row = AttemptRow(
        id=attempt_id,
        folder_id=folder,
        token_digest=token_digest,
        framework=bank.framework.id,
        bank_version=bank.version,
        route=route,
        language=language,
        seed=seed,
        open_item=first,
        started_at=now,
    )
    session.add(row)
    session.flush()
    asked = [] if first is None else [AnswerRow(position=0, item=first, asked_at=now)]
    for one in asked:
        one.attempt_id = attempt_id
        session.add(one)
    session.flush()
    return to_domain(row, asked)


def get(
    session: Session, attempt_id: str, *, now: datetime, lock: bool = False
) -> StoredAttempt | None:
    """Give an attempt with its answers, or None; `lock` holds it until the transaction ends."""
    return _one(session, ATTEMPTS.c.id == attempt_id, now=now, lock=lock)


def of_token(
    session: Session, token_digest: str, *, now: datetime, lock: bool = False
) -> StoredAttempt | None:
    """Give the attempt that a program's token opens, or None; `lock` as for `get`."""
    return _one(session, ATTEMPTS.c.token_digest == token_digest, now=now, lock=lock)


def of_folder(session: Session, folder: str, now: datetime) -> tuple[StoredAttempt, ...]:
    """Give the attempts of a folder, the newest first."""
    newest_first = (ATTEMPTS.c.started_at.desc(), ATTEMPTS.c.id)
    query = _kept(now).where(ATTEMPTS.c.folder_id == folder).order_by(*newest_first)
    return tuple(to_domain(row, _answers(session, row.id)) for row in session.execute(query))


def answer(
    session: Session,
    stored: StoredAttempt,
    *,
    item: str,
    response: Response,
    open_item: str | None,
    now: datetime,
) -> None:
    """Keep the answer to an asked item, and the item that is asked next; it counts as use of the folder.

    `stored` was read under lock in this transaction. Raises `KeyError` where the item was never asked.
    """
    kept = list(response) if isinstance(response, tuple) else response
    given = update(ANSWERS).where(ANSWERS.c.attempt_id == stored.id, ANSWERS.c.item == item)
    found = session.execute(given.values(response=kept, given_at=now).returning(ANSWERS.c.id))
    if found.first() is None:
        raise KeyError(item)
    if open_item is not None and open_item not in stored.asked:
        values = {"attempt_id": stored.id, "position": len(stored.asked), "item": open_item}
        session.execute(insert(ANSWERS).values(**values, asked_at=now))
    attempt = update(ATTEMPTS).where(ATTEMPTS.c.id == stored.id)
    session.execute(attempt.values(open_item=open_item, last_answer_at=now))
    until = case(
        (FOLDERS.c.link_digest.is_(None), literal(now + UNCLAIMED, Moment)),
        else_=literal(_until(now, last=now), Moment),
    )
    folder = update(FOLDERS).where(FOLDERS.c.id == stored.folder)
    session.execute(folder.values(used_at=now, erase_after=until))


def set_language(session: Session, attempt_id: str, language: str) -> None:
    """Let the attempt go on in another language; what was answered stays."""
    session.get_one(AttemptRow, attempt_id).language = language


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
    return _erase(session, [folder]) > 0


def due(session: Session, now: datetime) -> int:
    """Give how many folders' time is over."""
    count = select(func.count(FolderRow.id)).where(FolderRow.erase_after < now)
    return session.scalar(count) or 0


def erase_due(session: Session, now: datetime, most: int = 100) -> int:
    """Erase folders whose time is over, `most` at a time; give how many there were."""
    over = select(FolderRow.id).where(FolderRow.erase_after < now)
    some = over.order_by(FolderRow.id).limit(most).with_for_update(skip_locked=True)
    due = session.scalars(some).all()
    return _erase(session, due) if due else 0


def to_domain(row: Any, answers: Iterable[Any]) -> StoredAttempt:  # noqa: ANN401  (rows of either kind)
    """Give the record of an attempt's row and of its answers' rows in order of position."""
    asked = tuple(answers)
    given = tuple(
        Answer(one.item, tuple(one.response) if isinstance(one.response, list) else one.response)
        for one in asked
        if one.given_at is not None
    )
    return StoredAttempt(
        id=row.id,
        folder=row.folder_id,
        framework=row.framework,
        bank_version=row.bank_version,
        route=row.route,
        seed=row.seed,
        attempt=Attempt(language=row.language, answers=given),
        asked=tuple(one.item for one in asked),
        open_item=row.open_item,
        started_at=row.started_at,
        last_answer_at=row.last_answer_at,
    )


def _one(
    session: Session, found_by: ColumnElement[bool], *, now: datetime, lock: bool
) -> StoredAttempt | None:
    """Give the one attempt that a condition finds, or None."""
    query = _kept(now).where(found_by)
    held = query.with_for_update(of=ATTEMPTS) if lock else query
    row = session.execute(held).one_or_none()
    return None if row is None else to_domain(row, _answers(session, row.id))


def _kept(now: datetime) -> Select[Any]:
    """Give the query of all attempts in folders whose time is not over."""
    return select(ATTEMPTS).join(FOLDERS).where(FOLDERS.c.erase_after >= now)


def _until(now: datetime, *, last: datetime) -> datetime:
    """Give until when a folder with a link is kept that is used now and was last answered in at `last`."""
    return min(now + KEPT, last + LONGEST)


def _last_answer(session: Session, row: FolderRow) -> datetime:
    """Give when a folder was last answered in, or made where it never was."""
    newest = select(func.max(AttemptRow.last_answer_at)).where(AttemptRow.folder_id == row.id)
    return session.scalar(newest) or row.created_at


def _erase(session: Session, folders: Sequence[str]) -> int:
    """Erase folders with all that is in them and the sessions that name them; give how many there were."""
    attempts = select(AttemptRow.id).where(AttemptRow.folder_id.in_(folders))
    session.execute(delete(WebSessionRow).where(WebSessionRow.folder.in_(folders)))
    session.execute(delete(AnswerRow).where(AnswerRow.attempt_id.in_(attempts)))
    session.execute(delete(AttemptRow).where(AttemptRow.folder_id.in_(folders)))
    gone = delete(FolderRow).where(FolderRow.id.in_(folders)).returning(FolderRow.id)
    return len(session.execute(gone).all())


def _answers(session: Session, attempt_id: str) -> Iterable[Row[Any]]:
    """Give what was asked of an attempt, in order."""
    columns = ANSWERS.c
    query = select(columns.item, columns.response, columns.given_at)
    query = query.where(columns.attempt_id == attempt_id).order_by(columns.position)
    return session.execute(query)
