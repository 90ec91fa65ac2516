"""Many posteriors at once against one at a time, and the six numbers against what is known of them."""

import pickle
from dataclasses import replace

import numpy as np
import pytest

from competences import synthetic_bank
from competences.calibration.answers import NOT_ASKED, UNSURE
from competences.calibration.covariance import FARTHEST, Trail, cavities, fit_covariance
from competences.calibration.many_posteriors import (
    Posteriors,
    answer_tables,
    evidence_of,
    no_sites,
)
from competences.calibration.population import (
    SHRINKAGE,
    Gauge,
    GaugedNumbers,
    Moments,
    Shape,
    fitted,
    moments_of,
    no_gauge,
    observed,
    without_prior,
)
from competences.curves import tabulate
from competences.framework import PriorNumbers
from competences.posterior import Posterior
from competences.traits import make_prior, prior_of
from tests.competences.calibration.builders import drawn_answers, generator

START = PriorNumbers(0.45, 0.10, 0.0, 1.5, 0.4, 0.0)
TRUE = PriorNumbers(0.60, 0.15, -0.28, 0.7, 0.3, 0.5)
AREAS = np.array([0, 0, 0, 1, 1])


def mixed_answers(bank, persons, seed):
    """Give answers with gaps, "I don't know" among them, and one person without any."""
    rng = generator(seed)
    places = rng.standard_normal((persons, 2 * len(bank.framework.codes)))
    answers = drawn_answers(bank, places, rng, asked=0.4)
    answers[(answers != NOT_ASKED) & (rng.random(answers.shape) < 0.1)] = UNSURE
    answers[-1] = NOT_ASKED
    return answers


def people(bank, numbers, persons, seed, asked=1.0):
    """Give answers of people whom the prior of these numbers draws."""
    areas = prior_of(bank.framework, two_traits=bank.two_traits).areas
    prior = make_prior(numbers, areas, two_traits=bank.two_traits)
    rng = generator(seed)
    places = rng.multivariate_normal(prior.mean, prior.covariance, persons)
    return drawn_answers(bank, places, rng, asked=asked), prior


def alone(tables, prior, answers):
    """Give one person's posterior as the interview finds it."""
    posterior = Posterior(prior)
    for place in np.flatnonzero(answers != NOT_ASKED):
        row = tables.steps[place] if answers[place] == UNSURE else answers[place]
        posterior.add(int(tables.trait[place]), tables.log_likelihood[place, row])
    return posterior.settle()


@pytest.mark.parametrize("guessing", [0.0, 0.25])
def test_many_persons_are_scored_as_each_alone(guessing):
    bank = synthetic_bank(competences=7, self_report=3, knowledge=4, guessing=guessing)
    tables, prior = tabulate(bank), prior_of(bank.framework, two_traits=True)
    answers = mixed_answers(bank, 40, 3)
    many = Posteriors(prior, no_sites(40, 14))
    assert many.settle(evidence_of(answer_tables(tables), answers, 14)).all()
    for person, own in enumerate(answers):
        one = alone(tables, prior, own)
        assert many.mean[person] == pytest.approx(one.mean, abs=1e-6)
        assert many.covariance[person] == pytest.approx(one.covariance, abs=1e-6)


def test_sites_of_another_prior_lead_to_the_same_posterior():
    bank = synthetic_bank(competences=4, self_report=3, knowledge=3)
    answers = mixed_answers(bank, 20, 5)
    evidence = evidence_of(answer_tables(tabulate(bank)), answers, 8)
    prior = prior_of(bank.framework, two_traits=True)
    other = make_prior(START, prior.areas, two_traits=True)
    cold, before = Posteriors(prior, no_sites(20, 8)), Posteriors(other, no_sites(20, 8))
    cold.settle(evidence)
    before.settle(evidence)
    warm = Posteriors(prior, before.sites)
    warm.settle(evidence)
    assert warm.mean == pytest.approx(cold.mean, abs=1e-6)
    assert warm.covariance == pytest.approx(cold.covariance, abs=1e-6)


