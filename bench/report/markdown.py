"""Markdown from a template and its values: prose in lines of at most 120, tables, numbers as they are printed."""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence

WIDTH = 120
NEVER = "not reached"
_KEPT = ("#", "|", "![", "```")


def filled(template: str, values: Mapping[str, str]) -> str:
    """Give a template with every place filled; `KeyError` for a place without a value or a value without a place."""
    places = set(re.findall(r"\{(\w+)\}", template))
    if unused := values.keys() - places:
        raise KeyError(*sorted(unused))
    blocks = template.format_map(values).strip().split("\n\n")
    return "\n\n".join(_wrapped(block) for block in blocks) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table: the first column to the left, the others to the right."""
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def sd(value: float | None) -> str:
    """Give an error in SDs, with two decimals and without the zero before the point."""
    return NEVER if value is None else _bare(f"{value:.2f}")


def fine(value: float) -> str:
    """Give an error in SDs with three decimals."""
    return _bare(f"{value:.3f}")


def signed(value: float) -> str:
    """Give a bias in SDs with its sign and two decimals."""
    return _bare(f"{round(value, 2) + 0.0:+.2f}")


def percent(share: float, digits: int = 0) -> str:
    """Give a share as a percentage."""
    return f"{100 * share:.{digits}f} %"


def count(value: float | None) -> str:
    """Give a mean number of items with one decimal."""
    return NEVER if value is None else f"{value:.1f}"


def reading(row: Mapping[str, float] | None) -> tuple[str, str, str]:
    """Give error, classes and coverage of a run, empty where there is none."""
    if row is None:
        return ("", "", "")
    return (
        fine(row["competence_rmse"]),
        percent(row["competence_level_right"]),
        percent(row["coverage95"], 1),
    )


def span(row: Mapping[str, float]) -> str:
    """Give from how many to how many items most interviews have."""
    return f"{row['items_low']:.0f} to {row['items_high']:.0f}"


def _bare(text: str) -> str:
    return text.replace("0.", ".", 1) if text.lstrip("+-").startswith("0.") else text


def _wrapped(block: str) -> str:
    """Give a paragraph or list in short lines; tables, figures, headings and code stay as they are."""
    if block.startswith(_KEPT):
        return block
    return "\n".join(
        textwrap.fill(
            line,
            WIDTH,
            subsequent_indent="  " if line.startswith("- ") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in block.split("\n")
    )
