"""The chunks of calibration run the same here and on a cluster."""

import sys

import numpy as np
import pytest
from dask.distributed import LocalCluster

from app.jobs import cluster
from competences import synthetic_bank
from competences.calibration.expectation import Chunk
from competences.calibration.items import fit_items
from competences.calibration.quadrature import Populations
from competences.calibration.running import here


@pytest.fixture(params=[1, 2])
def scheduler(request):
    """Give the address of a cluster of one or two workers in this process, on loopback alone."""
    with LocalCluster(
        n_workers=request.param,
        threads_per_worker=1,
        processes=False,
        host="127.0.0.1",
        protocol="tcp://",
        dashboard_address=None,
    ) as local:
        yield local.scheduler_address


def numbered(state, chunk):
    """Give a chunk's place and sum; module-level, as tasks are."""
    return state, float(np.sum(chunk))


def parts(persons=400, size=100):
    """Give answers of persons to a small bank, in chunks."""
    bank = synthetic_bank(2, 4, 0, seed=1)
    rng = np.random.default_rng(np.random.SeedSequence(7))
    answers = rng.integers(0, 4, (persons, len(bank.items))).astype(np.int8)
    chunks = [
        Chunk(answers[start : start + size], None, None) for start in range(0, persons, size)
    ]
    return bank, chunks


def fitted(run):
    bank, chunks = parts()
    population = Populations(np.zeros(2), np.ones(2))
    return repr(fit_items(bank, chunks, population=population, run=run))


def test_without_an_address_all_runs_here():
    with cluster.runner("") as run:
        assert run is here


def test_the_results_come_in_the_order_of_the_chunks(scheduler):
    chunks = [np.full(3, place) for place in range(7)]
    with cluster.runner(scheduler) as run:
        assert list(run(numbered, "s", chunks)) == list(here(numbered, "s", chunks))


def test_any_number_of_workers_gives_the_same_bytes(scheduler):
    with cluster.runner(scheduler) as run:
        assert fitted(run) == fitted(here)


def test_a_chunk_is_sent_once_and_let_go_when_it_is_not_used_any_more(scheduler):
    one, two, three = (np.full(2, place) for place in range(3))
    with cluster.runner(scheduler) as run:
        assert isinstance(run, cluster.Spread)
        list(run(numbered, 0, [one, two]))
        first = dict(run.sent)
        list(run(numbered, 1, [two, three]))
        assert run.sent[id(two)] == first[id(two)]
        assert set(run.sent) == {id(two), id(three)}


def test_workers_that_go_away_are_told_in_a_sentence():
    local = LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        host="127.0.0.1",
        protocol="tcp://",
        dashboard_address=None,
    )
    with local, cluster.runner(local.scheduler_address) as run:
        results = iter(run(numbered, 0, [np.zeros(2)]))
        assert isinstance(run, cluster.Spread)
        for future in vars(run.client)["futures"].values():
            future.cancel()
        with pytest.raises(cluster.NoCluster, match="went away"):
            next(results)


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "gopher://x", "tcp://", "tcp://127.0.0.1:port"]
)
def test_a_scheduler_that_cannot_be_reached_is_told_in_a_sentence(address):
    with (
        pytest.raises(cluster.NoCluster, match=f"{address} of AZIMUT_SCHEDULER cannot be reached"),
        cluster.runner(address),
    ):
        pass


def test_a_missing_package_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "dask.distributed", None)
    with (
        pytest.raises(cluster.NoCluster, match="not installed"),
        cluster.runner("tcp://127.0.0.1:9"),
    ):
        pass
