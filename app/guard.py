"""Who asks, and may they: one line per view.

A holder has the folder in the server's session, a program the token of the attempt. What is
foreign and what is missing raise the same `NotFound`, so that nobody learns which it was.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, cast

from flask import Flask, current_app, request, session

from app import access, codes
from app.access import NotFound, NoToken
from app.db import Session, StorageUnavailable, reading
from app.records import StoredAttempt
from app.stores import attempts, folders

if TYPE_CHECKING:
    from app.sessions import ServerSession, ServerSessions

__all__ = [
    "NoToken",
    "NotFound",
    "admit",
    "bearer",
    "dismiss",
    "folder",
    "forget",
    "holder",
    "keep",
    "set_up",
    "token_digest",
]

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods of requests that change nothing."""


def set_up(app: Flask) -> None:
    """Ask at every route for what its row in the table wants; stop the start where a row lacks."""
    access.check(rule.endpoint for rule in app.url_map.iter_rules())
    app.before_request(_knock)


def holder(attempt_id: str, *, lock: bool = False) -> StoredAttempt:
    """Give an attempt of the visitor's folder, held until the end of the transaction by `lock`.

    Raises `NotFound` for a missing and for a foreign one.
    """
    own = _named()
    if not attempt_id.isprintable():
        raise NotFound
    with reading() as database:
        stored = attempts.get(database, attempt_id, now=datetime.now(UTC), lock=lock)
    if stored is None or stored.folder != own:
        raise NotFound
    return stored


def folder(*, lock: bool = False) -> str:
    """Give the folder that the visitor may open, held until the end of the transaction by `lock`.

    Raises `NotFound` where there is none, also where it was erased or its time is over.
    """
    own = _named()
    with reading() as database:
        if folders.kept_until(database, own, datetime.now(UTC), lock=lock) is None:
            raise NotFound
    return own


def keep(database: Session, folder_id: str) -> str:
    """Keep in the caller's transaction that the visitor may open a folder; give the secret for `admit`."""
    return _sessions().replace(database, _visit(), folder_id)


def admit(folder_id: str, secret: str) -> None:
    """Let the visitor open a folder from now on, under the new secret of `keep`, when that is kept."""
    _visit().admit(secret, folder_id)


def forget(database: Session) -> None:
    """Forget this visit in the caller's transaction; `dismiss` follows when that is over."""
    _sessions().forget(database, _visit())


def dismiss() -> None:
    """End this visit, which the database has forgotten, in the browser too."""
    _visit().end()


def bearer(attempt_id: str, *, lock: bool = False) -> StoredAttempt:
    """Give the attempt that a program's token opens, held until the end of the transaction by `lock`.

    Raises `NoToken` without a token, `NotFound` where the token opens no or another attempt.
    """
    digest = token_digest(_token())
    with reading() as database:
        stored = attempts.of_token(database, digest, now=datetime.now(UTC), lock=lock)
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
    if _visit().away and (row.role == "holder" or request.method not in SAFE):
        raise StorageUnavailable  # whose visit it is cannot be told
    if row.role == "program":
        _token()
    elif row.role == "holder":
        _named()  # whether it is still there is seen where it is read, in the same query


def _named() -> str:
    """Give the folder that the session names; raises `NotFound` where it names none."""
    own = session.get("folder")
    if own is None:
        raise NotFound
    return str(own)


def _token() -> str:
    try:
        given = request.authorization
    except ValueError as error:  # letters that no credentials have
        raise NoToken from error
    if given is None or given.type != "bearer" or not given.token:
        raise NoToken
    return given.token


def _visit() -> "ServerSession":
    return cast("ServerSession", session)


def _sessions() -> "ServerSessions":
    return cast("ServerSessions", current_app.session_interface)
