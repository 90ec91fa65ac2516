"""Who may knock at which route: one table that the guard reads and the tests read.

A route without a row stops the start, so that no page is ever open by oversight.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["anyone", "holder", "program"]
Relation = Literal["public", "own"]


class NotFound(Exception):
    """Nothing that this visitor may see: a missing thing and a foreign one alike."""


class NoToken(Exception):
    """A program asked for a person's check without the token that opens it."""


class UnlistedRoute(Exception):
    """A route that has no row in the table, or a row that has no route."""


@dataclass(frozen=True, slots=True)
class Row:
    """Who may use a route: `holder` has the folder in the session, `program` the attempt's token.

    `own` says that the thing which the address names must be the visitor's.
    """

    endpoint: str
    role: Role
    relation: Relation


def _rows(role: Role, relation: Relation, room: str, names: str) -> tuple[Row, ...]:
    return tuple(Row(f"{room}.{name}", role, relation) for name in names.split())


ROWS: Final = (
    Row("static", "anyone", "public"),
    *_rows("anyone", "public", "health", "alive ready"),
    *_rows(
        "anyone", "public", "pages", "root home how quality ordering privacy accessibility sources"
    ),
    *_rows("anyone", "public", "pages", "come_back"),
    *_rows("anyone", "public", "frameworks", "shelf framework competence role"),
    *_rows("anyone", "public", "assessment", "start begin folder leave link open_link"),
    *_rows("anyone", "public", "assessment", "erase erase_now erased"),
    *_rows("holder", "own", "assessment", "resume question answer answers result"),
    *_rows("holder", "own", "assessment", "keep give_link research"),
    *_rows("holder", "own", "plan", "path goal swap"),
    *_rows("holder", "own", "listing", "trainings"),
    *_rows(
        "anyone", "public", "api", "frameworks framework quality begin plan trainings training"
    ),
    *_rows("anyone", "public", "api", "competence roles crossing recommendations"),
    *_rows("anyone", "public", "api", "openapi docs"),
    *_rows("program", "own", "api", "state answer profile erase"),
)

ACCESS: Final = {row.endpoint: row for row in ROWS}


def check(endpoints: Iterable[str]) -> None:
    """Raise `UnlistedRoute` where a route has no row or a row no route."""
    routes = set(endpoints)
    for endpoint in sorted(routes - ACCESS.keys()):
        message = f"The route {endpoint} has no row in app/access.py: say who may use it."
        raise UnlistedRoute(message)
    for endpoint in sorted(ACCESS.keys() - routes):
        message = f"app/access.py has a row for {endpoint}, which is no route."
        raise UnlistedRoute(message)