def test_whoever_answered_nothing_stays_at_the_prior():
    bank = synthetic_bank(competences=3, self_report=2)
    prior = prior_of(bank.framework, two_traits=False)
    nothing = np.full((2, 6), NOT_ASKED, dtype=np.int8)
    nobody = Posteriors(prior, no_sites(2, 3))
    assert nobody.settle(evidence_of(answer_tables(tabulate(bank)), nothing, 3)).all()
    assert (nobody.mean == prior.mean).all()
    assert (nobody.covariance == prior.covariance).all()


def test_a_cavity_leaves_out_the_answers_to_its_own_trait():
    bank = synthetic_bank(competences=2, self_report=3)
    prior = prior_of(bank.framework, two_traits=False)
    answers = np.array([[3, 2, 3, -1, -1, -1]], dtype=np.int8)
    (found,) = cavities(bank, prior, [answers])
    one = alone(tabulate(bank), prior, answers[0])
    assert found.mean[0] == pytest.approx([prior.mean[0], one.mean[1]], abs=1e-3)
    assert 1 / found.precision[0] == pytest.approx([1, one.covariance[1, 1]], abs=1e-3)


@pytest.mark.parametrize("correlation", [0.2, 0.55, 0.9])
def test_the_m_step_agrees_with_brute_force_on_two_traits(correlation):
    shape = Shape(
        START,
        np.array([0, 0]),
        two_traits=False,
        gauges=without_prior(np.zeros((2, 0))),
        free_mean=False,
    )
    rng = generator(int(100 * correlation))
    x = rng.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], 40)
    found = fitted(shape, Moments(40, x.sum(axis=0), x.T @ x), GaugedNumbers(START, no_gauge(2)))
    start = shape.prior(START).covariance
    spread = (x.T @ x + SHRINKAGE * start) / (40 + SHRINKAGE)
    grid = np.linspace(0.002, 0.998, 4981)
    misfit = np.log(1 - grid**2) + (np.trace(spread) - 2 * grid * spread[0, 1]) / (1 - grid**2)
    best = grid[np.argmin(misfit)]
    assert shape.prior(found.numbers).covariance[0, 1] == pytest.approx(best, abs=5e-4)


@pytest.mark.parametrize("gauges", [np.zeros((10, 0)), np.repeat(np.eye(2), 5, axis=0)])
def test_the_m_step_finds_the_numbers_behind_exact_moments(gauges):
    shape = Shape(
        START, AREAS, two_traits=True, gauges=without_prior(gauges), free_mean=not gauges.size
    )
    true = TRUE if shape.free_mean else replace(TRUE, bias_mean=0.0)
    units = gauges.shape[1]
    gauge = Gauge(gauges @ np.full(units, 0.3), np.exp(gauges @ np.linspace(0.2, -0.3, units)))
    moments = moments_of(observed(shape, GaugedNumbers(true, gauge)), 1e7)
    found = fitted(shape, moments, GaugedNumbers(START, no_gauge(10)))
    for name in PriorNumbers.__slots__:
        assert getattr(found.numbers, name) == pytest.approx(getattr(true, name), abs=1e-3)
    assert found.gauge.location == pytest.approx(gauge.location, abs=1e-3)
    assert found.gauge.scale == pytest.approx(gauge.scale, abs=1e-3)


@pytest.mark.parametrize("gauges", [np.zeros((10, 0)), np.repeat(np.eye(2), 5, axis=0)])
@pytest.mark.parametrize(
    "places",
    [
        np.zeros((50, 10)),
        np.ones((50, 1)) * np.linspace(-8, 8, 10),
        np.linspace(-5, 5, 50)[:, None] * np.ones(10),
        np.linspace(-5, 5, 50)[:, None] * np.resize([1, -1], 10),
        1e4 * np.eye(10),
    ],
)
def test_the_numbers_stay_in_their_region_whatever_the_moments(places, gauges):
    shape = Shape(
        START, AREAS, two_traits=True, gauges=without_prior(gauges), free_mean=not gauges.size
    )
    moments = Moments(len(places), places.sum(axis=0), places.T @ places)
    found = fitted(shape, moments, GaugedNumbers(START, no_gauge(10)))
    numbers = found.numbers
    assert numbers.general >= 0
    assert numbers.area >= 0
    assert numbers.general + numbers.area < 1
    assert min(numbers.bias_sd, numbers.perceived_own) > 0
    covariance = observed(shape, found).covariance
    assert np.isfinite(covariance).all()
    assert np.linalg.eigvalsh(covariance).min() > 0


