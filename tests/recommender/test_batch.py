"""The same people get the same rows, however they are cut up, folded and spread."""

import json
import os
import pickle
from dataclasses import replace
from random import Random

import pytest

from competences.problems import LostWorker
from competences.running import here, pool
from recommender import Constraints, ProblemsError, folding, plan
from recommender.batch import (
    Person,
    Snapshot,
    plan_many,
    row_from_record,
    row_of,
    signature,
)
from tests.recommender.builders_planning import (
    need,
    offer,
    random_limits,
    random_needs,
    random_trainings,
    training,
)

OFFER = offer(*random_trainings(Random(5), 7))


def crowd(count, seed=1):
    random = Random(seed)
    return [
        Person(f"p{number}", tuple(random_needs(random)), random_limits(random))
        for number in range(count)
    ]


def written(rows):
    return "\n".join(row.to_json() for row in rows)


def alone(people):
    return [row_of(one, plan(OFFER, one.needs, one.constraints, explain=False)) for one in people]


def test_a_row_is_the_plan_of_that_person():
    people = crowd(15)
    assert list(plan_many(OFFER, people)) == alone(people)


@pytest.mark.parametrize("chunk", [1, 500])
@pytest.mark.parametrize("fold", [True, False])
def test_chunks_and_folding_change_no_row(chunk, fold):
    people = [*crowd(8), *crowd(8), *crowd(3, seed=2)]
    made = list(plan_many(OFFER, people, chunk=chunk, fold=fold))
    assert [row.id for row in made] == [one.id for one in people]
    assert written(made[:8]) == written(made[8:16])
    assert made[:8] == alone(people[:8])


def test_processes_give_the_same_bytes():
    people = crowd(12)
    with pool(2) as run:
        assert written(plan_many(OFFER, people, run, chunk=5)) == written(plan_many(OFFER, people))


def test_no_processes_are_this_one():
    with pool(0) as run:
        assert run is here


def fails(state, chunk):
    raise state(**chunk)


def test_a_fault_in_a_process_comes_out_as_it_was():
    with pool(1) as run, pytest.raises(LostWorker) as raised:
        list(run(fails, LostWorker, [{}]))
    assert str(raised.value) == str(LostWorker())
    with pytest.raises(ProblemsError) as impossible:
        Constraints(hours=-1)
    problems = impossible.value.problems
    assert pickle.loads(pickle.dumps(impossible.value)).problems == problems  # noqa: S301  (our own)


def leaves(state, _):
    os._exit(state)


def test_a_process_that_ends_early_is_told_in_a_sentence():
    with pool(1) as run, pytest.raises(LostWorker, match="ended too early"):
        list(run(leaves, 3, [0]))


def counted_runner(sizes):
    def run(task, state, chunks):
        sizes.extend(map(len, chunks))
        return here(task, state, chunks)

    return run


def test_equal_people_are_planned_once():
    sizes = []
    people = [*crowd(10), *(replace(one, id=f"again {one.id}") for one in crowd(10))]
    rows = list(plan_many(OFFER, people, counted_runner(sizes)))
    assert sum(sizes) == len({signature(one) for one in people}) <= 10
    assert [row.id for row in rows] == [one.id for one in people]


def test_what_decides_no_plan_parts_nobody():
    def somebody(**other):
        wanted = need("1.1", 1.0, 3, sd=0.4)
        kept = need("1.2", 2.0, 2, weight=other.pop("weight", 1.0))
        return Person("p", (kept, replace(wanted, **other)), Constraints())

    usual = signature(somebody())
    assert signature(somebody(mean=1.3)) == usual
    assert signature(somebody(sd=0.7)) == usual
    assert signature(somebody(weight=2.0)) == usual
    assert signature(somebody(sd=2.5)) != usual
    assert signature(somebody(entry=0)) != usual
    assert signature(somebody(target=4)) != usual


def test_the_order_of_needs_parts_nobody_and_limits_do():
    one = crowd(1)[0]
    assert signature(replace(one, needs=one.needs[::-1])) == signature(one)
    assert signature(replace(one, constraints=Constraints(hours=3))) != signature(one)


def test_only_sure_gaps_count_unless_limits_say_otherwise():
    unsure = (need("1.1", 0.0, 1, sd=1.5),)
    rows = plan_many(
        offer(training("t", ("1.1", 0, 2))),
        [Person("a", unsure), Person("b", unsure, Constraints()), Person("c", ())],
    )
    assert [(row.reason, bool(row.trainings)) for row in rows] == [
        ("uncertain-only", False),
        (None, True),
        ("goal-reached", False),
    ]


def test_a_crowd_is_read_as_it_is_planned(monkeypatch):
    monkeypatch.setattr(folding, "TASKS", 2)
    taken = []

    def people():
        for one in crowd(30):
            taken.append(one)
            yield one

    rows = plan_many(OFFER, people(), chunk=5)
    next(rows)
    assert len(taken) == 20
    assert len(list(rows)) == 29


@pytest.mark.parametrize("remembered", [0, 7])
def test_forgetting_changes_no_row(monkeypatch, remembered):
    monkeypatch.setattr(folding, "TASKS", 2)
    monkeypatch.setattr(folding, "REMEMBERED", remembered)
    people = [one for _ in range(2) for one in crowd(10)]
    assert list(plan_many(OFFER, people, chunk=2)) == alone(people)


def test_a_snapshot_holds_what_decides_and_no_prose():
    long = training("t", ("1.1", 0, 2), url="https://example.org", certificate="yes")
    whole = offer(long, *random_trainings(Random(3), 5))
    snapshot = Snapshot.of(whole)
    assert "Title" in str(whole.trainings)
    assert "Title" not in str(snapshot.offer.trainings)
    people = crowd(5)
    sent = pickle.loads(pickle.dumps(snapshot))  # noqa: S301  (our own bytes)
    assert list(plan_many(sent, people)) == list(plan_many(whole, people))


def test_a_row_survives_its_line_of_json():
    for row in plan_many(OFFER, crowd(10)):
        assert row_from_record(json.loads(row.to_json())) == row


def test_nobody_gives_no_row():
    assert list(plan_many(OFFER, [])) == []
