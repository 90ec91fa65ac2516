"""Who the people of a study are, by what numbers they answer, and by what numbers they are scored."""

import json

import numpy as np
import pytest

from competences import load_bank, synthetic_bank
from competences.__main__ import main
from competences.answer_sheets import all_answers
from competences.field_trial import drawn
from competences.framework import PriorNumbers
from competences.laboratory import Laboratory
from competences.scenarios import (
    SCENARIOS,
    START,
    Careless,
    population_of,
    prior_with,
    provisional_twin,
    scattered_twin,
)
from competences.simulation import study_of

MANY = 20000


def people(study, count=MANY):
    return drawn(study.population, count, np.random.default_rng(1))


def skewness(values):
    z = (values - values.mean()) / values.std()
    return float(np.mean(z**3))


def test_people_have_the_means_and_covariances_of_the_prior():
    study = study_of("over-rating", synthetic_bank(4, 1, 1), "true")
    traits = people(study)
    assert np.abs(traits.mean(axis=0) - study.scoring.mean).max() < 0.03
    assert np.abs(np.cov(traits.T) - study.scoring.covariance).max() < 0.05
    assert study.scoring.mean[-1] == 0.5


def test_a_skewed_population_has_the_stated_skewness_and_the_prior_s_covariance():
    bank = synthetic_bank(6, 1)
    honest, skewed = (study_of(scenario, bank, "true") for scenario in ("honest", "skewed"))
    traits = people(skewed)
    # all six together are nearly the general trait, whose share of their mean's variance is known
    share = 0.60 / float(honest.scoring.covariance.mean())
    assert skewed.population.skewness == 1.0
    assert skewness(traits.mean(axis=1)) == pytest.approx(share**1.5, abs=0.08)
    assert abs(skewness(people(honest).mean(axis=1))) < 0.06
    assert np.abs(np.cov(traits.T) - honest.scoring.covariance).max() < 0.05


def test_correlations_are_low_where_they_are_said_to_be():
    traits = people(study_of("low-correlation", synthetic_bank(6, 1), "true"))
    off = np.corrcoef(traits.T)[~np.eye(6, dtype=bool)]
    assert np.abs(off - 0.30).max() < 0.03


def test_a_calibrated_bank_misses_the_truth_by_about_its_standard_errors():
    study = study_of("mis-calibrated", synthetic_bank(6, 8), None, answers=400, seed=3)
    ratios = []
    for item in study.bank.items:
        true = study.answering.item(item.id)
        assert item.thresholds != true.thresholds
        assert 0 < item.location_se < 0.3
        ratios.append((np.mean(item.thresholds) - np.mean(true.thresholds)) / item.location_se)
    assert 0.6 < np.sqrt(np.mean(np.square(ratios))) < 1.6


def test_fewer_answers_calibrate_worse():
    bank = synthetic_bank(6, 8)
    missed = {}
    for answers in (150, 1500):
        study = study_of("mis-calibrated", bank, None, answers=answers)
        missed[answers] = np.mean(
            [
                abs(np.subtract(item.thresholds, bank.item(item.id).thresholds)).mean()
                for item in study.bank.items
            ]
        )
    assert missed[1500] < 0.6 * missed[150]


def test_every_answer_of_a_field_trial_is_a_category_of_its_item():
    bank = synthetic_bank(3, 2, 2, guessing=0.25)
    study = study_of("honest", bank, None)
    given = all_answers(bank, people(study, 4000), np.random.default_rng(2))
    tasks = [
        place
        for place, item in enumerate(Laboratory(study).true_items)
        if item.kind == "knowledge"
    ]
    assert given.min() == 0
    assert given.max() == 3
    assert given[:, tasks].max() == 1
    assert given[:, tasks].mean() > 0.45


def test_a_provisional_twin_knows_nothing_but_the_declared_level():
    bank = synthetic_bank(5, 2, 2, guessing=0.25)
    twin = provisional_twin(bank)
    for item in twin.items:
        door = bank.framework.doors[item.level - 1]
        place = item.thresholds[1] if item.kind == "self-report" else item.difficulty
        assert place == pytest.approx(door)
        assert item.location_se == 0.5
        assert item.calibration == "provisional"
        if item.kind == "knowledge":
            assert item.guessing == 0.25
    assert provisional_twin(twin).items == twin.items


