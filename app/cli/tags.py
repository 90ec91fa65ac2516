"""Suggestions of the tagger from the command line: put before a person, decided, learned from."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from flask import g

from app import words
from app.cli import tagging
from app.cli.catalogues import NothingRead
from app.cli.commands import Group
from app.db import reading, transaction
from app.records import StoredCatalogue
from app.stores import catalogues, tag_decisions
from competences import LANGUAGES, CompetencesError
from competences.console import read_file, several, write_file
from recommender.adapters import read_rows
from recommender.decisions import Decision, decided
from recommender.tags import LEAST_PROBABILITY

if TYPE_CHECKING:
    from recommender.tagger.kept import Learned
    from recommender.tagger.retraining import Objection

LONGEST_NAME: Final = 200

group = Group("tags", help="What the tagger suggests, and what people decide of it.")
member_option = click.option("--member", "slug", required=True, help="Whose catalogue it is.")
language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", help="Of names and problems."
)


@group.command("queue")
@member_option
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The CSV file to write; without it the table is printed.",
)
@language_option
def queue_command(slug: str, out: Path | None, language: str) -> None:
    """Give the suggestions that nobody decided about as a table to fill in, the most telling first.

    Its last column takes yes, no, none (the training teaches nothing of all this) or what it teaches instead, such as
    digcomp-3.0/1.2:0-2; an empty cell leaves the question open. “tags decide” reads the table back.
    """
    from recommender.tagger import answers, review  # noqa: PLC0415  (heavy, and seldom needed)

    with reading() as session:
        stored = _published(catalogues.published_by(session, slug), slug)
        decisions = tag_decisions.of_member(session, slug)
    with tagging.speaking() as tagger:
        questions = review.queue(stored.catalogue, decisions, tagger)
    table = answers.table_of(questions, language)
    if out is None:
        click.echo(table, nl=False)
        return
    try:
        write_file(out, answers.MARK + table)
    except CompetencesError as error:
        raise NothingRead(str(error)) from error
    trainings = len({one.training for one in questions})
    click.echo(
        f"{several(len(questions), 'question')} about {several(trainings, 'training')}: {out}"
    )


@group.command("decide")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@member_option
@click.option("--by", required=True, help="Who decided: a name that is kept with each decision.")
@language_option
def decide(file: Path, slug: str, by: str, language: str) -> None:
    """Keep what FILE, a table of “tags queue” filled in (CSV or XLSX), decides, and show the catalogue with it.

    A cell that is not understood, or contradicts a row above it, is named and skipped; the rest is kept. It takes the
    place of what an earlier file said: a yes takes back none, and none takes back a yes.
    """
    from recommender.tagger.answers import answers_of  # noqa: PLC0415  (heavy, and seldom needed)

    g.language = language
    name = " ".join(by.split())
    if not 0 < len(name) <= LONGEST_NAME:
        message = f"A name has 1 to {LONGEST_NAME} characters."
        raise click.BadParameter(message, param_hint="--by")
    now = datetime.now(UTC)
    try:
        table, problems = read_rows(read_file(file), file.name)
        with transaction() as session:
            stored = _published(catalogues.published_by(session, slug), slug)
            given = answers_of(table, stored.catalogue, name, now)
            tag_decisions.keep(session, slug, given.decisions)
            settled = decided(stored.catalogue, tag_decisions.of_member(session, slug))
            changed = settled.trainings != stored.catalogue.trainings
            number = catalogues.amend(session, slug, settled, now) if changed else stored.number
    except CompetencesError as error:
        raise NothingRead(words.broken_promise(error)) from error
    for problem in (*problems, *given.problems):
        click.echo(f"{problem.severity}: {words.place(problem)}: {words.problem(problem)}")
    click.echo(f"{_verdicts(given.decisions)}, {given.undecided} left open.")
    verb = "Published" if changed else "Nothing changes: published"
    click.echo(f"{verb} for {stored.member_name} as number {number}.")


@group.command("stats")
def stats() -> None:
    """Say what was decided of each member's suggestions, and what the tagger learned of it."""
    from recommender.tagger import kept  # noqa: PLC0415  (heavy, and seldom needed)
    from recommender.tagger.corpus import texts_version  # noqa: PLC0415

    with reading() as session:
        by_member = tag_decisions.of_all(session)
    for slug, decisions in by_member.items():
        click.echo(f"{slug}: {_verdicts(decisions)}; {_right(decisions)}.")
    learned = kept.live(tagging.folder())
    everything = [one for decisions in by_member.values() for one in decisions]
    if learned is None:
        click.echo(
            f"The tagger that ships speaks; {several(len(everything), 'decision is', 'decisions are')} new."
        )
        return
    new = _new(everything, learned)
    click.echo(
        f"Tagger {learned.version} learned {several(learned.decisions, 'decision')};"
        f" {new} {'is' if new == 1 else 'are'} new since."
    )
    if learned.shipped != texts_version():
        click.echo("It learned the texts of another release, so the tagger that ships speaks.")


