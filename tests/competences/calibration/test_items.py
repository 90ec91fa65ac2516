import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest
from scipy.optimize import minimize  # type: ignore[import-untyped]

from competences import ItemBank, synthetic_bank
from competences.calibration.answers import NOT_ASKED, UNSURE, Categories
from competences.calibration.bounds import spaced
from competences.calibration.curve_arrays import (
    Flags,
    grouped,
    owners_of,
    vector_of,
    with_numbers,
    with_vector,
)
from competences.calibration.em import ItemEM
from competences.calibration.evidence import gathered, judged
from competences.calibration.expectation import BLOCK, expect, trait_table
from competences.calibration.items import Chunk, ItemFit, Populations, fit_items
from competences.calibration.maximisation import LOG_SLOPE_SD, Aim, maximised, priors_of
from competences.calibration.parameters import ItemNumbers, apply_numbers, locations_of
from competences.calibration.quadrature import Quadrature
from competences.calibration.running import here
from competences.calibration.squarem import Improved, climb
from competences.curves import category_probabilities, tabulate
from competences.items import SelfReport
from competences.nodes import NODES
from competences.sentences import say
from competences.traits import Floats
from tests.competences.calibration.builders import (
    bank_locations,
    bank_slopes,
    chunked,
    drawn_answers,
    generator,
    normal_places,
    standard,
    unknown,
)

State = TypeVar("State")
Work = TypeVar("Work")
Result = TypeVar("Result")

ONE_TRAIT = synthetic_bank(competences=1, self_report=8, seed=1)


def drawn(bank: ItemBank, persons: int, seed: int, asked: float = 1.0) -> Categories:
    rng = generator(seed)
    traits = len(bank.framework.codes) * (2 if bank.two_traits else 1)
    return drawn_answers(bank, normal_places(persons, traits, rng), rng, asked=asked)


def fitted(bank: ItemBank, answers: Categories, **more) -> ItemFit:
    traits = len(bank.framework.codes) * (2 if bank.two_traits else 1)
    return fit_items(bank, chunked(answers, 20_000), population=standard(traits), **more)


def slopes(fit: ItemFit, bank: ItemBank) -> Floats:
    return np.array([fit.numbers[item.id].slope for item in tabulate(bank).items])


def locations(fit: ItemFit, bank: ItemBank) -> Floats:
    return np.array([fit.numbers[item.id].locations for item in tabulate(bank).items])


