"""`python -m competences …`: parses, prints, and says in one line what cannot be done."""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from competences import arguments, commands
from competences.console import run, write_file
from competences.crosswalks import crosswalk_record
from competences.loading import PACKS
from competences.problems import CompetencesError, TooLarge
from competences.profile import Profile
from competences.routes import ROUTES
from competences.scenarios import PRIORS, SCENARIOS, Careless

Command = Callable[[str, Any, str], argparse.ArgumentParser]
"""Adds a command by its name, what it runs, and what it says of itself."""


def main(given: Sequence[str] | None = None) -> int:
    """Run a command; give 0, 1 where lint finds an error, 2 where the input cannot be used."""
    options = _parser().parse_args(given)
    try:
        code: int = options.run(options)
    except CompetencesError as error:
        print(error, file=sys.stderr)
        return 2
    except MemoryError:
        print(TooLarge(), file=sys.stderr)
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m competences", description=commands.__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Any, text: str) -> argparse.ArgumentParser:  # noqa: ANN401
        made = subparsers.add_parser(name, help=text, description=text)
        made.add_argument("--json", action="store_true", help="print JSON")
        made.set_defaults(run=run)
        return made

    _about_banks(command)
    _about_studies(command)
    _about_calibration(command)
    return parser


def _about_banks(command: Command) -> None:
    """Add the commands that read a bank or an attempt."""
    linted = command("lint", _lint, "count a pack's items and name its problems by row")
    linted.add_argument("framework", nargs="?")
    linted.add_argument(
        "--against",
        type=Path,
        metavar="FILE",
        help="an official supplement (JSON-LD) to differ from",
    )
    linted.add_argument(
        "--packs", type=arguments.folder, default=PACKS, metavar="DIR", help="where the packs lie"
    )
    exported = command("export", _export, "print an item bank with texts, keys and parameters")
    exported.add_argument("framework")
    crossed = command(
        "crosswalk", _crosswalk, "print which codes of two frameworks belong together"
    )
    crossed.add_argument("start", help="digcomp-2.2, e-cf-3.0, digcompedu …")
    crossed.add_argument("end", help="digcomp-3.0, e-cf-4.0 …")
    scored = command("score", _score, "print the profile of an answers file")
    scored.add_argument("file", type=Path)


def _about_studies(command: Command) -> None:
    """Add the commands that ask people who do not exist."""
    studied = command("simulate", _simulate, "hold profiles against known truth")
    banks = studied.add_mutually_exclusive_group()
    banks.add_argument("framework", nargs="?")
    banks.add_argument(
        "--bank", type=arguments.sizes, help="competences,statements,tasks[,seed[,guessing]]"
    )
    studied.add_argument("--persons", type=arguments.count, default=1000)
    studied.add_argument("--lengths", type=arguments.counts, default=[10, 20, 30])
    studied.add_argument("--seed", type=arguments.seed, default=1)
    studied.add_argument("--scenario", choices=SCENARIOS, default="honest")
    studied.add_argument("--prior", choices=PRIORS)
    studied.add_argument("--route", choices=tuple(ROUTES))
    studied.add_argument(
        "--exposure", type=arguments.share, help="the highest rate an item may be asked at"
    )
    studied.add_argument(
        "--answers", type=arguments.count, default=500, help="people who calibrated it"
    )
    studied.add_argument(
        "--careless", type=arguments.share, default=1.0, help="share who answer at random"
    )
    studied.add_argument(
        "--careless-items", type=arguments.share, default=1.0, help="and of their items"
    )
    normed = command("norms", _norms, "work out the limits of person fit, for fit.json of a pack")
    normed.add_argument("framework")
    normed.add_argument("--persons", type=arguments.count, default=2000)
    normed.add_argument("--seed", type=arguments.seed, default=1)
    normed.add_argument("--out", type=arguments.place, metavar="FILE", help="write there instead")
    drawn = command("draw", _draw, "print a response file of people who do not exist")
    drawn.add_argument("framework", help="a pack, or synthetic")
    drawn.add_argument("--bank", type=arguments.sizes, help="of synthetic, as for simulate")
    drawn.add_argument("--persons", type=arguments.count, default=1000)
    drawn.add_argument(
        "--missing", type=arguments.portion, default=0.8, help="share of items not asked"
    )
    drawn.add_argument("--seed", type=arguments.seed, default=1)
    drawn.add_argument("--attributes", action="store_true", help="a language and a device each")


