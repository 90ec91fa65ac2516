"""Texts from the command line: a pack goes out to a translator as a file and comes back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from app.cli.commands import Group
from app.exchange.changes import Outcome, compare, refusal
from app.exchange.phrases import TARGETS
from app.exchange.po_file import po_text, read_po_file
from app.exchange.returned import Returned
from app.exchange.sentences import said
from app.exchange.units import units
from app.exchange.xliff_file import read_xliff_file, xliff_text
from competences.console import read_file, several, write_file
from competences.loading import PACKS
from competences.problems import CompetencesError

NOTHING: Final = "Nothing was taken over: see what is wrong above."
WRITERS: Final = {".po": po_text, ".xlf": xliff_text}
READERS: Final[dict[str, Callable[[bytes, str], Returned]]] = {
    ".po": read_po_file,
    ".xlf": read_xliff_file,
}


class NothingDone(click.ClickException):
    """A file or pack that cannot be read or written; the command ends with exit code 2."""

    exit_code = 2


group = Group("texts", help="Texts of a framework, out to a translator and back.")
packs_option = click.option(
    "--packs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=PACKS,
    help="A folder of packs other than ours.",
)


def _suffix(_context: click.Context, _parameter: click.Parameter, file: Path) -> Path:
    """Give a file whose name says its format."""
    if file.suffix not in WRITERS:
        message = f"“{file.name}” must end in .po or .xlf."
        raise click.BadParameter(message)
    return file


@group.command("export")
@click.argument("framework")
@click.argument("language", type=click.Choice(TARGETS))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), callback=_suffix)
@packs_option
def export_file(framework: str, language: str, file: Path, packs: Path) -> None:
    """Write the texts of FRAMEWORK for a translator into LANGUAGE to FILE (.po or .xlf)."""
    with _telling():
        found = units(framework, language, packs)
        write_file(file, WRITERS[file.suffix](found, framework, language))
    missing = sum(not unit.target for unit in found)
    click.echo(f"{several(len(found), 'phrase')}, {missing} of them untranslated: {file}")


@group.command("import")
@click.argument("framework")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), callback=_suffix
)
@click.option("--dry-run", is_flag=True, help="Say what would change, write nothing.")
@click.option(
    "--second-read",
    is_flag=True,
    help="All entries of the PO file that are not fuzzy were read a second time (XLIFF has a state for that).",
)
@packs_option
def import_file(
    framework: str, file: Path, packs: Path, *, dry_run: bool, second_read: bool
) -> None:
    """Take over what FILE (.po or .xlf) translates otherwise than the pack of FRAMEWORK, and say what is wrong."""
    if second_read and file.suffix != ".po":
        message = "is for .po; in XLIFF the states “reviewed” and “final” say it."
        raise click.BadParameter(message, param_hint="--second-read")
    with _telling():
        returned = READERS[file.suffix](read_file(file), file.name)
        outcome = _outcome(returned, framework, packs, second_read=second_read)
        if not dry_run:
            from app.exchange.writing import write  # noqa: PLC0415  (heavy, and seldom needed)

            write(packs / framework, outcome.changes)
    for problem in outcome.problems:
        click.echo(said(problem))
    click.echo(_summary(outcome, dry_run=dry_run))
    if not outcome.changes and any(one.severity == "error" for one in outcome.problems):
        raise NothingDone(NOTHING)


def _outcome(returned: Returned, framework: str, packs: Path, *, second_read: bool) -> Outcome:
    """Give what a file changes; nothing where it is of another framework or language."""
    refused = refusal(returned, framework)
    if refused is not None:
        return Outcome(problems=(refused,))
    found = units(framework, returned.language, packs)
    return compare(found, returned, second_read=second_read)


def _summary(outcome: Outcome, *, dry_run: bool) -> str:
    """Give the counts of an import as a line."""
    files = len({change.file for change in outcome.changes})
    verb = "would change" if dry_run else "changed"
    return (
        f"{several(len(outcome.phrases), 'phrase')} and {several(len(outcome.reviews), 'review state')} {verb}"
        f" in {several(files, 'file')}, {outcome.untranslated} untranslated,"
        f" {several(len(outcome.problems), 'problem')}."
    )


@contextmanager
def _telling() -> Iterator[None]:
    """End the command with a sentence where a file or a pack cannot be used."""
    try:
        yield
    except CompetencesError as error:
        raise NothingDone(str(error)) from error
