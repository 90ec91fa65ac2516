"""How much there is of everything: for the operator, never on the way of a request."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.tables import (
    AnswerRow,
    AttemptRow,
    CatalogueRow,
    FolderRow,
    MemberRow,
    TrainingRow,
    WebSessionRow,
)


def counts(session: Session) -> dict[str, int]:
    """Give a count for each kind of thing that is kept."""
    finished = AttemptRow.open_item.is_(None)
    shown = CatalogueRow.state == "published"
    trainings = select(func.count(TrainingRow.id)).join(
        CatalogueRow, TrainingRow.catalogue_id == CatalogueRow.id
    )
    queries = {
        "folders": select(func.count(FolderRow.id)),
        "checks": select(func.count(AttemptRow.id)),
        "checks finished": select(func.count(AttemptRow.id)).where(finished),
        "answers": select(func.count(AnswerRow.id)).where(AnswerRow.given_at.is_not(None)),
        "sessions": select(func.count(WebSessionRow.digest)),
        "members": select(func.count(MemberRow.id)),
        "trainings published": trainings.where(shown),
    }
    return {name: session.scalar(query) or 0 for name, query in queries.items()}