@group.command("retrain")
@click.option("--back", is_flag=True, help="Let the tagger before the last training speak again.")
def retrain(*, back: bool) -> None:
    """Train the tagger on all decisions; it speaks from then on if it does no worse than the one before.

    It is judged on courses that it has not learned: no language may lose more than one point of first suggestions,
    and its chances must be true. Suggestions that are published stay until their catalogue is imported again.
    """
    from recommender.tagger import kept, retraining  # noqa: PLC0415  (heavy, and seldom needed)
    from recommender.tagger.confirmed import lessons_of  # noqa: PLC0415
    from recommender.tagger.corpus import texts_version  # noqa: PLC0415

    folder = tagging.folder()
    if back:
        _go_back(folder)
        return
    with reading() as session:
        decisions = [one for each in tag_decisions.of_all(session).values() for one in each]
        session.rollback()
    learned = kept.live(folder)
    new = _new(decisions, learned)
    stale = learned is not None and learned.shipped != texts_version()
    if new < retraining.ENOUGH and not (stale and decisions):
        message = (
            f"{several(new, 'decision is', 'decisions are')} new; {retraining.ENOUGH} are needed."
        )
        raise click.ClickException(message)
    with (
        tagging.reading_along() as reader,
        click.progressbar(length=retraining.STEPS, label="Training") as bar,
    ):
        trained, objections = retraining.retrained(
            lessons_of(decisions),
            before=learned.lessons if learned else (),
            decisions=len(decisions),
            until=max(one.at for one in decisions),
            reader=reader,
            told=bar.update,
        )
    for line in _judged(trained):
        click.echo(line)
    if objections:
        message = " ".join([*map(_objection, objections), "The tagger stays as it was."])
        raise click.ClickException(message)
    try:
        kept.keep(folder, trained)
    except CompetencesError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Tagger {trained.version} speaks from now on: {several(len(trained.lessons), 'lesson')}."
    )


def _published(stored: StoredCatalogue | None, slug: str) -> StoredCatalogue:
    """Give a published catalogue, or end the command where there is none."""
    if stored is None:
        message = f"There is no published catalogue of {slug}."
        raise click.ClickException(message)
    return stored


def _new(decisions: Sequence[Decision], learned: "Learned | None") -> int:
    """Give how many decisions were made since the tagger learned."""
    return sum(learned is None or one.at > learned.until for one in decisions)


def _verdicts(decisions: Sequence[Decision]) -> str:
    counts = Counter(one.verdict for one in decisions)
    return (
        f"{several(len(decisions), 'decision')}: {counts['confirmed']} confirmed, {counts['changed']} changed, "
        f"{counts['rejected']} rejected"
    )


def _right(decisions: Sequence[Decision]) -> str:
    """Give how many of the competences that the tagger held likely are right."""
    likely = [one for one in decisions if one.probability >= LEAST_PROBABILITY]
    right = sum(one.competence in {each.competence for each in one.outcomes} for one in likely)
    return f"{right} of {several(len(likely), 'likely suggestion')} named a right competence"


def _judged(learned: "Learned") -> list[str]:
    """Give how old and new do on courses that they have not learned, a language a line."""
    before, after = learned.figures["before"], learned.figures["after"]
    return [
        f"{name}: first suggestion right {before[name]['first']:.3f} before, {after[name]['first']:.3f} after; "
        f"calibration error {before[name]['calibration_error']:.3f}, {after[name]['calibration_error']:.3f}"
        for name in after
    ]


def _objection(given: "Objection") -> str:
    if given.what == "first":
        return (
            f"In {given.language}, the first suggestion is right {given.after:.3f} of the time,"
            f" {given.before:.3f} before."
        )
    return f"The calibration error is {given.after:.3f}; it must not be above {given.most:.2f}."


def _go_back(folder: Path) -> None:
    """Let the tagger before speak again, or end the command where there is none."""
    from recommender.tagger import kept  # noqa: PLC0415  (heavy, and seldom needed)

    learned = kept.back(folder)
    if learned is None:
        message = "No tagger was kept before the one that speaks."
        raise click.ClickException(message)
    click.echo(
        f"Tagger {learned.version} speaks again: {several(len(learned.lessons), 'lesson')}."
    )
