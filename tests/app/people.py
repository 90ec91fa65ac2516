"""People who took a check, put into the database as they would stand there after it."""

from dataclasses import replace
from typing import Any

import numpy as np

from app import codes, content
from app.stores import attempts, consents, folders
from competences.calibration.rehearsal import drawn_rows
from tests.builders import FRAMEWORK, NOW


def agree(session, folder, *, given=True, purpose="research"):
    """Write a person's word on a purpose into the ledger."""
    subject = consents.subject(folders.subject_key(session, folder), folder)
    consents.note(session, subject, purpose, given=given, wording="w", language="nl", now=NOW)


def took(session, responses, *, agreed=True, now=NOW, finished=True, bank=None, **given):
    """Give the attempt of somebody new who gave these responses by item, and agreed to research or said no."""
    bank = bank or content.bank(FRAMEWORK)
    plain: dict[str, Any] = {"route": "quick", "language": "nl", **given}
    plain["folder"] = plain.get("folder") or folders.new_folder(session, now)
    items = list(responses)
    stored = attempts.begin(
        session, bank=bank, seed=codes.new_seed(), first=items[0], now=now, **plain
    )
    for place, item in enumerate(items):
        more = items[place + 1] if place + 1 < len(items) else None
        if more is None and not finished:
            more = "1.1-s1" if "1.1-s1" not in items else "1.1-s2"
        attempts.answer(
            session, stored, item=item, response=responses[item], open_item=more, now=now
        )
        stored = replace(stored, asked=(*stored.asked, str(more)))
    agree(session, stored.folder, given=agreed)
    return attempts.get(session, stored.id, now=now)


def drawn(persons, items=20, seed=1):
    """Give the responses of people drawn from the bank's own numbers, each to about so many items."""
    bank = content.bank(FRAMEWORK)
    people = {}
    rows = drawn_rows(bank, persons, 1 - items / len(bank.items), seed)
    next(rows)
    for person, item, cell in rows:
        own = people.setdefault(person, {})
        known = bank.item(item)
        places = [int(one) for one in str(cell).replace(";", " ").split()]
        several = known.kind == "knowledge" and known.format != "one"
        own[item] = tuple(places) if several else places[0]
    return [own for own in people.values() if own]


def shuffled(labels, count, seed=2):
    """Give so many of some labels, drawn by a seed."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    return [str(one) for one in rng.choice(labels, count)]
