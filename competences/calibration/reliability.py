"""How far the readings and the items can be relied on, for everybody or for the people of one language.

Marginal reliability, standard error of measurement, alpha (Cronbach 1951), omega (Green and Yang 2009), and per item
the correlation with the rest and the share of people who were asked. Nothing is shown of fewer than 30 people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import factorial
from typing import Final

import numpy as np
from numpy.polynomial.hermite_e import hermegauss, hermevander
from numpy.typing import NDArray

from competences.calibration.answers import NOT_ASKED, UNSURE, Categories
from competences.calibration.dependence import paired_covariances
from competences.calibration.estimates import Estimates
from competences.curves import category_probabilities
from competences.items import Item, Knowledge
from competences.traits import Floats, summaries_of

LEAST_PEOPLE: Final = 30
"""People of whom something is shown, and who share two items."""
DEGREES: Final = 8
"""Hermite polynomials that an expected score is made of; what is left out is below a thousandth."""
HERMITE_NODES: Final = 61
KINDS: Final = ("self-report", "knowledge")


@dataclass(frozen=True, slots=True)
class AreaReliability:
    """One area, or all of them: `reliability` = 1 - mean(sd²) / prior variance, `sem` = mean sd; SD 1 in the prior.

    alpha, omega: per kind of item; None where they cannot be worked out.
    """

    reliability: float
    sem: float
    alpha: Mapping[str, float | None]
    omega: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class ItemReliability:
    """One item: people who answered, share of all people who were asked, correlation with the rest or None."""

    answers: int
    exposure: float
    item_rest: float | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """What can be relied on among so many people: areas by code, everything together, items by id."""

    persons: int
    areas: Mapping[str, AreaReliability]
    overall: AreaReliability
    items: Mapping[str, ItemReliability]


def reliability_of(estimates: Estimates, codes: Sequence[str]) -> Reliability | None:
    """Give the reliability among these people, areas by their codes; None where they are fewer than 30."""
    if len(estimates) < LEAST_PEOPLE:
        return None
    sds = _summary_sds(estimates)
    areas = {code: _area(estimates, sds[:, k], k) for k, code in enumerate(codes)}
    return Reliability(
        len(estimates), areas, _area(estimates, sds[:, -1], None), _items(estimates)
    )


def _area(estimates: Estimates, sds: Floats, area: int | None) -> AreaReliability:
    """Give the reliability of an area by its place, or of all of them."""
    places = {kind: _places(estimates, kind, area) for kind in KINDS}
    return AreaReliability(
        reliability=1 - float(np.mean(sds**2)),
        sem=float(np.sqrt(np.mean(sds**2))),
        alpha={kind: alpha(_scores(estimates, chosen)) for kind, chosen in places.items()},
        omega={kind: _omega(estimates, chosen) for kind, chosen in places.items()},
    )


def alpha(table: Floats) -> float | None:
    """Give coefficient alpha of `(persons, items)`, NaN for no answer.

    `k·c / (v + (k - 1)·c)`, k items, v their mean variance and c their mean covariance over the pairs that at least 30
    people share: with complete answers the usual coefficient. None where no pair is shared or nothing varies.
    """
    if table.shape[1] < 2:
        return None
    covariance, people = paired_covariances(table)
    shared = people >= LEAST_PEOPLE
    pairs = shared & ~np.eye(len(people), dtype=bool)
    used = pairs.any(axis=1)
    k = int(used.sum())
    if not k:
        return None
    between = float(covariance[pairs].mean())
    within = float(np.diagonal(covariance)[used].mean())
    total = within + (k - 1) * between
    return k * between / total if total > 0 else None


def _omega(estimates: Estimates, places: NDArray[np.intp]) -> float | None:
    """Give the share of the sum score's variance that the traits make, as curves and prior imply it.

    Omega for categories: `Σ_jk c_jk / (Σ_jk c_jk + Σ_j v_j)` over the items that somebody answered, with c_jk the
    covariance of two items' expected scores and v_j an item's mean variance round its expected score.
    Expected scores of a normal trait are expanded in Hermite polynomials, `c_jk = Σ_m ρ_jk^m·h_jm·h_km` (Mehler), which
    holds for guessing and for items far from the middle, where a loading made of the slope alone promises too much.
    """
    asked = places[np.any(estimates.categories[:, places] != NOT_ASKED, axis=0)]
    if len(asked) < 2:
        return None
    trait = estimates.tables.trait[asked]
    covariance = estimates.prior.covariance[np.ix_(trait, trait)]
    sd = np.sqrt(np.diagonal(covariance))
    correlation = covariance / np.outer(sd, sd)
    items = [estimates.tables.items[place] for place in asked]
    expanded = [
        _expanded(*one) for one in zip(items, estimates.prior.mean[trait], sd, strict=True)
    ]
    weights = np.array([h for h, _ in expanded])
    common = sum(
        float(weights[:, m] @ correlation ** (m + 1) @ weights[:, m]) for m in range(DEGREES)
    )
    return common / (common + sum(own for _, own in expanded))


def _expanded(item: Item, mean: float, sd: float) -> tuple[Floats, float]:
    """Give the Hermite weights of an item's expected score, degrees 1 on, and its mean variance round that score."""
    z, weight = hermegauss(HERMITE_NODES)
    weight = weight / weight.sum()
    curves = category_probabilities(item, mean + sd * z)[0]
    score = np.arange(len(curves), dtype=np.float64)
    expected = score @ curves
    own = float(np.sum(weight * (score**2 @ curves - expected**2)))
    basis = hermevander(z, DEGREES)[:, 1:] / np.sqrt([factorial(m + 1) for m in range(DEGREES)])
    return (weight * expected) @ basis, own


