"""Assessments for programs: begun, answered, read, erased. The token that begins one opens it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app

from app import codes, content, guard, interviews, limits
from app.api.replies import BegunReply, NextReply, ProfileReply, StateReply
from app.api.room import BEARER, route
from app.api.shapes import GivenAnswer, Start
from app.db import Session, checkpoint, reading, transaction
from app.records import StoredAttempt
from competences import Item, Knowledge
from competences.problems import UnknownCompetence
from competences.sentences import mark


@route(
    "POST",
    "/assessments",
    mark("Begin an assessment"),
    body=Start,
    gives=BegunReply,
    status=201,
)
def begin(given: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Begin an assessment in a folder of its own."""
    limits.take("start", current_app.config["SETTINGS"].starts_an_hour)
    scope = _scope(given["framework"], given.get("scope") or ())
    token = codes.new_token()
    with transaction() as session:
        stored = interviews.begin(
            session,
            framework=given["framework"],
            route=given["route"],
            language=given["language"],
            scope=scope,
            role=(given.get("role") or "").removeprefix(f"{given['framework']}/"),
            now=datetime.now(UTC),
            token_digest=guard.token_digest(token),
        )
        following = _following(session, stored)
    return {"id": stored.id, "token": token, **following}, 201


@route(
    "POST",
    "/assessments/<attempt_id>/answers",
    mark("Answer an item"),
    body=GivenAnswer,
    gives=NextReply,
    security=BEARER,
)
def answer(given: dict[str, Any], attempt_id: str) -> dict[str, Any]:
    """Keep an answer and give what is asked next, in one transaction."""
    with transaction() as session:
        stored = guard.bearer(attempt_id, lock=True)
        now = datetime.now(UTC)
        stored = interviews.answer(session, stored, given["item"], given["response"], now)
        return _following(session, stored)


@route(
    "GET",
    "/assessments/<attempt_id>",
    mark("Read how an assessment stands"),
    gives=StateReply,
    security=BEARER,
)
def state(attempt_id: str) -> dict[str, Any]:
    """Give an assessment's state: what was answered, and what is asked now."""
    stored = guard.bearer(attempt_id)
    with reading() as session:
        following = _following(session, stored)
    return {
        "id": stored.id,
        "framework": stored.framework,
        "language": stored.attempt.language,
        "route": stored.route,
        "role": stored.role or None,
        "scope": list(stored.scope),
        "finished": stored.finished,
        "answers": [
            {"item": one.item, "response": one.response} for one in stored.attempt.answers
        ],
        **following,
    }


@route(
    "GET",
    "/assessments/<attempt_id>/profile",
    mark("Read the profile"),
    gives=ProfileReply,
    security=BEARER,
)
def profile(attempt_id: str) -> Response:
    """Give the profile as `competences` writes it."""
    stored = guard.bearer(attempt_id)
    with reading() as session:
        text = interviews.profile(session, stored).to_json()
    return Response(text, mimetype="application/json")


@route(
    "DELETE",
    "/assessments/<attempt_id>",
    mark("Erase an assessment"),
    status=204,
    security=BEARER,
)
def erase(attempt_id: str) -> tuple[str, int]:
    """Erase an assessment with all that belongs to it."""
    with transaction() as session:
        stored = guard.bearer(attempt_id, lock=True)
        interviews.erase(session, stored.folder)
    checkpoint()
    return "", 204


def _scope(framework: str, sent: Sequence[str]) -> tuple[str, ...]:
    """Give the codes of a scope, whole ones of the same framework made bare.

    Raises `UnknownCompetence` with a code as it was sent.
    """
    known = content.bank(framework).framework.codes
    codes_of = {one: one.removeprefix(f"{framework}/") for one in sent}
    for one, code in codes_of.items():
        if code not in known:
            raise UnknownCompetence(competence=one)
    return tuple(codes_of.values())


def _following(session: Session, stored: StoredAttempt) -> dict[str, Any]:
    """Give the item that is asked now, and the progress."""
    item = interviews.open_item(session, stored)
    progress = interviews.progress(session, stored)
    return {
        "next": None if item is None else _item(session, item, stored),
        "progress": {
            "answered": progress.answered,
            "least": progress.least,
            "most": progress.most,
        },
    }


def _exhibit(item: Item, language: str) -> dict[str, Any] | None:
    """Give the thing that an item shows, None where it shows none."""
    if not isinstance(item, Knowledge) or item.exhibit is None:
        return None
    return item.exhibit.record(language)


def _item(session: Session, item: Item, stored: StoredAttempt) -> dict[str, Any]:
    """Give an item in the language of the attempt, without its key."""
    language = stored.attempt.language
    steps = content.bank_of(session, stored).framework.steps
    kind, options = (item.format, item.options) if isinstance(item, Knowledge) else (None, steps)
    return {
        "id": item.id,
        "competence": item.competence,
        "kind": item.kind,
        "format": kind,
        "stem": item.stem[language],
        "options": [option[language] for option in options],
        "exhibit": _exhibit(item, language),
    }
