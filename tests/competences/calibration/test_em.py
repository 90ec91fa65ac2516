"""The steps of the fit: sums of the E step, chunks and runners, a likelihood that never falls."""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest

from competences import synthetic_bank
from competences.calibration.bounds import spaced
from competences.calibration.curve_arrays import (
    Flags,
    grouped,
    owners_of,
    vector_of,
    with_numbers,
)
from competences.calibration.em import ItemEM
from competences.calibration.evidence import gathered, judged
from competences.calibration.expectation import BLOCK, expect, trait_table
from competences.calibration.items import Chunk, fit_items
from competences.calibration.maximisation import Aim, maximised, priors_of
from competences.calibration.quadrature import Quadrature
from competences.calibration.squarem import Improved, climb
from competences.curves import category_probabilities, tabulate
from competences.items import SelfReport
from competences.running import here
from competences.traits import Floats
from tests.competences.calibration.builders import (
    chunked,
    generator,
    standard,
    unknown,
)
from tests.competences.calibration.fits import (
    ONE_TRAIT,
    drawn,
    fitted,
    locations,
    slopes,
)

State = TypeVar("State")
Work = TypeVar("Work")
Result = TypeVar("Result")


def test_more_nodes_are_laid_where_posteriors_are_narrow():
    wide = Quadrature.over(standard(2), 31)

    finer = wide.refined(np.array([0.1, 0.3]))

    assert list(finer.count) == [61, 31]
    assert list(finer.refined(np.array([0.01, np.inf])).count) == [121, 31]


def test_sums_are_the_same_in_chunks():
    bank = synthetic_bank(competences=2, self_report=10, seed=7)
    tables = tabulate(bank)
    every = np.ones(len(tables.items), dtype=np.bool_)
    answers = drawn(bank, 2 * BLOCK + 500, seed=7, asked=0.4)
    groups = grouped(tables, every, every, every)
    table = trait_table(groups, Quadrature.over(standard(2), 31), 1)

    def summed(size: int):
        parts = [expect((table,), chunk)[0] for chunk in chunked(answers, size)]
        return sum((part.counts for part in parts), 0.0), sum(p.log_likelihood for p in parts)

    counts, log_likelihood = summed(len(answers))
    for size, close in ((BLOCK, 1e-12), (777, 1e-6)):
        again, again_likelihood = summed(size)
        assert again == pytest.approx(counts, rel=close, abs=close)
        assert again_likelihood == pytest.approx(log_likelihood, rel=close)


def test_the_counts_of_the_e_step_are_those_of_bayes_rule():
    answers = drawn(ONE_TRAIT, 50, seed=8)
    tables = tabulate(ONE_TRAIT)
    every = np.ones(len(tables.items), dtype=np.bool_)
    quadrature = Quadrature.over(standard(1), 31)
    table = trait_table(grouped(tables, every, every, every), quadrature, 0)
    found = expect((table,), Chunk(answers))[0]

    at = quadrature.nodes(0)
    p = [category_probabilities(item, at)[0] for item in tables.items]
    likelihood = np.array([np.prod([p[k][a] for k, a in enumerate(row)], 0) for row in answers])
    joint = likelihood * np.exp(quadrature.log_prior(0))
    posterior = joint / joint.sum(axis=1, keepdims=True)
    counts = [posterior[answers[:, k] == c].sum(axis=0) for k in range(len(p)) for c in range(4)]
    assert found.counts == pytest.approx(np.array(counts), abs=1e-4)
    assert found.log_likelihood == pytest.approx(np.log(joint.sum(axis=1)).sum(), rel=1e-6)


def test_numbers_are_the_same_in_chunks():
    bank = synthetic_bank(competences=2, self_report=10, seed=7)
    answers = drawn(bank, 2 * BLOCK + 500, seed=7, asked=0.4)

    whole = fitted(unknown(bank), answers)
    parts = fit_items(unknown(bank), chunked(answers, BLOCK), population=standard(2))
    odd = fit_items(unknown(bank), chunked(answers, 777), population=standard(2))

    for fit, close in ((parts, 1e-9), (odd, 1e-4)):
        assert slopes(fit, bank) == pytest.approx(slopes(whole, bank), abs=close)
        assert locations(fit, bank) == pytest.approx(locations(whole, bank), abs=close)


def far_away(
    task: Callable[[State, Work], Result], state: State, chunks: Sequence[Work]
) -> list[Result]:
    """Run a task on copies that were sent, the last chunk first."""
    parcel = pickle.dumps((task, state))
    results = []
    for chunk in reversed(chunks):
        there, state_there = pickle.loads(parcel)  # noqa: S301  (our own, a line above)
        chunk_there = pickle.loads(pickle.dumps(chunk))  # noqa: S301  (likewise)
        results.append(there(state_there, chunk_there))
    return results[::-1]


