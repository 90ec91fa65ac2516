"""Official texts of frameworks: brought in whole, read by competence."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import delete, func, insert, select
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


def counts(session: Session, framework: str) -> dict[str, int]:
    """Give how many texts a framework has in each language that it has any in."""
    query = (
        select(OfficialTextRow.language, func.count())
        .where(OfficialTextRow.framework == framework)
        .group_by(OfficialTextRow.language)
    )
    return {str(language): int(n) for language, n in session.execute(query)}


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
