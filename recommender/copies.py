"""Rows of a file that say the same under different ids: one training that stands in it several times."""

from collections.abc import Sequence

from recommender.catalogue import Training
from recommender.vocabulary import fold


def copies(trainings: Sequence[Training]) -> list[tuple[int, ...]]:
    """Give the places of the trainings that differ in nothing a learner could choose by, in the order of the offer.

    Sessions of one course on other days, at other places or at another price are no copies.
    """
    places: dict[tuple[object, ...], list[int]] = {}
    for number, one in enumerate(trainings):
        places.setdefault(_said(one), []).append(number)
    return [tuple(same) for same in places.values() if len(same) > 1]


def _said(training: Training) -> tuple[object, ...]:
    return (
        *(fold(title) for title in training.title.to_mapping().values()),
        fold(training.provider),
        training.language,
        training.mode,
        fold(training.place),
        training.postal_code,
        training.region,
        training.start,
        training.end,
        training.hours,
        training.price,
        training.audience,
        frozenset(training.accessibility),
        training.outcomes,
        training.requires,
    )
