"""How readings hold where the model does not, or not yet: tables, and the numbers that the sentences name."""

import math
from collections.abc import Mapping

from bench.report.first_calibration import ANSWERED_BY, BANKS, GUESSING, ITEMS
from bench.report.markdown import count, fine, percent, reading, sd, signed, span, table
from bench.report.repeated import CHANGE
from bench.report.routes import STATES
from bench.report.runs import Results, over_rating_runs, recovery_counts
from bench.report.studies import FIT_LENGTHS, PACK_ITEMS, RATES, TWO
from competences.calibration.study import MOST_ROUNDS
from competences.routes import ROUTES
from competences.scenarios import CHANGES
from competences.synthetic import PRIOR

Row = Mapping[str, float]
NUMBERS = {
    "general": "g",
    "area": "a",
    "bias_general": "κ",
    "bias_sd": "σ",
    "perceived_own": "δ",
    "bias_mean": "μ",
}


def values(results: Results) -> dict[str, str]:
    """Give what chapters 15 to 19 leave open."""
    return {
        **_over_rating(results),
        "table_day_one": _day_one(results["day one"]),
        "table_walked": _walked(results),
        **_recovery(results),
        **_first_calibration(results["first calibration"]),
        **_limits(results),
        **_fit(results["fit"]),
        **_exposure(results),
    }


def _over_rating(results: Results) -> dict[str, str]:
    runs = over_rating_runs(results)
    two, naive = runs["two traits"][-1], runs["statements read as skill"][-1]
    return {
        "two_last": fine(two["competence_rmse"]),
        "two_bias": signed(two["bias"]),
        "naive_last": fine(naive["competence_rmse"]),
        "naive_bias": signed(naive["bias"]),
        "table_over_rating": table(
            ("scoring", "items", "rmse", "bias", "coverage", "rmse of P", "r of over-rating"),
            [
                (
                    name,
                    str(length),
                    fine(row["competence_rmse"]),
                    signed(row["bias"]),
                    percent(row["coverage95"], 1),
                    fine(row["perceived_rmse"]) if "perceived_rmse" in row else "",
                    sd(row["over_rating_correlation"]) if "perceived_rmse" in row else "",
                )
                for name, rows in runs.items()
                for length, row in zip(TWO, rows, strict=True)
            ],
        ),
    }


def _day_one(found: Results) -> str:
    return table(
        (
            "items",
            "day one: rmse",
            "level right",
            "coverage",
            "known: rmse",
            "level right",
            "coverage",
        ),
        [
            (str(one["length"]), *reading(one), *reading(two))
            for one, two in zip(found["rows"], found["known"], strict=True)
        ],
    )


def _walked(results: Results) -> str:
    heads = ["route", "items, mean", "5 to 95 %"]
    for part in ("overall", "areas", "competences"):
        heads += [f"{part}: rmse", "coverage"]
    rows = [
        (f"{name}, {state}", results[f"route {name}, {state}"])
        for state in reversed(STATES)
        for name in ROUTES
    ]
    return table(
        heads, [(name, count(row["items"]), span(row), *_parts(row)) for name, row in rows]
    )


def _parts(row: Row) -> list[str]:
    cells = []
    for part in ("overall", "area", "competence"):
        cells += [sd(row[f"{part}_rmse"]), percent(row[f"{part}_coverage"], 1)]
    return cells


def _recovery(results: Results) -> dict[str, str]:
    counts = recovery_counts(results)
    found = {people: results[f"calibrated {people}"]["recovery"] for people in counts}
    true = {name: getattr(PRIOR, name) for name in NUMBERS} | CHANGES["over-rating"]
    estimated = results["prior"]
    return {
        "threshold_first": fine(found[counts[0]]["statement_location"]),
        "threshold_last": fine(found[counts[-1]]["statement_location"]),
        "table_recovery": table(
            (
                "people",
                "kind",
                "rmse of slope",
                "rmse of location",
                "mean error, log slope",
                "error / SE, log slope",
                "error / SE, location",
            ),
            [
                (
                    str(people),
                    kind,
                    fine(found[people][f"{kind}_slope"]),
                    fine(found[people][f"{kind}_location"]),
                    signed(found[people][f"{kind}_slope_bias"]),
                    sd(found[people][f"{kind}_slope_ratio"]),
                    sd(found[people][f"{kind}_location_ratio"]),
                )
                for kind in ("statement", "task")
                for people in counts
            ],
        ),
        "table_prior": table(
            ("", *NUMBERS.values()),
            [
                ("true", *(sd(true[name]) for name in NUMBERS)),
                ("estimated", *(sd(getattr(estimated, name)) for name in NUMBERS)),
            ],
        ),
    }