def _items(estimates: Estimates) -> dict[str, ItemReliability]:
    """Give each item's figures; the rest is the trait's estimate from all the person's other answers."""
    rest = {
        one.item.id: _correlation(one.category.astype(np.float64), one.rest_mean)
        for one in estimates.answered()
        if len(one.people) >= LEAST_PEOPLE
    }
    asked = np.sum(estimates.categories != NOT_ASKED, axis=0)
    return {
        item.id: ItemReliability(int(n), float(n) / len(estimates), rest.get(item.id))
        for item, n in zip(estimates.tables.items, asked, strict=True)
    }


def _correlation(one: Floats, other: Floats) -> float | None:
    spread = float(one.std() * other.std())
    if spread < 1e-9:
        return None
    return float(np.mean((one - one.mean()) * (other - other.mean()))) / spread


def _summary_sds(estimates: Estimates) -> Floats:
    """Give each person's SD of every area and of all together, `(persons, areas + 1)`."""
    weights = summaries_of(estimates.prior).weights.astype(np.float32)
    n = estimates.prior.competences
    actual = estimates.covariance[:, :n, :n]
    variances = np.einsum("prn,rn->pr", weights @ actual, weights)
    sds: Floats = np.sqrt(variances.astype(np.float64))
    return sds


def _places(estimates: Estimates, kind: str, area: int | None) -> NDArray[np.intp]:
    """Give the places of the items of a kind in an area, or in all; those whose answers say nothing are left out."""
    n = estimates.prior.competences
    areas = estimates.prior.areas[estimates.tables.trait % n]
    right_kind = np.array(
        [
            item.kind == kind and place not in estimates.left_out
            for place, item in enumerate(estimates.tables.items)
        ]
    )
    return np.flatnonzero(right_kind if area is None else right_kind & (areas == area))


def _scores(estimates: Estimates, places: NDArray[np.intp]) -> Floats:
    """Give the answers to some items as numbers, NaN where there is no category."""
    columns = [_score(estimates.tables.items[p], estimates.categories[:, p]) for p in places]
    return np.stack([np.zeros(len(estimates)), *columns], axis=1)[:, 1:]


def _score(item: Item, categories: Categories) -> Floats:
    """Give the answers to an item as numbers; "I don't know" to a task is wrong, to a statement no number."""
    unsure = 0.0 if isinstance(item, Knowledge) else np.nan
    scores = categories.astype(np.float64)
    scores[categories == UNSURE] = unsure
    scores[categories == NOT_ASKED] = np.nan
    return scores
