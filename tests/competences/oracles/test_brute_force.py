"""Expectation propagation against sums over a fine grid, on two correlated traits and on three of a two-trait bank."""

from dataclasses import dataclass

import numpy as np
import pytest

from competences import ItemBank, synthetic_bank
from competences.curves import category_probabilities, tabulate
from competences.framework import PriorNumbers
from competences.posterior import Posterior
from competences.traits import Floats, Prior, make_prior
from tests.competences.oracles.brute_force import Evidence, moments

START = PriorNumbers(
    general=0.45, area=0.10, bias_general=0.0, bias_sd=1.5, perceived_own=0.4, bias_mean=0.0
)
STUDY = PriorNumbers(
    general=0.60, area=0.15, bias_general=-0.28, bias_sd=0.7, perceived_own=0.3, bias_mean=0.5
)
SEEDS = range(6)


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Means and SDs of the traits with evidence by the engine, and by the grid."""

    mean: Floats
    sd: Floats
    true_mean: Floats
    true_sd: Floats

    def agrees(self, mean: float, sd: float) -> bool:
        """Say whether every mean lies within `mean`, and every SD within the share `sd`."""
        close_means = np.abs(self.mean - self.true_mean) <= mean
        close_sds = np.abs(self.sd / self.true_sd - 1) <= sd
        return bool(close_means.all() and close_sds.all())


def compared(
    bank: ItemBank, prior: Prior, traits: list[int], seed: int, answers: int, end: float = 6.0
) -> Compared:
    """Give both posteriors after the answers of a person drawn from the prior to random items of some traits."""
    tables = tabulate(bank)
    rng = np.random.default_rng(seed)
    block = np.ix_(traits, traits)
    person = rng.multivariate_normal(prior.mean[traits], prior.covariance[block])
    posterior, evidence = Posterior(prior), []
    places = np.flatnonzero(np.isin(tables.trait, traits))
    for place in rng.permutation(places)[:answers]:
        axis, item = traits.index(tables.trait[place]), tables.items[place]
        chances, _ = category_probabilities(item, person[axis : axis + 1])
        category = int(rng.choice(len(chances), p=chances[:, 0]))
        posterior.add(traits[axis], tables.log_likelihood[place, category])
        evidence.append(Evidence(axis, item, category))
    posterior.settle()
    mean, covariance = moments(prior.mean[traits], prior.covariance[block], evidence, end)
    return Compared(
        posterior.mean[traits],
        np.sqrt(np.diagonal(posterior.covariance)[traits]),
        mean,
        np.sqrt(np.diagonal(covariance)),
    )


def on_two_traits(bank: ItemBank, seed: int, numbers: PriorNumbers = STUDY) -> Compared:
    """Compare on the actual traits of a bank of one kind in two competences of one area."""
    prior = make_prior(numbers, np.zeros(2, dtype=np.intp), two_traits=False)
    return compared(bank, prior, [0, 1], seed, answers=8)


def on_three_traits(
    seed: int, numbers: PriorNumbers, guessing: float = 0.0, end: float = 6.0
) -> Compared:
    """Compare on T and P of one competence and T of another, in a two-trait bank."""
    bank = synthetic_bank(competences=2, self_report=4, knowledge=4, guessing=guessing, seed=seed)
    prior = make_prior(numbers, np.zeros(2, dtype=np.intp), two_traits=True)
    return compared(bank, prior, [0, 1, 2], seed, answers=10, end=end)


@pytest.mark.parametrize("numbers", [START, STUDY])
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kinds", [{"self_report": 6}, {"self_report": 0, "knowledge": 6}])
def test_it_agrees_on_two_correlated_traits(kinds, seed, numbers):
    bank = synthetic_bank(competences=2, seed=seed, **kinds)
    assert on_two_traits(bank, seed, numbers).agrees(mean=0.001, sd=0.03)


@pytest.mark.parametrize("numbers", [START, STUDY])
@pytest.mark.parametrize("seed", SEEDS)
def test_it_agrees_on_three_traits_of_a_two_trait_bank(seed, numbers):
    assert on_three_traits(seed, numbers).agrees(mean=0.001, sd=0.03)


@pytest.mark.parametrize("numbers", [START, STUDY])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_guessing_floor_costs_little_of_the_agreement(seed, numbers):
    assert on_three_traits(seed, numbers, guessing=0.25).agrees(mean=0.001, sd=0.03)


@pytest.mark.parametrize("seed", SEEDS)
def test_few_tasks_with_a_guessing_floor_agree_within_three_thousandths(seed):
    bank = synthetic_bank(competences=2, self_report=0, knowledge=6, guessing=0.25, seed=seed)
    assert on_two_traits(bank, seed).agrees(mean=0.003, sd=0.03)


def test_the_floor_moves_means_by_less_than_a_thousandth_on_average():
    found = [on_three_traits(seed, STUDY, guessing=0.25) for seed in SEEDS]
    assert np.mean([np.abs(one.mean - one.true_mean) for one in found]) < 0.0006


@pytest.mark.parametrize("seed", SEEDS)
def test_the_end_of_the_scale_moves_the_actual_traits_of_a_wide_prior_little(seed):
    # what people say has a prior SD of 1.85 at the start, so the scale ends 3.2 SDs away; a trait that is
    # hit by that is the perceived one, by .05 at most
    found = on_three_traits(seed, START, end=12.0)
    moved = np.abs(found.mean - found.true_mean)
    assert moved[:2].max() < 0.015
    assert moved[2] < 0.06
