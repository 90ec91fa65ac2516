"""Long lists of questions answered in chunks by a runner, equal ones once, with few of them in memory at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from math import ceil
from typing import Final, Generic, TypeVar

from competences.running import Runner

State = TypeVar("State")
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
Key = bytes | int

TASKS: Final = 32
"""Chunks that a runner gets at a time; it gets the next ones before the last ones are done, so that nobody waits."""

REMEMBERED: Final = 200_000
"""Answers that are kept for equal questions to come; the oldest are forgotten first and would be worked out again."""


def answered(
    task: Callable[[State, list[Asked]], Sequence[Answer]],
    state: State,
    questions: Iterable[Asked],
    run: Runner,
    *,
    chunk: int,
    key: Callable[[Asked], bytes] | None = None,
) -> Iterator[tuple[Asked, Answer]]:
    """Give each question with its answer, in order.

    `task` answers a chunk of at most `chunk` questions; of those with the same `key` only the first is asked. Neither
    the chunks nor the runner change an answer. At most twice `TASKS` chunks are held.
    """
    return _Desk(task, state, run, chunk, key).answers(iter(questions))


@dataclass(slots=True)
class _Part(Generic[Asked, Answer]):
    """Questions with their keys, the answers that are there, and those that come, each with its key."""

    questions: list[Asked]
    keys: list[Key]
    known: dict[Key, Answer]
    coming: Iterator[tuple[Key, Answer]]


class _Desk(Generic[State, Asked, Answer]):
    """Hands questions to a runner and remembers answers."""

    def __init__(
        self,
        task: Callable[[State, list[Asked]], Sequence[Answer]],
        state: State,
        run: Runner,
        chunk: int,
        key: Callable[[Asked], bytes] | None,
    ) -> None:
        self.task, self.state, self.run, self.chunk, self.key = task, state, run, chunk, key
        self.numbers = count()
        self.known: dict[Key, Answer] = {}
        self.asked: set[Key] = set()
        """Keys whose answers are known or on their way."""

    def answers(self, questions: Iterator[Asked]) -> Iterator[tuple[Asked, Answer]]:
        """Give all answers, part by part; a part is under way while the one before is given."""
        before: _Part[Asked, Answer] | None = None
        while some := list(islice(questions, self.chunk * TASKS)):
            part = self._begun(some)
            if before is not None:
                yield from self._ended(before)
            before = part
        if before is not None:
            yield from self._ended(before)

    def _begun(self, questions: list[Asked]) -> _Part[Asked, Answer]:
        """Hand what nobody asked before to the runner."""
        keys: list[Key] = [
            next(self.numbers) if self.key is None else self.key(one) for one in questions
        ]
        new = {}
        for question, key in zip(questions, keys, strict=True):
            if key not in self.asked:
                new[key] = question
                self.asked.add(key)
        size = max(1, min(self.chunk, ceil(len(new) / TASKS)))
        fresh = iter(new.values())
        chunks = list(iter(lambda: list(islice(fresh, size)), []))
        results = chain.from_iterable(self.run(self.task, self.state, chunks))
        return _Part(questions, keys, _kept(self.known, keys), zip(new, results, strict=True))

    def _ended(self, part: _Part[Asked, Answer]) -> Iterator[tuple[Asked, Answer]]:
        """Give the answers of a part as they come, and forget the oldest of all."""
        known = part.known | _kept(self.known, part.keys)
        for question, key in zip(part.questions, part.keys, strict=True):
            while key not in known:
                name, answer = next(part.coming)
                known[name] = self.known[name] = answer
            yield question, known[key]
        most = 0 if self.key is None else max(REMEMBERED, self.chunk * TASKS)
        for key in list(islice(self.known, max(0, len(self.known) - most))):
            del self.known[key]
            self.asked.discard(key)


def _kept(known: Mapping[Key, Answer], keys: Iterable[Key]) -> dict[Key, Answer]:
    """Give those answers of some keys that are known."""
    return {key: known[key] for key in keys if key in known}
