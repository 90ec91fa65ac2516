r"""What `python -m recommender` does, as functions from bytes to plain records.

The Walloon list of ICT trainings is read with its own column names as they are (`audience`, `region`, `workers_only`
and `distance_learning` are known) and four columns mapped:

    python -m recommender read be_ict_trainings_fr_dev.csv \
        --map id=source_id --map place=locality --map hours=duration_hours_est --map price_eur=cost_eur
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO, Final

from competences import Problem
from competences.running import pool
from recommender import (
    Catalogue,
    Constraints,
    Need,
    goal_from_record,
    index,
    learner_from_record,
    needs_of,
    record_from_json,
    tag_loss,
)
from recommender import evaluation as plan_evaluation
from recommender import (
    plan as plan_path,
)
from recommender.adapters import Row, Table, read_rows
from recommender.errors import Unreadable
from recommender.goals import merged
from recommender.people import Before, plan_lines
from recommender.ranking import Order
from recommender.ranking import next_best as list_best
from recommender.reading import read_catalogue
from recommender.rules import parameters, version
from recommender.sentences import say
from recommender.tagger import (
    Suggestion,
    Text,
    embedding,
    evaluation,
    suggestions,
    training,
    with_suggestions,
)
from recommender.tagger.corpus import codes as tagger_codes
from recommender.tagger.lexicon import UNKNOWN
from recommender.turns import Turn
from recommender.variety import FIRST
from recommender.vocabulary import ACCESSIBILITY, vocabulary

DIGCOMP: Final = "digcomp-3.0"
WEEK: Final = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
"""How an ISO week is written."""
PAIR: Final = ("title", "description")
"""Columns that are tagged where none are named; the second may be missing."""


@dataclass(frozen=True, slots=True)
class File:
    """A catalogue file as it came: its name, its bytes, and what fills our fields."""

    name: str
    data: bytes
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def catalogue(self) -> tuple[Catalogue, list[Problem]]:
        """Give the catalogue with suggestions where nobody said what a training teaches, and the problems."""
        read_, problems = read_catalogue(
            self.data, self.name, columns=self.columns, values=self.values
        )
        return with_suggestions(read_), problems


@dataclass(frozen=True, slots=True)
class Limits:
    """The learner's limits as they were typed; regions, languages and statuses may be any known word."""

    hours: float | None = None
    euro: float | None = None
    languages: str = ""
    region: str = ""
    status: str = ""
    today: date | None = None
    weekly: float | None = None
    deadline: date | None = None
    online: bool = False
    accessibility: str = ""
    without: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    certain_only: bool = False

    def constraints(self) -> Constraints:
        """Give the limits with known words in place of typed ones; raises `Unreadable` (`limit-not-understood`)."""
        words = vocabulary()
        languages = _several(self.languages)
        return Constraints(
            hours=self.hours,
            euro=self.euro,
            languages=tuple(_known("languages", one, words.language(one)) for one in languages),
            region=_known("region", self.region, words.region(self.region)) or None,
            status=_known("status", self.status, next(iter(words.statuses(self.status)), None))
            or None,
            today=self.today,
            weekly=self.weekly,
            deadline=self.deadline,
            online=self.online,
            accessibility=tuple(map(_access, _several(self.accessibility))),
            without=self.without,
            hidden=self.hidden,
            certain_only=self.certain_only,
        )


def read(file: File) -> dict[str, Any]:
    """Give how many trainings a file holds and what is wrong in it; how many got suggestions, and the version.

    `without_hours` and `without_price` hold the ids of those that do not tell them.
    """
    catalogue, problems = file.catalogue()
    machine = [one for one in catalogue if any(not outcome.trusted for outcome in one.outcomes)]
    return {
        "trainings": len(catalogue),
        "suggested": len(machine),
        "without_outcomes": sum(not one.outcomes for one in catalogue),
        "without_hours": [one.id for one in catalogue if one.hours is None],
        "without_price": [one.id for one in catalogue if one.price is None],
        "version": catalogue.version,
        "problems": [problem_record(problem) for problem in problems],
    }


