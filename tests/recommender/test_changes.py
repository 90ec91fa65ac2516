"""After a change of the offer, planning anew only those whom it may concern gives what planning all anew gives."""

from dataclasses import replace
from random import Random

import pytest

from recommender import Constraints
from recommender.batch import Person, plan_many
from recommender.changes import Change, replan
from recommender.simulation import simulated_catalogue, simulated_people
from tests.recommender.builders_planning import (
    DAY,
    need,
    offer,
    outcome,
    random_limits,
    random_needs,
    random_trainings,
    training,
)


def more_limits(random):
    return replace(
        random_limits(random),
        weekly=random.choice((None, None, 3, 6)),
        deadline=random.choice((None, DAY)),
        online=random.random() < 0.1,
        certain_only=random.random() < 0.3,
        without=random.choice(((), ("t1", "t4"))),
    )


def crowd(random, count):
    return [
        Person(str(number), tuple(random_needs(random)), more_limits(random))
        for number in range(count)
    ]


def changed(random, trainings):
    """Give an offer with up to three trainings added, removed or altered, some in a competence new to it."""
    made = list(trainings)
    for number in range(random.choice((1, 1, 2, 3))):
        place = random.randrange(len(made))
        (fresh,) = random_trainings(random, 1)
        if random.random() < 0.15:
            outcomes = (*fresh.outcomes, outcome(random.choice(("1.0", "5.1")), 0, 2))
            fresh = replace(fresh, outcomes=outcomes)
        what = random.choice(("add", "remove", "alter", "cost"))
        if what == "add" or len(made) == 1:
            made.insert(place, replace(fresh, id=f"new{number}"))
        elif what == "remove":
            made.pop(place)
        elif what == "alter":
            made[place] = replace(fresh, id=made[place].id)
        else:
            made[place] = replace(made[place], hours=2.0, price=None)
    random.shuffle(made)
    return made


@pytest.mark.parametrize("seed", range(12))
def test_rows_are_those_of_planning_all_anew(seed):
    random = Random(seed)
    before = random_trainings(random, random.choice((3, 6, 9)))
    old, new = offer(*before), offer(*changed(random, before))
    people = crowd(random, 6)
    rows = list(plan_many(old, people))
    found = list(replan(old, new, zip(people, rows, strict=True), chunk=2))
    assert [one.row for one in found] == list(plan_many(new, people))
    kept = [one.row for one in found if not one.anew]
    assert all(row in rows for row in kept)


def test_few_are_planned_anew_where_little_changes():
    before = simulated_catalogue(100, 1).trainings
    old = offer(*before)
    new = offer(*before[:-1], replace(before[-1], hours=3.0))
    people = [
        Person(str(number), needs, limits)
        for number, (needs, limits) in enumerate(simulated_people(12, 1))
    ]
    rows = list(plan_many(old, people))
    found = list(replan(old, new, zip(people, rows, strict=True)))
    assert [one.row for one in found] == list(plan_many(new, people))
    assert sum(one.anew for one in found) <= 2


SOMEBODY = Person("p", (need("1.1", 0, 2),), Constraints(hours=10, languages=("en",)))
TAUGHT = training("a", ("1.1", 0, 2), hours=4)


@pytest.mark.parametrize(
    ("other", "anew"),
    [
        (training("b", ("1.1", 0, 2), hours=3), True),
        (training("b", ("1.1", 0, 2), hours=5), False),
        (training("b", ("1.1", 0, 2), hours=3, language="fr"), False),
        (training("b", ("1.2", 0, 2), hours=3), False),
        (training("b", ("1.1", 2, 4), hours=3), False),
        (training("b", ("1.1", 0, 2), hours=3, capacity=0), False),
    ],
)
def test_only_what_can_enter_a_plan_has_it_made_anew(other, anew):
    old, new = offer(TAUGHT), offer(TAUGHT, other)
    (row,) = plan_many(old, [SOMEBODY])
    (found,) = replan(old, new, [(SOMEBODY, row)])
    assert found.anew == anew
    (back,) = replan(new, old, [(SOMEBODY, found.row)])
    assert (back.anew, back.row) == (anew, row)


def test_an_opener_concerns_those_for_whom_it_opens_something():
    door = training("b", ("1.1", 1, 4), requires=[("1.2", 2)])
    opener = training("c", ("1.2", 0, 2))
    old, new = offer(TAUGHT, door), offer(TAUGHT, door, opener)
    others = replace(SOMEBODY, needs=(need("1.3", 0, 1),))
    behind = replace(SOMEBODY, needs=(need("1.1", 2, 4),))
    rows = list(plan_many(old, [others, behind]))
    found = list(replan(old, new, zip([others, behind], rows, strict=True)))
    assert [one.anew for one in found] == [False, True]
    assert found[1].row.trainings == ("c", "b")


def test_why_levels_stay_open_is_looked_at_too():
    closed = training("b", ("1.1", 2, 3), requires=[("1.3", 5)])
    wants = replace(SOMEBODY, needs=(need("1.1", 0, 3),))
    old, new = offer(TAUGHT), offer(TAUGHT, closed)
    (row,) = plan_many(old, [wants])
    (found,) = replan(old, new, [(wants, row)])
    assert [one.why for one in row.remaining] == ["no-offer"]
    assert [one.why for one in found.row.remaining] == ["entry"]


def test_who_had_nothing_gets_what_comes():
    old, new = offer(training("a", ("1.1", 0, 2), language="fr")), offer(TAUGHT)
    (row,) = plan_many(old, [SOMEBODY])
    (found,) = replan(old, new, [(SOMEBODY, row)])
    assert (row.reason, found.row.trainings) == ("blocked", ("a",))


def test_other_words_change_nothing():
    old = offer(TAUGHT)
    new = offer(replace(TAUGHT, url="https://example.org", certificate="yes", last_checked=DAY))
    assert [len(side.changed) for side in Change.between(old, new).sides] == [0, 0]


def test_who_has_no_row_or_one_made_for_others_is_planned_anew():
    made = offer(TAUGHT)
    (row,) = plan_many(made, [SOMEBODY])
    today = replace(SOMEBODY, constraints=replace(SOMEBODY.constraints, today=DAY))
    people = [(SOMEBODY, None), (SOMEBODY, row), (today, row)]
    assert [one.anew for one in replan(made, made, people)] == [True, False, True]


def test_equal_people_with_equal_rows_are_looked_at_once():
    old, new = offer(TAUGHT), offer(TAUGHT, training("b", ("1.1", 0, 2), hours=1))
    people = [SOMEBODY, replace(SOMEBODY, id="q")]
    rows = list(plan_many(old, people))
    sizes = []

    def run(task, state, chunks):
        sizes.extend(map(len, chunks))
        return [task(state, one) for one in chunks]

    found = list(replan(old, new, zip(people, rows, strict=True), run))
    assert (sizes, [one.row.id for one in found]) == ([1], ["p", "q"])
