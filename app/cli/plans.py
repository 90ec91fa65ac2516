"""Plans for many people at once from the command line: rows of numbers and ids, for whoever asked on their behalf."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app import content, interviews
from app.cli.commands import Command
from app.db import reading
from competences import CompetencesError, console
from competences.console import several


@click.command("plans", cls=Command)
@click.argument("people", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file for the rows, a line of JSON each.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Processes beside this one, where no scheduler is set; 0 for none.",
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of those who name none; the day of the command without it.",
)
@with_appcontext
def plans(people: Path, out: Path, workers: int, today: datetime | None) -> None:
    """Work out the learning paths of PEOPLE over the published offer.

    PEOPLE holds a line {"id", "profile", "goal", "constraints"} each. The same lines over the same offer on the same
    day give the same rows, on any number of workers. Nothing is kept and nobody is told.
    """
    from app.jobs.cluster import NoCluster  # noqa: PLC0415  (heavy, and seldom needed)
    from app.jobs.plans import plan_people  # noqa: PLC0415

    day = interviews.today(datetime.now(UTC)) if today is None else today.date()
    with reading() as session:
        offer = content.offer(session).index
        session.rollback()
    try:
        with (
            console.reading(people) as file,
            console.writing(out) as rows,
            click.progressbar(count(), label="Planning") as bar,
        ):
            summary = plan_people(
                offer,
                file,
                rows.write,
                scheduler=current_app.config["SETTINGS"].scheduler,
                workers=workers,
                today=day,
                told=bar.update,
            )
    except (CompetencesError, NoCluster) as error:
        raise click.ClickException(str(error)) from error
    told = summary.to_record()
    for one in told["problems"]:
        click.echo(f"line {one['row']}: {one['message']}")
    click.echo(
        f"{several(told['people'], 'person', 'people')}, {several(told['planned'], 'plan')} worked out: {out}"
    )
    if told["wrong"]:
        left_out = several(told["left_out"], "line has", "lines have")
        click.echo(f"{several(told['wrong'], 'problem')}. {left_out} no row.")
