"""The command `calibrate`: a file of responses in, a report and a table of parameters out."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from competences.calibration.checks import checks_of
from competences.calibration.files import prepare_folder, report_text, write_files
from competences.calibration.reading import read_responses
from competences.calibration.report import parameters_csv, report_of
from competences.calibration.study import SAMPLE, calibrate
from competences.calibration.trial import held_items
from competences.items import ItemBank

__all__ = ["SAMPLE", "calibrated", "report_lines", "report_text"]


def calibrated(
    path: Path,
    bank: ItemBank,
    *,
    scored: bool = False,
    fixed: Iterable[str] = (),
    sample: int = SAMPLE,
    out: Path | None = None,
) -> dict[str, Any]:
    """Give the report of a calibration on a file of responses; `out` is a folder that takes the report and parameters.

    `fixed` are ids of items that hold the scale, or `live` for all that are not on trial. Raises `UnknownItem` for one
    that the bank does not have, `UnwritableOutput`, and what `read_responses` raises.
    """
    held = held_items(bank, fixed)
    if out is not None:
        prepare_folder(out)
    answers, problems = read_responses(path, bank, scored=scored)
    found = calibrate(bank, answers, fixed=held, sample=sample)
    checks = checks_of(bank, found, answers, fixed=held)
    report = report_of(bank, found, checks, answers, problems)
    if out is not None:
        write_files(out, report, parameters_csv(found))
    return report


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
