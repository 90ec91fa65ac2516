"""`flask --app app …`: what an operator does from the command line, a file per noun."""

from flask import Flask

from app.cli import (
    calibrations,
    catalogues,
    database,
    frameworks,
    members,
    plans,
    tags,
    texts,
    upkeep,
)

__all__ = ["set_up"]


def set_up(app: Flask) -> None:
    """Add our commands."""
    for command in (
        database.group,
        members.group,
        catalogues.group,
        frameworks.group,
        tags.group,
        texts.group,
        upkeep.purge,
        upkeep.stats,
        calibrations.calibrate,
        plans.plans,
        database.prepare,
    ):
        app.cli.add_command(command)
