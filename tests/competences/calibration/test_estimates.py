"""What the checks believe of people is what the interview's own posterior believes."""

import numpy as np

from competences import synthetic_bank
from competences.calibration.answers import NOT_ASKED, UNSURE
from competences.calibration.estimates import estimates_of, normed
from competences.curves import tabulate
from competences.nodes import NODES
from competences.posterior import Posterior
from competences.traits import prior_of
from tests.competences.calibration.people import answers_of, estimated

BANK = synthetic_bank(4, 2, 2, seed=3, guessing=0.25)


def some_answers(persons=6):
    categories = answers_of(BANK, persons, 1, asked=0.6)
    categories[0, :] = NOT_ASKED
    categories[1, :3] = UNSURE
    return categories


def posterior_of(categories, but=-1):
    """Give the interview's settled posterior of one person, one item left out."""
    tables = tabulate(BANK)
    posterior = Posterior(prior_of(BANK.framework, two_traits=True))
    for place, category in enumerate(categories):
        if category != NOT_ASKED and place != but:
            item = tables.items[place]
            unsure = 0 if item.kind == "knowledge" else tables.steps[place]
            row = unsure if category == UNSURE else int(category)
            posterior.add(int(tables.trait[place]), tables.log_likelihood[place, row])
    return posterior.settle()


def test_means_and_covariances_are_those_of_the_interview():
    categories = some_answers()
    estimates = estimated(BANK, categories)
    for person, own in enumerate(categories):
        posterior = posterior_of(own)
        assert np.allclose(estimates.mean[person], posterior.mean, atol=1e-3)
        assert np.allclose(estimates.covariance[person], posterior.covariance, atol=1e-3)


def test_the_belief_on_the_nodes_has_the_mean_of_the_posterior():
    estimates = estimated(BANK, some_answers())
    for trait in range(estimates.mean.shape[1]):
        mean = normed(estimates.log_density(trait)) @ NODES
        assert np.allclose(mean, estimates.mean[:, trait], atol=2e-3)


def test_the_rest_is_what_all_other_answers_say():
    categories = some_answers()
    for one in estimated(BANK, categories).answered():
        trait = estimated(BANK, categories).tables.trait[one.place]
        for person, rest in zip(one.people, one.rest_mean, strict=True):
            without = posterior_of(categories[person], one.place)
            # the other traits still heard the answer, which moves them by little
            assert abs(without.mean[trait] - rest) < 0.15


def test_answers_left_out_are_not_believed_but_still_looked_at():
    categories = some_answers(40)
    place = 0
    blank = categories.copy()
    blank[:, place] = NOT_ASKED
    tables = tabulate(BANK)
    prior = prior_of(BANK.framework, two_traits=True)
    left = estimates_of(tables, prior, categories, frozenset({place}))
    assert np.array_equal(left.mean, estimated(BANK, blank).mean)
    assert place in [one.place for one in left.answered()]


def test_nobody_unsure_of_a_statement_gave_it_a_category():
    categories = some_answers()
    for one in estimated(BANK, categories).answered():
        assert np.all(one.category >= 0)
        given = categories[one.people, one.place]
        if one.item.kind == "self-report":
            assert np.all(given >= 0)
