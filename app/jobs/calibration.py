"""Calibration on the answers that people gave here: study, checks and report, kept and written out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app import content
from app.db import transaction
from app.jobs.responses import Gathered
from app.stores import calibrations
from competences.calibration.checks import checks_of
from competences.calibration.files import write_files
from competences.calibration.report import parameters_csv, report_of
from competences.calibration.study import calibrate
from competences.running import Runner


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out: the report as JSON values, the new bank's version, and its table of parameters.

    The report also says how many attempts were `unreadable`: begun with numbers that are not there any more.
    """

    framework: str
    bank_version: str
    persons: int
    record: Mapping[str, Any]
    parameters: str


def outcome_of(
    framework: str, gathered: Gathered, run: Runner, fixed: frozenset[str] = frozenset()
) -> Outcome:
    """Give the calibration of a framework's bank of today on the answers of all who agreed.

    `fixed` are ids of items whose numbers hold the scale.
    """
    bank, answers = content.bank(framework), gathered.answers
    found = calibrate(bank, answers, run=run, fixed=fixed)
    checks = checks_of(bank, found, answers, fixed=fixed)
    return Outcome(
        framework=framework,
        bank_version=found.bank.version,
        persons=found.persons,
        record={**report_of(bank, found, checks, answers), "unreadable": gathered.unreadable},
        parameters=parameters_csv(found),
    )


def write(outcome: Outcome, folder: Path) -> None:
    """Write `parameters.csv` and `report.json` into a folder; raises `UnwritableOutput`."""
    write_files(folder, outcome.record, outcome.parameters)


def keep(outcome: Outcome, now: datetime) -> None:
    """Keep the report where the public page reads it."""
    with transaction() as session:
        calibrations.keep(
            session,
            outcome.framework,
            bank_version=outcome.bank_version,
            persons=outcome.persons,
            record=outcome.record,
            now=now,
        )
