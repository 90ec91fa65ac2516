"""Which of the runs stand together in a figure and its table."""

from typing import Any

from bench.report.recovery import READ_AT
from bench.report.studies import LOW_PRIORS, Rows

Results = dict[str, Any]


def coverage_rows(results: Results) -> list[tuple[str, dict[str, float]]]:
    """Give what stands in the coverage figure and its table: the scenario and its figures at one length."""
    low = {prior: results[f"low-correlation {prior}"] for prior in LOW_PRIORS}
    few = {answers: results[f"calibrated {answers}"] for answers in READ_AT}
    return [
        ("honest", _at(results["honest"]["rows"], 30)),
        ("skewed", _at(results["skewed"], 30)),
        *((f"low correlation, {prior} prior", _at(rows, 30)) for prior, rows in low.items()),
        *((f"calibrated on {n} people", _at(few[n]["rows"], 30)) for n in (500, 150)),
        ("over-rating", _at(results["over-rating 0.0"]["rows"], 40)),
        ("over-rating, guessing .25", _at(results["over-rating 0.25"]["rows"], 40)),
        *((f"the same, calibrated on {n}", _at(few[n]["mixed"], 40)) for n in (500, 150)),
        ("over-rating, start prior", _at(results["over-rating 0.0"]["start"], 40)),
        ("day one", _at(results["day one"]["rows"], 40)),
        ("after the first calibration", results["first calibration"]["readings"]["calibrated"]),
    ]


def chance_runs(results: Results) -> dict[str, Rows]:
    """Give what was said and what was true, by scenario."""
    return {
        "honest, 30 items": results["honest"]["chances"],
        "over-rating, 40 items": results["over-rating 0.25"]["chances"],
        "day one, 40 items": results["day one"]["chances"],
    }


def over_rating_runs(results: Results) -> dict[str, Rows]:
    """Give people who over-rate themselves by length and way of scoring."""
    return {
        "two traits": results["over-rating 0.0"]["rows"],
        "two traits, guessing .25": results["over-rating 0.25"]["rows"],
        "statements read as skill": results["over-rating 0.0"]["naive"],
    }


def recovery_counts(results: Results) -> list[int]:
    """Give how many people calibrated, from few to many."""
    return sorted(int(name.split()[1]) for name in results if name.startswith("calibrated "))


def _at(rows: Rows, length: int) -> dict[str, float]:
    """Give the row of a length."""
    return next(row for row in rows if row["length"] == length)
