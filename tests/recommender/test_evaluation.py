from recommender import index
from recommender.__main__ import _show_plans
from recommender.evaluation import numbers, proof, providers
from recommender.simulation import simulated_catalogue, simulated_people

OFFER = index([simulated_catalogue(500, seed=4)])
PEOPLE = simulated_people(25, seed=4)


def test_plans_are_proven_whole_and_never_below_the_fallback():
    told = proof(OFFER, PEOPLE)
    assert (told["trainings"], told["proven"], told["broken"]) == (500, 1.0, 0)
    assert told["value_of_bound"] == 1.0
    assert 0 < told["fallback_worst"] <= told["fallback_5th"] <= told["fallback"] <= 1.0


def test_numbers_in_reasons_come_out_again():
    told = numbers(OFFER, PEOPLE[:2])
    assert told["said"] > 10
    assert told["recomputed"] == 1.0


def test_providers_are_told_with_what_variety_and_turns_cost():
    told = providers(OFFER, PEOPLE)
    assert told["lost"] <= 0.05
    assert told["least"] <= told["most"]


def test_the_figures_are_printed_a_line_a_kind():
    kinds = {"every_choice": {"equal": 1.0}, "changes": {"tried": 14, "broken": 0}}
    plans = {
        "people": 3,
        "seed": 1,
        **kinds,
        "numbers": {"said": 5, "recomputed": 1.0},
        "providers": {"lost": 0.01},
        "offers": {"1000": {"proven": 1.0}},
        "through_tags": {"all": {"true_levels": 0.5}},
    }
    lines = _show_plans(plans)
    assert lines[0] == "plans of 3 simulated people, seed 1:"
    assert "changes: tried 14, broken 0" in lines
    assert lines[-1] == "through tags, all: true levels 0.5"
