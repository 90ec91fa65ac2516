"""The chunks of calibration run the same here and on a cluster."""

import socket
import subprocess
import sys
from contextlib import contextmanager
from threading import Thread

import dask
import numpy as np
import pytest
from dask.distributed import LocalCluster, Security

from app.jobs import cluster
from competences import synthetic_bank
from competences.calibration.expectation import Chunk
from competences.calibration.items import fit_items
from competences.calibration.quadrature import Populations
from competences.running import here


def local(protocol="tcp://", workers=1, **given):
    """Give a cluster in this process, on loopback alone."""
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=False,
        host="127.0.0.1",
        protocol=protocol,
        dashboard_address=None,
        **given,
    )


@pytest.fixture(params=[1, 2])
def scheduler(request):
    """Give the address of a cluster of one or two workers in this process, on loopback alone."""
    with local(workers=request.param) as running:
        yield running.scheduler_address


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
    with local() as running, cluster.runner(running.scheduler_address) as run:
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


GREETING = b"".join(
    (
        *(cluster.LENGTH.pack(number) for number in (58, 1, 42)),
        b"\x83\xabcompression\xc0\xa6python\x93\x03\x0b\x07\xafpickle-protocol\x05",
    )
)
"""What a scheduler says first: the length of all, the number of parts, the length of the one part, that part."""


@contextmanager
def speaking(first):
    """Give the address of a service on loopback that says something to all who come, and then no more."""

    def serve():
        while True:
            try:
                held.append(door.accept()[0])
            except OSError:
                return
            held[-1].sendall(first)

    held = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        served = Thread(target=serve)
        served.start()
        try:
            yield f"tcp://127.0.0.1:{door.getsockname()[1]}"
        finally:
            door.shutdown(socket.SHUT_RDWR)
            served.join()
            for one in held:
                one.close()


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (b"", "timed out"),
        (b"HTTP/1.0 400 Bad Request\r\n\r\n", "no Dask scheduler"),
        (cluster.LENGTH.pack(5) + b"hello", "no Dask scheduler"),
        (b"SSH", "timed out"),
        (GREETING, "timed out"),
    ],
)
def test_another_service_at_the_address_is_told_in_a_sentence(monkeypatch, first, told):
    if told == "timed out":
        monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with (
        speaking(first) as address,
        pytest.raises(cluster.NoCluster, match=f"{address} .* cannot be reached: .*{told}"),
        cluster.runner(address),
    ):
        pass


def test_a_service_that_hangs_up_is_told_in_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = f"tcp://127.0.0.1:{door.getsockname()[1]}"

        def hang_up():
            door.accept()[0].close()

        served = Thread(target=hang_up)
        served.start()
        with pytest.raises(cluster.NoCluster, match="hung up"), cluster.runner(address):
            pass
        served.join()


def test_a_worker_is_no_scheduler():
    with local() as running:
        address = running.workers[0].address
        with pytest.raises(cluster.NoCluster, match="no Dask scheduler"), cluster.runner(address):
            pass


def test_a_scheduler_is_found_without_the_kind_of_its_address():
    with local() as running:
        bare = running.scheduler_address.removeprefix("tcp://")
        with cluster.runner(bare) as run:
            assert list(run(numbered, 0, [np.ones(2)])) == [(0, 2.0)]


def test_encryption_without_certificates_is_told_in_a_sentence():
    with (
        pytest.raises(cluster.NoCluster, match="tls needs certificates"),
        cluster.runner("tls://127.0.0.1"),
    ):
        pass


def test_a_certificate_that_is_not_there_is_told_in_a_sentence(tmp_path):
    with (
        dask.config.set(settings(tmp_path)),
        pytest.raises(cluster.NoCluster, match="No such file"),
        cluster.runner("tls://127.0.0.1"),
    ):
        pass


def test_no_encryption_where_the_settings_want_it_is_told_in_a_sentence():
    with (
        dask.config.set({"distributed.comm.require-encryption": True}),
        pytest.raises(cluster.NoCluster, match="require-encryption"),
        cluster.runner("tcp://127.0.0.1"),
    ):
        pass


def settings(folder):
    """Give Dask's settings of encryption, with the files of a folder."""
    return {
        "distributed.comm.tls.ca-file": str(folder / "own.crt"),
        "distributed.comm.tls.client.cert": str(folder / "own.crt"),
        "distributed.comm.tls.client.key": str(folder / "own.key"),
        "distributed.comm.tls.scheduler.cert": str(folder / "own.crt"),
        "distributed.comm.tls.scheduler.key": str(folder / "own.key"),
        "distributed.comm.tls.worker.cert": str(folder / "own.crt"),
        "distributed.comm.tls.worker.key": str(folder / "own.key"),
    }


@pytest.fixture
def encrypted(tmp_path):
    """Let Dask's settings name a certificate that is made for this test alone."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=azimut.test"),
            *("-keyout", tmp_path / "own.key", "-out", tmp_path / "own.crt"),
        ],
        check=True,
        capture_output=True,
    )
    with dask.config.set(settings(tmp_path)):
        yield


@pytest.mark.usefixtures("encrypted")
def test_an_encrypted_cluster_computes_the_same():
    chunks = [np.full(3, place) for place in range(3)]
    with local("tls://", security=Security()) as running:
        assert running.scheduler_address.startswith("tls://")
        with cluster.runner(running.scheduler_address) as run:
            assert list(run(numbered, "s", chunks)) == list(here(numbered, "s", chunks))


@pytest.mark.usefixtures("encrypted")
def test_encryption_on_one_side_alone_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    with local("tls://", security=Security()) as running:
        open_door = running.scheduler_address.replace("tls://", "tcp://")
        with (
            pytest.raises(cluster.NoCluster, match="cannot be reached"),
            cluster.runner(open_door),
        ):
            pass
    with local() as running:
        closed_door = running.scheduler_address.replace("tcp://", "tls://")
        with (
            pytest.raises(cluster.NoCluster, match="cannot be reached"),
            cluster.runner(closed_door),
        ):
            pass


def test_a_missing_package_is_told_in_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "dask.distributed", None)
    with (
        pytest.raises(cluster.NoCluster, match="not installed"),
        cluster.runner("tcp://127.0.0.1:9"),
    ):
        pass