def rms(values: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


def codes(fit: ItemFit) -> set[tuple[str, str]]:
    return {
        (problem.code, str(problem.where.get("item", problem.where.get("competence"))))
        for problem in fit.problems
    }


def finite(fit: ItemFit) -> bool:
    return np.isfinite(fit.log_likelihood) and all(
        np.isfinite([n.slope, n.log_slope_se, n.location_se, *n.locations, *n.location_ses]).all()
        for n in fit.numbers.values()
    )


def log_posterior(bank: ItemBank, answers: Categories, numbers: Floats) -> float:
    """Give the marginal log likelihood with the priors, written down anew on 97 nodes: one trait, complete answers."""
    items = tabulate(bank).items
    table = numbers.reshape(len(items), -1)
    log_weights = -(NODES**2) / 2
    scores = np.zeros((len(answers), len(NODES))) + log_weights
    scores -= np.log(np.exp(log_weights).sum())
    for column, (item, row) in enumerate(zip(items, table, strict=True)):
        changed = SelfReport(item.id, "1.1", 1, float(np.exp(row[0])), tuple(row[1:]))
        p, _ = category_probabilities(changed, NODES)
        scores += np.log(np.maximum(p, 1e-12))[answers[:, column]]
    top = scores.max(axis=1, keepdims=True)
    likelihood = np.sum(top[:, 0] + np.log(np.exp(scores - top).sum(axis=1)))
    usual = np.log(1.7)  # what a statement has on the first day
    return float(
        likelihood
        - np.sum((table[:, 0] - usual) ** 2) / (2 * LOG_SLOPE_SD**2)
        - np.sum(table[:, 1:] ** 2) / 50
    )


def test_known_numbers_are_recovered_from_a_start_that_knows_nothing():
    bank = synthetic_bank(competences=1, self_report=30, seed=2)

    fit = fitted(unknown(bank), drawn(bank, 4_000, seed=1))

    assert fit.settled
    assert not fit.problems
    assert rms(slopes(fit, bank) - bank_slopes(bank)) < 0.07
    assert rms(locations(fit, bank) - bank_locations(bank)) < 0.06


def test_numbers_maximise_what_a_general_optimiser_maximises():
    bank = synthetic_bank(competences=1, self_report=3, seed=5)
    answers = drawn(bank, 400, seed=2)
    start = vector_of(grouped(tabulate(unknown(bank)), *[np.ones(3, dtype=np.bool_)] * 3))

    best = minimize(lambda x: -log_posterior(bank, answers, x), start, method="BFGS")
    fit = fitted(unknown(bank), answers)

    found = np.column_stack([np.log(slopes(fit, bank)), locations(fit, bank)])
    assert found.ravel() == pytest.approx(best.x, abs=2e-3)
    assert log_posterior(bank, answers, found.ravel()) == pytest.approx(-best.fun, abs=1e-3)


def test_four_of_five_answers_may_be_missing():
    bank = synthetic_bank(competences=2, self_report=20, seed=3)
    answers = drawn(bank, 6_000, seed=3, asked=0.2)

    fit = fitted(unknown(bank), answers)

    assert fit.settled
    assert rms(slopes(fit, bank) - bank_slopes(bank)) < 0.16
    assert rms(locations(fit, bank) - bank_locations(bank)) < 0.13


def test_the_guessing_floor_of_tasks_is_kept():
    bank = synthetic_bank(competences=1, self_report=0, knowledge=20, seed=4, guessing=0.25)

    fit = fitted(unknown(bank), drawn(bank, 6_000, seed=4))
    changed = apply_numbers(unknown(bank), fit.numbers)

    assert rms(bank_slopes(changed) - bank_slopes(bank)) < 0.17
    assert rms(bank_locations(changed) - bank_locations(bank)) < 0.14
    assert all(item.guessing == 0.25 for item in changed.items)


def test_dont_know_is_wrong_for_a_task_and_missing_for_a_statement():
    bank = synthetic_bank(competences=1, self_report=4, knowledge=4, seed=4)
    answers = drawn(bank, 800, seed=5)
    task = np.array([item.kind == "knowledge" for item in tabulate(bank).items])
    unsure, spelled = answers.copy(), answers.copy()
    unsure[::5] = UNSURE
    spelled[::5] = np.where(task, 0, NOT_ASKED)

    assert fitted(bank, unsure) == fitted(bank, spelled)


def test_doubling_the_nodes_moves_nothing():
    bank = synthetic_bank(competences=1, self_report=40, seed=6)
    answers = drawn(bank, 2_000, seed=6)
    fit = fitted(unknown(bank), answers)

    finer = fitted(unknown(bank), answers, nodes=121)

    assert np.abs(slopes(fit, bank) - slopes(finer, bank)).max() < 0.005
    assert np.abs(locations(fit, bank) - locations(finer, bank)).max() < 0.005


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


def test_fixed_items_stay_and_new_ones_land_on_their_scale():
    bank = synthetic_bank(competences=1, self_report=30, seed=9)
    rng = generator(11)
    able = normal_places(4_000, 1, rng) * 0.8 + 0.7
    fixed = frozenset(item.id for item in bank.items[:24])
    start = unknown(bank, but=fixed)

    fit = fit_items(
        start,
        chunked(drawn_answers(bank, able, rng), 20_000),
        population=Populations(np.array([0.7]), np.array([0.8])),
        fixed=fixed,
    )

    for item in bank.items:
        numbers = fit.numbers[item.id]
        assert numbers.estimated == (item.id not in fixed)
        if item.id in fixed:
            assert (numbers.slope, numbers.locations) == (item.slope, locations_of(item))
        else:
            assert numbers.slope == pytest.approx(item.slope, abs=0.25)
            assert numbers.locations == pytest.approx(locations_of(item), abs=0.25)


def test_own_priors_undo_what_other_answers_steered():
    bank = synthetic_bank(competences=1, self_report=10, seed=10)
    rng = generator(12)
    known = normal_places(4_000, 1, rng) * 0.8
    answers = drawn_answers(bank, known + 0.6 * normal_places(4_000, 1, rng), rng)
    hard = bank_locations(bank).mean(axis=1) > 0
    answers[(known > 0) != hard] = NOT_ASKED  # who is known to be able gets the hard items

    plain = fitted(unknown(bank), answers)
    own = fit_items(
        unknown(bank),
        [Chunk(answers, known, np.full(known.shape, 0.6**-2))],
        population=standard(1),
    )

    truth = bank_locations(bank)
    assert rms(locations(own, bank) - truth) < 0.12
    assert rms(locations(plain, bank) - truth) > 0.3


def test_own_priors_that_are_all_the_populations_give_the_populations_numbers():
    answers = drawn(ONE_TRAIT, 2_000, seed=20)
    same = Chunk(answers, np.zeros((2_000, 1)), np.ones((2_000, 1)))

    fit = fitted(unknown(ONE_TRAIT), answers)
    own = fit_items(unknown(ONE_TRAIT), [same], population=standard(1))

    assert slopes(own, ONE_TRAIT) == pytest.approx(slopes(fit, ONE_TRAIT), abs=1e-3)
    assert locations(own, ONE_TRAIT) == pytest.approx(locations(fit, ONE_TRAIT), abs=1e-3)
    assert own.log_likelihood == pytest.approx(fit.log_likelihood, abs=0.01)


def test_what_all_items_of_a_trait_share_takes_few_steps():
    bank = synthetic_bank(competences=1, self_report=60, seed=6)
    statements = [item for item in bank.items if isinstance(item, SelfReport)]
    start = replace(bank, items=tuple(moved(item) for item in statements))

    fit = fitted(start, drawn(bank, 1_000, seed=21))

    assert fit.settled
    assert fit.steps <= 24


def moved(item: SelfReport) -> SelfReport:
    """Give a statement two SDs too hard and half as steep as it is."""
    thresholds = tuple(value + 2.0 for value in item.thresholds)
    return replace(item, slope=item.slope / 2, thresholds=thresholds)


def test_a_flat_own_prior_is_no_trouble():
    answers = drawn(ONE_TRAIT, 300, seed=13)
    flat = Chunk(answers, np.full((300, 1), 40.0), np.full((300, 1), 1e-6))

    fit = fit_items(unknown(ONE_TRAIT), [flat], population=standard(1))

    assert finite(fit)


def test_an_item_nobody_answered_keeps_its_numbers_and_is_named():
    answers = drawn(ONE_TRAIT, 300, seed=14)
    item = tabulate(ONE_TRAIT).items[2]
    answers[:, 2] = NOT_ASKED

    fit = fitted(ONE_TRAIT, answers)

    assert codes(fit) == {("item-unanswered", item.id)}
    assert fit.numbers[item.id].locations == locations_of(item)
    assert not fit.numbers[item.id].estimated
    assert finite(fit)


def test_an_item_that_everybody_answers_alike_keeps_its_numbers_and_tilts_no_other():
    answers = drawn(ONE_TRAIT, 300, seed=15)
    without = answers.copy()
    answers[:, 2], without[:, 2] = 3, NOT_ASKED

    fit = fitted(ONE_TRAIT, answers)

    item = tabulate(ONE_TRAIT).items[2]
    assert codes(fit) == {("item-constant", item.id)}
    assert fit.numbers[item.id].slope == item.slope
    assert fit.numbers[item.id].answers == 300
    assert slopes(fit, ONE_TRAIT) == pytest.approx(
        slopes(fitted(ONE_TRAIT, without), ONE_TRAIT), abs=0
    )


@pytest.mark.parametrize("empty", [0, 1, 3])
def test_a_category_nobody_chose_leaves_finite_rising_thresholds(empty):
    answers = drawn(ONE_TRAIT, 400, seed=16)
    answers[answers[:, 2] == empty, 2] = 2

    fit = fitted(ONE_TRAIT, answers)

    item = tabulate(ONE_TRAIT).items[2]
    assert codes(fit) == {("category-empty", item.id)}
    assert fit.problems[0].values == {"category": empty}
    found = np.array(fit.numbers[item.id].locations)
    assert np.all(np.diff(found) >= 0.0499)
    assert np.abs(found).max() < 10
    assert fit.settled
    assert finite(fit)


def test_a_trait_with_a_single_item_keeps_that_items_slope():
    bank = synthetic_bank(competences=2, self_report=1, seed=11)

    fit = fitted(unknown(bank), drawn(bank, 2_000, seed=17))

    names = {item.id for item in bank.items}
    assert codes(fit) == {("trait-single-item", name) for name in names}
    assert all(number.slope == 1.7 for number in fit.numbers.values())
    assert all(number.log_slope_se == 0.25 for number in fit.numbers.values())
    assert all(number.estimated for number in fit.numbers.values())


@pytest.mark.parametrize("persons", [0, 1, 2])
def test_hardly_any_persons_give_no_nan(persons):
    bank = synthetic_bank(competences=2, self_report=2, knowledge=2, seed=12)

    fit = fitted(unknown(bank), drawn(bank, persons, seed=18))

    assert finite(fit)
    assert len(fit.numbers) == len(bank.items)
    assert (
        {problem.code for problem in fit.problems}
        <= {
            *("item-unanswered", "item-constant", "category-empty", "trait-single-item"),
            "not-settled",  # thresholds of categories that nobody chose may go back and forth by some ten-thousandths
        }
    )


def test_no_chunk_at_all_is_an_answer_too():
    fit = fit_items(ONE_TRAIT, [], population=standard(1))

    assert {problem.code for problem in fit.problems} == {"item-unanswered"}
    assert fit.log_likelihood == 0.0


def test_a_trait_that_does_not_settle_is_named():
    fit = fitted(unknown(ONE_TRAIT), drawn(ONE_TRAIT, 400, seed=19), most_steps=0)

    assert not fit.settled
    assert [problem.code for problem in fit.problems] == ["not-settled"]
    assert fit.problems[0].where == {"competence": "1.1", "kind": "self-report"}


def test_each_problem_has_a_sentence():
    assert say("item-unanswered", {})
    assert "3" in say("item-constant", {"n": 3, "category": 1})
    assert "2" in say("category-empty", {"category": 2})
    assert say("trait-single-item", {})
    assert say("not-settled", {})


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


def test_a_fixed_item_keeps_numbers_that_an_estimate_could_not_have():
    first, *others = ONE_TRAIT.items
    odd = SelfReport(first.id, first.competence, 1, 7.5, (0.0, 0.01, 0.02))
    bank = replace(ONE_TRAIT, items=(odd, *others))
    still = np.array([item.id != first.id for item in tabulate(bank).items])
    [group] = grouped(tabulate(bank), still, still, np.ones(8, dtype=np.bool_))

    [changed] = with_vector([group], vector_of([group]) + 0.3)

    assert changed.numbers[~still] == pytest.approx(group.numbers[~still], abs=0)
    assert changed.numbers[still] == pytest.approx(group.numbers[still] + 0.3)


def test_thresholds_that_crossed_are_sorted_and_parted_evenly():
    assert spaced(np.array([[0.5, -1.0, 2.0]])).tolist() == [[-1.0, 0.5, 2.0]]
    assert spaced(np.array([[0.0, 0.0, 2.0]]))[0] == pytest.approx([-0.025, 0.025, 2.0])


def numbers_of(answers: int, *, estimated: bool = True) -> dict[str, ItemNumbers]:
    item = ONE_TRAIT.items[0].id
    return {
        item: ItemNumbers(item, 2.5, (-1.0, 0.2, 1.4), 0.1, (0.2,) * 3, 0.15, answers, estimated)
    }


@pytest.mark.parametrize(
    ("answers", "status", "calibration"),
    [
        (150, "usable", "provisional"),
        (299, "usable", "provisional"),
        (300, "level", "provisional"),
        (500, "calibrated", "calibrated"),
    ],
)
def test_enough_answers_bring_new_numbers_and_their_doubt(answers, status, calibration):
    before = unknown(ONE_TRAIT)
    numbers = numbers_of(answers)

    first, *others = apply_numbers(before, numbers).items

    assert numbers[first.id].status == status
    assert (first.slope, first.thresholds) == (2.5, (-1.0, 0.2, 1.4))
    assert (first.slope_se, first.location_se) == (0.1, 0.15)
    assert first.calibration == calibration
    assert others == list(before.items[1:])


@pytest.mark.parametrize(("answers", "estimated"), [(149, True), (5_000, False)])
def test_too_few_answers_or_kept_numbers_leave_the_item_as_it_was(answers, estimated):
    before = unknown(ONE_TRAIT)
    numbers = numbers_of(answers, estimated=estimated)

    assert apply_numbers(before, numbers).items == before.items
    assert numbers[before.items[0].id].status == "provisional"
