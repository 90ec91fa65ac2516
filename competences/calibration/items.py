"""The numbers of all items of a bank from many people's answers (MML-EM), with standard errors.

Persons have one normal population a trait, or each their own prior from the other traits (a cavity); items of all
traits are estimated at once, chunk by chunk, missing answers left out. Items that are fixed enter with their numbers
and so hold the scale for the others: the populations handed in must be those on the scale of the fixed items.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from competences.calibration.bounds import held
from competences.calibration.curve_arrays import Flags, ItemGroup, grouped, with_vector
from competences.calibration.em import ItemEM, settle
from competences.calibration.errors import (
    Products,
    ScoreTable,
    covariances,
    cross_products,
    score_table,
    wants_full,
)
from competences.calibration.evidence import Tally, gathered, judged
from competences.calibration.expectation import Chunk
from competences.calibration.parameters import ItemNumbers, kept_numbers
from competences.calibration.quadrature import FEWEST, Populations, Quadrature
from competences.curves import Tables, tabulate
from competences.items import ItemBank
from competences.problems import Problem
from competences.running import Runner, here
from competences.traits import Floats

__all__ = ["Chunk", "ItemFit", "Populations", "fit_items"]

MOST_STEPS: Final = 300
"""EM steps before a trait is said not to settle."""


@dataclass(frozen=True, slots=True)
class ItemFit:
    """What the item step gives.

    numbers: of every item by id; log_likelihood: of all answers that entered, at these numbers, without the priors;
    steps: EM steps taken; settled: whether every trait did.
    """

    numbers: dict[str, ItemNumbers]
    log_likelihood: float
    steps: int
    settled: bool
    problems: tuple[Problem, ...]


def fit_items(
    bank: ItemBank,
    chunks: Sequence[Chunk],
    *,
    population: Populations,
    fixed: frozenset[str] = frozenset(),
    run: Runner = here,
    nodes: int = FEWEST,
    most_steps: int = MOST_STEPS,
) -> ItemFit:
    """Give the numbers of all items; those that are fixed, or of which the answers say nothing, keep what they have.

    population: of each trait, in the order of the prior; nodes: how many a trait has at first, traits with narrow
    posteriors get more; most_steps: EM steps before a trait is said not to settle.
    """
    tables = tabulate(bank)
    own_priors = any(chunk.cavity_mean is not None for chunk in chunks)
    tally = gathered(tables, len(population.mean), chunks, run)
    judgement = judged(tables, tally, fixed, own_priors=own_priors)
    groups = grouped(tables, judgement.moves, judgement.slope_moves, judgement.enters)
    quadrature = Quadrature.over(population, nodes)
    em = ItemEM(chunks, run, groups, quadrature, one_population=not own_priors)
    em, climbed = settle(em, most_steps)
    groups = with_vector(groups, climbed.numbers)
    numbers, log_likelihood = _with_errors(em, groups, tables, tally)
    unsettled = _unsettled(tables, climbed.settled)
    return ItemFit(
        numbers=numbers,
        log_likelihood=log_likelihood,
        steps=climbed.steps,
        settled=not unsettled,
        problems=(*judgement.problems, *unsettled),
    )


def _with_errors(
    em: ItemEM, groups: Sequence[ItemGroup], tables: Tables, tally: Tally
) -> tuple[dict[str, ItemNumbers], float]:
    """Give every item's numbers with their errors, and the log likelihood of the answers at them."""
    numbers = {
        item.id: kept_numbers(item, int(count))
        for item, count in zip(tables.items, tally.answers, strict=True)
    }
    unchosen = tally.unchosen(tables)
    scored = _score_tables(em, groups, tally)
    log_likelihood = 0.0
    for table, products in zip(scored, _summed(em, scored), strict=True):
        log_likelihood += products.log_likelihood
        spreads = covariances(groups, table, products, em.quadrature.population)
        for group, covariance in zip(groups, spreads, strict=True):
            part = group.rows(group.of_trait(table.table.trait))
            for row in np.flatnonzero(part.moves.any(axis=1)):
                item = tables.items[part.place[row]]
                kept = numbers[item.id]
                guessed = item.id in unchosen
                numbers[item.id] = _estimated(
                    kept, part, int(row), covariance[row], guessed=guessed
                )
    return numbers, log_likelihood


def _score_tables(em: ItemEM, groups: Sequence[ItemGroup], tally: Tally) -> tuple[ScoreTable, ...]:
    """Give the score table of each trait with answers."""
    moved = np.zeros(em.traits, dtype=np.int64)
    for group in groups:
        np.add.at(moved, group.trait, group.moves.sum(axis=1))
    return tuple(
        score_table(
            groups,
            table,
            full=wants_full(int(moved[table.trait]), int(tally.persons[table.trait])),
        )
        for table in em.tables(groups, em.answered)
    )


def _summed(em: ItemEM, scored: tuple[ScoreTable, ...]) -> list[Products]:
    """Give each trait's cross-products over all chunks, added in the order of the chunks."""
    total: list[Products] = []
    for parts in em.run(cross_products, scored, em.chunks):
        total = [a.plus(b) for a, b in zip(total, parts, strict=True)] if total else list(parts)
    return total


def _estimated(
    kept: ItemNumbers, part: ItemGroup, row: int, covariance: Floats, *, guessed: bool
) -> ItemNumbers:
    """Give an item's numbers with the errors of its covariance; a slope that is held keeps the doubt it had."""
    errors = np.sqrt(np.diag(covariance))
    log_slope, *locations = part.numbers[row]
    together = np.sqrt(covariance[1:, 1:].sum()) / len(locations)
    slope_moves = bool(part.moves[row, 0])
    found = ItemNumbers(
        item=kept.item,
        slope=float(np.exp(log_slope)) if slope_moves else kept.slope,
        locations=tuple(float(location) for location in locations),
        log_slope_se=float(errors[0]) if slope_moves else kept.log_slope_se,
        location_ses=tuple(float(error) for error in errors[1:]),
        location_se=float(together),
        answers=kept.answers,
        guessed=guessed,
    )
    return held(found)


def _unsettled(tables: Tables, settled: Flags) -> list[Problem]:
    """Give a problem for each trait that was still moving when the steps ran out."""
    found = []
    for trait in np.flatnonzero(~settled):
        item = tables.items[int(np.argmax(tables.trait == trait))]
        where = {"competence": item.competence, "kind": item.kind}
        found.append(Problem("not-settled", "warning", where))
    return found