def test_true_numbers_lie_round_the_declared_ones():
    twin = provisional_twin(synthetic_bank(20, 5, 5))
    scattered = scattered_twin(twin, seed=1)
    shifts = [
        other.difficulty - item.difficulty
        for item, other in zip(twin.items, scattered.items, strict=True)
        if item.kind == "knowledge"
    ]
    assert np.std(shifts) == pytest.approx(0.5, abs=0.1)
    assert scattered.version == scattered_twin(twin, seed=1).version
    assert scattered.version != scattered_twin(twin, seed=2).version
    for item in scattered.items:
        if item.kind == "self-report":
            assert list(item.thresholds) == sorted(item.thresholds)


def test_the_start_prior_is_that_of_a_framework_before_data():
    assert load_bank("digcomp-3.0").framework.prior == START
    assert np.array_equal(
        study_of("provisional", None, None).scoring.covariance,
        prior_with(synthetic_bank(self_report=6, knowledge=6), START).covariance,
    )


def test_random_answers_use_every_step_and_guess_at_the_floor():
    bank = synthetic_bank(2, 2, 2, guessing=0.25)
    laboratory = Laboratory(study_of("random-answers", bank, None))
    rng = np.random.default_rng(1)
    for place, item in enumerate(laboratory.true_items):
        rows = [laboratory.careless_answer(place, rng) for _ in range(2000)]
        counts = np.bincount(rows) / len(rows)
        expected = [0.25] * 4 if item.kind == "self-report" else [0.75, 0.25]
        assert np.abs(counts - expected).max() < 0.05


def test_without_a_word_on_it_nobody_answers_at_random():
    careless = {
        scenario: study_of(scenario, synthetic_bank(2, 2), "true", answers=150).careless
        for scenario in SCENARIOS
    }
    assert careless.pop("random-answers") == Careless(1.0, 1.0)
    assert set(careless.values()) == {Careless()}


def test_a_population_without_a_perceived_trait_leans_on_the_general_one_alone():
    numbers = PriorNumbers(0.49, 0.1, -0.2, 0.7, 0.3, 0.4)
    one, two = synthetic_bank(2, 2), synthetic_bank(2, 2, 2)
    assert population_of(numbers, prior_with(one, numbers)).loading.tolist() == [0.7, 0.7]
    assert np.allclose(
        population_of(numbers, prior_with(two, numbers)).loading, [0.7, 0.7, 0.5, 0.5]
    )


def simulated(capsys, *arguments):
    assert main(["simulate", "--json", "--persons", "4", "--lengths", "6", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_command_knows_every_scenario(capsys, scenario):
    report = simulated(capsys, "--bank", "3,4,4,2,.2", "--scenario", scenario, "--answers", "160")
    (row,) = report["lengths"]
    assert report["scenario"] == scenario
    assert row["length"] == 6
    assert ("person_fit_noted" in row) == (scenario == "random-answers")
    assert {
        "competence_rmse",
        "competence_level_right",
        "area_rmse",
        "area_level_right",
        "coverage95",
        "bias",
    } <= row.keys()


def test_the_command_takes_a_share_of_random_answers_and_a_rate(capsys):
    arguments = ("--bank", "3,8,0", "--scenario", "random-answers")
    whole = simulated(capsys, *arguments)
    part = simulated(
        capsys, *arguments, "--careless", ".5", "--careless-items", ".3", "--exposure", ".5"
    )
    assert whole["lengths"] != part["lengths"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--scenario", "wild"], "wild"),
        (["digcomp-3.0", "--bank", "3,2,2"], "not allowed"),
        (["--bank", "3,2"], "3,2"),
        (["--bank", "3,2,x"], "3,2,x"),
        (["--bank", "3,2,2,1,1.5"], "1.5"),
        (["--bank", "3,2,2,1,nan"], "nan"),
        (["--exposure", "0"], "“0”"),
        (["--careless", "two"], "two"),
        (["--prior", "good"], "good"),
    ],
)
def test_what_the_command_cannot_use_is_named(capsys, arguments, word):
    with pytest.raises(SystemExit) as ended:
        main(["simulate", *arguments])
    assert ended.value.code == 2
    assert word in capsys.readouterr().err


def test_a_bank_without_items_is_named(capsys):
    assert main(["simulate", "--bank", "0,2,2"]) == 2
    assert "without any question" in capsys.readouterr().err
