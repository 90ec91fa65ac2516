"""What is wrong in people's data, as data; and the root of the exceptions for broken promises."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Severity = Literal["error", "warning"]
LONGEST: Final = 200
"""Letters of a value that a sentence repeats."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file: a code, the place and the values that its sentence names.

    `where` names the place (`file`, `row`, `column`, `item`, …), `values` what was found there. An `error` makes the
    thing unusable; a `warning` is counted as unknown and the rest goes on. The sentence stands in the floor's
    `sentences.py`, never here.
    """

    code: str
    severity: Severity
    where: Mapping[str, str | int] = field(default_factory=dict)
    values: Mapping[str, str | float] = field(default_factory=dict)


class CompetencesError(Exception):
    """A promise that the caller broke; each kind is a class of its own that names what it met.

    `code` finds the sentence in `sentences.SENTENCES`, `values` fill its places.
    """

    code = "competences-error"

    def __init__(self, **values: str | float) -> None:
        """Keep the values that the sentence of this error names."""
        self.values = values
        super().__init__(self.code, values)

    def __str__(self) -> str:
        """Give the English sentence."""
        from competences.sentences import say  # noqa: PLC0415  (sentences is prose; the root stays below it)

        return say(self.code, {name: _shortened(one) for name, one in self.values.items()})

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how it is made again where it was raised in another process, whatever its own class asks for."""
        return _made_again, (type(self), self.args, self.__dict__)


def _made_again(
    kind: type[CompetencesError], given: tuple[object, ...], kept: Mapping[str, object]
) -> CompetencesError:
    """Give an error as it was, without asking its class what it wants to be made of."""
    error = kind.__new__(kind, *given)
    error.__dict__.update(kept)
    return error


def _shortened(value: str | float) -> str | float:
    """Give a value as a sentence repeats it: what somebody sent may be a book."""
    if isinstance(value, str) and len(value) > LONGEST:
        return f"{value[:LONGEST]}…"
    return value


class UnknownFramework(CompetencesError):
    """No pack has this id; `framework` names it."""

    code = "unknown-framework"


class UnknownItem(CompetencesError):
    """The bank has no such item; `item` names it."""

    code = "unknown-item"


class UnknownRoute(CompetencesError):
    """No route has this name; `route` names it."""

    code = "unknown-route"


class UnknownLanguage(CompetencesError):
    """A language that no text of ours is in; `language` names it."""

    code = "unknown-language"


class UnknownRole(CompetencesError):
    """The framework has no such role; `role` and `framework` name them."""

    code = "unknown-role"


class NoPacks(CompetencesError):
    """A folder that should hold packs holds none; `folder` names it."""

    code = "no-packs"


class NoCrosswalk(CompetencesError):
    """Nobody related two frameworks; `start` and `end` name them."""

    code = "no-crosswalk"


class UnknownCompetence(CompetencesError):
    """The framework has no such competence; `competence` names it."""

    code = "unknown-competence"


class OtherEngine(CompetencesError):
    """Kept numbers of another revision of the scoring; `engine` names it."""

    code = "other-engine"


class EmptyBank(CompetencesError):
    """A bank without a single item, which can measure nothing."""

    code = "empty-bank"


class ImpossibleResponse(CompetencesError):
    """A response that the item cannot have; `item` and `response` name both."""

    code = "impossible-response"


class BrokenPack(CompetencesError):
    """A pack that cannot be used; `file` and `row` name its first error, `lint` lists them all."""

    code = "broken-pack"


class UnreadableInput(CompetencesError):
    """A file that cannot be read at all; `file` names it, `detail` says why."""

    code = "unreadable-input"


class SizesOfPack(CompetencesError):
    """Sizes of a study bank given for a framework that has a bank of its own; `framework` names it."""

    code = "sizes-of-pack"


class LostWorker(CompetencesError):
    """A process that computed ended before its work was done."""

    code = "lost-worker"


class TooLarge(CompetencesError):
    """Work that this machine's memory cannot hold."""

    code = "too-large"


class UnwritableOutput(CompetencesError):
    """A file or folder that nothing can be written to; `file` names it, `detail` says why."""

    code = "unwritable-output"


class BadAnswers(CompetencesError):
    """An answers file of another shape than `score` reads."""

    code = "bad-answers"
