from hypothesis import given
from hypothesis import strategies as st

from recommender import Constraints, plan
from recommender.known import with_known
from tests.recommender.builders_planning import need, offer, training


def only(needs):
    (one,) = needs
    return one


def test_what_a_training_teaches_counts_as_held_for_gains_and_for_doors():
    knows = training("t", ("1.1", 0, 3))
    held = only(with_known([need("1.1", 0.4, 4, sd=1.2)], [knows]))
    assert (held.current, held.entry, held.target) == (3, 3, 4)
    assert not held.uncertain


def test_a_target_never_moves_and_a_level_above_it_opens_doors():
    held = only(with_known([need("1.1", 0.4, 2, sd=1.2)], [training("t", ("1.1", 0, 4))]))
    assert held.gap == 0
    assert held.entry == 4


def test_a_reading_that_says_more_stays():
    before = need("1.1", 5.3, 6, sd=0.2)
    assert only(with_known([before], [training("t", ("1.1", 0, 2))])) == before


def test_a_doubtful_reading_above_what_is_known_keeps_its_level_and_opens_the_doors():
    before = need("1.1", 4.2, 6, sd=3.0)
    held = only(with_known([before], [training("t", ("1.1", 0, 4))]))
    assert before.entry < 4
    assert (held.current, held.entry) == (4, 4)


def test_a_competence_that_nobody_asked_for_comes_in_with_nothing_wanted():
    needs = with_known([need("1.1", 0.0, 2, sd=0.0)], [training("t", ("1.2", 0, 3))])
    assert [one.competence for one in needs] == ["digcomp-3.0/1.1", "digcomp-3.0/1.2"]
    assert (needs[1].gap, needs[1].entry) == (0, 3)


def test_a_guess_below_the_threshold_is_known_by_nobody():
    guess = training("t", ("1.1", 0, 2, "model", 0.3))
    before = need("1.1", 0.0, 2, sd=0.0)
    assert with_known([before], [guess]) == (before,)


def test_what_is_known_leaves_the_path_and_opens_what_follows_it():
    first = training("first", ("1.1", 0, 2))
    second = training("second", ("1.1", 2, 4))
    needs = [need("1.1", 0.0, 4, sd=0.0)]
    found = plan(offer(first, second), with_known(needs, [first]), Constraints())
    assert [step.training.id for step in found.steps] == ["second"]
    assert found.value == 2


@given(mean=st.floats(0, 8), sd=st.floats(0, 3), target=st.integers(0, 8), known=st.integers(1, 8))
def test_knowing_more_never_widens_a_gap_nor_shuts_a_door(mean, sd, target, known):
    before = need("1.1", mean, target, sd=sd)
    after = only(with_known([before], [training("t", ("1.1", 0, known))]))
    assert after.gap <= before.gap
    assert after.entry >= max(before.entry, known)
    assert after.current >= max(before.current, known)
    assert only(with_known([after], [training("t", ("1.1", 0, known))])) == after
