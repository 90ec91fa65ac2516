"""How well honest people are read, as the report prints it: tables, and the numbers that its sentences name."""

from collections.abc import Mapping, Sequence

from bench.report.forms import LEARNERS
from bench.report.markdown import count, fine, percent, reading, sd, signed, span, table
from bench.report.peers import FITTED_ON, MERGING
from bench.report.people import first_length
from bench.report.recovery import CALIBRATIONS, READ_AT
from bench.report.runs import Results, chance_runs, coverage_rows
from bench.report.studies import KNOWLEDGE_ITEMS, LONG, TRUE_NUMBERS_AT, WHOLE_FORM
from competences.field_trial import ATTEMPTS
from competences.scenarios import FREEDOM
from competences.simulation import study_of

Row = Mapping[str, float]
NAMES = {
    "areas": "one test an area",
    "separate": "one test a competence",
    "one": "one trait for all",
}


def values(results: Results) -> dict[str, str]:
    """Give what chapters 9 to 14 leave open."""
    return {
        **_lengths(results),
        "table_stops": _stops(results),
        "knowledge_items": str(KNOWLEDGE_ITEMS),
        "table_knowledge": _knowledge(results["knowledge"]),
        **_coverage(results),
        **_chances(results),
        **_levels(results["honest"]),
    }


def _lengths(results: Results) -> dict[str, str]:
    honest, forms = results["honest"], results["forms"]
    peers = {rule: results[f"peer {rule}"] for rule in NAMES}
    whole = next(row for row in forms if row["length"] == WHOLE_FORM)
    steps = sorted([*honest["rows"], *honest["near .50"]], key=lambda row: float(row["length"]))
    halves = {f"{rule}_half": count(first_length(rows, 0.5)) for rule, rows in peers.items()}
    return {
        **halves,
        "ours_half": count(first_length(honest["near .50"], 0.5)),
        "one_last": fine(peers["one"][-1]["competence_rmse"]),
        "longest": str(LONG[-1]),
        "fitted_on": f"{FITTED_ON:,}",
        "learners": f"{LEARNERS:,}",
        "true_numbers_at": str(TRUE_NUMBERS_AT),
        **{
            f"{rule}_{name}": value
            for rule in MERGING
            for name, value in _true_numbers(results[f"true numbers {rule}"]).items()
        },
        "form_rmse": fine(whole["kind_rmse"]),
        "form_items": count(first_length(steps, whole["kind_rmse"])),
        "all_rmse": fine(whole["all_rmse"]),
        "all_items": count(first_length(steps, whole["all_rmse"])),
        "table_lengths": _by_length({"ours": honest["rows"], **peers}),
        "table_forms": _forms(forms, steps),
    }


def _by_length(runs: Mapping[str, Sequence[Row]]) -> str:
    """Give error, classes and coverage of each rule by length."""
    found = {rule: {int(row["length"]): row for row in rows} for rule, rows in runs.items()}
    lengths = sorted({length for rows in found.values() for length in rows})
    heads = ["items"]
    for rule in found:
        name = NAMES.get(rule, "ours")
        heads += [f"{name}: rmse", "level right", "coverage"]
    return table(
        heads,
        [
            (str(length), *(cell for rows in found.values() for cell in reading(rows.get(length))))
            for length in lengths
        ],
    )


def _true_numbers(row: Row) -> dict[str, str]:
    """Give what a sentence says of a peer with the items' true numbers."""
    return {
        "slopes": sd(row["slopes"]),
        "true_rmse": fine(row["competence_rmse"]),
        "true_coverage": percent(row["coverage95"], 1),
    }


def _forms(rows: Sequence[Row], ours: Sequence[dict[str, float]]) -> str:
    """Give the fixed forms, and how many of our items reach the error of each at its best."""
    return table(
        (
            "fixed form, items",
            "rmse, mean 0 and SD 1 in the group",
            "level right",
            "rmse, best line through its own mean",
            "level right",
            "rmse, all 21 means",
            "level right",
            "ours equals the last at",
        ),
        [
            (
                str(row["length"]),
                fine(row["competence_rmse"]),
                percent(row["competence_level_right"]),
                fine(row["kind_rmse"]),
                percent(row["kind_level_right"]),
                fine(row["all_rmse"]),
                percent(row["all_level_right"]),
                count(first_length(ours, row["all_rmse"])),
            )
            for row in rows
        ],
    )


