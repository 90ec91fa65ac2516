"""Differential item functioning: whether people of one group answer an item otherwise than others with the same trait.

Logistic regression with proportional odds (Swaminathan and Rogers 1990; Zumbo 1999): the answer on the trait alone,
then with the group and its product with the trait beside it. The trait is the person's estimate from all *other*
answers (`Answered.rest_mean`), under the mean of the person's own group (`matching.py`). Flags go to people; nothing is
dropped by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2  # type: ignore[import-untyped]

from competences.calibration.answers import Labels
from competences.calibration.discovery import adjusted
from competences.calibration.estimates import Answered, Estimates, Places, estimates_of
from competences.calibration.logistic import empty_log_likelihood, log_likelihood, nagelkerke
from competences.calibration.matching import matched

LEAST_GROUP: Final = 200
"""People of a group who answered the item, at the least."""
LEAST_P: Final = 0.01
LEAST_GAIN: Final = 0.02
"""Nagelkerke's R squared that the group must add."""


@dataclass(frozen=True, slots=True)
class Dif:
    """One item, one group held against the largest group of the attribute (`reference`).

    chi2: likelihood ratio on 2 degrees of freedom; p: after Benjamini-Hochberg over the attribute's tests, those of
    items on trial apart; gain: R squared added; shift: what the group adds to the logit of a higher answer at the
    trait's mean, above 0 where the item is easier for the group; uniform: whether the product with the trait adds
    nothing (p >= .01).
    """

    item: str
    attribute: str
    group: str
    reference: str
    people: int
    chi2: float
    p: float
    gain: float
    shift: float
    uniform: bool

    @property
    def flagged(self) -> bool:
        """Say whether a person should look at the item."""
        return self.p < LEAST_P and self.gain >= LEAST_GAIN


def differential_items(estimates: Estimates, attributes: Mapping[str, Labels]) -> tuple[Dif, ...]:
    """Give every test that could be made: each attribute, each of its groups, each item with enough people in both.

    Where a first pass flags items, the estimates are made anew without the answers to them and all items are tested
    again (purification, once). People without a label are left out.
    """
    found: list[Dif] = []
    for attribute, labels in attributes.items():
        groups = _groups(labels)
        if len(groups) < 2:
            continue
        apart = estimates.left_out
        tests = _tests(estimates, attribute, groups, apart)
        flagged = frozenset(estimates.tables.place[one.item] for one in tests if one.flagged)
        if flagged - apart:
            left_out = flagged | apart
            pure = estimates_of(estimates.tables, estimates.prior, estimates.categories, left_out)
            tests = _tests(pure, attribute, groups, apart)
        found += tests
    return tuple(found)


def _groups(labels: Labels) -> list[tuple[str, Places]]:
    """Give the groups that are large enough, the largest first, each with the places of its people."""
    names, counts = np.unique(labels[labels != ""], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return [
        (str(names[k]), np.flatnonzero(labels == names[k]))
        for k in order
        if counts[k] >= LEAST_GROUP
    ]


def _tests(
    estimates: Estimates,
    attribute: str,
    groups: Sequence[tuple[str, Places]],
    apart: frozenset[int],
) -> list[Dif]:
    """Give the tests of one attribute, p values adjusted over all of them; those of items on trial `apart`."""
    number = np.full(len(estimates), -1, dtype=np.intp)
    for k, (_, people) in enumerate(groups):
        number[people] = k
    reference = groups[0][0]
    tests = []
    for one in matched(estimates, [people for _, people in groups]).answered():
        member = number[one.people]
        counts = np.bincount(member[member >= 0], minlength=len(groups))
        for k in range(1, len(groups)):
            if min(counts[0], counts[k]) >= LEAST_GROUP:
                pair = one.rows((member == 0) | (member == k))
                in_group = number[pair.people] == k
                if len(np.unique(pair.category)) > 1:
                    tests.append(_test(pair, in_group, (attribute, groups[k][0], reference)))
    if not tests:
        return []
    trial = [estimates.tables.place[one.item] in apart for one in tests]
    values = adjusted([one.p for one in tests], trial)
    return [replace(one, p=float(p)) for one, p in zip(tests, values, strict=True)]


def _test(one: Answered, in_group: NDArray[np.bool_], names: tuple[str, str, str]) -> Dif:
    """Give the test of one item whose answers differ, with its own p value; names: attribute, group, reference."""
    category = np.unique(one.category, return_inverse=True)[1]
    rest = (one.rest_mean - one.rest_mean.mean()) / max(float(one.rest_mean.std()), 1e-9)
    group = in_group.astype(np.float64)
    columns = np.stack([rest, group, rest * group], axis=1)
    alone, uniform, whole = (log_likelihood(category, columns[:, :k]) for k in (1, 2, 3))
    empty = empty_log_likelihood(category)
    n = len(category)
    statistic = max(2 * (whole[0] - alone[0]), 0.0)
    product = max(2 * (whole[0] - uniform[0]), 0.0)
    return Dif(
        one.item.id,
        *names,
        people=n,
        chi2=statistic,
        p=float(chi2.sf(statistic, 2)),
        gain=nagelkerke(whole[0], empty, n) - nagelkerke(alone[0], empty, n),
        shift=float(uniform[1][-1]),
        uniform=bool(chi2.sf(product, 1) >= LEAST_P),
    )
