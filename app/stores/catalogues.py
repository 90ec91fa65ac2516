"""Members and their catalogues: staged, published by version, looked up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session, selectinload

from app.db import hold
from app.records import StoredCatalogue
from app.tables import CatalogueRow, MemberRow, TrainingRow
from competences import Problem
from recommender.archive import from_record, to_record
from recommender.catalogue import Catalogue


def member(session: Session, slug: str) -> str | None:
    """Give the name of a member, or None where nobody has that slug."""
    return session.scalars(select(MemberRow.name).where(MemberRow.slug == slug)).one_or_none()


def add_member(
    session: Session, slug: str, name: str, *, now: datetime, demonstration: bool = False
) -> None:
    """Add a member; the slug must be free."""
    session.add(MemberRow(slug=slug, name=name, demonstration=demonstration, added_at=now))
    session.flush()


def stage(
    session: Session,
    slug: str,
    catalogue: Catalogue,
    problems: Sequence[Problem],
    now: datetime,
) -> int:
    """Keep a version of a member's catalogue without showing it; give its id."""
    owner = session.scalars(select(MemberRow).where(MemberRow.slug == slug)).one()
    row = CatalogueRow(
        member_id=owner.id,
        state="staged",
        version=catalogue.version,
        imported_at=now,
        problems=[_problem_record(problem) for problem in problems],
    )
    session.add(row)
    session.flush()
    rows = [
        {
            "catalogue_id": row.id,
            "position": position,
            "training": training.id,
            "record": to_record(training),
        }
        for position, training in enumerate(catalogue)
    ]
    if rows:
        session.execute(insert(TrainingRow), rows)
    return row.id


def publish(session: Session, catalogue_id: int) -> int:
    """Show a staged version in place of the member's earlier one; give its publication number."""
    row = session.get_one(CatalogueRow, catalogue_id)
    session.execute(
        update(CatalogueRow)
        .where(CatalogueRow.member_id == row.member_id, CatalogueRow.state == "published")
        .values(state="replaced")
    )
    hold(session, "publication")
    number = newest(session) + 1
    row.state, row.number = "published", number
    session.flush()
    return number


def amend(session: Session, slug: str, catalogue: Catalogue, now: datetime) -> int:
    """Show a member's published catalogue in another reading, with the problems of its file; give its number."""
    query = _shown(slug).with_only_columns(CatalogueRow.problems)
    problems = [_problem(one) for one in session.scalars(query).one()]
    return publish(session, stage(session, slug, catalogue, problems, now))


def published_by(session: Session, slug: str) -> StoredCatalogue | None:
    """Give a member's published catalogue, whole; None where there is none."""
    query = _shown(slug).options(selectinload(CatalogueRow.trainings))
    row = session.scalars(query).one_or_none()
    return None if row is None else to_domain(row)


def has_published(session: Session, slug: str) -> bool:
    """Say whether a member shows a catalogue."""
    query = (
        select(CatalogueRow.id)
        .join(MemberRow, CatalogueRow.member_id == MemberRow.id)
        .where(MemberRow.slug == slug, CatalogueRow.state == "published")
        .limit(1)
    )
    return session.scalars(query).first() is not None


def newest(session: Session) -> int:
    """Give the number of the newest publication over all members, 0 where there is none."""
    return session.scalar(select(func.max(CatalogueRow.number))) or 0


def published(session: Session) -> tuple[StoredCatalogue, ...]:
    """Give each member's published catalogue, whole, the oldest member's first.

    A new version changes no place: which of two equal ids gets a suffix stays the same, and so does what an address
    that names one means.
    """
    query = (
        select(CatalogueRow)
        .where(CatalogueRow.state == "published")
        .order_by(CatalogueRow.member_id)
        .options(selectinload(CatalogueRow.trainings))
    )
    return tuple(to_domain(row) for row in session.scalars(query))


def to_domain(row: CatalogueRow) -> StoredCatalogue:
    """Give the record of a row."""
    catalogue = Catalogue(
        trainings=tuple(from_record(one.record) for one in row.trainings),
        version=row.version,
        member=row.member.slug,
        demonstration=row.member.demonstration,
    )
    return StoredCatalogue(
        id=row.id,
        member=row.member.slug,
        member_name=row.member.name,
        state=row.state,  # type: ignore[arg-type]  # written by this module alone
        number=row.number or 0,
        demonstration=row.member.demonstration,
        imported_at=row.imported_at,
        catalogue=catalogue,
    )


def _shown(slug: str) -> Select[CatalogueRow]:
    """Give the query of a member's published catalogue."""
    return (
        select(CatalogueRow)
        .join(MemberRow, CatalogueRow.member_id == MemberRow.id)
        .where(MemberRow.slug == slug, CatalogueRow.state == "published")
    )


def _problem(record: dict[str, Any]) -> Problem:
    return Problem(record["code"], record["severity"], record["where"], record["values"])


def _problem_record(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "where": dict(problem.where),
        "values": dict(problem.values),
    }
