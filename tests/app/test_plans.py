"""Plans for a list of people from the command line: the same rows here, in processes and on a cluster."""

import json

import pytest
from dask.distributed import LocalCluster

from app import create_app
from app.db import transaction
from app.jobs import cluster
from app.stores import catalogues
from recommender import Catalogue, index
from recommender.batch import Person, plan_many
from tests.builders import NOW, settings
from tests.recommender.builders_planning import need, training

PEOPLE = [
    {"id": 1, "profile": {"framework": "digcomp-3.0", "levels": {"1.1": 0, "1.3": 1}}},
    {"profile": {"framework": "digcomp-3.0", "levels": {"1.1": 0}}, "constraints": {"hours": -3}},
    {"id": "anna", "profile": {"framework": "digcomp-3.0", "levels": {"1.1": 2}}},
]


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.jsonl"
    path.write_text("\n".join(map(json.dumps, PEOPLE)), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def offered(app):
    """Publish a small offer."""
    made = Catalogue((training("a", ("1.1", 0, 2)), training("b", ("1.1", 2, 4), hours=9.0)))
    with app.app_context(), transaction() as session:
        catalogues.add_member(session, "house", "House", now=NOW)
        catalogues.publish(session, catalogues.stage(session, "house", made, (), NOW))
    return index([made])


def planned(app, *words):
    return app.test_cli_runner().invoke(args=["plans", *map(str, words)])


@pytest.fixture
def scheduler():
    """Give the address of a cluster of two workers in this process, on loopback alone."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        host="127.0.0.1",
        protocol="tcp://",
        dashboard_address=None,
    ) as running:
        yield running.scheduler_address


def test_a_list_is_planned_and_what_is_wrong_is_told_by_line(app, people, tmp_path):
    out = tmp_path / "rows.jsonl"
    told = planned(app, people, "--out", out, "--workers", "0", "--today", "2027-03-01")
    assert told.exit_code == 0, told.output
    assert "2 people, 2 plans worked out" in told.output
    assert "line 2: The limit “hours” cannot be -3" in told.output
    assert "1 problem. 1 line has no row." in told.output
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["1", "anna"]
    assert [row["trainings"] for row in rows] == [["a"], ["b"]]


def test_a_cluster_gives_the_same_bytes(people, tmp_path, app, scheduler):
    planned(app, people, "--out", tmp_path / "here", "--workers", "0", "--today", "2027-03-01")
    spread = create_app(settings(tmp_path, scheduler=scheduler))
    told = planned(spread, people, "--out", tmp_path / "there", "--today", "2027-03-01")
    assert told.exit_code == 0, told.output
    assert (tmp_path / "here").read_bytes() == (tmp_path / "there").read_bytes()


def test_many_chunks_on_a_cluster_give_the_same_rows(scheduler, offered):
    people = [
        Person(str(number), (need("1.1", number % 3, 4, weight=1 + number % 5),))
        for number in range(30)
    ]
    with cluster.runner(scheduler) as run:
        assert list(plan_many(offered, people, run, chunk=2)) == list(plan_many(offered, people))


def test_a_state_is_sent_once_for_all_calls(scheduler):
    with cluster.runner(scheduler) as run:
        assert isinstance(run, cluster.Spread)
        state = ("s",)
        list(run(paired, state, [[1]]))
        first = run.state
        assert list(run(paired, state, [[2]])) == [(state, [2])]
        assert run.state is first
        list(run(paired, ("t",), [[2]]))
        assert run.state is not first


def paired(state, chunk):
    return state, chunk


def test_a_scheduler_that_is_away_is_told_in_a_sentence(people, tmp_path):
    away = create_app(settings(tmp_path, scheduler="tcp://127.0.0.1:9"))
    out = tmp_path / "rows.jsonl"
    told = planned(away, people, "--out", out)
    assert told.exit_code == 1
    assert "cannot be reached" in told.output
    assert not out.exists()
