"""Who asks, and may they: one line per view.

A holder has the folder in the server's session, a program the token of the attempt. What is
foreign and what is missing raise the same `NotFound`, so that nobody learns which it was.
"""

from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, request, session

from app import access, codes
from app.access import NotFound, NoToken
from app.db import reading
from app.records import StoredAttempt
from app.stores import attempts

if TYPE_CHECKING:
    from app.sessions import ServerSession

__all__ = ["NoToken", "NotFound", "admit", "bearer", "folder", "holder", "set_up", "token_digest"]


def set_up(app: Flask) -> None:
    """Ask at every route for what its row in the table wants; stop the start where a row lacks."""
    access.check(rule.endpoint for rule in app.url_map.iter_rules())
    app.before_request(_knock)


def holder(attempt_id: str, *, lock: bool = False) -> StoredAttempt:
    """Give an attempt of the visitor's folder, held until the end of the transaction by `lock`.

    Raises `NotFound` for a missing and for a foreign one.
    """
    own = folder()
    if not attempt_id.isprintable():
        raise NotFound
    with reading() as database:
        stored = attempts.get(database, attempt_id, lock=lock)
    if stored is None or stored.folder != own:
        raise NotFound
    return stored


def folder() -> str:
    """Give the folder that the visitor may open; raises `NotFound` where there is none."""
    own = session.get("folder")
    if own is None:
        raise NotFound
    return str(own)


def admit(folder_id: str) -> None:
    """Let the visitor open a folder from now on, under a new session secret."""
    session["folder"] = folder_id
    cast("ServerSession", session).renew()


def bearer(attempt_id: str, *, lock: bool = False) -> StoredAttempt:
    """Give the attempt that a program's token opens, held until the end of the transaction by `lock`.

    Raises `NoToken` without a token, `NotFound` where the token opens no or another attempt.
    """
    digest = token_digest(_token())
    with reading() as database:
        stored = attempts.of_token(database, digest, lock=lock)
    if stored is None or stored.id != attempt_id:
        raise NotFound
    return stored


def token_digest(token: str) -> str:
    """Give what is kept of a program's token."""
    return codes.digest(str(current_app.secret_key), "assessment", token)


def _knock() -> None:
    row = access.ACCESS.get(request.endpoint or "")
    if row is None:
        return  # no such route: the framework says so
    if row.role == "program":
        _token()
    elif row.role == "holder":
        folder()


def _token() -> str:
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        raise NoToken
    return given.token
