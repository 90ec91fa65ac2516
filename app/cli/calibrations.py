"""Calibration from the command line: on the answers of people who agreed, here or on a cluster."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext

from app import content
from app.cli.commands import Command
from app.db import reading
from app.stores import research
from competences import frameworks
from competences.console import several
from competences.problems import UnknownItem, UnwritableOutput

if TYPE_CHECKING:
    from app.jobs.calibration import Outcome
    from app.jobs.responses import Gathered
    from competences.running import Runner

State = TypeVar("State")
Chunk = TypeVar("Chunk")
Result = TypeVar("Result")


@click.command("calibrate", cls=Command)
@click.argument("framework", type=click.Choice(frameworks()), default="digcomp-3.0")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    callback=lambda _context, _option, given: _named(given),
    help="The folder for parameters.csv and report.json.",
)
@click.option(
    "--least",
    type=click.IntRange(min=30),
    default=500,
    show_default=True,
    help="The least number of people.",
)
@click.option(
    "--fixed",
    multiple=True,
    metavar="ITEM",
    help="An item whose numbers hold the scale, or “live” for all that are not on trial; repeatable.",
)
@with_appcontext
def calibrate(framework: str, out: Path, least: int, fixed: tuple[str, ...]) -> None:
    """Work out the numbers of FRAMEWORK's questions from the answers of people who agreed to research.

    What it finds is written to a folder and shown on the public page; it scores nobody until it is part of the item
    bank.
    """
    from app.jobs import calibration  # noqa: PLC0415  (heavy, and seldom needed)
    from competences.calibration.files import prepare_folder  # noqa: PLC0415  (heavy, and seldom needed)

    now = datetime.now(UTC)
    gathered = _gathered(framework, now)
    persons = len(gathered.answers)
    if gathered.unreadable:
        click.echo(
            f"Left out: {several(gathered.unreadable, 'check')} whose numbers are not here any more."
        )
    if persons < least:
        message = (
            f"{several(persons, 'person', 'people')} agreed and answered enough; {least} are needed."
            " Nothing was written."
        )
        raise click.ClickException(message)
    held = _known(framework, fixed)
    with _writing():
        prepare_folder(out)
    outcome = _computed(framework, gathered, held)
    calibration.keep(outcome, now)
    with _writing():
        calibration.write(outcome, out)
    click.echo(
        f"Calibrated on {several(outcome.persons, 'person', 'people')}: {out / 'parameters.csv'}"
    )
    if not outcome.record["settled"]:
        click.echo("The computation did not come to rest: report.json says where.")


def _named(folder: Path) -> Path:
    """Give a folder as it was named; an empty word, such as a variable that was never set, is none."""
    if folder == Path():
        message = "must name a folder"
        raise click.BadParameter(message)
    return folder


@contextmanager
def _writing() -> Iterator[None]:
    """End the command with a sentence where a folder cannot be written to."""
    try:
        yield
    except UnwritableOutput as error:
        raise click.ClickException(str(error)) from error


def _gathered(framework: str, now: datetime) -> "Gathered":
    """Give the answers of all who agreed, read under a progress bar."""
    from app.jobs.responses import gather  # noqa: PLC0415  (heavy, and seldom needed)

    with reading() as session:
        folders = research.folders(session, now)
        session.rollback()
    with click.progressbar(length=folders, label="Reading answers") as bar:
        return gather(framework, now, bar.update)


def _known(framework: str, items: tuple[str, ...]) -> frozenset[str]:
    """Give ids of items, also for `live`; one that the bank has not ends the command with exit code 2."""
    from competences.calibration.trial import held_items  # noqa: PLC0415  (heavy, and seldom needed)

    try:
        return held_items(content.bank(framework), items)
    except UnknownItem as error:
        raise click.BadParameter(str(error), param_hint="--fixed") from error


def _computed(framework: str, gathered: "Gathered", fixed: frozenset[str]) -> "Outcome":
    """Give what comes out of the answers, computed where the settings say; a bar shows that it goes on."""
    from app.jobs.calibration import outcome_of  # noqa: PLC0415  (heavy, and seldom needed)
    from app.jobs.cluster import NoCluster, runner  # noqa: PLC0415

    try:
        with (
            runner(current_app.config["SETTINGS"].scheduler) as run,
            click.progressbar(count(), label="Computing") as bar,
        ):
            return outcome_of(framework, gathered, _watched(run, bar.update), fixed)
    except NoCluster as error:
        raise click.ClickException(str(error)) from error


def _watched(run: "Runner", told: Callable[[int], None]) -> "Runner":
    """Give a runner that tells of each chunk that is done."""

    def watched(
        task: Callable[[State, Chunk], Result], state: State, chunks: Sequence[Chunk]
    ) -> Iterable[Result]:
        for result in run(task, state, chunks):
            told(1)
            yield result

    return watched