def _about_calibration(command: Command) -> None:
    """Add the command that learns from responses."""
    calibrated = command("calibrate", _calibrate, "work out the numbers of items from responses")
    calibrated.add_argument("file", type=Path, help="CSV: person,item,response")
    calibrated.add_argument("--framework", required=True, help="a pack, or synthetic")
    calibrated.add_argument("--bank", type=arguments.sizes, help="of synthetic, as for simulate")
    calibrated.add_argument(
        "--scored", action="store_true", help="tasks hold 0 or 1: wrong, right"
    )
    calibrated.add_argument(
        "--fixed", nargs="+", default=[], metavar="ID", help="hold the scale; live: all"
    )
    calibrated.add_argument(
        "--sample", type=arguments.count, help="people behind the covariance, at most"
    )
    calibrated.add_argument(
        "--out", type=arguments.place, help="folder for report.json and parameters.csv"
    )


def _calibrate(options: argparse.Namespace) -> int:
    report = commands.calibrate(
        options.file,
        options.framework,
        sizes=options.bank,
        scored=options.scored,
        fixed=options.fixed,
        sample=options.sample,
        out=options.out,
    )
    if options.json:
        _print_json(report)
    else:
        from competences.calibration.command import report_lines  # noqa: PLC0415  (heavy)

        print("\n".join(report_lines(report)))
    return 0


def _draw(options: argparse.Namespace) -> int:
    rows = commands.draw(
        options.framework,
        persons=options.persons,
        missing=options.missing,
        seed=options.seed,
        sizes=options.bank,
        attributes=options.attributes,
    )
    if options.json:
        header, *records = rows
        _print_json([dict(zip(header, one, strict=True)) for one in records])
    else:
        csv.writer(sys.stdout, lineterminator="\n").writerows(rows)
    return 0


def _norms(options: argparse.Namespace) -> int:
    record = commands.norms(options.framework, persons=options.persons, seed=options.seed)
    if options.out is None:
        _print_json(record)
    else:
        write_file(options.out, json.dumps(record, indent=2) + "\n")
    return 0


def _lint(options: argparse.Namespace) -> int:
    report = commands.lint_packs(options.framework, options.against, options.packs)
    if options.json:
        _print_json(report)
    else:
        for pack in report["frameworks"]:
            print(
                f"{pack['framework']}: {pack['counts']['items']} items, {len(pack['problems'])} problems"
            )
        for one in report["problems"]:
            place = f"{one.get('file', '')}:{one.get('row', '')} {one.get('item', '')}".strip()
            print(f"{one['severity']} {place}: {one['message']}")
    return int(any(one["severity"] == "error" for one in report["problems"]))


def _crosswalk(options: argparse.Namespace) -> int:
    record = crosswalk_record(options.start, options.end)
    if options.json:
        _print_json(record)
    else:
        for one in record["crossings"]:
            print(f"{one['from']} {one['to']}: {one['relation']}, {one['state']}")
    return 0


def _export(options: argparse.Namespace) -> int:
    _print_json(commands.export(options.framework))
    return 0


def _score(options: argparse.Namespace) -> int:
    profile = commands.score(options.file)
    print(profile.to_json() if options.json else _profile_lines(profile))
    return 0


def _simulate(options: argparse.Namespace) -> int:
    result = commands.study(
        options.framework,
        persons=options.persons,
        lengths=options.lengths,
        seed=options.seed,
        scenario=options.scenario,
        sizes=options.bank,
        prior=options.prior,
        route=options.route,
        exposure=options.exposure,
        answers=options.answers,
        careless=Careless(options.careless, options.careless_items),
    )
    if options.json:
        _print_json(result)
        return 0
    for row in result["lengths"]:
        said = ("-" if value is None else f"{value:g}" for value in row.values())
        print("  ".join(f"{name} {one}" for name, one in zip(row, said, strict=True)))
    return 0


def _profile_lines(profile: Profile) -> str:
    """Give a profile as a table of plain lines."""
    readings = {**profile.readings, **{f"area {k}": one for k, one in profile.areas.items()}}
    return "\n".join(
        f"{name:8} {one.mean:6.2f} ± {one.sd:.2f}  {one.level or one.between or 'to explore'}"
        for name, one in {**readings, "overall": profile.overall}.items()
    )


def _print_json(record: object) -> None:
    print(json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False))


if __name__ == "__main__":
    run(main)
