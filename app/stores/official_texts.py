"""Official texts of frameworks: brought in whole, read by competence."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.db import hold
from app.tables import OfficialTextRow
from competences.supplement import Kind, OfficialText


def replace(session: Session, framework: str, texts: Sequence[OfficialText]) -> None:
    """Keep texts in place of all that a framework had in their languages; other languages stay as they are."""
    hold(session, f"official texts {framework}")
    session.execute(
        delete(OfficialTextRow).where(
            OfficialTextRow.framework == framework,
            OfficialTextRow.language.in_({text.language for text in texts}),
        )
    )
    rows: list[dict[str, Any]] = [{"framework": framework, **asdict(text)} for text in texts]
    if rows:
        session.execute(insert(OfficialTextRow), rows)


def of_competence(session: Session, framework: str, competence: str) -> tuple[OfficialText, ...]:
    """Give the texts of a competence, in all languages, in the order of their makers; none where none were brought."""
    query = (
        select(OfficialTextRow)
        .where(OfficialTextRow.framework == framework, OfficialTextRow.competence == competence)
        .order_by(OfficialTextRow.language, OfficialTextRow.kind, OfficialTextRow.position)
    )
    return tuple(map(_text, session.scalars(query)))


def languages(session: Session, framework: str) -> tuple[str, ...]:
    """Give the languages in which a framework has texts, sorted."""
    query = (
        select(OfficialTextRow.language).where(OfficialTextRow.framework == framework).distinct()
    )
    return tuple(sorted(session.scalars(query)))


def _text(row: OfficialTextRow) -> OfficialText:
    return OfficialText(
        row.competence,
        cast("Kind", row.kind),
        row.code,
        row.level,
        row.facet,
        row.ai,
        row.language,
        row.text,
        row.position,
    )
