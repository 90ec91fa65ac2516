"""What many readings, held against the truth, say together: bins, classes, chances that were stated and kept."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from competences.outcomes import Outcomes, covered, rms
from competences.profile import Z95
from competences.scales import normal_cdf

EDGES = np.linspace(0.0, 1.0, 11)
TRUE_LEVELS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)
"""Middles of the classes of true level, each half a unit wide; the outer two are open."""
_CDF = np.vectorize(normal_cdf, otypes=[float])


def level_shares(outcomes: Outcomes) -> tuple[Any, Any]:
    """Give what was said of each level, `(persons, competences, levels)`, and the place of the true one."""
    truth, mean, sd = outcomes.actual
    bounds = np.array(outcomes.bounds)
    below = _CDF((bounds - mean[..., None]) / sd[..., None])
    edges = np.concatenate([np.zeros((*mean.shape, 1)), below, np.ones((*mean.shape, 1))], axis=2)
    return np.diff(edges, axis=2), np.searchsorted(bounds, truth, side="right")


def stated_chances(outcomes: Outcomes) -> list[dict[str, float]]:
    """Give, by tenths of the stated probability of a level, how often it was the true one."""
    shares, true = level_shares(outcomes)
    hit = np.arange(shares.shape[2]) == true[..., None]
    place = np.clip(np.searchsorted(EDGES, shares, side="right") - 1, 0, len(EDGES) - 2)
    rows = []
    for one in range(len(EDGES) - 1):
        chosen = place == one
        if np.count_nonzero(chosen) >= 50:
            rows.append(
                {
                    "said": float(shares[chosen].mean()),
                    "right": float(hit[chosen].mean()),
                    "readings": int(np.count_nonzero(chosen)),
                }
            )
    return rows


def said(outcomes: Outcomes, name: float, pair: float, floor: float) -> dict[str, float]:
    """Give how often a level, a pair of neighbours or neither is named, and how often what is said is true."""
    shares, true = level_shares(outcomes)
    best = shares.argmax(axis=2)
    named = shares.max(axis=2) >= name
    twos = shares[..., :-1] + shares[..., 1:]
    first = twos.argmax(axis=2)
    paired = ~named & (twos.max(axis=2) >= pair)
    in_pair = (true == first) | (true == first + 1)
    at_least = np.cumsum(shares[..., ::-1], axis=2)[..., ::-1]
    lowest = np.count_nonzero(at_least >= floor, axis=2) - 1
    has_floor = lowest > 0
    return {
        "named": float(named.mean()),
        "named_right": _mean(best[named] == true[named]),
        "paired": float(paired.mean()),
        "paired_right": _mean(in_pair[paired]),
        "explore": float((~named & ~paired).mean()),
        "floored": float(has_floor.mean()),
        "floored_right": _mean(true[has_floor] >= lowest[has_floor]),
    }


def by_true_level(outcomes: Outcomes) -> list[dict[str, float]]:
    """Give bias, error, stated doubt and coverage by the true level of a competence."""
    truth, mean, sd = outcomes.actual
    middles = np.array(TRUE_LEVELS)
    place = np.searchsorted((middles[1:] + middles[:-1]) / 2, truth)
    rows = []
    for one, middle in enumerate(middles):
        chosen = place == one
        error = (mean - truth)[chosen]
        rows.append(
            {
                "true": float(middle),
                "readings": int(np.count_nonzero(chosen)),
                "bias": float(error.mean()),
                "rmse": rms(error),
                "sd": rms(sd[chosen]),
                "coverage": float(np.mean(np.abs(error) <= Z95 * sd[chosen])),
            }
        )
    return rows


def by_estimate(outcomes: Outcomes) -> list[dict[str, float]]:
    """Give the real error of readings beside the doubt that they state, by the estimated level."""
    truth, mean, sd = outcomes.actual
    middles = np.array(TRUE_LEVELS)
    place = np.searchsorted((middles[1:] + middles[:-1]) / 2, mean)
    rows = []
    for one, middle in enumerate(middles):
        chosen = place == one
        if np.count_nonzero(chosen) < 50:
            continue
        rows.append(
            {
                "estimated": float(middle),
                "readings": int(np.count_nonzero(chosen)),
                "rmse": rms((mean - truth)[chosen]),
                "sd": rms(sd[chosen]),
                "coverage": covered(truth[chosen], mean[chosen], sd[chosen]),
            }
        )
    return rows


def noise_of(outcomes: Outcomes) -> dict[str, float]:
    """Give the standard errors of the figures themselves: a person's readings hang together, so persons are counted."""
    truth, mean, sd = outcomes.actual
    squares = np.mean((mean - truth) ** 2, axis=1)
    kept = np.mean(np.abs(mean - truth) <= Z95 * sd, axis=1)
    persons = len(truth)
    return {
        "rmse": float(squares.std() / (2 * np.sqrt(squares.mean() * persons))),
        "coverage": float(kept.std() / np.sqrt(persons)),
    }


def first_length(rows: Sequence[dict[str, float]], most: float) -> float | None:
    """Give the length, between two lengths on a straight line, at which the error falls to `most`; None if never."""
    for before, after in pairwise(rows):
        if after["competence_rmse"] <= most < before["competence_rmse"]:
            part = (before["competence_rmse"] - most) / (
                before["competence_rmse"] - after["competence_rmse"]
            )
            return float(before["length"] + part * (after["length"] - before["length"]))
    return float(rows[0]["length"]) if rows and rows[0]["competence_rmse"] <= most else None


def _mean(values: Any) -> float:  # noqa: ANN401  (an array of yes and no)
    return float(np.mean(values)) if np.size(values) else 0.0
