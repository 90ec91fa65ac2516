"""Plain functions that make what tests need."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.config import Settings
from app.db import transaction
from app.stores import catalogues
from competences import Knowledge, Text, load_bank
from recommender.catalogue import Catalogue, Outcome, Training

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FRAMEWORK = "digcomp-3.0"


def settings(folder: Path, **given: Any) -> Settings:
    """Give settings for a test: a database of its own in a folder."""
    plain = Settings(
        database_url=f"sqlite:///{folder / 'azimut.db'}",
        secret_key="a secret for tests",
        instance=folder,
    )
    return replace(plain, **given)


def training(name: str = "t-1", **given: Any) -> Training:
    """Give a training that brings anybody from level 0 to 2 of one competence, online and free."""
    plain = Training(
        id=name,
        title=Text(
            nl=f"Opleiding {name}", fr=f"Formation {name}", de=f"Kurs {name}", en=f"Course {name}"
        ),
        url=f"https://{name}.example/",
        provider="Invented Provider",
        language="nl",
        mode="online",
        hours=6.0,
        price=Decimal(0),
        outcomes=(Outcome("digcomp-3.0/1.1", 0, 2),),
    )
    return replace(plain, **given)


def publish(*trainings: Training, member: str = "invented", demonstration: bool = False) -> int:
    """Publish trainings as a member's catalogue, in the application of the context; give the number."""
    catalogue = Catalogue(trainings=trainings, version="v1", member=member)
    with transaction() as session:
        if catalogues.member(session, member) is None:
            catalogues.add_member(
                session, member, member.title(), now=NOW, demonstration=demonstration
            )
        staged = catalogues.stage(session, member, catalogue, [], NOW)
        return catalogues.publish(session, staged)


def right_response(item_id: str) -> Any:
    """Give a response that fits an item: its key, or a middle step of a statement."""
    item = load_bank(FRAMEWORK).item(item_id)
    if isinstance(item, Knowledge):
        return list(item.key) if isinstance(item.key, tuple) else item.key
    return 2
