"""The database from the command line."""

import click
from flask.cli import with_appcontext

from app.cli import catalogues, upkeep
from app.cli.commands import Command, Group
from app.config import ROOT
from app.db import HEAD, database, migrated_to, reading

group = Group("db", help="Make and migrate the database.")


@group.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to what this release needs."""
    upgrade()


@click.command("prepare", cls=Command)
@with_appcontext
def prepare() -> None:
    """Bring the database up to date, erase what is due, load the demonstration: before `make run` serves."""
    upgrade()
    upkeep.erase_due()
    catalogues.demonstration()


def upgrade() -> None:
    """Run the migrations that are due, all in one transaction; quick where none is."""
    with reading() as session:
        at = migrated_to(session)
        session.rollback()
    if at == HEAD:
        click.echo(f"The database is up to date ({HEAD}).")
        return
    _migrate()
    click.echo(f"The database is now at {HEAD}.")


def _migrate() -> None:
    from alembic import command  # noqa: PLC0415  (heavy, and seldom needed)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(ROOT / "app" / "migrations"))
    with database.engine.connect() as connection:
        writing = connection.execution_options(writes=True)
        with writing.begin():
            config.attributes["connection"] = writing
            command.upgrade(config, "head")
