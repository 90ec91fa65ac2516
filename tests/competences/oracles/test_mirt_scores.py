"""One-trait scores against the package `mirt` on the same numbers: expected a posteriori means and SDs."""

import numpy as np
import pytest

from competences.curves import tabulate
from competences.posterior import Posterior
from competences.traits import prior_of
from tests.competences.oracles.peer import POINTS, as_given, bank_of, drawn_answers

mirt = pytest.importorskip("mirt", reason="the package mirt is not made for this platform")
PERSONS = 400


def scores_of(bank, answers):
    """Give our mean and SD of each person."""
    tables, prior = tabulate(bank), prior_of(bank.framework, two_traits=False)
    found = []
    for row in answers:
        posterior = Posterior(prior)
        for place in np.flatnonzero(row >= 0):
            posterior.add(0, tables.log_likelihood[place, row[place]])
        posterior.settle()
        found.append((posterior.mean[0], posterior.covariance[0, 0] ** 0.5))
    return np.array(found).T


def compare(kind, items, missing, points):
    """Give the largest difference in mean and the largest share of difference in SD over all persons."""
    bank = bank_of(kind, items, seed=2)
    answers = drawn_answers(bank, PERSONS, seed=3)
    answers[np.random.default_rng(4).random(answers.shape) < missing] = -1
    model = as_given(kind, bank, answers)
    peer = mirt.fscores(model, answers.astype(int), method="EAP", n_quadpts=points)
    mean, sd = scores_of(bank, answers)
    return np.abs(mean - peer.theta).max(), np.abs(sd / peer.standard_error - 1).max()


@pytest.mark.parametrize("missing", [0.0, 0.6])
@pytest.mark.parametrize(("kind", "items"), [("GRM", 16), ("2PL", 30), ("3PL", 30)])
def test_scores_agree_within_a_thousandth(kind, items, missing):
    mean, sd = compare(kind, items, missing, POINTS)
    assert mean < 0.001
    assert sd < 0.005


def test_a_hundred_statements_agree_where_the_peer_has_points_enough():
    # a posterior SD of a tenth lies between the peer's 81 points, which stand a third apart at the middle
    mean, sd = compare("GRM", 100, 0.0, points=1001)
    assert mean < 0.001
    assert sd < 0.005
