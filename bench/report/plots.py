"""The figures of the report as SVG: the same results give the same bytes, so no dates and fixed ids."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Picture

from bench.report.people import TRUE_LEVELS
from bench.report.runs import (
    Results,
    chance_runs,
    coverage_rows,
    over_rating_runs,
    recovery_counts,
)
from bench.report.studies import Rows

STYLE: dict[Any, Any] = {
    "svg.hashsalt": "azimut",
    "svg.fonttype": "path",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
    "figure.constrained_layout.use": True,
}
BLUE, ORANGE, GREEN, RED, GREY, SKY = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#666666",
    "#56B4E9",
)
"""Colours that people with any colour vision tell apart; markers and dashes tell them apart in print too."""


def drawn_figures(results: Results, folder: Path) -> None:
    """Write every figure into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(STYLE):
        for name, draw in FIGURES.items():
            picture = draw(results)
            picture.savefig(
                folder / f"{name}.svg", format="svg", metadata={"Date": None, "Creator": None}
            )
            plt.close(picture)


def error_by_length(results: Results) -> Picture:
    """Draw the error of a competence by the number of items: ours and the rules of others."""
    picture, axes = plt.subplots(figsize=(7.2, 4.2))
    lines = (
        ("scored jointly (ours)", results["honest"]["rows"], BLUE, "o-"),
        ("one test an area", results["peer areas"], GREEN, "s--"),
        ("one trait for all", results["peer one"], RED, "v-."),
        ("one test a competence", results["peer separate"], ORANGE, "^--"),
    )
    for label, rows, colour, style in lines:
        axes.plot(*_xy(rows, "competence_rmse"), style, color=colour, label=label)
    axes.plot(
        *_xy(results["forms"], "kind_rmse"),
        "D:",
        color=GREY,
        label="fixed form, each competence by its own mean",
    )
    axes.plot(
        *_xy(results["forms"], "all_rmse"), "P:", color=SKY, label="fixed form, by all 21 means"
    )
    axes.axhline(0.5, color="#333333", linewidth=0.8)
    axes.set(
        xlabel="items answered",
        ylabel="rmse of a competence (SD)",
        xlim=(0, 108),
        ylim=(0.35, 0.95),
    )
    axes.legend(fontsize=9)
    return picture


def coverage(results: Results) -> Picture:
    """Draw the share of 95 % intervals that hold the truth, a scenario a row."""
    rows = coverage_rows(results)
    picture, axes = plt.subplots(figsize=(7.2, 0.34 * len(rows) + 1.1))
    axes.axvspan(94, 96, color="#cfe5f3", zorder=0)
    places = range(len(rows))
    shares = [100 * row["coverage95"] for _, row in rows]
    axes.plot(shares, places, "o", color=BLUE, clip_on=False)
    for share, place in zip(shares, places, strict=True):
        at: dict[str, Any] = {
            "xytext": (7, 0),
            "textcoords": "offset points",
            "va": "center",
            "fontsize": 9,
        }
        axes.annotate(f"{share:.1f}", (share, place), **at)
    axes.set_yticks(list(places), [f"{name}, {row['length']:g} items" for name, row in rows])
    axes.invert_yaxis()
    axes.set(xlabel="95 % intervals that hold the truth (%); shaded: 94 to 96")
    axes.margins(x=0.08)
    axes.grid(visible=False, axis="y")
    return picture


def stated_chances(results: Results) -> Picture:
    """Draw how often a level was right against how likely it was said to be."""
    picture, axes = plt.subplots(figsize=(4.8, 4.6))
    axes.plot([0, 1], [0, 1], color="#333333", linewidth=0.8)
    looks = ((BLUE, "o-"), (ORANGE, "s--"), (GREEN, "^-."))
    for (label, rows), (colour, style) in zip(chance_runs(results).items(), looks, strict=True):
        axes.plot(*_xy(rows, "right", "said"), style, color=colour, label=label)
    axes.set(xlabel="stated probability of a level", ylabel="share in which it was the true level")
    axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    axes.legend(fontsize=9, loc="upper left")
    return picture


