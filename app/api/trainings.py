"""The published offer for programs: searched by facts and words, page by page."""

from collections.abc import Iterator
from typing import Any, Final

from app import content
from app.access import NotFound
from app.api.replies import TrainingReply, TrainingsReply
from app.api.room import route
from app.api.shapes import Search
from app.db import reading
from app.records import StoredCatalogue
from competences.sentences import mark
from recommender.archive import to_record
from recommender.catalogue import Training
from recommender.vocabulary import fold

PAGE: Final = 20
"""Trainings on a page."""


@route(
    "GET",
    "/trainings",
    mark("Search the published offer"),
    query=Search,
    gives=TrainingsReply,
)
def trainings(query: dict[str, Any]) -> dict[str, Any]:
    """Give a page of the trainings that fit all that is asked."""
    found = [(owner, one) for owner, one in _published() if _fits(one, query)]
    first = (query["page"] - 1) * PAGE
    return {
        "trainings": [record(owner, one) for owner, one in found[first : first + PAGE]],
        "page": query["page"],
        "pages": -(-len(found) // PAGE),
        "total": len(found),
    }


@route(
    "GET",
    "/trainings/<path:training_id>",
    mark("Read a training"),
    gives=TrainingReply,
)
def training(training_id: str) -> dict[str, Any]:
    """Give one training by the id that the offer and every plan call it by."""
    for owner, one in _published():
        if one.id == training_id:
            return record(owner, one)
    raise NotFound


def record(owner: StoredCatalogue, given: Training) -> dict[str, Any]:
    """Give a training as JSON values, with whose it is and whether it is a demonstration."""
    return {
        **to_record(given),
        "member": owner.member,
        "demonstration": owner.demonstration,
    }


def _published() -> Iterator[tuple[StoredCatalogue, Training]]:
    """Give all trainings of the offer, each with the catalogue that it stands in."""
    with reading() as session:
        offer = content.offer(session)
    owners = (owner for owner in offer.catalogues for _ in owner.catalogue)
    yield from zip(owners, offer.index.trainings, strict=True)


def _fits(given: Training, query: dict[str, Any]) -> bool:
    """Say whether a training has the asked facts and all the asked words."""
    wanted = {name: query[name] for name in ("language", "region", "mode") if name in query}
    if any(getattr(given, name) != value for name, value in wanted.items()):
        return False
    code = query.get("competence")
    if code and not any(code in _codes(one.competence) for one in given.outcomes):
        return False
    text = fold(" ".join(_texts(given)))
    return all(word in text for word in fold(query.get("q", "")).split())


def _codes(whole: str) -> tuple[str, str]:
    """Give a competence's whole code and its bare one."""
    return whole, whole.rpartition("/")[2]


def _texts(given: Training) -> Iterator[str]:
    yield from given.title.to_mapping().values()
    yield from given.description.to_mapping().values()
    yield from (given.provider, given.place)