def _stops(results: Results) -> str:
    rows = {
        "ours, choice by competences": results["stop traits"],
        "ours, choice by areas": results["stop areas"],
        "one test an area": results["stop peer, fitted"],
        "one test an area, true slopes": results["stop peer, true"],
    }
    return table(
        ("rule", "items, mean", "5 to 95 %", "real area rmse", "coverage of areas"),
        [
            (
                name,
                count(row["items"]),
                span(row),
                fine(row["area_rmse"]),
                percent(row["area_coverage95"], 1),
            )
            for name, row in rows.items()
        ],
    )


def _knowledge(found: Mapping[str, Row]) -> str:
    return table(
        ("rule", "rmse", "level right", "coverage"),
        [(NAMES.get(rule, "ours"), *reading(row)) for rule, row in found.items()],
    )


def _coverage(results: Results) -> dict[str, str]:
    rows, noise = coverage_rows(results), results["honest"]["noise"]
    return {
        "calibrations": str(CALIBRATIONS),
        "freedom": str(FREEDOM),
        "skewness": f"{study_of('skewed', None, None).population.skewness:g}",
        "attempts": f"{ATTEMPTS:,}",
        "calibrated_ranges": "; ".join(
            f"{label} on {people} people {_range(results[f'calibrated {people}']['range'][kind])}"
            for kind, label in (("rows", "statements"), ("mixed", "both kinds"))
            for people in reversed(READ_AT)
        ),
        "noise_rmse": fine(noise["rmse"]),
        "noise_coverage": f"{100 * noise['coverage']:.1f}",
        "coverage_words": "; ".join(
            f"{name} {percent(row['coverage95'], 1)}" for name, row in rows
        ),
        "table_coverage": table(
            ("scenario", "items", "coverage", "of areas", "rmse", "bias"),
            [
                (
                    name,
                    f"{row['length']:g}",
                    percent(row["coverage95"], 1),
                    percent(row["area_coverage95"], 1),
                    fine(row["competence_rmse"]),
                    signed(row["bias"]),
                )
                for name, row in rows
            ],
        ),
    }


def _range(found: tuple[float, float]) -> str:
    return f"{100 * found[0]:.1f} to {percent(found[1], 1)}"


def _chances(results: Results) -> dict[str, str]:
    runs = chance_runs(results)
    apart = {
        name: max(abs(row["said"] - row["right"]) for row in rows) for name, rows in runs.items()
    }
    day_one = apart.pop("day one, 40 items")
    said = results["honest"]["said"]
    parts = (
        "named",
        "named_right",
        "paired",
        "paired_right",
        "explore",
        "floored",
        "floored_right",
    )
    return {
        "farthest": f"{100 * max(apart.values()):.1f}",
        "farthest_day_one": f"{100 * day_one:.1f}",
        "table_chances": table(
            ("scenario", "said", "true", "readings"),
            [
                (name, percent(row["said"], 1), percent(row["right"], 1), str(row["readings"]))
                for name, rows in runs.items()
                for row in rows
            ],
        ),
        "table_said": table(
            (
                "items",
                "level named",
                "right",
                "pair named",
                "right",
                "to explore",
                "floor",
                "right",
            ),
            [
                (str(length), *(percent(one[part]) for part in parts))
                for length, one in said.items()
            ],
        ),
    }


def _levels(honest: Results) -> dict[str, str]:
    true = honest["true level"]
    return {
        "low_bias": signed(true[0]["bias"]),
        "high_bias": signed(true[-1]["bias"]),
        "low_coverage": percent(true[0]["coverage"], 1),
        "high_coverage": percent(true[-1]["coverage"], 1),
        "table_true_level": table(
            ("true level", "readings", "bias", "rmse", "stated error", "coverage"),
            [
                (f"{row['true']:g}", str(row["readings"]), signed(row["bias"]), *_error(row))
                for row in true
            ],
        ),
        "table_estimate": table(
            ("estimated level", "items", "readings", "rmse", "stated error", "coverage"),
            [
                (f"{row['estimated']:g}", str(length), str(row["readings"]), *_error(row))
                for length, rows in honest["estimate"].items()
                for row in rows
            ],
        ),
    }


def _error(row: Row) -> tuple[str, str, str]:
    return (sd(row["rmse"]), sd(row["sd"]), percent(row["coverage"], 1))
