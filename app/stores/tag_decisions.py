"""Decisions about the tagger's suggestions: the newest of each member, text and competence that nothing contradicts."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import hold
from app.tables import MemberRow, TagDecisionRow
from competences import Text
from recommender.catalogue import Outcome
from recommender.decisions import Decision, Verdict, contradict


def keep(session: Session, slug: str, decisions: Sequence[Decision]) -> None:
    """Keep a member's decisions; a new one takes the place of those before it that it contradicts.

    One about the same text and competence is always replaced.
    """
    hold(session, f"tag decisions {slug}")
    owner = session.scalars(select(MemberRow.id).where(MemberRow.slug == slug)).one()
    query = select(TagDecisionRow).where(TagDecisionRow.member_id == owner)
    kept: dict[str, dict[str, TagDecisionRow]] = defaultdict(dict)
    for old in session.scalars(query):
        kept[old.text][old.competence] = old
    for one in decisions:
        of_text = kept[one.text]
        for other in [*of_text.values()]:
            if other.competence != one.competence and contradict(one, to_domain(other)):
                session.delete(of_text.pop(other.competence))
        row = of_text.get(one.competence)
        if row is None:
            row = TagDecisionRow(member_id=owner, text=one.text, competence=one.competence)
            of_text[one.competence] = row
            session.add(row)
        for name, value in _values(one).items():
            setattr(row, name, value)
    session.flush()


def of_member(session: Session, slug: str) -> tuple[Decision, ...]:
    """Give a member's decisions, oldest first."""
    query = (
        select(TagDecisionRow)
        .join(MemberRow, TagDecisionRow.member_id == MemberRow.id)
        .where(MemberRow.slug == slug)
        .order_by(TagDecisionRow.decided_at, TagDecisionRow.id)
    )
    return tuple(map(to_domain, session.scalars(query)))


def of_all(session: Session) -> dict[str, tuple[Decision, ...]]:
    """Give the decisions of every member by its slug, in the order of slugs; oldest first."""
    query = (
        select(MemberRow.slug, TagDecisionRow)
        .join(MemberRow, TagDecisionRow.member_id == MemberRow.id)
        .order_by(MemberRow.slug, TagDecisionRow.decided_at, TagDecisionRow.id)
    )
    found: dict[str, list[Decision]] = {}
    for slug, row in session.execute(query):
        found.setdefault(slug, []).append(to_domain(row))
    return {slug: tuple(decisions) for slug, decisions in found.items()}


def to_domain(row: TagDecisionRow) -> Decision:
    """Give the record of a row."""
    return Decision(
        text=row.text,
        competence=row.competence,
        verdict=cast("Verdict", row.verdict),
        outcomes=tuple(
            Outcome(one["competence"], one["from"], one["to"], "reviewed") for one in row.outcomes
        ),
        by=row.decided_by,
        at=row.decided_at,
        title=Text.from_mapping(row.title),
        description=Text.from_mapping(row.description),
        language=row.language,
        probability=row.probability,
    )


def _values(decision: Decision) -> dict[str, Any]:
    """Give the columns of a decision beside its key."""
    return {
        "verdict": decision.verdict,
        "outcomes": [
            {"competence": one.competence, "from": one.entry, "to": one.exit}
            for one in decision.outcomes
        ],
        "probability": decision.probability,
        "title": decision.title.to_mapping(),
        "description": decision.description.to_mapping(),
        "language": decision.language,
        "decided_by": decision.by,
        "decided_at": decision.at,
    }
