"""A dozen invented learners whose plans over the demonstration are kept: a change of advice is seen and read."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import recommender
from recommender import (
    CatalogueIndex,
    Constraints,
    Need,
    goal_from_record,
    index,
    learner_from_record,
    needs_of,
    plan,
)
from recommender.reading import read_catalogue

FOLDER = Path(__file__).parent / "plans"
DEMONSTRATION = Path(recommender.__file__).parent / "packs" / "demonstration.csv"
SAID = ("text", "reason_text")
TODAY = date(2026, 11, 25)
LEARNERS = {
    one["name"]: one
    for one in json.loads((Path(__file__).parent / "learners.json").read_text(encoding="utf-8"))
}


@cache
def demonstration() -> CatalogueIndex:
    """Give the index of the demonstration as it is read from its file."""
    found, _ = read_catalogue(DEMONSTRATION.read_bytes(), DEMONSTRATION.name)
    return index([found])


def asked(learner: Mapping[str, Any]) -> tuple[tuple[Need, ...], Constraints]:
    """Give what a learner asks: needs and limits, as of one day."""
    profile = learner_from_record(learner["profile"])
    goal = learner["goal"] and goal_from_record(learner["goal"], profile.framework, profile)
    limits = dict(learner["limits"])
    if "deadline" in limits:
        limits["deadline"] = date.fromisoformat(limits["deadline"])
    return needs_of(profile, goal), Constraints(today=TODAY, **limits)


def golden_plan(name: str) -> str:
    """Give a learner's plan as JSON, codes and numbers without the sentences made of them."""
    needs, limits = asked(LEARNERS[name])
    record = plan(demonstration(), needs, limits).to_record()
    return json.dumps(_unsaid(record), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def path_of(name: str) -> Path:
    """Give the file that keeps a learner's plan."""
    return FOLDER / f"{name}.json"


def _unsaid(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unsaid(one) for key, one in value.items() if key not in SAID}
    return [_unsaid(one) for one in value] if isinstance(value, list) else value
