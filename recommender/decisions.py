"""What people settled of the tagger's suggestions, and a catalogue with it: reviewed claims stand, rejected ones go.

A decision belongs to the words of a training, not to its id: the same course in the next file keeps it. Pure and light,
so that whoever shows an offer may use it; the tagger learns from the same decisions (`tagger.confirmed`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Final, Literal

from competences import Text
from recommender.catalogue import Catalogue, Outcome, Training
from recommender.versions import version_of

Verdict = Literal["confirmed", "changed", "rejected"]

WHOLE: Final = ""
"""In place of a competence: the decision is about all that a text may teach."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a text teaches in place of the suggestion of `competence`: reviewed `outcomes`, none where it was rejected.

    `text` is the key of the words (`key_of`); `probability` is what the suggestion was given; `title`, `description`
    and `language` are the words themselves, to learn from; `by` says who decided, `at` when.
    """

    text: str
    competence: str
    verdict: Verdict
    outcomes: tuple[Outcome, ...]
    by: str
    at: datetime
    title: Text
    description: Text
    language: str
    probability: float = 0.0


def words_of(training: Training, language: str = "") -> tuple[str, str, str]:
    """Give title, description and language of a training: the asked language, else that of teaching, else any.

    The description is empty where it is not in the language of the title.
    """
    title, language = training.title_in(language or training.language)
    description, spoken = training.description_in(language)
    return title, description if spoken == language else "", language


def key_of(training: Training) -> str:
    """Give 32 hex digits of the SHA-256 of a training's words; case and blanks make no difference."""
    written = "\n".join(" ".join(one.casefold().split()) for one in words_of(training)[:2])
    return sha256(written.encode()).hexdigest()[:32]


def is_claimed(training: Training) -> bool:
    """Say whether its provider said what it teaches: then nothing is suggested and nothing to decide."""
    return any(one.origin == "provider" for one in training.outcomes)


def contradict(one: Decision, other: Decision) -> bool:
    """Say whether two decisions cannot both stand.

    They answer one question in two ways, or one says that a text teaches nothing where the other says what it teaches.
    """
    if one.text != other.text:
        return False
    if one.competence == other.competence:
        return one.outcomes != other.outcomes
    return WHOLE in {one.competence, other.competence} and bool(one.outcomes or other.outcomes)


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Give the decisions that stand, in their order: a later one withdraws earlier ones that it contradicts."""
    found: dict[str, list[Decision]] = {}
    for one in decisions:
        kept = [other for other in found.get(one.text, ()) if not contradict(one, other)]
        found[one.text] = [other for other in kept if other.competence != one.competence] + [one]
    return tuple(one for each in found.values() for one in each)


def decided(catalogue: Catalogue, decisions: Sequence[Decision]) -> Catalogue:
    """Give the catalogue with decisions in place of the suggestions that they are about, the later of two counting.

    What a provider said is never touched. Claims reviewed earlier stand only as long as a decision says so.
    """
    by_text: dict[str, dict[str, Decision]] = {}
    for one in standing(decisions):
        by_text.setdefault(one.text, {})[one.competence] = one
    trainings = tuple(_settled(one, by_text.get(key_of(one), {})) for one in catalogue)
    return replace(catalogue, trainings=trainings, version=version_of(trainings))


def _settled(training: Training, decisions: dict[str, Decision]) -> Training:
    """Give a training with the decisions about its words, by competence."""
    if is_claimed(training):
        return training
    outcomes: dict[str, Outcome] = {}
    for one in (*_reviewed(decisions.values()), *_undecided(training, decisions)):
        outcomes.setdefault(one.competence, one)
    return replace(training, outcomes=tuple(outcomes.values()))


def _reviewed(decisions: Iterable[Decision]) -> Iterator[Outcome]:
    """Go through what people say that a text teaches, the likeliest suggestion's first."""
    for one in sorted(decisions, key=lambda one: (-one.probability, one.competence)):
        for outcome in one.outcomes:
            yield replace(outcome, origin="reviewed", probability=1.0, words=())


def _undecided(training: Training, decisions: dict[str, Decision]) -> Iterator[Outcome]:
    """Go through the suggestions that nobody decided about."""
    if WHOLE in decisions:
        return
    for one in training.outcomes:
        if not one.trusted and one.competence not in decisions:
            yield one
