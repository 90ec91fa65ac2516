"""Response curves of items, tabulated once per bank on the nodes of the latent scale.

Graded items: `P(answer ≥ k | x) = 1 / (1 + exp(-slope·(x - threshold_k)))` (Samejima 1969). Knowledge items:
`P(right | x) = γ + (1 - γ) / (1 + exp(-slope·(x - difficulty)))` with γ fixed by the format (Birnbaum 1968). The doubt
about an item's location and log slope is averaged into its curve, which is the exact likelihood of one person under
that doubt; intervals need no separate inflation.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.typing import NDArray

from competences.attempt import Response
from competences.items import Item, ItemBank, Knowledge, SelfReport
from competences.nodes import DOUBT_NODES, FLOOR, NODES, SDS, STEP
from competences.problems import EmptyBank
from competences.traits import Floats

NOT_SCORED: Final = -1
"""The row of an answer that says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """All that the engine reads of a bank; items sorted by trait, then by id, whatever their order in the bank.

    log_likelihood: `(items, rows, nodes)`, a row per category and a last one for "I don't know"; information:
    `(sds, nodes, items)`, averaged over a normal round each node; trait: `(items,)`, place in the prior's order;
    steps: `(items,)`, number of categories; places: `(items,)`, counted from 0.
    """

    items: tuple[Item, ...]
    place: dict[str, int]
    trait: NDArray[np.intp]
    places: NDArray[np.intp]
    steps: tuple[int, ...]
    log_likelihood: Floats
    information: Floats

    def row(self, place: int, response: Response) -> int:
        """Give the row of an item's table that a response reads, `NOT_SCORED` for "does not apply"."""
        return row_of(self.items[place], response)

    def draw(self, place: int, trait: float, chance: float) -> int:
        """Give the row of the answer that a person of a trait gives for a chance from 0 to 1, doubt about it included.

        The probabilities are those of the nearest node.
        """
        node = int(np.clip(np.rint((trait - NODES[0]) / STEP), 0, len(NODES) - 1))
        shares = np.exp(self.log_likelihood[place, : self.steps[place], node])
        return int(np.searchsorted(np.cumsum(shares)[:-1], chance, side="right"))


def row_of(item: Item, response: Response) -> int:
    """Give the row of an item's table that a response reads: a step, wrong (0) or right (1).

    “I don't know” to a task is wrong, to a statement the row after its steps; “does not apply” is `NOT_SCORED`.
    """
    if isinstance(item, Knowledge):
        return int(response == item.key)
    if response is None:
        return len(item.thresholds) + 1
    return response if isinstance(response, int) else NOT_SCORED


@lru_cache(maxsize=16)
def tabulate(bank: ItemBank) -> Tables:
    """Give the tables of a bank, made once while the bank lives in the cache; raises `EmptyBank`."""
    if not bank.items:
        raise EmptyBank
    codes = {code: place for place, code in enumerate(bank.framework.codes)}
    n = len(codes)

    def trait(item: Item) -> int:
        perceived = bank.two_traits and isinstance(item, SelfReport)
        return codes[item.competence] + (n if perceived else 0)

    items = tuple(sorted(bank.items, key=lambda item: (trait(item), item.id)))
    curves = [_averaged_curves(item) for item in items]
    rows = max(len(p) for p, _ in curves) + 1
    log_likelihood = np.zeros((len(items), rows, len(NODES)))
    fisher = np.empty((len(items), len(NODES)))
    spread = _population_weights(bank)
    for place, (item, (p, slopes)) in enumerate(zip(items, curves, strict=True)):
        kept = np.maximum(p, FLOOR)
        log_likelihood[place, : len(p)] = np.log(kept)
        log_likelihood[place, len(p)] = np.log(_dont_know(bank, item, kept, spread))
        fisher[place] = np.sum(slopes**2 / kept, axis=0)
    return Tables(
        items=items,
        place={item.id: place for place, item in enumerate(items)},
        trait=np.array([trait(item) for item in items], dtype=np.intp),
        places=np.arange(len(items)),
        steps=tuple(len(p) for p, _ in curves),
        log_likelihood=log_likelihood,
        information=_averaged_information(fisher),
    )