def test_known_items_give_back_the_six_numbers():
    bank = synthetic_bank(competences=8, self_report=4, knowledge=4)
    answers, true = people(bank, TRUE, 600, 11)
    fit = fit_covariance(bank, [answers[:250], answers[250:]], START)
    found = make_prior(fit.numbers, true.areas, two_traits=True)
    assert fit.settled
    assert np.sqrt(np.mean((found.covariance - true.covariance) ** 2)) < 0.06
    assert fit.numbers.bias_mean == pytest.approx(0.5, abs=0.1)


def test_more_persons_come_closer():
    bank = synthetic_bank(competences=6, self_report=4)
    misses = {}
    for persons in (50, 600):
        fits = []
        for seed in range(3):
            answers, true = people(bank, TRUE, persons, seed, asked=0.5)
            found = fit_covariance(bank, [answers], START).numbers
            prior = make_prior(found, true.areas, two_traits=False)
            fits.append(np.mean((prior.covariance - true.covariance) ** 2))
        misses[persons] = np.mean(fits)
    assert misses[600] < misses[50] / 3


def test_nobody_leaves_the_start_as_it_is():
    bank = synthetic_bank(competences=3, self_report=2, knowledge=2)
    nothing = np.full((5, 12), NOT_ASKED, dtype=np.int8)
    for chunks in ([nothing], [nothing[:0]], []):
        fit = fit_covariance(bank, chunks, START)
        assert fit.settled
        for name in PriorNumbers.__slots__:
            expected = getattr(START, name)
            assert getattr(fit.numbers, name) == pytest.approx(expected, abs=2e-3)


def elsewhere(task, state, chunks):
    """Run a task as another process would get it, last chunk first."""
    sent = [pickle.dumps((task, state, chunk)) for chunk in chunks]
    done = {}
    for place in reversed(range(len(sent))):
        known_task, known_state, chunk = pickle.loads(sent[place])  # noqa: S301  (our own bytes)
        done[place] = pickle.loads(pickle.dumps(known_task(known_state, chunk)))  # noqa: S301
    return [done[place] for place in sorted(done)]


def test_any_runner_gives_the_same_bytes_and_leaves_the_answers_alone():
    bank = synthetic_bank(competences=3, self_report=3, knowledge=3)
    answers, _ = people(bank, TRUE, 120, 2, asked=0.5)
    kept = answers.copy()
    chunks = [answers[:50], answers[50:]]
    here_fit, there_fit = (
        fit_covariance(bank, chunks, START),
        fit_covariance(bank, chunks, START, elsewhere),
    )
    assert here_fit.numbers == there_fit.numbers
    assert here_fit.numbers == fit_covariance(bank, chunks, START).numbers
    assert (answers == kept).all()


def test_a_jump_stays_within_reach_of_the_step_it_starts_from():
    trail = Trail()
    for before, after in ((0.0, 1.0), (1.0, 1.9999)):
        trail.add(np.array([before]), np.array([after]))
    # two steps so much alike would meet nothing for ten thousand of them
    assert trail.leads_to()[0] == pytest.approx(1.9999 + FARTHEST * 0.9999)


def test_a_step_longer_than_the_last_begins_the_trail_anew():
    trail = Trail()
    for before, after in ((0.0, 1.0), (1.0, 1.5), (1.5, 2.1)):
        trail.add(np.array([before]), np.array([after]))
    assert trail.leads_to().tolist() == [2.1]
