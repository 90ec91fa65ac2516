"""Focus: a person chooses competences, and the questions stay with them."""

import pytest

from competences import Attempt, Interview, load_bank, synthetic_bank
from competences.problems import UnknownCompetence
from competences.routes import ROUTES, within_scope
from tests.competences.builders import walked

DIGCOMP = load_bank("digcomp-3.0")
SCOPE = ("1.2", "4.1", "4.2")


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_questions_stay_with_the_chosen_competences(route):
    interview = Interview(DIGCOMP, route, seed=3, scope=SCOPE)
    _, attempt = walked(DIGCOMP, route, 3, interview=interview)
    asked = {DIGCOMP.item(item).competence for item in attempt.answered}
    assert asked == set(SCOPE)
    assert len(attempt.answers) <= min(ROUTES[route].most, 6 * len(SCOPE))
    assert interview.profile(attempt).scope == SCOPE


def test_a_focused_check_knows_its_competences_better_than_a_whole_one():
    bank = synthetic_bank(self_report=6, knowledge=6)
    chosen = Interview(bank, "deep", seed=3, scope=SCOPE)
    focused = chosen.profile(walked(bank, "deep", 3, interview=chosen)[1])
    whole, attempt = walked(bank, "standard", 3)
    part = type(attempt)("nl", attempt.answers[: focused.answered])
    for code in SCOPE:
        assert focused.readings[code].sd < whole.profile(part).readings[code].sd


def test_a_focused_check_stops_when_each_chosen_competence_is_sure_enough():
    bank = synthetic_bank(self_report=12, knowledge=0)
    interview = Interview(bank, "deep", seed=1, scope=("1.1", "2.1", "3.1", "4.1", "5.1"))
    attempt = Attempt.start(language="nl")
    while (item := interview.next_item(attempt)) is not None:
        attempt = attempt.with_answer(item.id, 1 + len(attempt.answers) % 2)
    profile = interview.profile(attempt)
    assert len(attempt.answers) < interview.route.most
    assert max(profile.readings[code].sd for code in interview.scope) <= 0.41


def test_the_order_in_which_competences_are_named_changes_nothing():
    one = Interview(DIGCOMP, "quick", seed=5, scope=("4.2", "1.2", "4.1"))
    assert one.scope == SCOPE
    again = Interview(DIGCOMP, "quick", seed=5, scope=SCOPE)
    asked = [walked(DIGCOMP, "quick", 5, interview=each)[1].answered for each in (one, again)]
    assert asked[0] == asked[1]


def test_an_unknown_competence_is_named():
    with pytest.raises(UnknownCompetence, match=r"9\.9"):
        Interview(DIGCOMP, "quick", scope=("1.1", "9.9"))


def test_the_range_of_a_focused_check_never_exceeds_its_route():
    for competences in range(1, 22):
        route = within_scope(ROUTES["standard"], competences, min(5, competences))
        assert route.least <= route.most <= ROUTES["standard"].most
        assert route.per_area * min(5, competences) <= route.most


def test_a_scope_of_all_competences_is_a_whole_interview():
    bank = load_bank("digcomp-3.0")
    whole, narrowed = Interview(bank, seed=4), Interview(bank, seed=4, scope=bank.framework.codes)
    assert narrowed.scope == ()
    _, attempt = walked(bank, "standard", 4, interview=whole)
    assert narrowed.profile(attempt).to_json() == whole.profile(attempt).to_json()
