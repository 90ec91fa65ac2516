"""A plan as lines of English text, for a terminal: its steps and why, what could take their place, its weeks."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, Final

from competences.console import several

Record = Mapping[str, Any]

PARTS: Final = (
    ("blocked_by", "What stands in the way:"),
    ("with_more", "What more room would bring:"),
    ("remaining", "What stays open:"),
)
"""The parts of a plan's record that hold sentences, each under its title."""


def plan_text(record: Record) -> str:
    """Give the record of a plan as text."""
    return "\n".join([*_head(record), *_steps(record), *_calendar(record), *_parts(record)])


def _head(record: Record) -> Iterator[str]:
    proven = "proven best" if record["optimal"] else f"at most {record['bound']:g} is possible"
    yield (
        f"Worth {several(record['value'], 'level')} ({proven}), {several(len(record['steps']), 'training')},"
        f" {several(record['hours'], 'hour')}, {record['euro']:g} euro."
    )
    if record["reason_text"]:
        yield record["reason_text"]


def _steps(record: Record) -> Iterator[str]:
    for number, step in enumerate(record["steps"], 1):
        yield ""
        yield f"{number}. {step['title']} [{step['training']}]"
        yield f"   {_facts(step)}"
        yield from (f"   - {reason['text']}" for reason in step["reasons"])
        for other in step["alternatives"]:
            yield f"   or {other['title']} [{other['training']}]: {_facts(other)}"
            yield f"      {other['text']}"


def _facts(one: Record) -> str:
    """Give who gives a training, where, when, how long and for how much, as far as it is known."""
    start, end = one.get("start"), one.get("end")
    when = f"{start} to {end}" if start and end else start
    hours = "hours unknown" if one["hours"] is None else several(one["hours"], "hour")
    price = "price unknown" if one["price"] is None else f"{one['price']:g} euro"
    facts = (one["provider"], one["place"], one["mode"], one["language"], when, hours, price)
    return ", ".join(filter(None, facts))


def _calendar(record: Record) -> Iterator[str]:
    calendar = record["calendar"]
    if calendar is None:
        return
    usual = ", as no other number was given" if calendar["usual"] else ""
    yield ""
    yield f"Week by week, at {several(calendar['weekly'], 'hour')} a week{usual}:"
    over = {one["week"]: one["over"] for one in calendar["crowded"]}
    weeks = [(one, _week(one, over)) for one in calendar["weeks"]]
    rows = [
        (_number(one["week"]) - place, one["week"], told)
        for place, (one, told) in enumerate(weeks)
    ]
    for (_, told), alike in groupby(rows, key=lambda row: (row[0], row[2])):
        names = [name for _, name, _ in alike]
        span = f"{names[0]}" if len(names) == 1 else f"{names[0]} to {names[-1]}, each"
        yield f"   {span}: {told}"
    if calendar["beyond"]:
        yield "   It takes longer than is shown here."
    elif calendar["ends"]:
        late = ", after the last day that was asked" if calendar["late"] else ""
        yield f"   It ends on {calendar['ends']}{late}."


def _number(week: str | int) -> int:
    """Give the number of a week, so that one that follows another is one more."""
    return week if isinstance(week, int) else date.fromisoformat(week).toordinal() // 7


def _week(week: Record, over: Mapping[str | int, float]) -> str:
    """Give what a week holds, and by how much it is too full."""
    entries = [
        one["training"]
        + (" (hours unknown)" if one["hours"] is None else f" {one['hours']:g} h")
        + (" on set days" if one["fixed"] else "")
        for one in week["entries"]
    ]
    crowded = f" — {over[week['week']]:g} h too many" if week["week"] in over else ""
    return f"{week['hours']:g} h: {', '.join(entries)}{crowded}"


def _parts(record: Record) -> Iterator[str]:
    for key, title in PARTS:
        if record[key]:
            yield ""
            yield title
            yield from (f"   - {one['text']}" for one in record[key])
