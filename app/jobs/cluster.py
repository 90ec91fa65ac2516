"""Where the chunks of long work run: in this process, or on the Dask cluster that the settings name.

Dask only computes: it is handed pure tasks of the lower floor and their chunks, and gives the same results in the same
order, however many workers there are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from socket import create_connection
from typing import Any, Final, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from competences.calibration.running import Runner, here

State = TypeVar("State")
Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

PATIENCE: Final = 10.0
"""Seconds that a scheduler may take to answer before it counts as out of reach."""
SCHEMES: Final = frozenset({"tcp", "tls"})
PORT: Final = 8786
"""The port of a scheduler whose address names none."""


class NoCluster(Exception):
    """The cluster that the settings name cannot be used; the message says why."""


class Future(Protocol):
    """A result, or data, that lies with a worker."""

    def result(self) -> Any:  # noqa: ANN401  (whatever the task gives)
        """Give it, once it is there."""
        ...


class Client(Protocol):
    """What is used of a connection to a scheduler."""

    def scatter(self, data: Sequence[object], **how: bool) -> Sequence[Future]:
        """Send data to the workers."""
        ...

    def submit(self, task: Callable[..., object], *given: object, **how: bool) -> Future:
        """Let a worker run a task on data that lie with the workers."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...


@contextmanager
def runner(scheduler: str) -> Iterator[Runner]:
    """Give the runner for a scheduler's address, for no address the one of this process; raises `NoCluster`."""
    if not scheduler:
        yield here
        return
    client = _client(scheduler)
    try:
        yield Spread(client)
    finally:
        client.close()


class Spread:
    """Runs a task on each chunk on the workers of a cluster.

    A chunk is sent once and stays with the workers as long as the calls that follow use the same one.
    """

    def __init__(self, client: Client) -> None:
        """Begin on an open connection."""
        self.client = client
        self.sent: dict[int, tuple[object, Future]] = {}

    def __call__(
        self, task: Callable[[State, Chunk], Result], state: State, chunks: Sequence[Chunk]
    ) -> Iterable[Result]:
        """Give `task(state, chunk)` for each chunk, in order."""
        self._send(chunks)
        shared = self.client.scatter([state], broadcast=True, hash=False)[0]
        futures = [
            self.client.submit(task, shared, self.sent[id(chunk)][1], pure=False)
            for chunk in chunks
        ]
        return (_result(future) for future in futures)

    def _send(self, chunks: Sequence[object]) -> None:
        """Send the chunks that the workers have not yet, and let go of those that are not used any more.

        The chunks themselves are held too, so that no other object can take the place of one in memory.
        """
        kept = {id(one): self.sent[id(one)] for one in chunks if id(one) in self.sent}
        new = [one for one in chunks if id(one) not in kept]
        self.sent = kept
        if new:
            futures = self.client.scatter(new, hash=False)
            self.sent.update(
                (id(one), (one, future)) for one, future in zip(new, futures, strict=True)
            )


def _result(future: Future) -> Any:  # noqa: ANN401  (whatever the task gives)
    """Give a result; raises `NoCluster` where the workers or the scheduler went away meanwhile."""
    from dask.distributed import CancelledError, KilledWorker  # noqa: PLC0415  (known once there is a client)

    try:
        return future.result()
    except (CancelledError, KilledWorker, OSError) as error:
        message = f"The cluster of AZIMUT_SCHEDULER went away while it computed: {error}"
        raise NoCluster(message) from error


def _client(scheduler: str) -> Client:
    """Give the connection to a scheduler; raises `NoCluster`."""
    try:
        from dask.distributed import Client as Connection  # noqa: PLC0415  (heavy, and seldom needed)
    except ImportError as error:
        message = "AZIMUT_SCHEDULER is set, but Dask is not installed: install “azimut[cluster]”."
        raise NoCluster(message) from error
    try:
        _knock(scheduler)
        client = Connection(  # type: ignore[no-untyped-call]  # half typed
            scheduler, timeout=PATIENCE, set_as_default=False
        )
    except (OSError, ValueError) as error:
        message = f"The scheduler {scheduler} of AZIMUT_SCHEDULER cannot be reached: {error}"
        raise NoCluster(message) from error
    return cast("Client", client)


def _knock(scheduler: str) -> None:
    """Raise `OSError` where nothing listens at an address, `ValueError` where it is none.

    A client that fails to connect is not closed by the library, and may hang the process when it is collected; so the
    door is tried before one is made.
    """
    place = urlsplit(scheduler if "://" in scheduler else f"tcp://{scheduler}")
    if place.scheme not in SCHEMES or not place.hostname:
        message = "an address is like tcp://host:8786"
        raise ValueError(message)
    create_connection((place.hostname, place.port or PORT), PATIENCE).close()
