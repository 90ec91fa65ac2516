"""What a person answered, and nothing derived from it."""

from dataclasses import dataclass, replace
from typing import Literal, Self

from competences.problems import UnknownLanguage
from competences.text import LANGUAGES

Response = int | tuple[int, ...] | None | Literal["n/a"]
"""A step or an option's index; indexes for `several` and `order`; None = "I don't know"; "n/a" = does not apply."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the item's id, the response, and how long it took where that is known."""

    item: str
    response: Response
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One person's answers in the order in which they were first given; frozen, each answer makes a new one."""

    language: str
    answers: tuple[Answer, ...] = ()

    @classmethod
    def start(cls, language: str) -> Self:
        """Give an attempt without answers, to be read in a language of `LANGUAGES`; raises `UnknownLanguage`."""
        if language not in LANGUAGES:
            raise UnknownLanguage(language=language)
        return cls(language=language)

    def with_answer(
        self, item: str, response: Response | list[int], seconds: float | None = None
    ) -> Self:
        """Give the attempt with one answer more; a second answer to an item takes the place of the first."""
        kept = tuple(response) if isinstance(response, list) else response
        answer = Answer(item, kept, seconds)
        if item in self.answered:
            answers = tuple(answer if old.item == item else old for old in self.answers)
        else:
            answers = (*self.answers, answer)
        return replace(self, answers=answers)

    @property
    def answered(self) -> tuple[str, ...]:
        """Give the ids of the items that have an answer, in order."""
        return tuple(answer.item for answer in self.answers)
