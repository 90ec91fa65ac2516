"""Small versions of the figures that `make bench` and `make report` give in full."""

from itertools import combinations

import numpy as np
import pytest

from competences import load_bank, synthetic_bank
from competences.field_trial import estimated_numbers
from competences.laboratory import Laboratory
from competences.scenarios import START, Careless, prior_with
from competences.simulation import items_until, simulate, study_of


def test_honest_people_are_read_within_the_stated_doubt():
    (row,) = simulate(study_of("honest", None, None), 150, [20], seed=1)
    assert row["competence_rmse"] <= 0.55
    assert 0.93 <= row["coverage95"] <= 0.975
    assert 0.93 <= row["area_coverage95"] <= 0.98
    assert row["competence_level_right"] >= 0.60
    assert row["overall_rmse"] < row["area_rmse"] < row["competence_rmse"]


def test_over_rating_does_not_lift_the_actual_level():
    (row,) = simulate(study_of("over-rating", None, None), 120, [30], seed=1)
    assert abs(row["bias"]) <= 0.1
    assert row["coverage95"] >= 0.93
    assert row["competence_rmse"] <= 0.64
    assert row["perceived_rmse"] <= 0.64
    assert row["over_rating_correlation"] >= 0.7


def test_a_bank_of_statements_says_nothing_of_over_rating():
    (row,) = simulate(study_of("honest", synthetic_bank(5, 4), None), 10, [8], seed=1)
    assert not any(name.startswith(("perceived", "over_rating")) for name in row)


def test_more_questions_tell_more():
    rows = simulate(study_of("low-correlation", None, None), 80, [5, 15, 30], seed=2)
    errors = [row["competence_rmse"] for row in rows]
    assert errors == sorted(errors, reverse=True)


def test_a_wrong_prior_is_worse_than_the_true_one():
    true, bank = (
        simulate(study_of("over-rating", None, prior), 100, [20], seed=3)[0]
        for prior in ("true", "bank")
    )
    assert true["competence_rmse"] < bank["competence_rmse"]


def test_an_estimated_prior_comes_closer_to_the_true_one():
    study = study_of("over-rating", synthetic_bank(4, 6, 6), "true")
    found = prior_with(study.bank, estimated_numbers(study, seed=2, attempts=150))
    start = prior_with(study.bank, START)
    missed = abs(found.covariance - study.scoring.covariance).max()
    assert abs(found.mean - study.scoring.mean).max() < 0.25
    assert missed < 0.5 * abs(start.covariance - study.scoring.covariance).max()


def test_answers_at_random_cannot_be_read_and_are_noticed():
    attentive, part, all_random = (
        simulate(study_of("random-answers", None, None, careless=careless), 25, [30], seed=1)[0]
        for careless in (Careless(1.0, 0.0001), Careless(1.0, 0.3), None)
    )
    assert attentive["coverage95"] > 0.92
    assert all_random["coverage95"] < 0.7
    assert (
        attentive["person_fit_noted"] < part["person_fit_noted"] < all_random["person_fit_noted"]
    )


def test_only_a_share_of_people_answers_at_random():
    few, many = (
        simulate(study_of("random-answers", None, None, careless=Careless(share)), 25, [20], 1)[0]
        for share in (0.2, 0.8)
    )
    assert few["competence_rmse"] < many["competence_rmse"]


@pytest.mark.parametrize("answers", [500, 150])
def test_a_bank_calibrated_on_few_answers_still_keeps_its_word(answers):
    study = study_of("mis-calibrated", None, None, answers=answers, seed=2)
    (row,) = simulate(study, 80, [30], seed=1)
    assert 0.92 <= row["coverage95"] <= 0.98


def test_day_one_is_less_sure_and_keeps_its_word():
    (row,) = simulate(study_of("provisional", None, None), 80, [40], seed=1)
    assert row["competence_rmse"] <= 0.80
    assert 0.93 <= row["coverage95"] <= 0.99


def test_exposure_control_keeps_items_from_most_people():
    study = study_of("honest", None, None)
    free, held = (simulate(study, 300, [20], seed=1, exposure=rate)[0] for rate in (None, 0.45))
    assert free["exposure_max"] > 0.8
    assert held["exposure_max"] <= 0.55
    assert held["test_overlap"] < free["test_overlap"]


def test_an_interview_goes_on_until_every_area_is_sure_enough():
    study = study_of("honest", None, None)
    by_trait, by_area = (
        items_until(study, 60, seed=1, weights=weights) for weights in ("traits", "areas")
    )
    assert by_area["items"] < by_trait["items"] < 27
    assert by_trait["area_rmse"] < 0.42
    assert by_trait["sure"] == 1.0
    assert items_until(study, 20, seed=1, error=0.6)["items"] < by_trait["items"]


def test_a_bank_too_small_to_be_sure_is_used_up():
    found = items_until(study_of("honest", synthetic_bank(5, 1), None), 10, seed=1)
    assert found["items"] == 5
    assert found["sure"] < 1


@pytest.mark.parametrize("route", [None, "quick"])
@pytest.mark.parametrize("scenario", ["honest", "random-answers", "skewed", "provisional"])
def test_the_same_seed_gives_the_same_figures(route, scenario):
    first, again, other = (
        simulate(
            study_of(scenario, load_bank("digcomp-3.0"), None, seed=seed), 10, [8, 16], seed, route
        )
        for seed in (4, 4, 5)
    )
    assert first == again
    assert first != other


def test_a_route_asks_every_area():
    study = study_of("honest", load_bank("digcomp-3.0"), None)
    (row,) = simulate(study, 30, [12], seed=1, route="quick", exposure=0.6)
    assert row["exposure_max"] < 1
    assert 0.85 <= row["coverage95"] <= 1


def test_one_person_has_figures_but_no_pairs():
    (row,) = simulate(study_of("over-rating", None, None), 1, [3], seed=1)
    assert "test_overlap" not in row
    assert "over_rating_correlation" not in row
    assert row["competence_rmse"] > 0


def test_the_figures_are_those_of_the_raw_outcomes():
    study = study_of("over-rating", synthetic_bank(4, 4, 4), "true")
    outcomes = Laboratory(study).sit(12, [6, 10], seed=1)[10]
    (_, row) = simulate(study, 12, [6, 10], seed=1)
    error = outcomes.means[:, :4] - outcomes.truths[:, :4]
    within = np.abs(error) <= 1.96 * np.sqrt(outcomes.variances[:, :4])
    shared = [np.sum(one & two) / 10 for one, two in combinations(outcomes.asked, 2)]
    assert np.all(outcomes.asked.sum(axis=1) == 10)
    assert row["competence_rmse"] == pytest.approx(np.sqrt(np.mean(error**2)), abs=1e-4)
    assert row["bias"] == pytest.approx(np.mean(error), abs=1e-4)
    assert row["coverage95"] == pytest.approx(np.mean(within), abs=0.03)
    assert row["test_overlap"] == pytest.approx(np.mean(shared), abs=1e-4)
    assert row["exposure_max"] == pytest.approx(outcomes.asked.mean(axis=0).max(), abs=1e-4)


def test_a_study_bank_repeats_by_its_seed():
    assert synthetic_bank(seed=3).version == synthetic_bank(seed=3).version
    assert synthetic_bank(seed=3).version != synthetic_bank(seed=4).version
    assert synthetic_bank().framework.codes[-1] == "5.4"
    assert synthetic_bank(competences=7).framework.codes[-1] == "2.2"
