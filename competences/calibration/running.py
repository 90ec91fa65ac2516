"""How work on chunks of people is run: here, one after the other, or wherever the caller's runner sends it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

State = TypeVar("State")
Chunk = TypeVar("Chunk")
Result = TypeVar("Result")


class Runner(Protocol):
    """Runs a pure task on each chunk and gives the results in the order of the chunks.

    `task` is a function of a module and `state` and `chunks` can be pickled, so that a runner may send them to other
    machines; the same results come back from any number of them.
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
