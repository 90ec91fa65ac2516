"""A training as plain JSON values and back, the same to the last field: what stores keep and programs read."""

from datetime import date
from decimal import Decimal
from typing import Any

from competences import Text
from recommender.catalogue import Outcome, Requirement, Training


def to_record(training: Training) -> dict[str, Any]:
    """Give a training as JSON values; dates in ISO form, the price as text so that no cent is lost."""
    return {
        "id": training.id,
        "title": training.title.to_mapping(),
        "description": training.description.to_mapping(),
        "url": training.url,
        "provider": training.provider,
        "language": training.language,
        "mode": training.mode,
        "place": training.place,
        "postal_code": training.postal_code,
        "region": training.region,
        "start": training.start.isoformat() if training.start else None,
        "end": training.end.isoformat() if training.end else None,
        "hours": training.hours,
        "price_eur": None if training.price is None else str(training.price),
        "audience": sorted(training.audience),
        "outcomes": [_outcome_record(outcome) for outcome in training.outcomes],
        "requires": [
            {"competence": one.competence, "level": one.level} for one in training.requires
        ],
        "certificate": training.certificate,
        "accessibility": list(training.accessibility),
        "funding": list(training.funding),
        "capacity": training.capacity,
        "last_checked": training.last_checked.isoformat() if training.last_checked else None,
        "group": training.group,
    }


def from_record(record: dict[str, Any]) -> Training:
    """Give the training that `to_record` wrote down."""
    plain = (
        "id",
        "url",
        "provider",
        "language",
        "mode",
        "place",
        "postal_code",
        "region",
        "hours",
    )
    return Training(
        **{name: record[name] for name in (*plain, "certificate", "capacity", "group")},
        title=Text.from_mapping(record["title"]),
        description=Text.from_mapping(record["description"]),
        start=_day(record["start"]),
        end=_day(record["end"]),
        price=None if record["price_eur"] is None else Decimal(record["price_eur"]),
        audience=frozenset(record["audience"]),
        outcomes=tuple(_outcome(one) for one in record["outcomes"]),
        requires=tuple(Requirement(one["competence"], one["level"]) for one in record["requires"]),
        accessibility=tuple(record["accessibility"]),
        funding=tuple(record["funding"]),
        last_checked=_day(record["last_checked"]),
    )


def _outcome_record(outcome: Outcome) -> dict[str, Any]:
    return {
        "competence": outcome.competence,
        "from": outcome.entry,
        "to": outcome.exit,
        "origin": outcome.origin,
        "probability": outcome.probability,
        "words": list(outcome.words),
    }


def _outcome(record: dict[str, Any]) -> Outcome:
    return Outcome(
        competence=record["competence"],
        entry=record["from"],
        exit=record["to"],
        origin=record["origin"],
        probability=record["probability"],
        words=tuple(record["words"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
