"""`python -m recommender read|tag|plan|plan-many|list|…`: parses and prints; what is done stands in `commands.py`.

Exit code 0 also where problems are listed or nothing fits; 2 where the input cannot be read, with the reason on
standard error.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from competences import CompetencesError
from competences.console import read_file, reading, run, several, writing
from recommender import commands
from recommender.evaluation import PEOPLE, SEED
from recommender.printed import plan_text
from recommender.ranking import MOST, ORDERS
from recommender.variety import FIRST
from recommender.vocabulary import ACCESSIBILITY

NAMED: Final = 5
"""So many ids are named; the rest is counted."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        record = asked.run(asked)
    except CompetencesError as error:
        print(error, file=sys.stderr)
        return 2
    if record is not None:
        print(
            json.dumps(record, ensure_ascii=False, indent=2) if asked.json else asked.show(record)
        )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m recommender", description=commands.__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    several = parser.add_subparsers(required=True, metavar="COMMAND")
    read = _command(several, "read", "say what a catalogue holds and what is wrong in it")
    read.add_argument("catalogue", type=Path, help="CSV, XLSX or schema.org JSON-LD")
    _filling(read)
    read.set_defaults(run=lambda asked: commands.read(_file(asked)), show=_show_read)

    tag = _command(several, "tag", "suggest what the trainings of a table teach")
    tag.add_argument("catalogue", metavar="file", type=Path)
    tag.add_argument(
        "--columns", default="", help="column of the title, column of the description"
    )
    tag.add_argument("--language", default="", help="language of the texts: nl, fr, de, en")
    tag.set_defaults(run=_tag, show=_show_tag, map=[], set=[])

    _add_evaluate(several)
    train = _command(several, "train", "fit the tagger's weights to the labelled courses anew")
    train.set_defaults(run=lambda _: commands.train(), show=_show_evaluation)

    plan = _command(several, "plan", "find the learning path of a profile")
    _asking(plan)
    plan.set_defaults(run=_plan, show=plan_text)

    _add_plan_many(several)
    _add_list(several)
    return parser


def _add_evaluate(several: Any) -> None:  # noqa: ANN401  (argparse keeps its type to itself)
    evaluate = _command(
        several,
        "evaluate",
        "say how well the tagger does on unseen courses, and how good plans are",
    )
    alone = evaluate.add_mutually_exclusive_group()
    alone.add_argument("--plans", action="store_true", help="plans alone")
    alone.add_argument("--tagger", action="store_true", help="the tagger alone")
    evaluate.add_argument(
        "--people", type=_number, default=PEOPLE, help="simulated people to plan for"
    )
    evaluate.add_argument("--seed", type=int, default=SEED, help="another seed, other people")
    evaluate.add_argument(
        "--titles", type=Path, help="real titles: a table with the columns title and digcomp"
    )
    evaluate.add_argument("--language", default="", help="language of the titles: nl, fr, de, en")
    evaluate.set_defaults(run=_evaluate, show=_show_evaluation)


def _add_plan_many(several: Any) -> None:  # noqa: ANN401  (argparse keeps its type to itself)
    many = _command(several, "plan-many", "find the learning paths of very many people")
    many.add_argument(
        "people", type=Path, help='a line {"id", "profile", "goal", "constraints"} each'
    )
    many.add_argument("--catalogue", type=Path, required=True, help="CSV, XLSX or JSON-LD")
    many.add_argument("--out", type=Path, help="where the rows go; standard output without it")
    many.add_argument("--was", type=Path, help="the catalogue that --rows were made from")
    many.add_argument("--rows", type=Path, help="earlier rows; kept where no change concerns them")
    many.add_argument("--workers", type=_within(0), default=0, help="processes beside this one")
    many.add_argument("--today", type=date.fromisoformat, help="the day of those who name none")
    _filling(many)
    many.set_defaults(run=_plan_many, show=_show_many, refuse=many.error)


def _add_list(several: Any) -> None:  # noqa: ANN401  (argparse keeps its type to itself)
    listed = _command(several, "list", "list the next best trainings of a profile, each by itself")
    _asking(listed)
    listed.add_argument("--order", choices=ORDERS, default=ORDERS[0], help="what comes first")
    listed.add_argument(
        "--most", type=_within(1, MOST), default=FIRST, help=f"how many, up to {MOST}"
    )
    listed.add_argument(
        "--turn", default="", metavar="WEEK[:PERSON]",
        help="let equal providers take turns, as in 2026-W48:anna",
    )  # fmt: skip
    listed.set_defaults(run=_list, show=_show_list)


