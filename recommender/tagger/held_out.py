"""What the layers say of labelled courses that they have not learned: fold by fold, as texts and as bare titles.

The stack is fitted on it (`training.py`) and judged by it (`evaluation.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

from competences import LANGUAGES
from recommender.tagger.corpus import Lesson, codes, labelled, own_texts
from recommender.tagger.lexicon import hints
from recommender.tagger.linear import LinearModel, Scores
from recommender.tagger.stack import RANKS, Weights, features_of
from recommender.tagger.suggesting import listed_chances

FOLDS: Final = 5
SEED: Final = 1
NONE: Final = -1
"""The column of the main code of a course that has none."""
STRENGTH: Final = 1.0
"""C of the logistic regression."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Courses, each with features of all codes, what the word list says, the right codes, the main one, its fold."""

    courses: tuple[Lesson, ...]
    features: Scores
    listed: Scores
    right: NDArray[np.bool_]
    main: NDArray[np.int_]
    fold: NDArray[np.int_]

    def fitted(self, but: int = NONE) -> Weights:
        """Give the weights that all courses teach `but` those of one fold."""
        features, right = self.features[self.fold != but], self.right[self.fold != but]
        scaler = StandardScaler()
        rows = scaler.fit_transform(features.reshape(-1, features.shape[-1]))
        learned = LogisticRegression(C=STRENGTH, max_iter=1000).fit(rows, right.ravel())
        straight = np.tile([1.0, 0.0], (RANKS, 1))
        weights = Weights(
            scaler.mean_, scaler.scale_, learned.coef_[0], float(learned.intercept_[0]), straight
        )
        return replace(weights, ranks=_by_rank(weights.odds(features), right))


def _by_rank(odds: Scores, right: NDArray[np.bool_]) -> Scores:
    """Give slope and shift of the log-odds that tell how often a code of each rank is right (Platt, 1999)."""
    order = np.argsort(-odds, axis=1, kind="stable")
    ranked = np.take_along_axis(odds, order, axis=1)
    hits = np.take_along_axis(right, order, axis=1)
    parts = [slice(number, number + 1) for number in range(RANKS - 1)] + [slice(RANKS - 1, None)]
    fits = [
        LogisticRegression(C=STRENGTH).fit(ranked[:, part].reshape(-1, 1), hits[:, part].ravel())
        for part in parts
    ]
    return np.array([[one.coef_[0, 0], one.intercept_[0]] for one in fits])


@cache
def held_out(*, bare: bool) -> HeldOut:
    """Give what a model says of labelled courses when it learned four fifths of the others.

    `bare` reads the titles of all; else the courses that have a description are read whole.
    """
    courses = labelled() if bare else tuple(one for one in labelled() if one.description)
    read = [replace(one, description="") for one in courses] if bare else list(courses)
    numbers = dict(zip(labelled(), folds(labelled()), strict=True))
    fold = np.array([numbers[one] for one in courses])
    ridge, bayes = (np.zeros((len(courses), len(codes()))) for _ in range(2))
    for number in range(FOLDS):
        unseen = fold == number
        said = _models()[number].scores([one.text for one in _chosen(read, unseen)])
        ridge[unseen], bayes[unseen] = said
    listed = listed_chances([hints(one.title, one.description, one.language) for one in read])
    right = np.array([[code in one.codes for code in codes()] for one in courses])
    main = np.array([codes().index(one.codes[0]) if one.codes else NONE for one in courses])
    features = features_of(codes(), ridge, bayes, listed)
    return HeldOut(courses, features, listed, right, main, fold)


def folds(courses: Sequence[Lesson]) -> NDArray[np.int_]:
    """Give the fold of each course; each has its share of every language and framework.

    Courses that teach nothing digital are the same few in each language, in one order: they stay together.
    """
    kinds = [f"{one.language} {''.join(one.codes[:1]).partition('/')[0]}" for one in courses]
    fold = np.zeros(len(courses), dtype=np.int_)
    parts = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for number, (_, unseen) in enumerate(parts.split(kinds, kinds)):
        fold[unseen] = number
    for language in LANGUAGES:
        foreign = [place for place, one in enumerate(kinds) if one == f"{language} "]
        fold[foreign] = np.arange(len(foreign)) % FOLDS
    return fold


@cache
def _models() -> tuple[LinearModel, ...]:
    """Give for each fold the model that learned all the others."""
    fold = folds(labelled())
    return tuple(
        LinearModel.fit(codes(), own_texts(), _chosen(labelled(), fold != number))
        for number in range(FOLDS)
    )


def _chosen(courses: Sequence[Lesson], chosen: NDArray[np.bool_]) -> list[Lesson]:
    return [one for one, is_in in zip(courses, chosen, strict=True) if is_in]
