"""What the layers say of labelled courses that they have not learned: fold by fold, as texts and as bare titles.

The stack is fitted on it (`training.py`) and judged by it (`evaluation.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

from competences import LANGUAGES
from recommender.tagger.corpus import Lesson, codes, labelled, own_texts
from recommender.tagger.embedding import EmbeddingModel, Reader, features_with
from recommender.tagger.lexicon import Hint, hints
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
    """Courses, each with features of all codes, what the word list says, the right codes, the main one, its fold.

    `known` marks those that a stack may learn from; the others are there to be judged.
    """

    courses: tuple[Lesson, ...]
    features: Scores
    listed: Scores
    right: NDArray[np.bool_]
    main: NDArray[np.int_]
    fold: NDArray[np.int_]
    known: NDArray[np.bool_]

    def fitted(self, but: int = NONE) -> Weights:
        """Give the weights that all known courses teach `but` those of one fold."""
        chosen = self.known & (self.fold != but)
        features, right = self.features[chosen], self.right[chosen]
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
def held_out(
    *,
    bare: bool,
    confirmed: tuple[Lesson, ...] = (),
    judged: tuple[Lesson, ...] = (),
    reader: Reader | None = None,
) -> HeldOut:
    """Give what a model says of labelled courses when it learned four fifths of the others.

    `bare` reads the titles of all; else the courses that have a description are read whole. The model learns
    `confirmed` lessons too, but those of the fold; `judged` lessons are read beside the labelled courses. With a
    `reader`, what its vectors say is among the features.
    """
    everything = (*labelled(), *judged)
    places = [place for place, one in enumerate(everything) if bare or one.description]
    courses = tuple(everything[place] for place in places)
    ridge, bayes = (said[places] for said in _said(confirmed, everything)[bare])
    listed = listed_chances([_named(one, bare=bare) for one in courses])
    right = np.array([[code in one.codes for code in codes()] for one in courses])
    main = np.array([codes().index(one.codes[0]) if one.codes else NONE for one in courses])
    features = features_of(codes(), ridge, bayes, listed)
    if reader:
        seen = _seen(confirmed, everything, reader, bare=bare)[places]
        features = features_with(features, codes(), seen)
    taught = {*labelled(), *confirmed}
    known = np.array([one in taught for one in courses])
    return HeldOut(courses, features, listed, right, main, folds(everything)[places], known)


def folds(courses: Sequence[Lesson]) -> NDArray[np.int_]:
    """Give the fold of each course; of our own each fold has its share of every language and framework.

    Courses that teach nothing digital are the same few in each language, in one order: they stay together. So do the
    texts of one named course.
    """
    fold = np.array([_fold_of(one.course) for one in courses], dtype=np.int_)
    own = np.array([place for place, one in enumerate(courses) if not one.course])
    kinds = [
        f"{one.language} {''.join(one.codes[:1]).partition('/')[0]}"
        for one in courses
        if not one.course
    ]
    parts = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for number, (_, unseen) in enumerate(parts.split(kinds, kinds)):
        fold[own[unseen]] = number
    for language in LANGUAGES:
        foreign = [place for place, one in enumerate(kinds) if one == f"{language} "]
        fold[own[foreign]] = np.arange(len(foreign)) % FOLDS
    return fold


def _fold_of(course: str) -> int:
    """Give the fold of a named course, whatever stands beside it."""
    return sha256(course.encode()).digest()[0] % FOLDS


Said = tuple[tuple[Scores, Scores], tuple[Scores, Scores]]
"""Both readings of whole texts, and of bare titles."""


@cache
def _said(confirmed: tuple[Lesson, ...], courses: tuple[Lesson, ...]) -> Said:
    """Give both readings of each course by the model that learned all folds but its own, whole and as a bare title.

    A model is let go before the next is fitted: it holds some 20 million numbers.
    """
    said = np.zeros((2, 2, len(courses), len(codes())))
    fold = folds(courses)
    for number in range(FOLDS):
        model = LinearModel.fit(codes(), own_texts(), *_taught(confirmed, but=number))
        unseen = np.flatnonzero(fold == number)
        for bare in (False, True):
            read = [_read(courses[place], bare=bare).text for place in unseen]
            for reading, scores in enumerate(model.scores(read)):
                said[int(bare), reading, unseen] = scores
    return (said[0, 0], said[0, 1]), (said[1, 0], said[1, 1])


def _seen(
    confirmed: tuple[Lesson, ...], courses: tuple[Lesson, ...], reader: Reader, *, bare: bool
) -> Scores:
    """Give what vectors say of each course, learned from all folds but its own."""
    vectors = reader.read([_read(one, bare=bare) for one in courses])
    fold = folds(courses)
    seen = np.zeros((len(courses), len(codes())))
    for number in range(FOLDS):
        model = EmbeddingModel.fit(reader, codes(), *_taught(confirmed, but=number))
        seen[fold == number] = model.scores(vectors[fold == number])
    return seen


def _taught(confirmed: tuple[Lesson, ...], *, but: int) -> tuple[list[Lesson], list[Lesson]]:
    """Give our courses, and confirmed lessons, of all folds but one."""
    taught = [*labelled(), *confirmed]
    kept = [one for one, place in zip(taught, folds(taught), strict=True) if place != but]
    return [one for one in kept if not one.course], [one for one in kept if one.course]


def _read(course: Lesson, *, bare: bool) -> Lesson:
    """Give a course as it is read: whole, or its title alone."""
    return replace(course, description="") if bare else course


def _named(course: Lesson, *, bare: bool) -> dict[str, Hint]:
    """Give what the word list says of a course."""
    read = _read(course, bare=bare)
    return hints(read.title, read.description, read.language)
