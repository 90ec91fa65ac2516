"""`make report`: runs every study and writes `docs/measurement.md` with its figures; equal code gives equal bytes.

But for how long a calibration took, in whole minutes rounded up.
"""

import sys
from pathlib import Path

from bench.report import accuracy, model, robustness
from bench.report.markdown import filled
from bench.report.plots import drawn_figures
from bench.report.runs import Results
from bench.report.studies import all_tasks, results_of
from competences.items import ENGINE

PERSONS = 1000
SEED = 1
WORKERS = 2
DOCS = Path(__file__).resolve().parents[2] / "docs"
TEMPLATE = Path(__file__).with_name("template.md")


def main() -> int:
    """Run, draw and write."""
    found = results_of(all_tasks(PERSONS, SEED), WORKERS)
    drawn_figures(found, DOCS / "figures")
    (DOCS / "measurement.md").write_text(report_of(found), encoding="utf-8")
    print(f"{DOCS / 'measurement.md'}: {PERSONS} persons a study, seed {SEED}")
    return 0


def report_of(found: Results) -> str:
    """Give the report of some results."""
    size = {"persons": f"{PERSONS:,}", "seed": str(SEED), "engine": str(ENGINE)}
    template = TEMPLATE.read_text(encoding="utf-8")
    return filled(
        template, {**size, **model.values(), **accuracy.values(found), **robustness.values(found)}
    )


if __name__ == "__main__":
    sys.exit(main())
