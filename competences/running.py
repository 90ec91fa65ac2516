"""How work on chunks of people is run: here, in processes of this machine, or wherever the caller's runner sends it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, Final, Protocol, TypeVar

from competences.problems import LostWorker

State = TypeVar("State")
Chunk = TypeVar("Chunk")
Result = TypeVar("Result")


class Runner(Protocol):
    """Runs a pure task on each chunk and gives the results in the order of the chunks.

    `task` is a function of a module and `state` and `chunks` can be pickled, so that a runner may send them to other
    machines; the same results come back from any number of them. A runner that computes elsewhere begins when it is
    called, not when the first result is taken.
    """

    def __call__(
        self, task: Callable[[State, Chunk], Result], state: State, chunks: Sequence[Chunk]
    ) -> Iterable[Result]:
        """Give `task(state, chunk)` for each chunk, in order."""
        ...


def here(
    task: Callable[[State, Chunk], Result], state: State, chunks: Sequence[Chunk]
) -> Iterable[Result]:
    """Run a task on each chunk in this process."""
    return (task(state, chunk) for chunk in chunks)


@contextmanager
def pool(workers: int) -> Iterator[Runner]:
    """Give the runner for so many processes of this machine; for none the one of this process."""
    if workers <= 0:
        yield here
        return
    processes = _Processes(workers)
    try:
        yield processes
    finally:
        processes.close()


class _Processes:
    """Runs a task on each chunk in processes that get the state once, when they start.

    They start anew for another state: this is for long work on one.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.started: tuple[object, ProcessPoolExecutor] | None = None

    def __call__(
        self, task: Callable[[State, Chunk], Result], state: State, chunks: Sequence[Chunk]
    ) -> Iterable[Result]:
        """Give `task(state, chunk)` for each chunk, in order; raises `LostWorker` where a process ends early."""
        executor = self._knowing(state)
        futures = [executor.submit(_on_received, task, chunk) for chunk in chunks]

        def results() -> Iterator[Result]:
            for future in futures:
                try:
                    yield future.result()
                except BrokenProcessPool as error:
                    raise LostWorker from error

        return results()

    def close(self) -> None:
        """End the processes; what is not begun is given up."""
        if self.started is not None:
            self.started[1].shutdown(cancel_futures=True)
            self.started = None

    def _knowing(self, state: object) -> ProcessPoolExecutor:
        """Give processes that know a state; it is held here too, so that no other can take its place in memory."""
        if self.started is None or self.started[0] is not state:
            self.close()
            executor = ProcessPoolExecutor(
                self.workers,
                mp_context=get_context("spawn"),  # a copy of a process with threads may hang
                initializer=_receive,
                initargs=(state,),
            )
            self.started = state, executor
        return self.started[1]


_RECEIVED: Final[list[Any]] = []
"""The state of this process, where it is one of a pool."""


def _receive(state: object) -> None:
    """Keep the state that a process starts with."""
    _RECEIVED[:] = [state]


def _on_received(task: Callable[[Any, Chunk], Result], chunk: Chunk) -> Result:
    """Run a task on the state that this process has."""
    return task(_RECEIVED[0], chunk)
