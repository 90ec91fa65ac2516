"""`python -m recommender read|tag|plan|evaluate|train`: parses and prints; what is done stands in `commands.py`.

Exit code 0 also where problems are listed or nothing fits; 2 where the input cannot be read, with the reason on
standard error.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from competences import CompetencesError
from competences.console import read_file, run
from recommender import commands


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        record = asked.run(asked)
    except CompetencesError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(record, ensure_ascii=False, indent=2) if asked.json else asked.show(record))
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

    evaluate = _command(
        several, "evaluate", "say how well the tagger does on courses it has not learned"
    )
    evaluate.add_argument(
        "--titles", type=Path, help="real titles: a table with the columns title and digcomp"
    )
    evaluate.add_argument("--language", default="", help="language of the titles: nl, fr, de, en")
    evaluate.set_defaults(run=_evaluate, show=_show_evaluation)

    train = _command(several, "train", "fit the tagger's weights to the labelled courses anew")
    train.set_defaults(run=lambda _: commands.train(), show=_show_evaluation)

    plan = _command(several, "plan", "find the learning path of a profile")
    plan.add_argument("--profile", type=Path, required=True, help="P.json or what `score` printed")
    plan.add_argument("--catalogue", type=Path, required=True, help="CSV, XLSX or JSON-LD")
    plan.add_argument("--goal", type=Path, help="G.json; the next level everywhere without it")
    plan.add_argument("--hours", type=float, help="clock hours in all")
    plan.add_argument("--euro", type=float, help="list prices in all")
    plan.add_argument("--languages", default="", help="languages of teaching, as fr,nl")
    plan.add_argument("--region", default="", help="where on-site trainings may be")
    plan.add_argument("--status", default="", help="citizen, jobseeker, worker, ict or teacher")
    plan.add_argument("--today", type=date.fromisoformat, help="leave out what began before")
    _filling(plan)
    plan.set_defaults(run=_plan, show=_show_plan)
    return parser


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


def _file(asked: argparse.Namespace) -> commands.File:
    path: Path = asked.catalogue
    return commands.File(path.name, read_file(path), dict(asked.map), dict(asked.set))


def _tag(asked: argparse.Namespace) -> dict[str, Any]:
    columns = [name.strip() for name in asked.columns.split(",") if name.strip()]
    return commands.tag(_file(asked), columns, asked.language)


def _evaluate(asked: argparse.Namespace) -> dict[str, Any]:
    titles = asked.titles and commands.File(asked.titles.name, read_file(asked.titles))
    return commands.evaluate(titles, asked.language)


def _plan(asked: argparse.Namespace) -> dict[str, Any]:
    limits = commands.Limits(
        asked.hours, asked.euro, asked.languages, asked.region, asked.status, asked.today
    )
    goal = read_file(asked.goal) if asked.goal else None
    return commands.plan(_file(asked), read_file(asked.profile), goal, limits)


def _show_read(record: dict[str, Any]) -> str:
    head = (
        f"{record['trainings']} trainings ({record['suggested']} with suggested outcomes,"
        f" {record['without_outcomes']} without any), version {record['version']}"
    )
    return "\n".join([head, *map(_show_problem, record["problems"])])


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
        f"{kind}, {language}: "
        + ", ".join(f"{name.replace('_', ' ')} {value:.3g}" for name, value in told.items())
        for kind in ("texts", "titles")
        for language, told in record[kind].items()
    ]
    if real := record.get("real_titles"):
        told = ", ".join(f"{name.replace('_', ' ')} {value:.3g}" for name, value in real.items())
        lines.append(f"real titles: {told}")
    if not record["stack_is_up_to_date"]:
        lines.append(
            "Texts have changed since the weights were fitted: python -m recommender train"
        )
    return "\n".join([*lines, *map(_show_problem, record.get("problems", []))])


def _show_plan(record: dict[str, Any]) -> str:
    proven = "proven best" if record["optimal"] else f"at most {record['bound']:g} is possible"
    lines = []
    for number, step in enumerate(record["steps"], 1):
        lines.append(f"{number}. {step['title']} [{step['training']}] {step['provider']}")
        lines += [f"   {reason['text']}" for reason in step["reasons"]]
    lines.append(
        f"Worth {record['value']:g} levels ({proven}), {record['hours']:g} hours,"
        f" {record['euro']:g} euro."
    )
    lines += [record["reason_text"]] if record["reason_text"] else []
    lines += [
        one["text"] for key in ("blocked_by", "with_more", "remaining") for one in record[key]
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    run(main)
