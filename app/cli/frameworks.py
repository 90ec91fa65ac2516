"""Official texts of frameworks from the command line: read, told with all problems, kept."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from flask import g

from app import words
from app.cli.commands import Group
from app.db import transaction
from app.stores import official_texts
from competences import LANGUAGES, CompetencesError, Framework, Problem, load_framework
from competences.console import read_file, several
from competences.supplement import DIGCOMP, OfficialText, UnusableSupplement
from competences.supplement_jsonld import from_jsonld
from competences.supplement_sheets import from_sheets
from recommender.adapters import kind_of, read_sheets
from recommender.adapters.json_text import loads
from recommender.errors import Unreadable

Read = tuple[tuple[OfficialText, ...], list[Problem]]


class NothingRead(click.ClickException):
    """A file that holds no official texts; the command ends with exit code 2."""

    exit_code = 2


group = Group("framework", help="Competence frameworks.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Of the problems.")
@click.option("--dry-run", is_flag=True, help="Read and say what is wrong, keep nothing.")
@click.option("--force", is_flag=True, help="Keep the texts though there were more before.")
def import_file(file: Path, language: str, *, dry_run: bool, force: bool) -> None:
    """Read FILE, the official supplement of DigComp 3.0 (XLSX or JSON-LD), and keep its texts.

    They replace all texts that were brought in before in the same languages. A file with errors that holds fewer texts
    than are kept is refused: it is likely broken.
    """
    g.language = language
    framework = load_framework(DIGCOMP)
    with click.progressbar(length=2, label=f"Reading {file.name}") as bar:
        try:
            data = read_file(file)
            bar.update(1)
            texts, problems = texts_of(data, framework)
        except CompetencesError as error:
            raise NothingRead(words.broken_promise(error)) from error
        bar.update(1)
    for problem in problems:
        click.echo(f"{problem.severity}: {_place(problem)}: {words.problem(problem)}")
    if not texts:
        raise NothingRead(words.broken_promise(UnusableSupplement(code="no-supplement")))
    if not dry_run:
        broken = any(problem.severity == "error" for problem in problems)
        with transaction() as session:
            if broken and not force:
                _refuse_loss(official_texts.counts(session, framework.id), texts)
            official_texts.replace(session, framework.id, texts)
    for line in _counts(texts, framework):
        click.echo(line)


def _refuse_loss(kept: Mapping[str, int], texts: Sequence[OfficialText]) -> None:
    """End the command where a file holds fewer texts in a language than are kept."""
    coming = Counter(text.language for text in texts)
    for language, n in coming.items():
        if n < kept.get(language, 0):
            message = (
                f"The file has errors and {several(n, 'text')} in {language}, where {kept[language]} are kept; "
                "nothing was changed. “--force” keeps the fewer."
            )
            raise NothingRead(message)


def texts_of(data: bytes, framework: Framework) -> Read:
    """Give the official texts in the bytes of a file, which say themselves what they are, and what is wrong there.

    Raises `Unreadable` and `UnusableSupplement`.
    """
    try:
        kind = kind_of(data)
        if kind == "xlsx":
            return from_sheets(read_sheets(data), framework)
        if kind == "jsonld":
            return from_jsonld(loads(data), framework)
    except Unreadable as error:
        if error.code == "file-too-heavy":  # its sentence speaks of catalogues
            raise UnusableSupplement(code="supplement-too-heavy") from error
        if error.code != "old-spreadsheet":
            raise
    raise UnusableSupplement(code="no-supplement")


def _place(problem: Problem) -> str:
    """Give where a problem stands: the node, or the sheet and its row."""
    if "node" in problem.where:
        return str(problem.where["node"])
    return f"{problem.where['sheet']}, {words.place(problem)}"


def _counts(texts: Sequence[OfficialText], framework: Framework) -> Iterator[str]:
    """Go through the lines that say how many texts of each kind there are, a language a line."""
    counts = Counter((text.language, text.kind) for text in texts)
    for language in sorted({text.language for text in texts}):
        kinds = [counts[language, kind] for kind in ("statement", "outcome", "descriptor")]
        yield (
            f"{several(sum(kinds), 'official text')} of {framework.id} in {language}:"
            f" {several(kinds[0], 'statement')}, {several(kinds[1], 'outcome')}, {several(kinds[2], 'descriptor')}."
        )
