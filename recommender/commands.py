r"""What `python -m recommender` does, as functions from bytes to plain records.

The Walloon list of ICT trainings is read with its own column names as they are (`audience`, `region`, `workers_only`
and `distance_learning` are known) and four columns mapped:

    python -m recommender read be_ict_trainings_fr_dev.csv \
        --map id=source_id --map place=locality --map hours=duration_hours_est --map price_eur=cost_eur
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from competences import Problem
from recommender import (
    Catalogue,
    Constraints,
    goal_from_record,
    index,
    learner_from_record,
    needs_of,
    record_from_json,
)
from recommender import (
    plan as plan_path,
)
from recommender.adapters import Row, read_rows
from recommender.errors import Unreadable
from recommender.reading import read_catalogue
from recommender.sentences import say
from recommender.tagger import lexicon, with_suggestions
from recommender.vocabulary import vocabulary

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

    def constraints(self) -> Constraints:
        """Give the limits with known words in place of typed ones; raises `Unreadable` (`limit-not-understood`)."""
        words = vocabulary()
        languages = [one.strip() for one in self.languages.split(",") if one.strip()]
        return Constraints(
            hours=self.hours,
            euro=self.euro,
            languages=tuple(_known("languages", one, words.language(one)) for one in languages),
            region=_known("region", self.region, words.region(self.region)) or None,
            status=_known("status", self.status, next(iter(words.statuses(self.status)), None))
            or None,
            today=self.today,
        )


def read(file: File) -> dict[str, Any]:
    """Give how many trainings a file holds and what is wrong in it; how many got suggestions, and the version."""
    catalogue, problems = file.catalogue()
    machine = [one for one in catalogue if any(not outcome.trusted for outcome in one.outcomes)]
    return {
        "trainings": len(catalogue),
        "suggested": len(machine),
        "without_outcomes": sum(not one.outcomes for one in catalogue),
        "version": catalogue.version,
        "problems": [problem_record(problem) for problem in problems],
    }


def tag(file: File, columns: Sequence[str] = (), language: str = "") -> dict[str, Any]:
    """Give the suggestions for each row of any table: `tags`, `level`, `abstained`.

    `columns` names the column of the title, then that of the description. Without `language` a row's own `language`
    counts, else the words of all languages do. Raises `Unreadable` (`tag-column-missing`, `limit-not-understood`).
    """
    table, problems = read_rows(file.data, file.name)
    for name in columns or PAIR[:1]:
        if name not in table.columns:
            known = ", ".join(table.columns)[:400]
            raise Unreadable(code="tag-column-missing", name=name[:80], columns=known)
    words = vocabulary()
    spoken = _known("language", language, words.language(language))
    chosen = [*(columns or PAIR), ""][:2]
    return {
        "rows": [
            _tagged(row, chosen, spoken or words.language(row.cells.get("language", "")) or "")
            for row in table.rows
        ],
        "problems": [problem_record(problem) for problem in problems],
    }


def plan(file: File, profile: bytes, goal: bytes | None, limits: Limits) -> dict[str, Any]:
    """Give the learning path of a profile over a catalogue, as `Plan.to_record` writes it.

    `catalogue` says what it was made from: trainings, version, number of problems that `read` would list. Raises
    `ProblemsError` where profile, goal or a limit cannot be used, `Unreadable` where the catalogue cannot.
    """
    learner = learner_from_record(record_from_json(profile, "profile"))
    wanted = (
        None
        if goal is None
        else goal_from_record(record_from_json(goal, "goal"), learner.framework)
    )
    constraints = limits.constraints()
    catalogue, problems = file.catalogue()
    found = plan_path(index([catalogue]), needs_of(learner, wanted), constraints)
    told = {"trainings": len(catalogue), "version": catalogue.version, "problems": len(problems)}
    return {**found.to_record(), "catalogue": told}


def problem_record(problem: Problem) -> dict[str, Any]:
    """Give a problem as JSON values, with its English sentence."""
    return {
        "row": problem.where.get("row"),
        "column": problem.where.get("column"),
        "code": problem.code,
        "severity": problem.severity,
        "message": say(problem.code, {**problem.where, **problem.values}),
    }


def _tagged(row: Row, columns: Sequence[str], language: str) -> dict[str, Any]:
    title, description = (row.cells.get(name, "") for name in columns)
    outcomes = lexicon.suggest(title, description, language)
    said = lexicon.level_of(lexicon.hits(title, language), lexicon.hits(description, language))
    entry, exit_ = said or lexicon.UNKNOWN
    return {
        "row": row.number,
        "title": title,
        "tags": [
            {
                "competence": one.competence,
                "probability": one.probability,
                "origin": one.origin,
                "words": list(one.words),
            }
            for one in outcomes
        ],
        "level": {"from": entry, "to": exit_, "said": said is not None},
        "abstained": not outcomes,
    }


def _known(limit: str, typed: str, meant: str | None) -> str:
    """Give what a typed word means, nothing for nothing."""
    if typed and meant is None:
        raise Unreadable(code="limit-not-understood", limit=limit, value=typed[:80])
    return meant or ""
