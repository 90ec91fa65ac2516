"""The command `calibrate`: a file of responses in, a report and a table of parameters out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from competences.calibration.checks import checks_of
from competences.calibration.reading import read_responses
from competences.calibration.report import parameters_csv, report_of
from competences.calibration.study import SAMPLE, calibrate
from competences.items import ItemBank
from competences.pack_numbers import PARAMETERS
from competences.problems import CompetencesError

__all__ = ["SAMPLE", "UnwritableOutput", "calibrated", "report_lines", "report_text"]

REPORT: Final = "report.json"


class UnwritableOutput(CompetencesError):
    """A folder that nothing can be written to; `file` names it, `detail` says why."""

    code = "unwritable-output"


def calibrated(
    path: Path,
    bank: ItemBank,
    *,
    scored: bool = False,
    fixed: frozenset[str] = frozenset(),
    sample: int = SAMPLE,
    out: Path | None = None,
) -> dict[str, Any]:
    """Give the report of a calibration on a file of responses; `out` is a folder that takes the report and parameters.

    Raises `UnknownItem` for a fixed item that the bank does not have, `UnwritableOutput`, and what `read_responses`
    raises.
    """
    for item in sorted(fixed):
        bank.item(item)
    if out is not None:
        _write(out, {})  # before the work, so that a closed folder does not waste it
    answers, problems = read_responses(path, bank, scored=scored)
    found = calibrate(bank, answers, fixed=fixed, sample=sample)
    checks = checks_of(bank, found, answers, fixed=fixed)
    report = report_of(bank, found, checks, answers, problems)
    if out is not None:
        _write(out, {REPORT: report_text(report), PARAMETERS: parameters_csv(found)})
    return report


def report_text(report: dict[str, Any]) -> str:
    """Give a report as strict JSON."""
    return json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def report_lines(report: dict[str, Any]) -> Iterator[str]:
    """Give a report as lines for people: sums, a line per item, what was flagged, what went wrong."""
    yield f"{report['framework']}: {report['persons']} persons, {report['answers']} answers"
    yield f"bank {report['from_version']} -> {report['bank_version']}, settled: {_word(report['settled'])}"
    for name in ("prior", "correlations"):
        yield name + "  " + "  ".join(f"{k} {_number(v)}" for k, v in report[name].items())
    yield from _reliability_lines("reliability", report["reliability"])
    for language, one in report["languages"].items():
        yield from _reliability_lines(f"reliability {language}", one)
    yield ""
    yield f"{'item':14} {'slope':>6} {'±':>5}  {'locations':28} {'±':>5} {'answers':>8}  status  flags"
    for row in report["items"]:
        yield _item_line(row)
    for name in ("dif", "dependence", "drift"):
        if report[name]:
            yield f"\n{name}"
        for row in report[name]:
            yield "  " + "  ".join(f"{k} {_number(v)}" for k, v in row.items())
    if report["problems"]:
        yield ""
    for one in report["problems"]:
        place = (
            f"row {one['row']}: " if "row" in one else f"{one['item']}: " if "item" in one else ""
        )
        yield f"{one['severity']} {place}{one['message']}"


def _reliability_lines(name: str, record: dict[str, Any]) -> Iterator[str]:
    if "areas" not in record:
        yield f"{name}: {record['persons']} persons"
        return
    rows = {
        **{f"area {k}": one for k, one in record["areas"].items()},
        "overall": record["overall"],
    }
    yield f"{name}: {record['persons']} persons"
    for place, one in rows.items():
        kinds = "  ".join(
            f"{what} {kind} {_number(one[what][kind])}"
            for kind in one["alpha"]
            for what in ("alpha", "omega")
        )
        yield f"  {place:8} {one['reliability']:.2f}  sem {one['sem']:.2f}  {kinds}"


def _item_line(row: dict[str, Any]) -> str:
    places = row["thresholds"] if "thresholds" in row else [row["difficulty"]]
    located = " ".join(f"{place:.2f}" for place in places)
    errors = row["errors"]
    return (
        f"{row['item']:14} {row['slope']:6.2f} {errors['slope']:5.2f}  {located:28} {errors['location']:5.2f}"
        f" {row['answers']:8}  {row['status']}  {' '.join(row['flags'])}"
    ).rstrip()


def _number(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else _word(value)


def _word(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write files into a folder, made where there is none; raises `UnwritableOutput`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnwritableOutput(file=str(folder), detail=str(error)) from error
