"""Attempts and answers: begun, asked, answered, found again.

An attempt in a folder whose time is over at `now` is not found any more, whether its bytes are erased yet or not.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Row, Select, Table, func, insert, literal, select, update
from sqlalchemy.orm import Session

from app import codes
from app.db import Moment, insert_once
from app.records import StoredAttempt
from app.stores import folders
from app.stores.folders import FOLDERS
from app.tables import AnswerRow, AttemptRow, BankVersionRow
from competences import Answer, Attempt, ItemBank
from competences.attempt import Response

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
    role: str = "",
    scope: Sequence[str] = (),
    barred: Iterable[str] = (),
    about: Mapping[str, str] | None = None,
) -> StoredAttempt:
    """Open an attempt in a folder, its first item asked; the bank's numbers are kept with it.

    `role`, `scope`, `barred` and `about` are as in `StoredAttempt`.
    """
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
        role=role,
        scope=list(scope),
        barred=sorted(barred),
        about=dict(about or {}),
        counted=False,
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


def of_folders(
    session: Session, folder_ids: Sequence[str], framework: str, now: datetime
) -> tuple[StoredAttempt, ...]:
    """Give the attempts of some folders on a framework, by folder, the newest first, in two queries."""
    chosen = [ATTEMPTS.c.folder_id.in_(folder_ids), ATTEMPTS.c.framework == framework]
    order = (ATTEMPTS.c.folder_id, ATTEMPTS.c.started_at.desc(), ATTEMPTS.c.id)
    rows = session.execute(_kept(now).where(*chosen).order_by(*order)).all()
    asked = select(ANSWERS).join(ATTEMPTS).where(*chosen)
    answers: dict[str, list[Row[Any]]] = {row.id: [] for row in rows}
    for one in session.execute(asked.order_by(ANSWERS.c.attempt_id, ANSWERS.c.position)):
        answers.setdefault(one.attempt_id, []).append(one)
    return tuple(to_domain(row, answers[row.id]) for row in rows)


def answer(
    session: Session,
    stored: StoredAttempt,
    *,
    item: str,
    response: Response,
    open_item: str | None,
    now: datetime,
) -> float:
    """Keep the answer to an asked item, and the item that is asked next; it counts as use of the folder.

    Gives the seconds that the first answer to the item took. `stored` was read under lock in this transaction. Raises
    `KeyError` where the item was never asked.
    """
    kept = list(response) if isinstance(response, tuple) else response
    given = update(ANSWERS).where(ANSWERS.c.attempt_id == stored.id, ANSWERS.c.item == item)
    first = func.coalesce(ANSWERS.c.given_at, literal(now, Moment))
    given = given.values(response=kept, given_at=first)
    found = session.execute(given.returning(ANSWERS.c.asked_at, ANSWERS.c.given_at)).first()
    if found is None:
        raise KeyError(item)
    if open_item is not None and open_item not in stored.asked:
        values = {"attempt_id": stored.id, "position": len(stored.asked), "item": open_item}
        session.execute(insert(ANSWERS).values(**values, asked_at=now))
    attempt = update(ATTEMPTS).where(ATTEMPTS.c.id == stored.id)
    session.execute(attempt.values(open_item=open_item, last_answer_at=now))
    folders.note_answer(session, stored.folder, now)
    return _seconds(found)


def set_language(session: Session, attempt_id: str, language: str) -> None:
    """Let the attempt go on in another language; what was answered stays."""
    session.get_one(AttemptRow, attempt_id).language = language


def note_counted(session: Session, attempt_id: str) -> None:
    """Note that an attempt's items are in the exposure counts."""
    counted = update(ATTEMPTS).where(ATTEMPTS.c.id == attempt_id)
    session.execute(counted.values(counted=True))


def forget_about(session: Session, folder: str) -> None:
    """Erase what the person of a folder said of themselves for research."""
    session.execute(update(ATTEMPTS).where(ATTEMPTS.c.folder_id == folder).values(about={}))


def uncounted(session: Session, folder: str) -> tuple[StoredAttempt, ...]:
    """Give a folder's attempts that are not in the exposure counts, held until the transaction ends.

    Those of a folder whose time is over too: they were asked all the same.
    """
    query = select(ATTEMPTS).where(ATTEMPTS.c.folder_id == folder, ATTEMPTS.c.counted.is_(False))
    held = session.execute(query.order_by(ATTEMPTS.c.id).with_for_update()).all()
    return tuple(to_domain(row, _answers(session, row.id)) for row in held)


def to_domain(row: Any, answers: Iterable[Any]) -> StoredAttempt:  # noqa: ANN401  (rows of either kind)
    """Give the record of an attempt's row and of its answers' rows in order of position."""
    asked = tuple(answers)
    given = tuple(
        Answer(
            one.item,
            tuple(one.response) if isinstance(one.response, list) else one.response,
            _seconds(one),
        )
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
        role=row.role,
        scope=tuple(row.scope),
        barred=frozenset(row.barred),
        about=dict(row.about),
        counted=row.counted,
    )


def _seconds(row: Any) -> float:  # noqa: ANN401  (rows of either kind)
    """Give how long an answer took when it was first given; 0 where a clock went back."""
    took: float = (row.given_at - row.asked_at).total_seconds()
    return max(0.0, took)


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


def _answers(session: Session, attempt_id: str) -> Iterable[Row[Any]]:
    """Give what was asked of an attempt, in order."""
    columns = ANSWERS.c
    query = select(columns.item, columns.response, columns.asked_at, columns.given_at)
    query = query.where(columns.attempt_id == attempt_id).order_by(columns.position)
    return session.execute(query)
