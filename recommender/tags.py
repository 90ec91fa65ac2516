"""Which claims of a training count for a path, and which doors they put before it."""

from typing import Final

from recommender.catalogue import Outcome, Training

LEAST_PROBABILITY: Final = 0.55
"""Below it a machine's tag is no tag."""


def counted(training: Training) -> list[Outcome]:
    """Give the outcomes that count: a person's, and a machine's from `LEAST_PROBABILITY` on."""
    return [
        one for one in training.outcomes if one.trusted or one.probability >= LEAST_PROBABILITY
    ]


def doors(training: Training) -> list[tuple[str, int]]:
    """Give the levels that must be reached before it begins, by whole code: entry levels and requirements."""
    entries = [(one.competence, one.entry) for one in counted(training) if one.entry > 0]
    return entries + [(one.competence, one.level) for one in training.requires if one.level > 0]
