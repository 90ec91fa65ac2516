"""Room of programs: the HTTP API under `/api/v1`, described by OpenAPI 3.1."""

from flask import Flask

from app.api import assessments, description, frameworks, plans, room, trainings

__all__ = ["set_up"]

ROUTES = (frameworks, assessments, plans, trainings, description)
"""The modules that hang their routes on the room when they are imported."""


def set_up(app: Flask) -> None:
    """Open the room."""
    room.describe(app)
