"""Upkeep from the command line: what is due is erased, and how much there is."""

from datetime import UTC, datetime, timedelta

import click
from flask.cli import with_appcontext

from app import interviews
from app.cli.commands import Command
from app.db import checkpoint, reading, transaction
from app.sessions import LONGEST
from app.stores import consents, figures, folders, visits
from competences.console import several


@click.command("purge", cls=Command)
@with_appcontext
def purge() -> None:
    """Erase what is due: folders whose time is over, ended sessions, full buckets."""
    click.echo(f"Erased {several(erase_due(), 'folder')}.")


def erase_due() -> int:
    """Erase what is due, from the database's log too; give how many folders it was."""
    now = datetime.now(UTC)
    with reading() as session:
        due = folders.due(session, now)
    erased = 0
    with click.progressbar(length=due, label="Erasing folders") as bar:
        while True:
            with transaction() as session:
                some = interviews.erase_due(session, now)
            if not some:
                break
            erased += some
            bar.update(some)
    with transaction() as session:
        visits.end_idle_sessions(session, now - LONGEST)
        visits.forget_full_buckets(session, now - timedelta(hours=1))
    checkpoint()
    return erased


@click.command("stats", cls=Command)
@with_appcontext
def stats() -> None:
    """Say how much there is, in numbers only, and whether the consent ledger is as it was written."""
    with reading() as session:
        for name, count in figures.counts(session).items():
            click.echo(f"{name:24}{count:>10}")
        row = consents.broken(session)
    state = "whole" if row is None else f"broken at {row}"
    click.echo(f"{'consent ledger':24}{state:>10}")