def tag(file: File, columns: Sequence[str] = (), language: str = "") -> dict[str, Any]:
    """Give the suggestions for each row of any table: `tags`, `level`, `abstained`, and the `nearest` codes.

    `columns` names the column of the title, then that of the description. Without `language` a row's own `language`
    counts, else the words of all languages do. Raises `Unreadable` (`tag-column-missing`, `limit-not-understood`).
    """
    table, problems = read_rows(file.data, file.name)
    _demand(table, columns or PAIR[:1])
    spoken = _known("language", language, vocabulary().language(language))
    chosen = [*(columns or PAIR), ""][:2]
    texts = [_text(row, chosen, spoken) for row in table.rows]
    made = suggestions(texts)
    return {
        "rows": [
            _tagged(row.number, text, one)
            for row, text, one in zip(table.rows, texts, made, strict=True)
        ],
        "problems": [problem_record(problem) for problem in problems],
    }


def train() -> dict[str, Any]:
    """Fit the tagger's weights anew to the labelled courses, write them into the pack, and give how well it does."""
    reader = _reader()
    training.train(reader=reader)
    return evaluation.evaluate(reader)


def evaluate(titles: File | None = None, language: str = "") -> dict[str, Any]:
    """Give how well the tagger does on courses it has not learned; `real_titles` where a file of titles is given.

    The file has the columns `title` and `digcomp`, codes between semicolons. Raises `Unreadable`
    (`tag-column-missing`, `limit-not-understood`, `no-code`, `code-not-known`) and what reading raises.
    """
    spoken = _known("language", language, vocabulary().language(language))
    if titles is None:
        return evaluation.evaluate(_reader())
    table, problems = read_rows(titles.data, titles.name)
    _demand(table, ("title", "digcomp"))
    texts = [_text(row, ("title", ""), spoken) for row in table.rows]
    right = [_codes(row) for row in table.rows]
    if not any(right):
        raise Unreadable(code="no-code", column="digcomp")
    return {
        **evaluation.evaluate(_reader()),
        "real_titles": evaluation.evaluate_titles(texts, right),
        "problems": [problem_record(problem) for problem in problems],
    }


def evaluate_plans(
    people: int = plan_evaluation.PEOPLE, seed: int = plan_evaluation.SEED
) -> dict[str, Any]:
    """Give how good plans are on simulated people: what `evaluation.evaluate` gives, and what tagging costs a path."""
    told = plan_evaluation.evaluate(people, seed)
    return {"plans": {**told, "through_tags": tag_loss.evaluate(people, seed)}}


def plan(
    file: File, profiles: Sequence[bytes], goal: bytes | None, limits: Limits
) -> dict[str, Any]:
    """Give the learning path of a profile over a catalogue, as `Plan.to_record` writes it.

    Several profiles of one person, on several frameworks, count as one; the first that names a competence counts.
    `catalogue` says what it was made from: trainings, version, number of problems that `read` would list; `rules` is
    the version of the rules. Raises `ProblemsError` where profile, goal or a limit cannot be used, `Unreadable` where
    the catalogue cannot.
    """
    needs, constraints = _needs(profiles, goal), limits.constraints()
    catalogue, problems = file.catalogue()
    found = plan_path(index([catalogue]), needs, constraints)
    told = {"trainings": len(catalogue), "version": catalogue.version, "problems": len(problems)}
    return {**found.to_record(), "catalogue": told, "rules": version(parameters())}


def plan_many(
    file: File,
    people: BinaryIO,
    write: Callable[[str], object],
    *,
    before: tuple[File, BinaryIO] | None = None,
    workers: int = 0,
    today: date | None = None,
    told: Callable[[int], object] = lambda _: None,
) -> dict[str, Any]:
    """Write a line of JSON per person of a file of such lines (`people`), and give what became of them.

    `before` are an earlier catalogue and the lines of that time: only those whom a change may concern are planned anew.
    `workers` are processes beside this one, 0 none. Raises `Unreadable` where a catalogue cannot be read.
    """
    catalogue, problems = file.catalogue()
    earlier = before and Before(index([before[0].catalogue()[0]]), before[1])
    with pool(workers) as run:
        summary = plan_lines(
            index([catalogue]), people, run, write, before=earlier, today=today, told=told
        )
    found = {"trainings": len(catalogue), "version": catalogue.version, "problems": len(problems)}
    return {**summary.to_record(), "catalogue": found}


