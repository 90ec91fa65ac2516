"""Where the chunks of long work run: in this process, or on the Dask cluster that the settings name.

Dask only computes: it is handed pure tasks of the lower floor and their chunks, and gives the same results in the same
order, however many workers there are.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from socket import create_connection, socket
from ssl import SSLContext
from struct import Struct
from time import monotonic
from typing import Any, Final, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from competences.running import Runner, here

State = TypeVar("State")
Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

PATIENCE: Final = 10.0
"""Seconds that a scheduler may take to answer before it counts as out of reach."""
SCHEMES: Final = frozenset({"tcp", "tls"})
PORT: Final = 8786
"""The port of a scheduler whose address names none."""
LENGTH: Final = Struct("<Q")
"""How Dask writes the length of a message before it."""
LONGEST: Final = 1 << 16
"""Bytes that a greeting may have; those of Dask have less than a hundred."""
STRANGER: Final = "what answers there is no Dask scheduler"
UNCERTIFIED: Final = (
    "tls needs certificates; name their files in Dask’s settings distributed.comm.tls.ca-file, "
    "distributed.comm.tls.client.cert and distributed.comm.tls.client.key"
)
UNENCRYPTED: Final = "Dask’s setting distributed.comm.require-encryption wants an address with tls"


class NoCluster(Exception):
    """The cluster that the settings name cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a scheduler is, and whether what is said there is encrypted."""

    scheme: str
    host: str
    port: int

    @property
    def address(self) -> str:
        """Give it as Dask wants it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


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

    State and chunks are sent once and stay with the workers as long as the calls that follow use the same ones.
    """

    def __init__(self, client: Client) -> None:
        """Begin on an open connection."""
        self.client = client
        self.sent: dict[int, tuple[object, Future]] = {}
        self.state: tuple[object, Future] | None = None

    def __call__(
        self, task: Callable[[State, Chunk], Result], state: State, chunks: Sequence[Chunk]
    ) -> Iterable[Result]:
        """Give `task(state, chunk)` for each chunk, in order."""
        self._send(chunks)
        shared = self._shared(state)
        futures = [
            self.client.submit(task, shared, self.sent[id(chunk)][1], pure=False)
            for chunk in chunks
        ]
        return (_result(future) for future in futures)

    def _shared(self, state: object) -> Future:
        """Give the state as it lies with every worker; it is held here too, as the chunks are."""
        if self.state is None or self.state[0] is not state:
            future = self.client.scatter([state], broadcast=True, hash=False)[0]
            self.state = state, future
        return self.state[1]

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
        from dask.distributed import Security  # noqa: PLC0415  (likewise)
    except ImportError as error:
        message = "AZIMUT_SCHEDULER is set, but Dask is not installed: install “azimut[cluster]”."
        raise NoCluster(message) from error
    try:
        place = _place(scheduler)
        security = Security()  # type: ignore[no-untyped-call]  # half typed
        _knock(place, security.get_connection_args("client"))  # type: ignore[no-untyped-call]
        client = Connection(  # type: ignore[no-untyped-call]
            place.address, timeout=PATIENCE, set_as_default=False, security=security
        )
    except (OSError, ValueError, ImportError) as error:
        why = "timed out" if isinstance(error, TimeoutError) else error
        message = f"The scheduler {scheduler} of AZIMUT_SCHEDULER cannot be reached: {why}"
        raise NoCluster(message) from error
    return cast("Client", client)


def _place(scheduler: str) -> Place:
    """Give where a scheduler is; raises `ValueError` for what is no address."""
    parts = urlsplit(scheduler if "://" in scheduler else f"tcp://{scheduler}")
    if parts.scheme not in SCHEMES or not parts.hostname:
        message = "an address is like tcp://host:8786"
        raise ValueError(message)
    return Place(parts.scheme, parts.hostname, parts.port or PORT)


def _knock(place: Place, settings: Mapping[str, Any]) -> None:
    """Raise `OSError` or `ValueError` where no scheduler of Dask answers at a place.

    The library waits without end for a greeting, takes any first bytes for a length, and may hang the process when a
    client that failed is collected; so all of that is looked at before a client is made. `settings` are those of Dask
    for the connection.
    """
    context = settings["ssl_context"] if place.scheme == "tls" else None
    if place.scheme == "tls" and context is None:
        raise ValueError(UNCERTIFIED)
    if place.scheme == "tcp" and settings["require_encryption"]:
        raise ValueError(UNENCRYPTED)
    if b"pickle-protocol" not in _greeting(place, context):
        raise ValueError(STRANGER)
    # on a thread of its own: whoever calls may have an event loop running
    with ThreadPoolExecutor(max_workers=1) as apart:
        told = apart.submit(_asked, place.address, settings).result()
    if told.get("type") != "Scheduler":
        raise ValueError(STRANGER)


def _asked(address: str, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what a service says of itself when it is asked in Dask's own protocol; raises `TimeoutError`."""
    return asyncio.run(asyncio.wait_for(_identity(address, settings), PATIENCE))


def _greeting(place: Place, context: SSLContext | None) -> bytes:
    """Give what a service says first, as Dask does, with its length before it; raises `OSError` and `ValueError`."""
    end = monotonic() + PATIENCE
    with ExitStack() as held:
        line = held.enter_context(create_connection((place.host, place.port), PATIENCE))
        if context is not None:
            line = held.enter_context(context.wrap_socket(line))
        (length,) = LENGTH.unpack(_heard(line, LENGTH.size, end))
        if length > LONGEST:
            raise ValueError(STRANGER)
        return _heard(line, length, end)


def _heard(line: socket, count: int, end: float) -> bytes:
    """Give the next bytes of a connection; raises `OSError`, also when the time is over."""
    heard = b""
    while len(heard) < count:
        left = end - monotonic()
        if left <= 0:
            raise TimeoutError
        line.settimeout(left)
        more = line.recv(count - len(heard))
        if not more:
            message = "it hung up"
            raise ConnectionError(message)
        heard += more
    return heard


async def _identity(address: str, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what a service of Dask says of itself."""
    from dask.distributed import connect  # noqa: PLC0415  (heavy, as above)

    line = await connect(address, timeout=PATIENCE, **settings)  # type: ignore[no-untyped-call]
    try:
        await line.write({"op": "identity", "reply": True})
        return cast("Mapping[str, Any]", await line.read())
    finally:
        line.abort()
