"""The room of programs: its blueprint, and the description that grows from its routes."""

from collections.abc import Callable
from typing import Any, ClassVar, Final, TypeVar

from flask import Flask
from flask_smorest import Api, Blueprint
from marshmallow import Schema

from app.api.parser import StrictParser
from app.api.replies import Refused

VERSION: Final = "1.0"
BEARER: Final[tuple[dict[str, list[str]], ...]] = ({"bearer": []},)
"""What a route's `security` says that wants the token of the assessment; an empty entry more makes it optional."""

Shape = type[Schema]
View = TypeVar("View", bound=Callable[..., Any])


class Room(Blueprint):  # type: ignore[misc]  # the library has no types
    """A blueprint that reads requests strictly."""

    ARGUMENTS_PARSER: ClassVar = StrictParser()


class DescribedApi(Api):  # type: ignore[misc]  # the library has no types
    """Describes the routes; `errors.py` answers what goes wrong, for the whole site."""

    ERROR_SCHEMA = Refused

    def _register_error_handlers(self) -> None:
        """Leave the site's error handlers alone."""


blueprint: Final = Room("api", __name__, url_prefix="/api/v1", description="Azimut for programs")


def route(
    method: str,
    rule: str,
    summary: str,
    *,
    gives: Shape | None = None,
    status: int = 200,
    body: Shape | None = None,
    query: Shape | None = None,
    security: tuple[dict[str, list[str]], ...] = (),
) -> Callable[[View], View]:
    """Give the decorator that hangs a view on the room, with what it takes and what it gives.

    The view gets what was sent as its first argument, once it fits the shape; `summary` is marked for translation.
    """

    def hang(view: View) -> View:
        told = blueprint.alt_response(status, schema=gives, success=True)(view)
        for shape, location in ((body, "json"), (query, "query")):
            if shape is not None:
                told = blueprint.arguments(shape, location=location)(told)
        more = {"security": list(security)} if security else {}
        told = blueprint.doc(summary=summary, **more)(told)
        blueprint.route(rule, methods=[method])(told)
        return view

    return hang


def describe(app: Flask) -> None:
    """Register the blueprint with a description that is made anew for this application."""
    app.config["OPENAPI_URL_PREFIX"] = None
    about = {"title": "Azimut", "version": VERSION, "openapi_version": "3.1.0"}
    api = DescribedApi(app, spec_kwargs=about)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    api.register_blueprint(blueprint)
