"""From packs to frameworks and item banks, with every problem named by file and row.

A pack is a folder: `framework.toml` and one `<code>.toml` a competence, four languages side by side; numbers that data
gave stand in files of their own (`pack_numbers.py`). The folder's name is the framework's id; several frameworks and
several versions of one stand side by side.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any, Final

from competences.framework import (
    AIMS,
    LEVELS_STATUSES,
    PURPOSES,
    Area,
    Band,
    Competence,
    Cuts,
    Framework,
    Handover,
    Level,
    PriorNumbers,
    Rules,
    code_order,
)
from competences.items import Item, ItemBank
from competences.pack_items import read_items, read_text
from competences.pack_numbers import with_fit_limits, with_parameters
from competences.places import Places
from competences.problems import BrokenPack, Problem, UnknownFramework
from competences.scales import NONE
from competences.text import Text

PACKS: Final = Path(__file__).parent / "packs"
OTHER_FILES: Final = ("framework.toml", "roles.toml")
"""What stands in a pack beside its competences."""
FEWEST_STEPS: Final = 3
"""Answers to a statement: fewer cannot be told apart."""


@cache
def frameworks(packs: Path = PACKS) -> tuple[str, ...]:
    """Give the ids of the frameworks that have a pack, sorted."""
    return tuple(sorted(path.parent.name for path in packs.glob("*/framework.toml")))


@cache
def load_bank(framework_id: str) -> ItemBank:
    """Give the item bank of a framework, read once; raises `UnknownFramework`, or `BrokenPack` with its first error."""
    bank, problems = read_pack(framework_id)
    errors = [problem for problem in problems if problem.severity == "error"]
    if bank is None or errors:
        first = errors[0]
        raise BrokenPack(file=first.where.get("file", ""), row=first.where.get("row", 0))
    return bank


def load_framework(framework_id: str) -> Framework:
    """Give a framework; raises as `load_bank` does."""
    return load_bank(framework_id).framework


def read_pack(framework_id: str, packs: Path = PACKS) -> tuple[ItemBank | None, list[Problem]]:
    """Give a pack's bank and all that is wrong in it; None for the bank where the framework itself cannot be read.

    Raises `UnknownFramework` where there is no such pack.
    """
    if framework_id not in frameworks(packs):
        raise UnknownFramework(framework=framework_id)
    folder = packs / framework_id
    problems: list[Problem] = []
    record = read_toml(folder / "framework.toml", problems)
    if record is None:
        return None, problems
    files = sorted(path for path in folder.glob("*.toml") if path.name not in OTHER_FILES)
    records = {path: read_toml(path, problems) for path in files}
    try:
        frame = _framework(framework_id, record)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        where: dict[str, str | int] = {"file": "framework.toml", "row": 1}
        problems.append(Problem("bad-framework", "error", where, {"detail": str(error)}))
        return None, problems
    problems += _framework_faults(frame, frameworks(packs))
    competences: list[Competence] = []
    items: list[Item] = []
    for path, content in records.items():
        if content is None:
            continue
        places = Places.of(path.read_text(encoding="utf-8"))
        competence = _competence(content, path, places, frame, problems)
        competences.append(competence)
        items += read_items(content, path.name, places, frame, problems, competence.levels)
    ordered = tuple(sorted(competences, key=lambda one: code_order(one.code)))
    bank = ItemBank(replace(frame, competences=ordered), tuple(items))
    bank = with_parameters(bank, folder, problems)
    return with_fit_limits(bank, folder, problems), problems


def read_toml(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """Give the content of a TOML file; None, with a problem that names the row, where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        where: dict[str, str | int] = {"file": path.name, "row": _row_of(error)}
        problems.append(Problem("unreadable-file", "error", where, {"detail": str(error)}))
        return None


def _framework(framework_id: str, record: Mapping[str, Any]) -> Framework:
    """Give the framework of `framework.toml`, its competences still to come."""
    cuts = {name: str(value) for name, value in record["cuts"].items()}
    return Framework(
        id=framework_id,
        family=record["family"],
        version=record["version"],
        name=Text.from_mapping(record["name"]),
        name_status=dict(record["name_status"]),
        doors=tuple(float(door) for door in record["doors"]),
        levels=tuple(
            Level(one["code"], Text.from_mapping(one["name"]), one["start"])
            for one in record["levels"]
        ),
        below=Text.from_mapping(record["below"]),
        areas=tuple(Area(one["code"], Text.from_mapping(one["name"])) for one in record["areas"]),
        competences=(),
        steps=tuple(Text.from_mapping(one) for one in record["steps"]),
        cuts=Cuts(**cuts),
        prior=PriorNumbers(**record["prior"]),
        rules=Rules(**record["rules"]),
        audience=Text.from_mapping(record.get("audience", {})),
        purposes=_words_of(record.get("purposes", [])),
        aims={str(name): float(aim) for name, aim in dict(record.get("aims", {})).items()},
        handover=_handover(record.get("handover")),
    )


def _words_of(given: object) -> tuple[str, ...]:
    """Give a list of words; `TypeError` for anything else, a single word too."""
    if not isinstance(given, list):
        message = f"{given!r} is no list"
        raise TypeError(message)
    return tuple(map(str, given))


