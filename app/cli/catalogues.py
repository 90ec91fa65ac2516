"""Catalogues from the command line: read, shown with all problems, published."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
from flask import g

from app import words
from app.cli.commands import Group
from app.cli.tagging import speaking
from app.config import ROOT
from app.db import reading, transaction
from app.stores import catalogues, tag_decisions
from competences import LANGUAGES, CompetencesError, Problem
from competences.console import read_file, several
from recommender.catalogue import Catalogue
from recommender.decisions import decided

DEMONSTRATION: Final = "demonstration"
"""The member whose invented trainings ship with the product."""
DEMONSTRATION_FILE: Final = ROOT / "recommender" / "packs" / "demonstration.csv"


class NothingRead(click.ClickException):
    """A file in which nothing can be read; the command ends with exit code 2."""

    exit_code = 2


group = Group("catalogue", help="Catalogues of trainings.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--member", "slug", required=True, help="Whose catalogue it is.")
@click.option("--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="Where a field is.")
@click.option("--set", "constants", multiple=True, metavar="FIELD=VALUE", help="For all rows.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Of the problems.")
@click.option("--dry-run", is_flag=True, help="Read and say what is wrong, keep nothing.")
def import_file(
    file: Path,
    slug: str,
    columns: tuple[str, ...],
    constants: tuple[str, ...],
    language: str,
    *,
    dry_run: bool,
) -> None:
    """Read FILE (CSV, XLSX or JSON-LD), say what is wrong in it, and publish it for a member."""
    g.language = language
    with reading() as session:
        owner = catalogues.member(session, slug)
    if owner is None:
        message = f"There is no member {slug}: add it with “flask --app app member add”."
        raise click.ClickException(message)
    catalogue, problems = read(file, _pairs(columns), _pairs(constants))
    for problem in problems:
        click.echo(f"{problem.severity}: {words.place(problem)}: {words.problem(problem)}")
    click.echo(f"{several(len(catalogue), 'training')}, {several(len(problems), 'problem')}.")
    if not dry_run:
        number = publish(slug, catalogue, problems)
        click.echo(f"Published for {owner} as number {number}.")


@group.command(DEMONSTRATION)
def demonstration_command() -> None:
    """Load the demonstration catalogue, once."""
    demonstration()


def demonstration() -> None:
    """Load the demonstration catalogue unless it is there."""
    with reading() as session:
        loaded = catalogues.has_published(session, DEMONSTRATION)
    if loaded:
        click.echo("The demonstration catalogue is loaded.")
        return
    catalogue, problems = read(DEMONSTRATION_FILE, {}, {})
    with transaction() as session:
        if catalogues.member(session, DEMONSTRATION) is None:
            catalogues.add_member(
                session,
                DEMONSTRATION,
                "Demonstration",
                now=datetime.now(UTC),
                demonstration=True,
            )
    publish(DEMONSTRATION, catalogue, problems)
    click.echo(f"Loaded the demonstration catalogue: {several(len(catalogue), 'training')}.")


def read(
    file: Path, columns: dict[str, str], constants: dict[str, str]
) -> tuple[Catalogue, list[Problem]]:
    """Give a file's catalogue, with suggestions where it has no outcomes, and what is wrong.

    A file in which nothing can be read ends the command with exit code 2.
    """
    from recommender.reading import read_catalogue  # noqa: PLC0415  (heavy, and seldom needed)
    from recommender.tagger import with_suggestions  # noqa: PLC0415

    with click.progressbar(length=2, label=f"Reading {file.name}") as bar:
        try:
            catalogue, problems = read_catalogue(
                read_file(file), file.name, columns=columns, values=constants
            )
        except CompetencesError as error:
            raise NothingRead(words.broken_promise(error)) from error
        bar.update(1)
        with speaking() as tagger:
            catalogue = with_suggestions(catalogue, tagger)
        bar.update(1)
    return catalogue, problems


def publish(slug: str, catalogue: Catalogue, problems: Sequence[Problem]) -> int:
    """Keep a catalogue and show it in place of the member's earlier one; give its number.

    What the member decided of the tagger's suggestions holds for the same words in it.
    """
    with transaction() as session:
        catalogue = decided(catalogue, tag_decisions.of_member(session, slug))
        staged = catalogues.stage(session, slug, catalogue, problems, datetime.now(UTC))
        return catalogues.publish(session, staged)


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    """Give `FIELD=VALUE` words as a mapping."""
    pairs = {}
    for word in given:
        field, equals, value = word.partition("=")
        if not equals or not field.strip():
            message = f"“{word}” has no form FIELD=VALUE."
            raise click.BadParameter(message)
        pairs[field.strip()] = value.strip()
    return pairs
