"""Small versions of the figures that `make bench` reports in full."""

import pytest

from competences import load_bank, synthetic_bank
from competences.simulation import simulate, study_of


def test_honest_people_are_read_within_the_stated_doubt():
    (row,) = simulate(study_of("honest", None, None), 150, [20], seed=1)
    assert row["competence_rmse"] <= 0.55
    assert 0.93 <= row["coverage95"] <= 0.975
    assert row["competence_level_right"] >= 0.60


def test_over_rating_does_not_lift_the_actual_level():
    (row,) = simulate(study_of("over-rating", None, None), 120, [30], seed=1)
    assert abs(row["bias"]) <= 0.1
    assert row["coverage95"] >= 0.93
    assert row["competence_rmse"] <= 0.64


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


@pytest.mark.parametrize("route", [None, "quick"])
def test_the_same_seed_gives_the_same_figures(route):
    study = study_of("honest", load_bank("digcomp-3.0"), None)
    first, again = (simulate(study, 10, [8, 16], 4, route) for _ in range(2))
    other = simulate(study, 10, [8, 16], 5, route)
    assert first == again
    assert first != other


def test_a_study_bank_repeats_by_its_seed():
    assert synthetic_bank(seed=3).version == synthetic_bank(seed=3).version
    assert synthetic_bank(seed=3).version != synthetic_bank(seed=4).version
    assert synthetic_bank().framework.codes[-1] == "5.4"
    assert synthetic_bank(competences=7).framework.codes[-1] == "2.2"
