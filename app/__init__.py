"""Roof: talks to people and programs, and remembers. The only floor with HTTP, SQL and gettext."""

from pathlib import Path

import click
from flask import Flask

from app import api, cli, db, errors, filters, forms, guard, health, i18n, logs, security, sessions
from app.assessment import views as assessment
from app.config import BadSetting, Settings, embedded_url
from app.frameworks import views as frameworks
from app.logs import LoggedFlask
from app.pages import views as pages
from app.plan import listing
from app.plan import views as plan

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """Give the application, assembled in the order that the steps need."""
    settings = settings or settings_given()
    app = LoggedFlask(__name__, instance_path=str(settings.instance.resolve()))
    app.config["SETTINGS"] = settings
    app.secret_key = settings.secret_key
    remember(app, settings)
    speak(app)
    open_rooms(app)
    protect(app, settings)
    cli.set_up(app)
    return app


def settings_given() -> Settings:
    """Give the settings of the environment; one that cannot be used ends the program, and its sentence says why."""
    try:
        return Settings.from_environment()
    except BadSetting as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(2) from error


def remember(app: Flask, settings: Settings) -> None:
    """Bind logs, database and sessions."""
    Path(settings.instance).mkdir(parents=True, exist_ok=True)
    logs.set_up(app)
    db.set_up(app, settings.database_url or embedded_url(settings.instance))
    app.session_interface = sessions.ServerSessions(settings.secret_key, secure=settings.secure)


def speak(app: Flask) -> None:
    """Give templates the visitor's language, its numbers and its dates."""
    i18n.set_up(app)
    filters.set_up(app)


def open_rooms(app: Flask) -> None:
    """Register the routes of all rooms."""
    rooms = (pages, assessment, plan, listing, frameworks, health)
    for room in rooms:
        app.register_blueprint(room.blueprint)
    api.set_up(app)


def protect(app: Flask, settings: Settings) -> None:
    """Put the guards before all routes: limits, forgery tokens, the table of access, errors."""
    security.set_up(app, settings)
    forms.set_up(app)
    guard.set_up(app)
    errors.set_up(app)
