"""What is read-only while a request runs: frameworks, banks, the published offer; loaded once."""

from dataclasses import dataclass
from threading import Lock
from typing import Final

from flask import current_app

from app.db import Session
from app.records import StoredAttempt, StoredCatalogue
from app.stores import attempts, catalogues
from competences import (
    ROUTES,
    Framework,
    Interview,
    ItemBank,
    frameworks,
    load_bank,
    load_framework,
)
from competences.role_profiles import RoleProfile, role_profiles
from recommender import CatalogueIndex, index


@dataclass(frozen=True, slots=True)
class Offer:
    """All published catalogues under one number, and the index made of them."""

    number: int
    catalogues: tuple[StoredCatalogue, ...]
    index: CatalogueIndex

    @property
    def demonstration(self) -> bool:
        """Say whether any of it is a demonstration."""
        return any(one.demonstration for one in self.catalogues)


class _Shelf:
    """The offer that an application last read, guarded so that threads read it once."""

    def __init__(self) -> None:
        self.offer: Offer | None = None
        self.lock = Lock()


SHELF: Final = "azimut-offer"
"""Where an application keeps its shelf among its extensions."""


_FROZEN: Final[dict[tuple[str, str], ItemBank]] = {}
"""Banks of earlier versions, each made once: a version names its numbers for good."""


class LostBank(Exception):
    """An attempt needs the numbers of a bank version that are not kept."""


def warm() -> None:
    """Load all banks and what their routes need, so that no visitor waits for it."""
    for name in takeable():
        for route in ROUTES:
            Interview(bank(name), route=route)


def framework_ids() -> tuple[str, ...]:
    """Give the ids of all frameworks that have a pack."""
    return frameworks()


def takeable() -> tuple[str, ...]:
    """Give the ids of the frameworks that have questions, so that a check can be taken."""
    return tuple(one for one in frameworks() if load_bank(one).items)


def framework(framework_id: str) -> Framework:
    """Give a framework; raises `UnknownFramework`."""
    return load_framework(framework_id)


def known(framework_id: str) -> Framework | None:
    """Give a framework; None for one whose pack is gone."""
    return load_framework(framework_id) if framework_id in frameworks() else None


def bank(framework_id: str) -> ItemBank:
    """Give the current item bank of a framework; raises `UnknownFramework`."""
    return load_bank(framework_id)


def bank_of(session: Session, stored: StoredAttempt) -> ItemBank:
    """Give the bank that an attempt began with: the current one, or its kept numbers.

    Raises `LostBank`, and `OtherEngine` where the numbers are for a scoring that is not here.
    """
    current = load_bank(stored.framework)
    if current.version == stored.bank_version:
        return current
    name = (stored.framework, stored.bank_version)
    if name not in _FROZEN:
        _FROZEN[name] = _thawed(session, *name)
    return _FROZEN[name]


def interview_of(session: Session, stored: StoredAttempt) -> Interview:
    """Give the interview of an attempt: its bank, route, seed and scope, and the exposure draw of its beginning."""
    return Interview(
        bank_of(session, stored),
        route=stored.route,
        seed=stored.seed,
        scope=stored.scope,
        barred=stored.barred,
    )


def role_of(stored: StoredAttempt) -> RoleProfile | None:
    """Give the role profile that an attempt was begun for; None for no role, or for one that is gone."""
    if not stored.role or stored.framework not in frameworks():
        return None
    return {one.id: one for one in role_profiles(stored.framework)}.get(stored.role)


def following(given: Framework) -> Framework | None:
    """Give the framework that goes on where another has said what it can; None where none does."""
    to = given.handover.to if given.handover else ""
    return load_framework(to) if to in takeable() else None


def offer(session: Session) -> Offer:
    """Give the published offer; read anew only when a newer publication exists."""
    newest = catalogues.newest(session)
    shelf: _Shelf = current_app.extensions.setdefault(SHELF, _Shelf())
    with shelf.lock:
        if shelf.offer is None or shelf.offer.number != newest:
            found = catalogues.published(session)
            shelf.offer = Offer(newest, found, index([one.catalogue for one in found]))
        return shelf.offer


def _thawed(session: Session, framework_id: str, version: str) -> ItemBank:
    """Give the bank that kept numbers make, with the texts of today."""
    numbers = attempts.bank_numbers(session, version)
    if numbers is None:
        raise LostBank(version)
    return ItemBank.from_numbers(numbers, texts=load_bank(framework_id))
