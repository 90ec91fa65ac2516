"""The levels that a description lets one guess where no word tells them: one of four bands, by its letters.

Held out fold by fold it finds the band of 62 in 100 of our courses and errs by .41 bands in the mean; the commonest
band, always said, is that of 41 and errs by .63 (`evaluation.level_quality`). A bare title says too little to guess by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from recommender.tagger.corpus import Lesson, text_of

Levels = tuple[int, int]
BAND: Final = 2
"""Levels of a band."""
HIGHEST: Final = 3
"""The number of the highest band, the lowest being 0."""
STRENGTH: Final = 10.0
"""C of the logistic regression."""
ITEM_WEIGHT: Final = 0.2
"""How much an item of the bank counts beside a course: its level is that of a task, not of a course."""
LEAST_WORDS: Final = 12
"""Words of a description from which on it is read."""
FAMILY: Final = "digcomp"
"""The frameworks whose levels are learned; others are read on their scale."""


@dataclass(frozen=True, slots=True, eq=False)
class LevelModel:
    """The fitted model."""

    reader: TfidfVectorizer
    bands: LogisticRegression

    @classmethod
    def fit(cls, own: Sequence[Lesson], courses: Sequence[Lesson]) -> Self:
        """Give the model that learned the levels of items of the banks and of course descriptions."""
        items, described = taught(own), [one for one in taught(courses) if one.description]
        lessons = [*items, *described]
        reader = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(3, 5),
            min_df=2,
            sublinear_tf=True,
            strip_accents="unicode",
        )
        rows = reader.fit_transform([one.text for one in lessons])
        weights = np.r_[np.full(len(items), ITEM_WEIGHT), np.ones(len(described))]
        bands = LogisticRegression(C=STRENGTH, max_iter=500, tol=1e-3)
        bands.fit(rows, [band_of(one) for one in lessons], sample_weight=weights)
        return cls(reader, bands)

    def guesses(self, texts: Sequence[tuple[str, str]]) -> list[Levels | None]:
        """Give entry and exit for each title and description, None where the description is too short to tell."""
        rows = self.reader.transform([text_of(*one) for one in texts])
        found = (BAND * int(one) for one in self.bands.predict(rows))
        return [
            (entry, entry + BAND) if len(description.split()) >= LEAST_WORDS else None
            for (_, description), entry in zip(texts, found, strict=True)
        ]


def band_of(lesson: Lesson) -> int:
    """Give the band in which a lesson with levels begins."""
    return min(HIGHEST, lesson.levels[0] // BAND) if lesson.levels else 0


def taught(lessons: Sequence[Lesson]) -> list[Lesson]:
    """Give the lessons whose levels are told on the scale that is learned."""
    return [one for one in lessons if one.levels and one.codes[0].startswith(FAMILY)]
