"""From exceptions to statuses and sentences: one table, as a page for people and JSON for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask.globals import request_ctx
from flask_babel import LazyString
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]  # comes without types
from werkzeug.exceptions import HTTPException, InternalServerError

from app import words
from app.access import NotFound, NoToken
from app.content import LostBank
from app.db import StorageUnavailable
from app.i18n import gettext, language, lazy
from app.interviews import NoQuestions, NotAsked
from app.limits import TooMany
from competences import CompetencesError, ImpossibleResponse, UnknownFramework
from competences.problems import OtherEngine, UnknownCompetence, UnknownRole
from recommender import ProblemsError

STORAGE_WAIT: Final = 5
"""Seconds after which it is worth trying again when the storage was away."""
PAGES: Final = frozenset({400, 404, 405, 409, 410, 413, 429, 500, 503})
"""The statuses that have a page of their own; others show that of their class."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is said when a request cannot be met; `message` None leaves it to the exception.

    `field` names the part of a program's request that is meant.
    """

    status: int
    code: str
    message: LazyString | None = None
    field: str = ""


STATEMENT: Final = lazy("Something in the request does not fit.")

TABLE: Final[Mapping[type[Exception], Refusal]] = {
    NotFound: Refusal(404, "not-found", lazy("There is nothing at this address.")),
    NoToken: Refusal(401, "no-token", lazy("Send the token of the check as a bearer token.")),
    UnknownFramework: Refusal(404, "unknown-framework"),
    UnknownCompetence: Refusal(422, "unknown-competence", field="scope"),
    UnknownRole: Refusal(422, "unknown-role", field="role"),
    NoQuestions: Refusal(
        422, "no-questions", lazy("There are no questions on this framework yet."), "framework"
    ),
    OtherEngine: Refusal(410, "other-engine"),
    LostBank: Refusal(
        410, "lost-numbers", lazy("The numbers that this check began with are no longer here.")
    ),
    ProblemsError: Refusal(422, "problems", STATEMENT),
    NotAsked: Refusal(
        409, "not-asked", lazy("This question was not asked in this check."), "item"
    ),
    ImpossibleResponse: Refusal(422, "impossible-response", field="response"),
    TooMany: Refusal(
        429, "too-many", lazy("Too many requests came from this address. Please wait a little.")
    ),
    StorageUnavailable: Refusal(
        503, "storage-unavailable", lazy("This was not saved. Please try again in a moment.")
    ),
}
STATUSES: Final = {
    400: Refusal(400, "bad-request", lazy("We cannot read this request.")),
    404: TABLE[NotFound],
    405: Refusal(405, "method-not-allowed", lazy("This address does not take that method.")),
    413: Refusal(413, "too-large", lazy("This is too large: 64 kB is the most that we take.")),
    415: Refusal(415, "not-json", lazy("Send JSON, and say so in the content type.")),
    422: Refusal(422, "invalid", STATEMENT),
    500: Refusal(500, "fault", lazy("Something went wrong on our side. We have noted it.")),
}


def set_up(app: Flask) -> None:
    """Answer every exception of the table, and what the framework itself refuses."""
    for kind in TABLE:
        app.register_error_handler(kind, _refuse)
    app.register_error_handler(HTTPException, _refuse_http)
    app.register_error_handler(ParseException, _refuse_body)


def _refuse(error: Exception) -> Response:
    """Answer an exception of ours."""
    refusal = TABLE[type(error)]
    if refusal.message is None and isinstance(error, CompetencesError):
        message = words.broken_promise(error)
    else:
        message = str(refusal.message)
    wait = STORAGE_WAIT if refusal.status == 503 else None
    if isinstance(error, TooMany):
        wait = ceil(error.wait.total_seconds())
    response = _reply(refusal, message, wait=wait, errors=_named(error, refusal, message))
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _refuse_http(error: HTTPException) -> Response | HTTPException:
    """Answer what the framework refuses, and a fault of ours."""
    cause = error.original_exception if isinstance(error, InternalServerError) else None
    if isinstance(cause, Exception) and type(cause) in TABLE:
        return _refuse(cause)
    if error.code is None or error.code < 400:
        return error  # a redirect
    refusal = STATUSES.get(error.code) or STATUSES[400 if error.code < 500 else 500]
    response = _reply(refusal, str(refusal.message), errors=_found(error))
    for name, value in error.get_headers(request.environ):
        if name == "Allow":
            response.headers[name] = value
    return response


def _refuse_body(error: ParseException) -> Response:
    """Answer a body in chunks that the server cannot put together, which it sees when the body is read."""
    del error
    return _reply(STATUSES[400], str(STATUSES[400].message))


def _named(error: Exception, refusal: Refusal, message: str) -> Mapping[str, list[str]]:
    """Give what is wrong by the part of a program's request that is meant."""
    if isinstance(error, ProblemsError):
        found: dict[str, list[str]] = {}
        for one in error.problems:
            found.setdefault(str(one.where.get("file", "")), []).append(words.problem(one))
        return found
    return {refusal.field: [message]} if refusal.field else {}


def _reply(
    refusal: Refusal,
    message: str,
    *,
    wait: int | None = None,
    errors: Mapping[str, Any] | None = None,
) -> Response:
    if request.path.startswith("/api/"):
        body = {"code": refusal.code, "message": message, "errors": errors or {}}
        response = jsonify(body)
    elif (
        request_ctx.url_adapter is None
    ):  # a host that is not ours or no name: nothing can be linked
        response = Response(message, mimetype="text/plain")
    else:
        page = refusal.status if refusal.status in PAGES else 400
        response = make_response(
            render_template(
                f"errors/{page}.html", status=refusal.status, wait=wait, message=message
            )
        )
    response.status_code = refusal.status
    response.content_language.add(language())
    return response


def _found(error: HTTPException) -> Mapping[str, Any]:
    """Give what is wrong by field, in the language of the request."""
    by_place = getattr(error, "data", {}).get("messages", {})
    found: dict[str, Any] = {}
    for fields in by_place.values():
        found.update(_said(fields))
    return found


def _said(messages: Any) -> Any:  # noqa: ANN401  (nested as the request was)
    if isinstance(messages, Mapping):
        return {str(name): _said(inner) for name, inner in messages.items()}
    if isinstance(messages, list):
        return [gettext(str(one)) for one in messages]
    return [gettext(str(messages))]
