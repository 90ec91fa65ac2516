"""All checks of a calibration on its own answers: fit, groups, pairs, moved items, reliability."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from competences.calibration.answers import Answers, Labels
from competences.calibration.dependence import Dependence, dependent_pairs
from competences.calibration.dif import LEAST_GROUP, Dif, differential_items
from competences.calibration.drift import Drift, drifted
from competences.calibration.estimates import Estimates, estimates_of
from competences.calibration.item_fit import LEAST_FITTED, CurveFit, item_fits
from competences.calibration.parameters import ItemNumbers
from competences.calibration.quadrature import Populations
from competences.calibration.reliability import LEAST_PEOPLE, Reliability, reliability_of
from competences.calibration.study import Calibration
from competences.calibration.trial import pilots_of
from competences.curves import tabulate
from competences.items import ItemBank
from competences.problems import Problem
from competences.text import LANGUAGES
from competences.traits import Prior, prior_of

MOST_CHECKED: Final = 10_000
"""People on whom the checks are done, evenly over the file; what more would find is smaller than what matters."""
LANGUAGE: Final = "language"


@dataclass(frozen=True, slots=True)
class Checks:
    """What the checks found, and what they could not tell.

    persons: how many were looked at; fits: by item; dif: all tests made; languages: None for a language of fewer than
    30 people; everybody: None where there are fewer than 30 in all.
    """

    persons: int
    fits: Mapping[str, CurveFit]
    dif: tuple[Dif, ...]
    dependence: tuple[Dependence, ...]
    drift: tuple[Drift, ...]
    everybody: Reliability | None
    languages: Mapping[str, Reliability | None]
    problems: tuple[Problem, ...]


def checks_of(
    before: ItemBank,
    found: Calibration,
    answers: Answers,
    *,
    fixed: frozenset[str] = frozenset(),
    most: int = MOST_CHECKED,
) -> Checks:
    """Give the checks of a calibration on these answers against the bank before; `fixed` as for `calibrate`.

    What people are like is told by the items that count; those on trial are held against it. At most `most` people are
    looked at. Their traits have the mean and SD of the calibration's population, who need not
    be those whom the bank's prior describes.
    """
    bank, numbers = found.bank, found.items
    some = answers.rows(_evenly(len(answers), most))
    tables = tabulate(bank)
    prior = _prior_among(bank, found.population)
    categories = some.columns([item.id for item in tables.items]).categories
    pilots = frozenset(tables.place[item] for item in pilots_of(bank))
    estimates = estimates_of(tables, prior, categories, pilots)
    estimated = frozenset(one.item for one in numbers.values() if _taken(one))
    fits = item_fits(estimates, estimated)
    codes = [area.code for area in bank.framework.areas]
    everybody = reliability_of(estimates, codes)
    return Checks(
        persons=len(estimates),
        fits=fits,
        dif=differential_items(estimates, some.attributes),
        dependence=dependent_pairs(estimates),
        drift=drifted(before, numbers, held=bool(fixed)),
        everybody=everybody,
        languages=_by_language(estimates, some.attributes, codes),
        problems=(
            *_unfitted(bank, fits),
            *_uncompared(some.attributes),
            *_unrelated(bank, everybody),
        ),
    )


def _prior_among(bank: ItemBank, population: Populations) -> Prior:
    """Give the bank's prior moved and stretched to these people, correlations kept."""
    prior = prior_of(bank.framework, two_traits=bank.two_traits)
    scale = population.sd / np.sqrt(np.diagonal(prior.covariance))
    covariance = prior.covariance * np.outer(scale, scale)
    return replace(prior, mean=population.mean, covariance=covariance)


def _evenly(count: int, most: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Give the places of at most so many, evenly spread over all."""
    return np.linspace(0, count - 1, min(count, most)).round().astype(np.intp)


def _taken(numbers: ItemNumbers) -> bool:
    """Say whether the new bank has these numbers from the answers; otherwise the item is tested as it stands."""
    return numbers.status != "provisional"


def _by_language(
    estimates: Estimates, attributes: Mapping[str, Labels], codes: list[str]
) -> dict[str, Reliability | None]:
    """Give the reliability in each of our languages that somebody answered in."""
    labels = attributes.get(LANGUAGE)
    if labels is None:
        return {}
    present = [language for language in LANGUAGES if np.any(labels == language)]
    return {one: reliability_of(estimates.rows(labels == one), codes) for one in present}


def _unfitted(bank: ItemBank, fits: Mapping[str, CurveFit]) -> list[Problem]:
    """Give how many items have too few answers for a look at their curve."""
    n = len(bank.items) - len(fits)
    values: dict[str, str | float] = {"n": n, "least": LEAST_FITTED}
    return [Problem("fit-unknown", "warning", {}, values)] if n else []


def _uncompared(attributes: Mapping[str, Labels]) -> list[Problem]:
    """Give per attribute how many groups are too small to be compared."""
    found = []
    for attribute, labels in attributes.items():
        counts = np.unique(labels[labels != ""], return_counts=True)[1]
        small = int(np.sum(counts < LEAST_GROUP))
        if small or len(counts) < 2:
            code = "groups-too-small" if small else "nothing-to-compare"
            values: dict[str, str | float] = {"attribute": attribute, "n": small}
            where = {"attribute": attribute}
            found.append(Problem(code, "warning", where, {**values, "least": LEAST_GROUP}))
    return found


def _unrelated(bank: ItemBank, everybody: Reliability | None) -> list[Problem]:
    """Give what cannot be said of reliability: alpha by area and kind, and items that have no correlation."""
    if everybody is None:
        return [Problem("too-few-people", "warning", {}, {"least": LEAST_PEOPLE})]
    n = sum(one.item_rest is None for one in everybody.items.values())
    return [
        *([Problem("item-rest-unknown", "warning", {}, {"n": n})] if n else []),
        *_without_alpha(bank, everybody),
    ]


def _without_alpha(bank: ItemBank, everybody: Reliability) -> list[Problem]:
    """Give the areas and kinds that have items and no alpha."""
    areas = {one.code: one.area for one in bank.framework.competences}
    have = {(areas[item.competence], item.kind) for item in bank.items if not item.pilot}
    return [
        Problem("alpha-unknown", "warning", {"area": area, "kind": kind})
        for area, one in everybody.areas.items()
        for kind, value in one.alpha.items()
        if value is None and (area, kind) in have
    ]
