"""Sessions live on the server; the cookie holds a random secret and nothing else.

A visitor gets a cookie only where a form needs one. Until there is something to remember no row is
written: the forgery token of a form is made from the secret, so that a page that is read changes
nothing in the database. Idle time counts from the last form that a visitor sent.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin

from app import codes
from app.db import Session, StorageUnavailable, reading, transaction
from app.logs import log
from app.stores import visits

IDLE: Final = timedelta(minutes=45)
NOTED: Final = timedelta(minutes=1)
"""How often at most it is noted that a visitor is still there."""
LONGEST: Final = timedelta(hours=12)
TOKEN: Final = "csrf_token"  # noqa: S105  (the key under which Flask-WTF looks)


class ServerSession(SessionMixin):
    """What is remembered of a visitor: `folder`, which the visitor may open, and no more.

    `seen_at` is when the server last noted the visit, None where no row is kept; `away` says that
    the storage could not tell what is remembered, so that the visitor may not be taken for a new one.
    """

    def __init__(
        self,
        secret: str,
        data: dict[str, str],
        base: str,
        *,
        seen_at: datetime | None = None,
        away: bool = False,
    ) -> None:
        """Begin from what the server remembers; `base` is the forgery token's, never stored."""
        self.secret = secret
        self.seen_at = seen_at
        self.away = away
        self.base = base
        self.data = data
        self.modified = False
        self.renewed = False
        self.accessed = False
        self.token_used = False
        self.ended = False

    def __getitem__(self, key: str) -> str:
        if key == TOKEN:
            self.token_used = True
            return self.base
        self.accessed = True
        return self.data[key]

    def __setitem__(self, key: str, value: str) -> None:
        self.modified = True
        self.data[key] = value

    def __delitem__(self, key: str) -> None:
        self.modified = True
        del self.data[key]

    def __iter__(self) -> Iterator[str]:
        return iter((*self.data, TOKEN))

    def __len__(self) -> int:
        return len(self.data) + 1

    def admit(self, secret: str, folder: str) -> None:
        """Go on under the secret that `ServerSessions.replace` gave, with the folder that it opens."""
        self.secret = secret
        self.seen_at = datetime.now(UTC)
        self.data["folder"] = folder
        self.renewed = True

    def end(self) -> None:
        """Forget everything, here and in the browser; `ServerSessions.forget` did so in the database."""
        self.data.clear()
        self.ended = True


class ServerSessions(SessionInterface):
    """Opens and keeps `ServerSession`s in the database."""

    def __init__(self, key: str, *, secure: bool) -> None:
        """Keep the site's key; with `secure` the cookie is a `__Host-` one, for https alone."""
        self.key = key
        self.secure = secure
        self.name = "__Host-azimut" if secure else "azimut"

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        """Give the session of the cookie; an empty one where there is none, or `away` where it cannot be read."""
        del app
        secret = request.cookies.get(self.name, "")
        if request.blueprint == "api" or len(secret) < codes.TOKEN_BYTES:
            return self._made(codes.new_token())
        try:
            with reading() as session:
                known = visits.session_of(session, self._digest(secret))
        except StorageUnavailable:
            return ServerSession(secret, {}, self._base(secret), away=True)
        now = datetime.now(UTC)
        if known is None:
            return self._made(secret)
        if now - known.seen_at > IDLE or now - known.created_at > LONGEST:
            return self._made(codes.new_token())
        data = {} if known.folder is None else {"folder": known.folder}
        return ServerSession(secret, data, self._base(secret), seen_at=known.seen_at)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep what changed, and give the cookie where a form on the page needs it."""
        del app
        if not isinstance(session, ServerSession):
            return
        if session.ended:
            response.delete_cookie(self.name, secure=self.secure, httponly=True, samesite="Lax")
            return
        if session.modified:
            self._keep(session)
        elif _due(session):
            self._note(session)
        if session.modified or session.renewed or session.token_used:
            response.set_cookie(
                self.name, session.secret, secure=self.secure, httponly=True, samesite="Lax"
            )
            response.vary.add("Cookie")

    def replace(self, database: Session, session: ServerSession, folder: str) -> str:
        """Keep a session that may open a folder in place of this one; give its new secret.

        A new secret is due whenever a visitor may open more than before. The rows change in the
        caller's transaction, the session itself by `admit` when that is over.
        """
        secret = codes.new_token()
        self.forget(database, session)
        visits.keep_session(database, self._digest(secret), folder, datetime.now(UTC))
        return secret

    def forget(self, database: Session, session: ServerSession) -> None:
        """Forget a session in the caller's transaction; it ends itself by `end` when that is over."""
        visits.end_session(database, self._digest(session.secret))

    def _keep(self, session: ServerSession) -> None:
        with transaction() as database:
            digest = self._digest(session.secret)
            visits.keep_session(database, digest, session.data.get("folder"), datetime.now(UTC))

    def _note(self, session: ServerSession) -> None:
        """Note that the visitor is still there; what the visitor sent is kept by now, so no failure is told."""
        try:
            with transaction() as database:
                visits.note_session(database, self._digest(session.secret), datetime.now(UTC))
        except StorageUnavailable:
            log.warning("a visit could not be noted")

    def _made(self, secret: str) -> ServerSession:
        return ServerSession(secret, {}, self._base(secret))

    def _digest(self, secret: str) -> str:
        return codes.digest(self.key, "web session", secret)

    def _base(self, secret: str) -> str:
        return codes.digest(self.key, "forgery token", secret)


def _due(session: ServerSession) -> bool:
    """Say whether to note that the visitor is still there: a form was sent, and the last note is old."""
    if session.seen_at is None or request.method in {"GET", "HEAD", "OPTIONS"}:
        return False
    return datetime.now(UTC) - session.seen_at > NOTED
