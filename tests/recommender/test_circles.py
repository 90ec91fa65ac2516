from recommender.circles import circles, waiting
from recommender.simulation import simulated_catalogue
from tests.recommender.builders_planning import training


def ring(size, *, level=1):
    """Give trainings each of which asks for what the next one teaches, the last for what the first does."""
    codes = [f"{1 + place // 6}.{1 + place % 6}" for place in range(size)]
    return [
        training(f"r{place}", (code, 0, level), requires=[(codes[(place + 1) % size], level)])
        for place, code in enumerate(codes)
    ]


def test_two_that_open_each_other_are_a_circle():
    assert circles(ring(2)) == [(0, 1)]


def test_a_ring_of_five_is_one_circle_however_the_rows_are_mixed():
    assert circles(ring(5)) == [(0, 1, 2, 3, 4)]
    mixed = [training("alone", ("3.1", 0, 2)), *reversed(ring(5))]
    assert circles(mixed) == [(1, 2, 3, 4, 5)]


def test_an_outside_opener_breaks_a_ring():
    assert circles([*ring(5), training("opener", ("1.3", 0, 1))]) == []
    assert circles([*ring(5, level=2), training("too low", ("1.3", 0, 1))]) != []


def test_what_needs_a_circle_waits_behind_it_but_is_none_of_it():
    behind = [training("b", ("3.1", 0, 2), requires=[("1.1", 1)]), training("c", ("3.1", 2, 4))]
    trainings = [*ring(2), *behind]
    assert circles(trainings) == [(0, 1)]
    assert waiting(trainings) == [0, 1, 2, 3]


def test_a_training_that_asks_for_what_it_alone_teaches_is_a_circle_of_one():
    own = training("own", ("1.1", 0, 2), requires=[("1.1", 1)])
    assert circles([own]) == [(0,)]
    assert circles([own, training("other", ("1.1", 0, 1))]) == []


def test_a_level_that_nobody_teaches_is_brought_along():
    ladder = [training("a", ("1.1", 2, 4)), training("b", ("1.1", 4, 6), requires=[("1.2", 3)])]
    assert waiting(ladder) == []
    high = [
        training("a", ("1.1", 2, 4), requires=[("1.2", 4)]),
        training("b", ("1.2", 2, 4), requires=[("1.1", 4)]),
    ]
    assert circles(high) == [(0, 1)]


def test_two_circles_are_told_apart():
    other = [
        training("x", ("4.1", 0, 1), requires=[("4.2", 1)]),
        training("y", ("4.2", 0, 1), requires=[("4.1", 1)]),
    ]
    assert circles([*ring(3), *other]) == [(0, 1, 2), (3, 4)]


def test_a_long_ring_needs_no_recursion():
    size = 5_000
    long = [
        training(f"t{k}", (f"x/{k}", 0, 1), requires=[(f"x/{(k + 1) % size}", 1)])
        for k in range(size)
    ]
    assert [len(one) for one in circles(long)] == [size]


def test_an_ordinary_offer_has_no_circle():
    for seed in range(3):
        assert waiting(simulated_catalogue(500, seed).trainings) == []
