"""The queue of suggestions that a person should look at: the most doubtful of the farthest-reaching trainings first.

Trainings with the same words are asked about once. Where the tagger abstained, the nearest competences are shown.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from recommender.catalogue import Catalogue, Outcome, Training
from recommender.decisions import WHOLE, Decision, is_claimed, key_of, standing, words_of
from recommender.eligibility import suits_region, suits_status
from recommender.plans import Constraints
from recommender.tagger.suggesting import Tagger, Text

REGIONS: Final = ("BE-VLG", "BE-WAL", "BE-BRU", "BE-OST")
STATUSES: Final = ("citizen", "jobseeker", "worker", "ict", "teacher")


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a training teaches a competence from one level to another, as the tagger thinks likely or not.

    `reach` is in how many kinds of plans it could enter, of 20 (regions x statuses).
    """

    training: str
    title: str
    suggestion: Outcome
    reach: int

    @property
    def doubt(self) -> float:
        """Give how little the tagger knows: 1 for a chance of one half, 0 for certainty."""
        return 1 - abs(2 * self.suggestion.probability - 1)

    @property
    def weight(self) -> float:
        """Give how much an answer tells: doubt times reach."""
        return self.doubt * self.reach


def queue(
    catalogue: Catalogue, decisions: Sequence[Decision], tagger: Tagger
) -> tuple[Question, ...]:
    """Give what is undecided in a catalogue with suggestions, a training's questions together.

    Trainings come by their weightiest question, ids decide between equals; questions by their chance.
    """
    settled: dict[str, set[str]] = defaultdict(set)
    for one in standing(decisions):
        settled[one.text].add(one.competence)
    alike: dict[str, list[Training]] = defaultdict(list)
    for training in catalogue:
        if not is_claimed(training) and WHOLE not in settled[key_of(training)]:
            alike[key_of(training)].append(training)
    asked = [
        [_question(sessions, one) for one in found if one.competence not in settled[key]]
        for (key, sessions), found in zip(
            alike.items(), _suggested([one[0] for one in alike.values()], tagger), strict=True
        )
    ]
    asked = [one for one in asked if one]
    asked.sort(key=lambda one: (-max(question.weight for question in one), one[0].training))
    return tuple(question for one in asked for question in one)


def reach(sessions: Sequence[Training]) -> int:
    """Give how many of the kinds of learners (region, status) can follow any of some sessions; 1 at least."""
    kinds = {
        (region, status)
        for one in sessions
        for region in REGIONS
        for status in STATUSES
        if suits_region(one, Constraints(region=region)) and suits_status(one.audience, status)
    }
    return max(1, len(kinds))


def _suggested(trainings: Sequence[Training], tagger: Tagger) -> Iterator[tuple[Outcome, ...]]:
    """Go through the suggestions of trainings, likeliest first; the nearest where nobody says anything."""
    silent = [Text(*words_of(one)) for one in trainings if not one.outcomes]
    made = zip(silent, tagger.suggestions(silent), strict=True)
    for one in trainings:
        if one.outcomes:
            machine = (each for each in one.outcomes if not each.trusted)
            yield tuple(sorted(machine, key=lambda each: -each.probability))
        else:
            text, said = next(made)
            yield tuple(tagger.outcome(text, *near) for near in said.nearest.items())


def _question(sessions: Sequence[Training], suggestion: Outcome) -> Question:
    title = words_of(sessions[0])[0]
    return Question(sessions[0].id, title, suggestion, reach(sessions))
