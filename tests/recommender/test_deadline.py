from itertools import count

from recommender import Constraints, plan, reasons
from recommender.candidates import select
from recommender.deadline import Deadline
from tests.recommender.builders_planning import CODES, need, offer, training


def test_what_is_left_falls_with_the_clock_and_never_below_zero():
    ticks = iter((10.0, 10.5, 13.0, 13.0))
    deadline = Deadline(2, clock=lambda: next(ticks))
    assert (deadline.left, deadline.left, deadline.over) == (1.5, 0.0, True)


def test_without_seconds_nothing_ends_and_no_clock_is_read():
    deadline = Deadline(None, clock=lambda: 1 / 0)
    assert (deadline.left, deadline.over) == (None, False)


def test_explaining_stops_where_the_time_is_used_up():
    made = offer(*(training(f"t{k}", (code, 0, 1)) for k, code in enumerate(CODES)))
    needs, limits = [need(code, 0, 1) for code in CODES], Constraints(hours=12)
    plain = plan(made, needs, limits, explain=False)
    case = select(made, needs, limits)

    def told(seconds):
        """Give how many steps say what they are worth; the clock moves a second a look."""
        ticks = count()
        deadline = Deadline(seconds, clock=lambda: next(ticks))
        found = reasons.explained(plain, made, needs, limits, case, deadline)
        assert [step.training for step in found.steps] == [step.training for step in plain.steps]
        return sum(one.code == "loss-without" for step in found.steps for one in step.reasons)

    counts = [told(seconds) for seconds in range(40)]
    assert counts == sorted(counts)
    assert {0, 3} < set(counts)
    assert told(None) == 3