def next_best(
    file: File,
    profiles: Sequence[bytes],
    goal: bytes | None,
    limits: Limits,
    *,
    order: Order = "best",
    most: int = FIRST,
    turn: Turn | None = None,
) -> dict[str, Any]:
    """Give the next best trainings of a profile in a catalogue, as `Listing.to_record` writes them.

    The rest is as for `plan`.
    """
    needs, constraints = _needs(profiles, goal), limits.constraints()
    catalogue, problems = file.catalogue()
    found = list_best(index([catalogue]), needs, constraints, order=order, most=most, turn=turn)
    told = {"trainings": len(catalogue), "version": catalogue.version, "problems": len(problems)}
    return {**found.to_record(), "catalogue": told, "rules": version(parameters())}


def turn_of(typed: str) -> Turn | None:
    """Give the turn that was typed as `2026-W48` or `2026-W48:anna`, None for nothing.

    Raises `Unreadable` (`limit-not-understood`) where there is no such week.
    """
    if not typed:
        return None
    week, _, person = typed.partition(":")
    written = WEEK.fullmatch(week)
    try:
        monday = date.fromisocalendar(int(written[1]), int(written[2]), 1) if written else None
    except ValueError:
        monday = None
    if monday is None:
        raise Unreadable(code="limit-not-understood", limit="turn", value=week[:80])
    return Turn.on(monday, person)


def problem_record(problem: Problem) -> dict[str, Any]:
    """Give a problem as JSON values, with its English sentence."""
    return {
        "row": problem.where.get("row"),
        "column": problem.where.get("column"),
        "code": problem.code,
        "severity": problem.severity,
        "message": say(problem.code, {**problem.where, **problem.values}),
    }


def _needs(profiles: Sequence[bytes], goal: bytes | None) -> tuple[Need, ...]:
    """Give the needs of one person's profiles towards a goal, or one level up; raises `ProblemsError`."""
    learner = merged(learner_from_record(record_from_json(one, "profile")) for one in profiles)
    wanted = (
        None
        if goal is None
        else goal_from_record(record_from_json(goal, "goal"), learner.framework, learner)
    )
    return needs_of(learner, wanted)


def _several(typed: str) -> list[str]:
    """Give words that were typed with commas between them."""
    return [one.strip() for one in typed.split(",") if one.strip()]


def _access(typed: str) -> str:
    """Give what a training may promise, as it was typed."""
    return _known("accessibility", typed, typed if typed in ACCESSIBILITY else None)


def _reader() -> embedding.Reader | None:
    """Give the reader of the extra `embeddings`; None where it is not installed."""
    embedder = embedding.found()
    return embedding.Reader(embedder) if embedder else None


def _text(row: Row, columns: Sequence[str], language: str) -> Text:
    """Give the text of a row; without a language its own `language` counts, else all."""
    title, description = (row.cells.get(name, "") for name in columns)
    own = vocabulary().language(row.cells.get("language", ""))
    return Text(title, description, language or own or "")


def _codes(row: Row) -> set[str]:
    """Give the whole DigComp codes of a row's `digcomp` cell; raises `Unreadable` (`code-not-known`)."""
    codes = {one.strip() for one in row.cells.get("digcomp", "").split(";") if one.strip()}
    whole = {one if "/" in one else f"{DIGCOMP}/{one}" for one in codes}
    for one in sorted(whole):
        if one.partition("/")[0] != DIGCOMP or one not in tagger_codes():
            raise Unreadable(code="code-not-known", row=row.number, value=one[:80])
    return whole


def _demand(table: Table, names: Sequence[str]) -> None:
    """Raise `Unreadable` (`tag-column-missing`) where a table lacks a column."""
    for name in names:
        if name not in table.columns:
            known = ", ".join(table.columns)[:400]
            raise Unreadable(code="tag-column-missing", name=name[:80], columns=known)


def _tagged(row: int, text: Text, made: Suggestion) -> dict[str, Any]:
    entry, exit_ = made.levels or UNKNOWN
    return {
        "row": row,
        "title": text.title,
        "tags": [
            {
                "competence": one.competence,
                "probability": one.probability,
                "origin": one.origin,
                "words": list(one.words),
            }
            for one in made.outcomes
        ],
        "level": {"from": entry, "to": exit_, "said": bool(made.levels) and not made.guessed},
        "abstained": not made.outcomes,
        "nearest": [
            {"competence": code, "probability": round(chance, 2)}
            for code, chance in made.nearest.items()
        ],
    }


def _known(limit: str, typed: str, meant: str | None) -> str:
    """Give what a typed word means, nothing for nothing."""
    if typed and meant is None:
        raise Unreadable(code="limit-not-understood", limit=limit, value=typed[:80])
    return meant or ""