def _asking(parser: argparse.ArgumentParser) -> None:
    """Let a command ask whose levels, towards what, within which limits, over which offer."""
    parser.add_argument(
        "--profile", type=Path, required=True, action="append",
        help="P.json or what `score` printed; again for another framework of the same person",
    )  # fmt: skip
    parser.add_argument("--catalogue", type=Path, required=True, help="CSV, XLSX or JSON-LD")
    parser.add_argument(
        "--goal",
        type=Path,
        help="G.json: levels, weights, role, base, track; the next level everywhere without it",
    )
    parser.add_argument("--hours", type=float, help="clock hours in all")
    parser.add_argument("--euro", type=float, help="list prices in all")
    parser.add_argument("--languages", default="", help="languages of teaching, as fr,nl")
    parser.add_argument("--region", default="", help="where on-site trainings may be")
    parser.add_argument("--status", default="", help="citizen, jobseeker, worker, ict or teacher")
    parser.add_argument("--today", type=date.fromisoformat, help="leave out what began before")
    parser.add_argument("--weekly", type=float, help="clock hours a week")
    parser.add_argument(
        "--deadline",
        type=date.fromisoformat,
        help="last day of learning; counts from today without --today",
    )
    parser.add_argument("--online", action="store_true", help="only what has no place")
    parser.add_argument(
        "--accessibility", default="", help=f"what must be promised: {', '.join(ACCESSIBILITY)}"
    )
    parser.add_argument(
        "--without", action="append", default=[], metavar="ID", help="rule out a training"
    )
    parser.add_argument(
        "--hide", action="append", default=[], metavar="PROVIDER", help="rule out a provider"
    )
    parser.add_argument(
        "--certain-only", action="store_true", help="leave out gaps smaller than their doubt"
    )
    _filling(parser)


def _command(several: Any, name: str, text: str) -> argparse.ArgumentParser:  # noqa: ANN401  (argparse keeps its type to itself)
    parser: argparse.ArgumentParser = several.add_parser(name, help=text, description=text)
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _filling(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--map", action="append", default=[], type=_pair, metavar="FIELD=COLUMN",
        help="read a field of the template from a column of the file",
    )  # fmt: skip
    parser.add_argument(
        "--set", action="append", default=[], type=_pair, metavar="FIELD=VALUE",
        help="give a field the same value in all rows",
    )  # fmt: skip


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        message = f"“{text}” is not of the form FIELD=…"
        raise argparse.ArgumentTypeError(message)
    return name.strip(), value.strip()


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        message = f"{number} is not a number of people"
        raise argparse.ArgumentTypeError(message)
    return number


def _within(least: int, most: int | None = None) -> Callable[[str], int]:
    """Give the reader of a whole number from `least` on, up to `most` where there is one."""

    def read_number(text: str) -> int:
        number = int(text)
        if number < least or (most is not None and number > most):
            upper = "" if most is None else f" to {most}"
            message = f"{number} is not a whole number from {least}{upper or ' on'}"
            raise argparse.ArgumentTypeError(message)
        return number

    return read_number


def _file(asked: argparse.Namespace, other: Path | None = None) -> commands.File:
    path: Path = other or asked.catalogue
    return commands.File(path.name, read_file(path), dict(asked.map), dict(asked.set))


def _tag(asked: argparse.Namespace) -> dict[str, Any]:
    columns = [name.strip() for name in asked.columns.split(",") if name.strip()]
    return commands.tag(_file(asked), columns, asked.language)


def _evaluate(asked: argparse.Namespace) -> dict[str, Any]:
    if asked.plans:
        return commands.evaluate_plans(asked.people, asked.seed)
    titles = asked.titles and commands.File(asked.titles.name, read_file(asked.titles))
    tagger = commands.evaluate(titles, asked.language)
    plans = {} if asked.tagger else commands.evaluate_plans(asked.people, asked.seed)
    return {**tagger, **plans}


def _plan(asked: argparse.Namespace) -> dict[str, Any]:
    goal = read_file(asked.goal) if asked.goal else None
    return commands.plan(_file(asked), [*map(read_file, asked.profile)], goal, _limits(asked))


def _list(asked: argparse.Namespace) -> dict[str, Any]:
    goal = read_file(asked.goal) if asked.goal else None
    return commands.next_best(
        _file(asked),
        [*map(read_file, asked.profile)],
        goal,
        _limits(asked),
        order=asked.order,
        most=asked.most,
        turn=commands.turn_of(asked.turn),
    )


def _plan_many(asked: argparse.Namespace) -> dict[str, Any] | None:
    """Plan for all; how far it is goes to standard error, and so does the summary where rows go to standard output."""
    if bool(asked.was) != bool(asked.rows):
        asked.refuse("--was and --rows go together")
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        print(f"\r{several(done, 'plan')}", end="", file=sys.stderr, flush=True)

    with ExitStack() as held:
        people = held.enter_context(reading(asked.people))
        out = held.enter_context(writing(asked.out)) if asked.out else sys.stdout
        before = None
        if asked.was and asked.rows:
            before = _file(asked, asked.was), held.enter_context(reading(asked.rows))
        record = commands.plan_many(
            _file(asked),
            people,
            out.write,
            before=before,
            workers=asked.workers,
            today=asked.today,
            told=told,
        )
    print(file=sys.stderr)
    if asked.out:
        return record
    told_last = json.dumps(record, ensure_ascii=False) if asked.json else _show_many(record)
    print(told_last, file=sys.stderr)
    return None


