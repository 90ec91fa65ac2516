"""Person fit: answers that contradict each other are noticed, honest ones hardly ever."""

from dataclasses import replace

import numpy as np
import pytest

from competences import Attempt, Interview, ItemBank, synthetic_bank
from competences.fit import fit_score, person_fit
from competences.nodes import NODES
from competences.norms import fit_limits, honest_fit
from competences.plant import plant_of
from competences.posterior import Posterior

BANK = synthetic_bank()
LIMITS = fit_limits(BANK, persons=120, seed=1, lengths=[12, 40])
LIMITED = ItemBank(BANK.framework, BANK.items, LIMITS)


def attempt_of(seed, response):
    interview, attempt = Interview(LIMITED, "standard", seed=seed), Attempt.start(language="nl")
    for count in range(40):
        item = interview.next_item(attempt) or next(
            one for one in LIMITED.items if one.id not in attempt.answered
        )
        attempt = attempt.with_answer(item.id, response(item, count))
    return interview.profile(attempt)


def test_random_clicks_are_noticed():
    noticed = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        noticed += attempt_of(seed, lambda _, __, rng=rng: int(rng.integers(4))).fit.shown
    assert noticed >= 14


def test_honest_answers_are_hardly_ever_noticed():
    shares = honest_fit(BANK, persons=80, seed=77, lengths=[40])[40]
    limit = dict(LIMITS)[40]
    assert np.mean(shares < limit) <= 0.05


def test_answers_that_agree_are_not_noticed():
    profile = attempt_of(1, lambda item, _: 2 if item.thresholds[1] < 0.8 else 1)
    assert profile.fit.score > profile.fit.limit
    assert not profile.fit.shown


def test_a_short_check_and_a_bank_without_limits_say_nothing_of_fit():
    item = BANK.items[0]
    one = Attempt.start(language="nl").with_answer(item.id, 3)
    assert Interview(LIMITED).profile(one).fit is None
    assert Interview(BANK).profile(one).fit is None


def test_the_order_of_answers_changes_nothing():
    rows = [(place, place % 4) for place in range(0, 80, 4)]
    plant = plant_of(BANK, "standard")
    fits = []
    for given in (rows, rows[::-1]):
        posterior = Posterior(plant.prior)
        for place, row in sorted(given):
            posterior.add(int(plant.tables.trait[place]), plant.tables.log_likelihood[place, row])
        posterior.settle()
        fits.append(person_fit(plant.tables, posterior, sorted(given), LIMITS))
    assert fits[0] == fits[1]


def test_the_limit_lies_between_those_of_the_neighbouring_lengths():
    rows = [(place, 1) for place in range(21)]
    plant = plant_of(BANK, "standard")
    posterior = settled(plant, rows)
    found = person_fit(plant.tables, posterior, rows, [(18, -2.0), (24, -3.0)])
    assert found.limit == pytest.approx(-2.5)
    assert person_fit(plant.tables, posterior, rows[:17], [(18, -2.0)]) is None


def test_an_answer_alone_is_held_against_what_people_give():
    plant = plant_of(BANK, "standard")
    scores = [fit_score(plant.tables, settled(plant, [(0, row)]), [(0, row)]) for row in range(4)]
    chances = plant.tables.log_likelihood[0, :4]
    weights = np.exp(-(NODES**2) / 2)
    usual = np.exp(chances) @ (weights / weights.sum())
    assert np.argsort(scores).tolist() == np.argsort(usual).tolist()
    assert sum(usual * scores) == pytest.approx(0.0, abs=1e-6)


def settled(plant, rows):
    posterior = Posterior(plant.prior)
    for place, row in rows:
        posterior.add(int(plant.tables.trait[place]), plant.tables.log_likelihood[place, row])
    return posterior.settle()


def test_a_check_of_chosen_competences_says_nothing_of_fit():
    interview = Interview(LIMITED, "deep", seed=1, scope=("1.1", "1.2", "1.3"))
    attempt = Attempt.start(language="nl")
    while (item := interview.next_item(attempt)) is not None:
        attempt = attempt.with_answer(item.id, len(attempt.answers) % 4)
    assert len(attempt.answers) >= LIMITS[0][0]
    assert interview.profile(attempt).fit is None


def test_a_bank_that_cannot_be_asked_at_length_has_limits_as_far_as_it_goes():
    small = synthetic_bank(competences=2, self_report=10)
    grouped = tuple(
        replace(item, group=item.competence if place % 2 else "", pilot=place % 5 == 0)
        for place, item in enumerate(small.items)
    )
    assert fit_limits(ItemBank(small.framework, grouped), 3, seed=1, lengths=[5, 12]) != ()
    assert fit_limits(ItemBank(small.framework, grouped), 3, seed=1, lengths=[12, 18]) == ()


def test_limits_repeat_by_their_seed():
    small = synthetic_bank(competences=3, self_report=6)
    assert fit_limits(small, 20, seed=2) == fit_limits(small, 20, seed=2)
    assert [length for length, _ in fit_limits(small, 5, seed=2)] == [12, 18]