def _framework_faults(frame: Framework, known: tuple[str, ...]) -> Iterator[Problem]:
    """Give what is wrong in the words and choices of a framework, whose fields can all be read."""
    where: dict[str, str | int] = {"file": "framework.toml", "row": 1}
    for purpose in frame.purposes:
        if purpose not in PURPOSES:
            values = {"field": "purposes", "value": purpose, "among": ", ".join(PURPOSES)}
            yield Problem("bad-choice", "error", where, values)
    for name in sorted(set(frame.aims) - set(AIMS)):
        values = {"field": "aims", "value": name, "among": ", ".join(AIMS)}
        yield Problem("bad-choice", "error", where, values)
    if frame.levels and not _rising(frame):
        yield Problem("bad-doors", "error", where)
    if frame.levels and len(frame.steps) < FEWEST_STEPS:
        yield Problem("too-few-steps", "error", where, {"n": len(frame.steps)})
    texts = {"name": frame.name, "below": frame.below}
    if frame.audience:
        texts["audience"] = frame.audience
    if frame.handover is not None:
        texts["handover"] = frame.handover.words
        if frame.handover.to not in known:
            yield Problem("unknown-framework", "error", where, {"framework": frame.handover.to})
    for field, text in texts.items():
        for language in text.missing():
            values = {"field": field, "language": language}
            yield Problem("missing-language", "error", where, values)


def _rising(frame: Framework) -> bool:
    """Say whether doors rise, one for each numbered level, and the named levels begin at them from the first on."""
    starts = [level.start for level in frame.levels]
    return (
        all(map(isfinite, frame.doors))
        and len(frame.doors) > 1
        and all(here < there for here, there in pairwise(frame.doors))
        and starts[0] == 1
        and all(here < there for here, there in pairwise(starts))
        and starts[-1] <= frame.top
    )


def _handover(record: Mapping[str, Any] | None) -> Handover | None:
    """Give where a framework hands over to another; None where it does not."""
    if record is None:
        return None
    return Handover(int(record["at"]), str(record["to"]), Text.from_mapping(record["words"]))


def _competence(
    content: Mapping[str, Any],
    path: Path,
    places: Places,
    frame: Framework,
    problems: list[Problem],
) -> Competence:
    """Give the competence of a file; its code must be the file's name and belong to an area of the framework."""
    code = str(content.get("code", ""))
    area = code.rpartition(".")[0]
    if code != path.stem or area not in {one.code for one in frame.areas}:
        where: dict[str, str | int] = {"file": path.name, "row": places.head("code")}
        problems.append(Problem("code-mismatch", "error", where, {"code": code}))
    texts = {
        field: read_text(content.get(field), path.name, places.head(field), field, problems)
        for field in ("name", "description")
    }
    status = content.get("levels_status", "verified")
    if status not in LEVELS_STATUSES:
        at: dict[str, str | int] = {"file": path.name, "row": places.head("levels_status")}
        among = ", ".join(LEVELS_STATUSES)
        values = {"field": "levels_status", "value": str(status), "among": among}
        problems.append(Problem("bad-choice", "error", at, values))
        status = "unverified"
    competence = Competence(
        code=code,
        area=area,
        name=texts["name"],
        description=texts["description"],
        levels=_levels(content.get("levels", []), path, places, frame, problems),
        levels_status=status,
    )
    return replace(competence, bands=_bands(content, path, places, frame, competence, problems))


def _levels(
    given: Any,  # noqa: ANN401  (whatever a file holds)
    path: Path,
    places: Places,
    frame: Framework,
    problems: list[Problem],
) -> tuple[int, ...]:
    """Give the numbered levels that a competence is bound to; none where it has them all."""
    levels = given if isinstance(given, list) else [None]
    whole = all(type(one) is int and 1 <= one <= frame.top for one in levels)
    if not whole or levels != sorted(set(levels)):
        where: dict[str, str | int] = {"file": path.name, "row": places.head("levels")}
        problems.append(Problem("bad-levels", "error", where, {"top": frame.top}))
        return ()
    return tuple(levels)


def _bands(
    content: Mapping[str, Any],
    path: Path,
    places: Places,
    frame: Framework,
    competence: Competence,
    problems: list[Problem],
) -> dict[str, Band]:
    """Give what the levels of a competence mean, by level code."""
    found: dict[str, Band] = {}
    whole = replace(frame, competences=(competence,))
    codes = {NONE, *(level.code for level in whole.levels_of(competence.code))}
    row = places.head("bands")
    where: dict[str, str | int]
    given = content.get("bands", [])
    if not isinstance(given, list):
        where = {"file": path.name, "row": row}
        problems.append(Problem("not-a-list", "error", where, {"field": "bands"}))
        given = []
    for one in given:
        level = str(one.get("level", "")) if isinstance(one, dict) else ""
        if level not in codes or level in found:
            where = {"file": path.name, "row": row}
            values = {"value": level, "code": competence.code}
            problems.append(Problem("bad-band", "error", where, values))
            continue
        texts = [
            read_text(one.get(part), path.name, row, f"bands.{level}.{part}", problems)
            for part in ("means", "next")
        ]
        found[level] = Band(*texts)
    return found


def _row_of(error: Exception) -> int:
    """Give the row that a TOML error names, else 1."""
    digits = str(error).partition("at line ")[2].partition(",")[0]
    return int(digits) if digits.isdigit() else 1
