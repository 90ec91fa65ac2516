"""Is it alive, is it ready: what a proxy and an operator ask."""

from flask import Blueprint, Response, jsonify

from app.db import HEAD, StorageUnavailable, migrated_to, reading

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Say that the process answers, whatever the database does."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
def ready() -> Response:
    """Say whether the database is reachable and migrated; 503 with the reason where not."""
    try:
        with reading() as session:
            revision = migrated_to(session)
    except StorageUnavailable:
        return _unready("storage-unavailable")
    return jsonify(status="ready", revision=revision) if revision == HEAD else _unready("migrate")


def _unready(reason: str) -> Response:
    response = jsonify(status="unready", reason=reason)
    response.status_code = 503
    response.headers["Retry-After"] = "5"
    return response
