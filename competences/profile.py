"""What is said to a person: a reading for each competence, each area and overall, every one with its doubt."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from competences.fit import OverRating, PersonFit
from competences.framework import Framework, Level
from competences.scales import NONE, level_probabilities, to_level

Z95: Final = 1.959963984540054
DIGITS: Final = 4
Basis = Literal["shown", "self-rated", "related"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of one trait or summary.

    `mean`, `sd`, `interval` (95 %) and `perceived_mean` are latent; `levels` are probabilities, `"none"` first; one of
    `level` and `between` is given where it is likely enough, none of them means "to explore"; `floor` is the highest
    level that is very likely reached; `scale` is place and SD on the level scale. `basis` says where it comes from:
    `"shown"` (knowledge items of its own), `"self-rated"` (statements of its own) or `"related"` (other answers).
    """

    mean: float
    sd: float
    interval: tuple[float, float]
    levels: Mapping[str, float]
    perceived_mean: float | None
    level: str | None
    between: tuple[str, str] | None
    floor: str | None
    scale: tuple[float, float]
    answers: int
    basis: Basis
    provisional: bool

    def to_record(self) -> dict[str, Any]:
        """Give the reading as JSON values, rounded to four decimals."""
        return {
            "mean": _short(self.mean),
            "sd": _short(self.sd),
            "interval": [_short(end) for end in self.interval],
            "levels": {code: _short(share) for code, share in self.levels.items()},
            "perceived_mean": None if self.perceived_mean is None else _short(self.perceived_mean),
            "level": self.level,
            "between": None if self.between is None else list(self.between),
            "floor": self.floor,
            "scale": [_short(value) for value in self.scale],
            "answers": self.answers,
            "basis": self.basis,
            "provisional": self.provisional,
        }


@dataclass(frozen=True, slots=True)
class Profile:
    """All readings of an attempt; `answered` counts the answers, those that are not scored too.

    `scope` holds the competences that the questions stayed with, empty for all of the framework.
    """

    framework: str
    route: str
    bank_version: str
    readings: Mapping[str, Reading]
    areas: Mapping[str, Reading]
    overall: Reading
    over_rating: OverRating | None
    answered: int
    provisional: bool
    fit: PersonFit | None = None
    scope: tuple[str, ...] = ()

    def to_record(self) -> dict[str, Any]:
        """Give the profile as JSON values, rounded to four decimals."""
        rated, fit = self.over_rating, self.fit
        return {
            "framework": self.framework,
            "route": self.route,
            "bank_version": self.bank_version,
            "readings": {code: one.to_record() for code, one in self.readings.items()},
            "areas": {code: one.to_record() for code, one in self.areas.items()},
            "overall": self.overall.to_record(),
            "over_rating": None
            if rated is None
            else {
                "mean": _short(rated.mean),
                "interval90": [_short(rated.low), _short(rated.high)],
                "shown": rated.shown,
            },
            "answered": self.answered,
            "provisional": self.provisional,
            "fit": None
            if fit is None
            else {"score": _short(fit.score), "limit": _short(fit.limit), "shown": fit.shown},
            "scope": list(self.scope),
        }

    def to_json(self) -> str:
        """Give the profile as a string of JSON, keys sorted: equal answers on an equal bank give equal bytes."""
        return json.dumps(self.to_record(), sort_keys=True, ensure_ascii=False)


def make_reading(
    framework: Framework,
    mean: float,
    variance: float,
    *,
    perceived_mean: float | None,
    answers: int,
    basis: Basis,
    provisional: bool,
    within: Sequence[Level] | None = None,
) -> Reading:
    """Give the reading of a latent mean and variance, with what may be said by the framework's rules.

    `within` are the named levels that there are to reach, all of the framework where none are given; another level
    has no probability.
    """
    sd = variance**0.5
    reachable = level_probabilities(framework, mean, sd, within)
    level = _named(reachable, framework.rules.name_level)
    return Reading(
        mean=mean,
        sd=sd,
        interval=(mean - Z95 * sd, mean + Z95 * sd),
        levels={code: reachable.get(code, 0.0) for code in (NONE, *framework.level_codes)},
        perceived_mean=perceived_mean,
        level=level,
        between=None if level else _pair(reachable, framework.rules.name_pair),
        floor=_floor(reachable, framework.rules.floor),
        scale=to_level(framework, mean, sd),
        answers=answers,
        basis=basis,
        provisional=provisional,
    )


def _named(levels: Mapping[str, float], least: float) -> str | None:
    """Give the likeliest level where it is likely enough."""
    code = max(levels, key=lambda one: levels[one])
    return code if levels[code] >= least else None


def _pair(levels: Mapping[str, float], least: float) -> tuple[str, str] | None:
    """Give the likeliest two neighbours where they are likely enough together."""
    best = max(pairwise(levels), key=lambda pair: levels[pair[0]] + levels[pair[1]])
    return best if levels[best[0]] + levels[best[1]] >= least else None


def _floor(levels: Mapping[str, float], least: float) -> str | None:
    """Give the highest level that is reached with enough probability; None where that is below the first."""
    at_least, found = 1.0, None
    for below, code in pairwise(levels):
        at_least -= levels[below]
        if at_least >= least:
            found = code
    return found


def _short(value: float) -> float:
    """Give four decimals, and no minus before zero."""
    return round(value, DIGITS) + 0.0