def category_probabilities(item: Item, at: Floats) -> tuple[Floats, Floats]:
    """Give the probability of each category and its derivative at latent places, both `(categories, places)`.

    A knowledge item has the categories wrong and right. No doubt about the item is averaged in.
    """
    if isinstance(item, Knowledge):
        rise = 1 / (1 + np.exp(-item.slope * (at - item.difficulty)))
        right = item.guessing + (1 - item.guessing) * rise
        slope = (1 - item.guessing) * item.slope * rise * (1 - rise)
        return np.stack([1 - right, right]), np.stack([-slope, slope])
    thresholds = np.array(item.thresholds)[:, None]
    above = 1 / (1 + np.exp(-item.slope * (at - thresholds)))
    slopes = item.slope * above * (1 - above)
    ones, zeros = np.ones((1, len(at))), np.zeros((1, len(at)))
    p = np.concatenate([ones, above]) - np.concatenate([above, zeros])
    return p, np.concatenate([zeros, slopes]) - np.concatenate([slopes, zeros])


def _averaged_curves(item: Item) -> tuple[Floats, Floats]:
    """Give curves and derivatives at the nodes, averaged over the item's doubt (all thresholds move together)."""
    if not item.location_se and not item.slope_se:
        return category_probabilities(item, NODES)
    nodes, weights = hermegauss(DOUBT_NODES)
    weights = weights / weights.sum()
    total_p, total_slope = np.zeros(()), np.zeros(())
    for shift, shift_weight in zip(nodes * item.location_se, weights, strict=True):
        for stretch, stretch_weight in zip(np.exp(nodes * item.slope_se), weights, strict=True):
            p, slope = category_probabilities(_moved(item, shift, stretch), NODES)
            total_p = total_p + shift_weight * stretch_weight * p
            total_slope = total_slope + shift_weight * stretch_weight * slope
    return total_p, total_slope


def _moved(item: Item, shift: float, stretch: float) -> Item:
    """Give an item with its location shifted and its slope stretched."""
    if isinstance(item, Knowledge):
        return replace(item, slope=item.slope * stretch, difficulty=item.difficulty + shift)
    thresholds = tuple(threshold + shift for threshold in item.thresholds)
    return replace(item, slope=item.slope * stretch, thresholds=thresholds)


def _dont_know(bank: ItemBank, item: Item, p: Floats, spread: Floats) -> Floats:
    """Give the likelihood of "I don't know".

    For a knowledge item that of a wrong answer (γ cancels); for a statement mostly the lowest step, partly a constant
    that says nothing: the population's average of that step.
    """
    lowest: Floats = p[0]
    if isinstance(item, Knowledge):
        return lowest
    share = bank.framework.rules.dont_know
    return np.asarray(share * lowest + (1 - share) * float(np.sum(lowest * spread)))


def _population_weights(bank: ItemBank) -> Floats:
    """Give the population's weights on the nodes for the trait that statements measure."""
    numbers = bank.framework.prior
    mean, variance = 0.0, 1.0
    if bank.two_traits:
        mean = numbers.bias_mean
        tilt = np.sqrt(numbers.general) * numbers.bias_general
        variance += 2 * tilt + numbers.bias_sd**2 + numbers.perceived_own**2
    weights = np.exp(-((NODES - mean) ** 2) / (2 * variance))
    normed: Floats = weights / weights.sum()
    return normed


def _averaged_information(fisher: Floats) -> Floats:
    """Give Fisher information averaged over a normal round each node, `(sds, nodes, items)`."""
    gaps = (NODES[None, :, None] - NODES[None, None, :]) / SDS[:, None, None]
    weights = np.exp(-(gaps**2) / 2)
    weights /= weights.sum(axis=2, keepdims=True)
    averaged: Floats = np.einsum("snm,im->sni", weights, fisher)
    return averaged
