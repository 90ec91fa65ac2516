"""The rules by which trainings are chosen and ordered, as plain values under one version.

The public page and every plan are made from them: whoever changes a rule changes its version.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from recommender.calendar import USUAL_WEEKLY
from recommender.candidates import DEPTHS, MOST_AT_LAST, MOST_CANDIDATES, MOST_KINDS
from recommender.case import EURO_UNKNOWN, HOURS_UNKNOWN, ORDER, PRECISION
from recommender.goals import BASE, MATTERS, STRONG
from recommender.greedy import SMALL
from recommender.planner import MOST_CUTS, MOST_NODES, MOST_WORK, NARROWED
from recommender.pruning import MOST_COMPARED
from recommender.ranking import MOST, ORDERS
from recommender.reasons import LATER, MORE, OLD
from recommender.tags import LEAST_PROBABILITY
from recommender.turns import ALIKE
from recommender.variety import FIRST, MOST_OF_PROVIDER, RELEVANCE, SAME_MODE, SAME_PROVIDER

Rule = int | float | str | None | tuple[int | str | None, ...]

SHOWN: Final = 12
"""Hexadecimal digits of a version."""


def parameters() -> dict[str, Rule]:
    """Give every rule by its name: orders as words, shares from 0 to 1, counts, hours, euro and days as numbers."""
    return {
        "order": ORDER,
        "precision": PRECISION,
        "least_probability": LEAST_PROBABILITY,
        "hours_unknown": HOURS_UNKNOWN,
        "euro_unknown": EURO_UNKNOWN,
        "small": SMALL,
        "depths": DEPTHS,
        "candidates": MOST_CANDIDATES,
        "kinds": MOST_KINDS,
        "kinds_compared": MOST_COMPARED,
        "candidates_at_last": MOST_AT_LAST,
        "nodes": MOST_NODES,
        "cuts": MOST_CUTS,
        "work": MOST_WORK,
        "narrowed": NARROWED,
        "more": MORE,
        "later": LATER,
        "old": OLD,
        "list_orders": ORDERS,
        "relevance": RELEVANCE,
        "same_provider": SAME_PROVIDER,
        "same_mode": SAME_MODE,
        "first": FIRST,
        "most_of_provider": MOST_OF_PROVIDER,
        "longest": MOST,
        "alike": ALIKE,
        "usual_weekly": USUAL_WEEKLY,
        "matters": MATTERS,
        "base": BASE,
        "strong": STRONG,
    }


def version(rules: Mapping[str, Rule]) -> str:
    """Give the version of rules: the first digits of the SHA-256 of their names and values, in one fixed form."""
    written = json.dumps(rules, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()[:SHOWN]