def true_level(results: Results) -> Picture:
    """Draw bias by true level, and stated doubt beside real error by estimated level."""
    picture, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.6))
    rows = results["honest"]["true level"]
    left.axhline(0, color="#333333", linewidth=0.8)
    left.plot(*_xy(rows, "bias", "true"), "o-", color=BLUE)
    left.set(
        xlabel="true level (SD)",
        ylabel="mean error (SD)",
        title="bias, 30 items",
        xticks=TRUE_LEVELS[::2],
    )
    for length, colour, mark in ((10, ORANGE, "s"), (30, BLUE, "o")):
        found = results["honest"]["estimate"][length]
        right.plot(
            *_xy(found, "rmse", "estimated"),
            mark,
            color=colour,
            label=f"real error, {length} items",
        )
        right.plot(
            *_xy(found, "sd", "estimated"),
            "-",
            color=colour,
            label=f"stated error, {length} items",
        )
    right.set(
        xlabel="estimated level (SD)",
        ylabel="error (SD)",
        title="stated and real error",
        ylim=(0.3, 0.9),
        xticks=TRUE_LEVELS[::2],
    )
    right.legend(fontsize=8)
    return picture


def over_rating(results: Results) -> Picture:
    """Draw error and bias of the actual level where people rate themselves too high."""
    picture, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.6))
    looks = ((BLUE, "o-"), (GREEN, "s--"), (RED, "v-."))
    for (label, rows), (colour, style) in zip(
        over_rating_runs(results).items(), looks, strict=True
    ):
        left.plot(*_xy(rows, "competence_rmse"), style, color=colour, label=label)
        right.plot(*_xy(rows, "bias"), style, color=colour, label=label)
    left.set(xlabel="items answered", ylabel="rmse of the actual level (SD)", ylim=(0.4, 1.0))
    right.set(xlabel="items answered", ylabel="bias of the actual level (SD)")
    right.axhline(0, color="#333333", linewidth=0.8)
    picture.legend(
        *left.get_legend_handles_labels(), fontsize=9, loc="outside lower center", ncols=3
    )
    return picture


def exposure(results: Results) -> Picture:
    """Draw the exposure rate of every item, from the most to the least asked."""
    picture, axes = plt.subplots(figsize=(7.2, 3.4))
    for label, rate, colour, style in (
        ("no control", None, RED, "-"),
        ("control at .45", 0.45, BLUE, "--"),
        ("control at .25", 0.25, GREEN, "-."),
    ):
        rates = results[f"exposure {rate}"]["rates"]
        axes.plot(range(1, len(rates) + 1), rates, style, color=colour, label=label)
    axes.axhline(0.5, color="#333333", linewidth=0.8)
    axes.set(
        xlabel="items, from the most to the least asked",
        ylabel="share of people who got it",
        ylim=(0, 1),
    )
    axes.legend(fontsize=9)
    return picture


def person_fit(results: Results) -> Picture:
    """Draw the share of people who get a note on person fit, by length."""
    picture, axes = plt.subplots(figsize=(5.6, 3.4))
    for group, colour, style in (
        ("all items", RED, "v-."),
        ("30 % of items", ORANGE, "s--"),
        ("honest", BLUE, "o-"),
    ):
        found = results["fit"][group]
        label = "honest" if group == "honest" else f"at random on {group}"
        axes.plot(
            list(found),
            [100 * one["noted"] for one in found.values()],
            style,
            color=colour,
            label=label,
        )
    axes.set(xlabel="items answered", ylabel="people who get the note (%)", ylim=(-2, 104))
    picture.legend(fontsize=9, loc="outside lower center", ncols=3)
    return picture


def recovery(results: Results) -> Picture:
    """Draw the error of item numbers by how many people calibrated them."""
    picture, axes = plt.subplots(figsize=(5.6, 3.6))
    counts = recovery_counts(results)
    for label, key, colour, style in (
        ("slope, tasks", "task_slope", ORANGE, "s--"),
        ("slope, statements", "statement_slope", BLUE, "o-"),
        ("difficulty, tasks", "task_location", RED, "v-."),
        ("thresholds, statements", "statement_location", SKY, "^:"),
    ):
        errors = [results[f"calibrated {count}"]["recovery"][key] for count in counts]
        axes.plot(counts, errors, style, color=colour, label=label)
    axes.set(
        xscale="log",
        yscale="log",
        xlabel="people who calibrated the items",
        ylabel="rmse of the numbers",
    )
    axes.set_xticks(counts, [str(count) for count in counts])
    ticks = (0.05, 0.1, 0.2, 0.4)
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.legend(fontsize=9)
    return picture


def _xy(rows: Rows, y: str, x: str = "length") -> tuple[list[float], list[float]]:
    return [row[x] for row in rows], [row[y] for row in rows]


FIGURES: dict[str, Callable[[Results], Picture]] = {
    "error-by-length": error_by_length,
    "coverage": coverage,
    "stated-chances": stated_chances,
    "true-level": true_level,
    "over-rating": over_rating,
    "exposure": exposure,
    "person-fit": person_fit,
    "recovery": recovery,
}
