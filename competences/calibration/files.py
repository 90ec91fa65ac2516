"""The two files that a calibration leaves in a folder: its report, and the parameters that a pack takes over."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from competences.pack_numbers import PARAMETERS
from competences.problems import UnwritableOutput

REPORT: Final = "report.json"


def prepare_folder(folder: Path) -> None:
    """Make a folder where there is none and try to write both files, so that a closed place does not waste the work.

    Raises `UnwritableOutput`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (REPORT, PARAMETERS):
            _try(folder / name)
    except OSError as error:
        raise UnwritableOutput(file=str(folder), detail=str(error)) from error


def _try(path: Path) -> None:
    """Open a file for writing without a change; one that was not there is gone again."""
    there = path.exists()
    path.open("a", encoding="utf-8").close()
    if not there:
        path.unlink()


def write_files(folder: Path, report: Mapping[str, Any], parameters: str) -> None:
    """Write a report and a table of parameters into a folder, made where there is none; raises `UnwritableOutput`."""
    prepare_folder(folder)
    try:
        (folder / REPORT).write_text(report_text(report), encoding="utf-8")
        (folder / PARAMETERS).write_text(parameters, encoding="utf-8")
    except OSError as error:
        raise UnwritableOutput(file=str(folder), detail=str(error)) from error


def report_text(report: Mapping[str, Any]) -> str:
    """Give a report as strict JSON."""
    return json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
