"""What may be used for research, page by page: answers of people whose last word on it is yes, and of nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.records import StoredAttempt
from app.stores import attempts, consents
from app.tables import FolderRow


@dataclass(frozen=True, slots=True)
class ResearchPage:
    """The attempts on a framework of some folders that may be used, a tuple for each person, the newest first.

    `folders` counts the folders that were looked at; `last` is where the next page begins, None after the last one.
    """

    persons: tuple[tuple[StoredAttempt, ...], ...]
    folders: int
    last: str | None


def folders(session: Session, now: datetime) -> int:
    """Give how many folders there are whose time is not over."""
    count = select(func.count(FolderRow.id)).where(FolderRow.erase_after >= now)
    return session.scalar(count) or 0


def page(
    session: Session, framework: str, now: datetime, *, after: str | None, most: int
) -> ResearchPage:
    """Give a page of at most `most` folders that come after one in the order of their ids.

    Answers of folders that did not agree are not even read.
    """
    query = select(FolderRow.id, FolderRow.subject_key).where(FolderRow.erase_after >= now)
    if after is not None:
        query = query.where(FolderRow.id > after)
    rows = session.execute(query.order_by(FolderRow.id).limit(most)).all()
    subjects = {row.id: consents.subject(row.subject_key, row.id) for row in rows}
    agreed = consents.who_agrees(session, tuple(subjects.values()), "research")
    usable = [folder for folder, subject in subjects.items() if subject in agreed]
    return ResearchPage(
        persons=_by_person(attempts.of_folders(session, usable, framework, now)),
        folders=len(rows),
        last=rows[-1].id if len(rows) == most else None,
    )


def _by_person(found: Sequence[StoredAttempt]) -> tuple[tuple[StoredAttempt, ...], ...]:
    """Give attempts by folder, each folder's in their order."""
    folders_of: dict[str, list[StoredAttempt]] = {}
    for one in found:
        folders_of.setdefault(one.folder, []).append(one)
    return tuple(tuple(own) for own in folders_of.values())
