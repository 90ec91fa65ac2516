"""Expectation propagation against brute-force integration, and its numeric edges."""

import numpy as np
import pytest

from competences import synthetic_bank
from competences.curves import category_probabilities, tabulate
from competences.nodes import NODES
from competences.posterior import Posterior
from competences.traits import make_prior, summaries_of

WIDE = np.linspace(-6, 6, 121)


def brute_force(prior, evidence):
    """Give mean and SD of each of two or three traits by summing over a grid."""
    axes = np.meshgrid(*[WIDE] * len(prior.mean), indexing="ij")
    points = np.stack([axis.ravel() for axis in axes])
    gaps = points - prior.mean[:, None]
    log = -0.5 * np.sum(gaps * (np.linalg.inv(prior.covariance) @ gaps), axis=0)
    for trait, items in evidence.items():
        for item, row in items:
            p, _ = category_probabilities(item, WIDE)
            log += np.log(p[row])[np.searchsorted(WIDE, points[trait])]
    weights = np.exp(log - log.max())
    weights /= weights.sum()
    mean = points @ weights
    return mean, np.sqrt((points - mean[:, None]) ** 2 @ weights)


@pytest.mark.parametrize(
    ("guessing", "sd_tolerance", "mean_tolerance"), [(0.0, 0.005, 0.001), (0.25, 0.03, 0.004)]
)
@pytest.mark.parametrize("seed", range(6))
def test_it_agrees_with_brute_force_on_three_traits(guessing, sd_tolerance, mean_tolerance, seed):
    bank = synthetic_bank(competences=3, self_report=0, knowledge=4, guessing=guessing, seed=seed)
    tables = tabulate(bank)
    prior = make_prior(bank.framework.prior, np.zeros(3, dtype=np.intp), two_traits=False)
    rng = np.random.default_rng(seed)
    posterior, evidence = Posterior(prior), {}
    for place in rng.permutation(len(tables.items))[:8]:
        row, trait = int(rng.integers(2)), int(tables.trait[place])
        posterior.add(trait, tables.log_likelihood[place, row])
        evidence.setdefault(trait, []).append((tables.items[place], row))
    posterior.settle()
    mean, sd = brute_force(prior, evidence)
    assert posterior.mean == pytest.approx(mean, abs=mean_tolerance)
    assert np.sqrt(np.diagonal(posterior.covariance)) == pytest.approx(sd, rel=sd_tolerance)


def test_the_covariance_stays_symmetric_and_positive():
    bank = synthetic_bank(self_report=6, knowledge=6, guessing=0.25)
    tables = tabulate(bank)
    prior = make_prior(
        bank.framework.prior, np.repeat(np.arange(5), (3, 6, 4, 4, 4)), two_traits=True
    )
    posterior = Posterior(prior)
    rng = np.random.default_rng(7)
    for place in rng.permutation(len(tables.items)):
        row = int(rng.integers(2))
        posterior.observe(int(tables.trait[place]), tables.log_likelihood[place, row])
    posterior.settle()
    covariance = posterior.covariance
    assert np.abs(covariance - covariance.T).max() < 1e-12
    assert np.linalg.eigvalsh(covariance).min() > 0
    assert np.isfinite(posterior.mean).all()


def test_a_copy_goes_its_own_way():
    bank = synthetic_bank(competences=5, self_report=2)
    tables = tabulate(bank)
    prior = make_prior(bank.framework.prior, np.zeros(5, dtype=np.intp), two_traits=False)
    first = Posterior(prior)
    twin = first.copy()
    twin.observe(0, tables.log_likelihood[0, 3])
    assert first.mean[0] == 0
    assert twin.mean[0] > 0


@pytest.mark.parametrize("two_traits", [False, True])
def test_every_prior_is_a_covariance_and_its_summaries_have_sd_one(two_traits):
    framework = synthetic_bank().framework
    areas = np.repeat(np.arange(5), (3, 6, 4, 4, 4))
    prior = make_prior(framework.prior, areas, two_traits=two_traits)
    assert np.linalg.eigvalsh(prior.covariance).min() > 0
    assert summaries_of(prior).variances(prior.covariance) == pytest.approx(np.ones(6))
    g, a = framework.prior.general, framework.prior.area
    assert prior.covariance[0, 1] == pytest.approx(g + a)
    assert prior.covariance[0, 20] == pytest.approx(g)


@pytest.mark.parametrize("bank", [synthetic_bank(self_report=2, knowledge=2, guessing=0.2)])
def test_tables_hold_shares(bank):
    tables = tabulate(bank)
    for place, item in enumerate(tables.items):
        p, slopes = category_probabilities(item, NODES)
        assert p.sum(axis=0) == pytest.approx(np.ones(len(NODES)))
        assert np.abs(slopes.sum(axis=0)).max() < 1e-9
        kept = np.exp(tables.log_likelihood[place, : len(p)])
        assert kept == pytest.approx(np.maximum(p, 1e-12))
    assert (tables.information >= 0).all()
