"""How good the questions are, as pages and programs tell it: without what only few people stand behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app import content
from app.db import Session
from app.records import StoredCalibration
from app.stores import calibrations
from competences import Framework, ItemBank
from competences.provisional import STATUSES

FEWEST: Final = 10
"""Fewer people than this are not shown, nor a figure that would tell how few they are."""


@dataclass(frozen=True, slots=True)
class Precision:
    """What can be relied on among some people: `reliability` from 0 to 1, `error` in standard deviations.

    `alpha` and `omega` say by kind of item how well items agree. `group` is a language or an area, empty for everybody;
    `persons` is rounded to tens.
    """

    group: str
    persons: int | None
    reliability: float | None
    error: float | None
    alpha: Mapping[str, float | None]
    omega: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class ItemQuality:
    """One item: how many answers, rounded to tens (None for fewer than ten), and what the checks want looked at.

    `exposure` is the share of people that it was put before; `item_rest` the correlation with the rest of its answers.
    """

    item: str
    competence: str
    kind: str
    status: str
    answers: int | None
    exposure: float | None
    item_rest: float | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the newest calibration found; people and answers are rounded to tens.

    `in_use` says whether today's items score with these numbers; `statuses` counts the items by `STATUSES`; `too_few`
    names the languages of which too few people are known.
    """

    made_at: datetime
    in_use: bool
    persons: int
    answers: int
    settled: bool
    statuses: Mapping[str, int]
    everybody: Precision | None
    areas: tuple[Precision, ...]
    languages: tuple[Precision, ...]
    too_few: tuple[str, ...]
    highest_exposure: float | None
    items: tuple[ItemQuality, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """The items that ask today, how many of them score with calibrated numbers, and the findings if there are any."""

    framework: Framework
    items: int
    calibrated: int
    provisional: bool
    findings: Findings | None


def quality_of(session: Session, framework_id: str) -> Quality:
    """Give how good the questions of a framework are; raises `UnknownFramework`."""
    bank = content.bank(framework_id)
    scored = [item for item in bank.items if not item.pilot]
    kept = calibrations.newest(session, framework_id)
    return Quality(
        framework=bank.framework,
        items=len(scored),
        calibrated=sum(item.calibration == "calibrated" for item in scored),
        provisional=bank.provisional,
        findings=None if kept is None or kept.persons < FEWEST else _findings(kept, bank),
    )


def _findings(kept: StoredCalibration, bank: ItemBank) -> Findings:
    """Give what a calibration found, from its report."""
    record = kept.record
    items = tuple(_item(row, kept.persons) for row in record["items"])
    everybody, languages = record["reliability"], record["languages"]
    shown = {code: one for code, one in languages.items() if "overall" in one}
    return Findings(
        made_at=kept.made_at,
        in_use=kept.bank_version == ItemBank(bank.framework, bank.items).version,
        persons=tens(kept.persons),
        answers=tens(record["answers"]),
        settled=record["settled"],
        statuses={one: sum(item.status == one for item in items) for one in STATUSES},
        everybody=_precision("", everybody) if "overall" in everybody else None,
        areas=tuple(
            _precision(code, {"overall": one}) for code, one in everybody.get("areas", {}).items()
        ),
        languages=tuple(_precision(code, one) for code, one in shown.items()),
        too_few=tuple(code for code in languages if code not in shown),
        highest_exposure=_highest([item.exposure for item in items]),
        items=items,
    )


def _item(row: Mapping[str, Any], persons: int) -> ItemQuality:
    """Give an item of the report; what fewer than `FEWEST` people were asked tells nothing of them."""
    enough = row["answers"] >= FEWEST and row["exposure"] * persons >= FEWEST
    return ItemQuality(
        item=row["item"],
        competence=row["competence"],
        kind=row["kind"],
        status=row["status"],
        answers=tens(row["answers"]) if enough else None,
        exposure=round(row["exposure"], 2) if enough else None,
        item_rest=row["item_rest"] if enough else None,
        flags=tuple(row["flags"]),
    )


def _precision(group: str, one: Mapping[str, Any]) -> Precision:
    overall = one["overall"]
    persons = tens(one["persons"]) if "persons" in one else None
    return Precision(
        group=group,
        persons=persons,
        reliability=overall["reliability"],
        error=overall["sem"],
        alpha=overall["alpha"],
        omega=overall["omega"],
    )


def _highest(shares: Sequence[float | None]) -> float | None:
    return max((one for one in shares if one is not None), default=None)


def tens(count: int) -> int:
    """Give a count to the nearest ten, so that no difference of counts tells of few people."""
    return round(count, -1)