def _this_day() -> date:
    """Give the day it is where the command runs: a last day has to count from one."""
    return datetime.now().astimezone().date()


def _limits(asked: argparse.Namespace) -> commands.Limits:
    return commands.Limits(
        hours=asked.hours,
        euro=asked.euro,
        languages=asked.languages,
        region=asked.region,
        status=asked.status,
        today=asked.today or (_this_day() if asked.deadline else None),
        weekly=asked.weekly,
        deadline=asked.deadline,
        online=asked.online,
        accessibility=asked.accessibility,
        without=tuple(asked.without),
        hidden=tuple(asked.hide),
        certain_only=asked.certain_only,
    )


def _show_read(record: dict[str, Any]) -> str:
    head = (
        f"{several(record['trainings'], 'training')} ({record['suggested']} with suggested outcomes,"
        f" {record['without_outcomes']} without any), version {record['version']}"
    )
    unknown = [
        f"{name} not known: {len(ids)} ({', '.join(ids[:NAMED])}{', …' if len(ids) > NAMED else ''})"
        for name, ids in (("hours", record["without_hours"]), ("price", record["without_price"]))
        if ids
    ]
    return "\n".join([head, *unknown, *map(_show_problem, record["problems"])])


def _show_problem(problem: dict[str, Any]) -> str:
    row = f"row {problem['row']}" if problem["row"] is not None else "file"
    place = ", ".join(filter(None, (row, problem["column"])))
    return f"{problem['severity']}: {place}: {problem['message']} [{problem['code']}]"


def _show_tag(record: dict[str, Any]) -> str:
    lines = []
    for row in record["rows"]:
        tags = ", ".join(f"{one['competence']} {one['probability']:.2f}" for one in row["tags"])
        level = f"{row['level']['from']}-{row['level']['to']}"
        lines.append(f"{row['row']}: {row['title']}: {tags or 'abstained'} (level {level})")
    return "\n".join([*lines, *map(_show_problem, record["problems"])])


def _show_evaluation(record: dict[str, Any]) -> str:
    lines = [
        f"{kind}, {language}: {_told(told)}"
        for kind in ("texts", "titles", "levels")
        for language, told in record.get(kind, {}).items()
    ]
    if real := record.get("real_titles"):
        lines.append(f"real titles: {_told(real)}")
    if not record.get("stack_is_up_to_date", True):
        lines.append(
            "Texts have changed since the weights were fitted: python -m recommender train"
        )
    lines += _show_plans(record["plans"]) if "plans" in record else []
    return "\n".join([*lines, *map(_show_problem, record.get("problems", []))])


def _show_plans(plans: dict[str, Any]) -> list[str]:
    kinds = ("every_choice", "changes", "numbers", "providers")
    return [
        f"plans of {several(plans['people'], 'simulated person', 'simulated people')}, seed {plans['seed']}:",
        *(f"{kind.replace('_', ' ')}: {_told(plans[kind])}" for kind in kinds),
        *(f"offer of {size}: {_told(told)}" for size, told in plans["offers"].items()),
        *(f"through tags, {name}: {_told(told)}" for name, told in plans["through_tags"].items()),
    ]


def _told(numbers: dict[str, float]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value:.4g}" for name, value in numbers.items())


def _show_many(record: dict[str, Any]) -> str:
    head = (
        f"{several(record['people'], 'person', 'people')},"
        f" {several(record['planned'], 'plan')} worked out ({several(record['kept'], 'row')} kept,"
        f" {several(record['folded'], 'person is', 'people are')} equal to another),"
        f" {record['proven']} proven best."
    )
    lines = [head]
    if record["left_out"]:
        lines.append(f"{several(record['left_out'], 'line has', 'lines have')} no row.")
    lines += [f"{count} without a path: {reason}" for reason, count in record["empty"].items()]
    lines += [f"line {one['row']}: {one['message']} [{one['code']}]" for one in record["problems"]]
    if more := record["wrong"] - len(record["problems"]):
        lines.append(f"{several(more, 'problem')} more.")
    return "\n".join(lines)


def _show_list(record: dict[str, Any]) -> str:
    lines = []
    for one in record["trainings"]:
        hours = "hours unknown" if one["hours"] is None else several(one["hours"], "hour")
        euro = "price unknown" if one["price"] is None else f"{one['price']:g} euro"
        lines.append(f"{one['number']}. {one['title']} [{one['training']}] {one['provider']}")
        lines.append(f"   Worth alone, in levels: {one['gain']:g}. {hours}, {euro}.")
        lines += [f"   {reason['text']}" for reason in one["reasons"]]
    lines.append(f"Trainings that help and can be begun now: {record['found']}.")
    lines += [record["reason_text"]] if record["reason_text"] else []
    return "\n".join([*lines, *(one["text"] for one in record["blocked_by"])])


if __name__ == "__main__":
    run(main)
