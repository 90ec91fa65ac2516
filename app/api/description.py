"""What describes the API: the OpenAPI document, and a page of it made on the server."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, jsonify, render_template
from flask.wrappers import Response

from app.api.room import route
from competences.sentences import mark


@dataclass(frozen=True, slots=True)
class Operation:
    """A route as the page shows it; names of shapes are those of the document's components."""

    method: str
    path: str
    summary: str
    token: bool
    query: tuple[str, ...]
    body: str | None
    answers: tuple[tuple[str, str | None], ...]


@route(
    "GET",
    "/openapi.json",
    mark("Read this description"),
)
def openapi() -> Response:
    """Give the OpenAPI document."""
    return jsonify(document())


@route(
    "GET",
    "/docs",
    mark("Read this description as a page"),
)
def docs() -> str:
    """Give the description as a page."""
    described = document()
    return render_template(
        "api/docs.html",
        operations=operations(described),
        shapes=shapes(described),
    )


def document() -> dict[str, Any]:
    """Give the OpenAPI document of this application."""
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    described: dict[str, Any] = api.spec.to_dict()
    return described


def operations(described: dict[str, Any]) -> list[Operation]:
    """Give the routes of a document in its order."""
    return [
        _operation(method.upper(), path, told)
        for path, methods in described["paths"].items()
        for method, told in methods.items()
        if method in {"get", "post", "put", "delete"}
    ]


def shapes(described: dict[str, Any]) -> dict[str, list[tuple[str, str, bool]]]:
    """Give for each shape its fields: name, type, whether it must be there."""
    return {
        name: [
            (field, _kind(told), field in shape.get("required", ()))
            for field, told in shape.get("properties", {}).items()
        ]
        for name, shape in described["components"]["schemas"].items()
    }


def _operation(method: str, path: str, told: dict[str, Any]) -> Operation:
    return Operation(
        method=method,
        path=path,
        summary=told["summary"],
        token={"bearer": []} in told.get("security", ()),
        query=tuple(one["name"] for one in told.get("parameters", ()) if one["in"] == "query"),
        body=_named(told.get("requestBody", {})),
        answers=tuple(
            (status, _named(answer))
            for status, answer in told["responses"].items()
            if status.startswith("2")
        ),
    )


def _named(holder: dict[str, Any]) -> str | None:
    """Give the name of the shape that a body or an answer has."""
    for content in holder.get("content", {}).values():
        return _kind(content.get("schema", {}))
    return None


def _kind(told: dict[str, Any]) -> str:
    """Give the type of a field in a word: a shape's name, or JSON's own."""
    if "$ref" in told:
        return str(told["$ref"].rpartition("/")[2])
    if "items" in told:
        return f"[{_kind(told['items'])}]"
    options = told.get("anyOf") or told.get("allOf")
    if options:
        return " | ".join(_kind(one) for one in options)
    kind = told.get("type", "any")
    return " | ".join(kind) if isinstance(kind, list) else str(kind)