def test_another_runner_gives_the_same_bytes():
    bank = synthetic_bank(competences=2, self_report=3, knowledge=3, seed=7)
    chunks = chunked(drawn(bank, 900, seed=9, asked=0.5), 250)

    local = fit_items(bank, chunks, population=standard(4))
    remote = fit_items(bank, chunks, population=standard(4), run=far_away)

    assert repr(remote) == repr(local)


@pytest.mark.parametrize("asked", [1.0, 0.3])
def test_the_likelihood_never_falls_between_accepted_steps(asked):
    bank = synthetic_bank(competences=2, self_report=6, seed=8)
    tables, chunks = tabulate(unknown(bank)), chunked(drawn(bank, 500, 10, asked), 20_000)
    judgement = judged(tables, gathered(tables, 2, chunks, here), frozenset(), own_priors=False)
    groups = grouped(tables, judgement.moves, judgement.slope_moves, judgement.enters)
    em = ItemEM(chunks, here, groups, Quadrature.over(standard(2), 31), one_population=True)
    accepted: list[Floats] = []

    def watched(numbers: Floats, active: Flags) -> Improved:
        improved = em.improve(numbers, active)
        accepted.append(improved.log_likelihood)
        return improved

    numbers, both = vector_of(groups), np.ones(2, dtype=np.bool_)
    climbed = climb(numbers, owners_of(groups), both, em.improve, tolerance=0, most=30)
    for _ in range(10):
        numbers = climb(numbers, owners_of(groups), both, watched, tolerance=0, most=3).numbers

    assert climbed.numbers == pytest.approx(numbers, abs=1e-12)
    kept = np.array([steps for k, steps in enumerate(accepted) if k % 3 != 2])
    assert np.diff(kept, axis=0).min() > -1e-3  # single precision over 500 persons
    assert (kept[-1] - kept[0] > 10).all()


def test_a_jump_that_lowers_the_likelihood_is_undone_for_its_trait_alone():
    def improve(numbers: Floats, _: Flags) -> Improved:
        cliff, even = numbers  # one trait's likelihood breaks down where a plain step never comes
        heights = np.array([-(cliff**2) if abs(cliff) >= 5 else -1e6, -(even**2)])
        return Improved(0.9 * numbers, heights)

    both, owners = np.ones(2, dtype=np.bool_), np.array([0, 1])

    found = climb(np.array([8.0, 8.0]), owners, both, improve, tolerance=0, most=3).numbers

    plain, jumped = 8.0 * 0.9**2, 8.0 * (1 - 8 * 0.1) ** 2
    assert found == pytest.approx([plain, 0.9 * jumped])


def moved(item: SelfReport) -> SelfReport:
    """Give a statement two SDs too hard and half as steep as it is."""
    thresholds = tuple(value + 2.0 for value in item.thresholds)
    return replace(item, slope=item.slope / 2, thresholds=thresholds)


def test_what_all_items_of_a_trait_share_takes_few_steps():
    bank = synthetic_bank(competences=1, self_report=60, seed=6)
    statements = [item for item in bank.items if isinstance(item, SelfReport)]
    start = replace(bank, items=tuple(moved(item) for item in statements))

    fit = fitted(start, drawn(bank, 1_000, seed=21))

    assert fit.settled
    assert fit.steps <= 24


@pytest.mark.parametrize(("statements", "tasks"), [(200, 0), (0, 200)])
def test_few_answers_lead_to_the_same_numbers_from_any_start(statements, tasks):
    bank = synthetic_bank(1, statements, tasks, guessing=0.25)
    answers = drawn(bank, 10, seed=22)
    varied = np.ptp(answers, axis=0) > 0
    every = np.ones(200, dtype=np.bool_)
    [group] = grouped(tabulate(bank), varied, varied, every)
    quadrature = Quadrature.over(standard(1), 31)
    sums = expect((trait_table([group], quadrature, 0),), Chunk(answers))[0]
    counts = sums.counts.reshape(200, -1, 31)
    aim = Aim(counts, quadrature.padded(), priors_of(group, standard(1)))

    def climbed(numbers: Floats) -> Floats:
        end = with_numbers(group, numbers)
        for _ in range(40):
            end = maximised(end, counts, quadrature.padded(), standard(1))
        return aim.value(end)

    best = climbed(group.numbers)
    for seed in range(4):
        rng = generator(seed, 23)
        far = rng.normal(0, 3, group.numbers.shape)
        far[:, 0] = rng.uniform(np.log(0.05), np.log(6), 200)
        assert climbed(far) == pytest.approx(best, abs=0.01)


def test_thresholds_that_crossed_are_sorted_and_parted_evenly():
    assert spaced(np.array([[0.5, -1.0, 2.0]])).tolist() == [[-1.0, 0.5, 2.0]]
    assert spaced(np.array([[0.0, 0.0, 2.0]]))[0] == pytest.approx([-0.025, 0.025, 2.0])