def _first_calibration(found: Results) -> dict[str, str]:
    """Give the section on adaptive answers from the first day on."""
    counts, readings = found["answers"], found["readings"]
    return {
        "first_persons": f"{ANSWERED_BY:,}",
        "first_items": str(ITEMS),
        "first_guessing": sd(GUESSING),
        "first_counts": f"{counts['least']} to {counts['most']} answers (half have {counts['middle']} or more)",
        "first_counted": f"{counts['counted']} of {counts['items']}",
        "first_calibrated": str(counts["calibrated"]),
        "first_settled": "came to rest" if found["settled"] else "did not come to rest",
        "first_rounds": f"{found['rounds']} of at most {MOST_ROUNDS} rounds",
        "first_minutes": f"{math.ceil(found['seconds'] / 60) * 60} seconds",
        "table_first_items": _first_items(found["items"]),
        "table_first_numbers": table(
            ("", *NUMBERS.values()),
            [
                (name, *(sd(numbers[one]) for one in NUMBERS))
                for name, numbers in found["numbers"].items()
            ],
        ),
        "table_first_readings": _first_readings(readings),
    }


def _first_items(kinds: Results) -> str:
    """Give the table of what a first calibration makes of items by kind."""
    return table(
        ("kind", "items", "location: before", "after", "log slope: before", "after", "mean after"),
        [
            (
                kind,
                str(row["count"]),
                fine(row["before"]["location_rmse"]),
                fine(row["after"]["location_rmse"]),
                fine(row["before"]["slope_rmse"]),
                fine(row["after"]["slope_rmse"]),
                signed(row["after"]["slope_bias"]),
            )
            for kind, row in kinds.items()
        ],
    )


def _first_readings(readings: Results) -> str:
    """Give the table of how people are read with each bank of a first calibration."""
    heads = ("rmse of T", "level right", "coverage", "of areas")
    return table(
        ("bank that asks and scores", *heads, "rmse of P", "coverage", "r of over-rating"),
        [
            (
                name,
                *reading(readings[name]),
                percent(readings[name]["area_coverage95"], 1),
                fine(readings[name]["perceived_rmse"]),
                percent(readings[name]["perceived_coverage95"], 1),
                sd(readings[name]["over_rating_correlation"]),
            )
            for name in BANKS
        ],
    )


def _limits(results: Results) -> dict[str, str]:
    """Give the numbers that the last chapters name."""
    pack = results["pack fit"]
    same, moved = results["repeated"]["none"], results["repeated"]["moved"]
    return {
        "pack_items": str(PACK_ITEMS),
        "pack_honest": percent(pack["honest"], 1),
        "pack_all": percent(pack["all items"], 1),
        "pack_part": percent(pack["30 % of items"], 1),
        "change": sd(CHANGE),
        "change_said": sd(moved["competence_mean"]),
        "change_sure": percent(moved["competence_sure"]),
        "change_overall": percent(moved["overall_sure"]),
        "same_said": sd(same["competence_mean"]),
        "same_sure": percent(same["competence_sure"]),
        "same_overall": percent(same["overall_sure"]),
    }


def _fit(found: Results) -> dict[str, str]:
    groups = {
        "honest": "honest",
        "30 % of items": "at random on 30 % of items",
        "all items": "at random on all items",
    }
    middle = FIT_LENGTHS[1]
    return {
        "note_honest": percent(found["honest"][middle]["noted"], 1),
        "note_part": percent(found["30 % of items"][middle]["noted"], 1),
        "note_all": percent(found["all items"][middle]["noted"], 1),
        "table_fit": table(
            ("people", "items", "get the note", "rmse", "coverage"),
            [
                (
                    label,
                    str(length),
                    percent(found[group][length]["noted"], 1),
                    fine(found[group][length]["competence_rmse"]),
                    percent(found[group][length]["coverage95"], 1),
                )
                for group, label in groups.items()
                for length in FIT_LENGTHS
            ],
        ),
    }


def _exposure(results: Results) -> dict[str, str]:
    rows = [results[f"exposure {rate}"] for rate in RATES]
    labels = ["no control" if rate is None else f"at {sd(rate)}" for rate in RATES]
    free, held = rows[0], rows[1]
    return {
        "free_rate": percent(free["exposure_max"]),
        "held_rate": percent(held["exposure_max"]),
        "table_exposure": table(
            ("control", "highest rate", "two people share", "rmse", "more than without"),
            [
                (
                    label,
                    percent(row["exposure_max"], 1),
                    percent(row["test_overlap"]),
                    fine(row["competence_rmse"]),
                    f"{100 * (row['competence_rmse'] / free['competence_rmse'] - 1):.1f} %",
                )
                for label, row in zip(labels, rows, strict=True)
            ],
        ),
    }
