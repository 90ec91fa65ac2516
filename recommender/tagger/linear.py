"""A linear model of words and letters: how much a text speaks of each competence, and which of its words say so.

Words (one or two) and pieces of words (3 to 5 letters) weighted by sublinear TF-IDF; two readings of them: ridge
regression of all codes at once, solved in the space of texts, and complement naive Bayes (Rennie et al., 2003).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import FeatureUnion

from recommender.tagger.corpus import Lesson

Scores = NDArray[np.float64]
LABELLED_WEIGHT: Final = 3.0
"""How much a course description counts beside a text of the item banks: it is what the tagger will meet."""
SECOND: Final = 0.7
"""How far a text is about a competence that is not its main one."""
NOTHING: Final = ""
"""What a text without a code is for the classifier: a class of its own."""
RIDGE: Final = 1.0
SMOOTHING: Final = 0.3
MOST_WORDS: Final = 3
LEAST_TELLING: Final = 1 + log(60)
"""Inverse document frequency, as scikit-learn counts it, of a word in one of sixty texts: commoner ones are mute."""
_WORD: Final = re.compile(r"[^\W\d_]{4,}|\b[A-Z]{2,3}\b")
"""Words that say something by themselves: of four letters, or short and in capitals."""


@dataclass(frozen=True, eq=False)
class LinearModel:
    """The fitted model; `codes` are the columns of all scores."""

    codes: tuple[str, ...]
    reader: FeatureUnion
    ridge: Ridge
    usual: Scores
    bayes: ComplementNB

    @classmethod
    def fit(cls, codes: Sequence[str], own: Sequence[Lesson], courses: Sequence[Lesson]) -> Self:
        """Give the model that learned texts of the banks and course descriptions."""
        lessons = [*own, *courses]
        weights = np.r_[np.ones(len(own)), np.full(len(courses), LABELLED_WEIGHT)]
        reader = _reader()
        rows = reader.fit_transform([lesson.text for lesson in lessons])
        wanted = _wanted(lessons, codes)
        usual = np.average(wanted, axis=0, weights=weights)
        ridge = Ridge(alpha=RIDGE, solver="cholesky", fit_intercept=False)
        ridge.fit(rows, wanted - usual, sample_weight=weights)
        bayes = ComplementNB(alpha=SMOOTHING)
        bayes.fit(
            rows, [next(iter(lesson.codes), NOTHING) for lesson in lessons], sample_weight=weights
        )
        return cls(tuple(codes), reader, ridge, usual, bayes)

    def scores(self, texts: Sequence[str]) -> tuple[Scores, Scores]:
        """Give what both readings say of texts, a row a text, a column a code: shares, and logarithms of chances."""
        rows = self.reader.transform(texts)
        places = [list(self.bayes.classes_).index(code) for code in self.codes]
        return self.ridge.predict(rows) + self.usual, self.bayes.predict_log_proba(rows)[:, places]

    def words(self, text: str, code: str) -> tuple[str, ...]:
        """Give the at most `MOST_WORDS` telling words of a text that speak most for a code, as the text writes them."""
        reader = self.reader.named_transformers["words"]
        places = reader.vocabulary_
        weights = self.ridge.coef_[self.codes.index(code)]
        row = reader.transform([text])
        as_read = reader.build_preprocessor()
        spoken = {as_read(word): word for word in _WORD.findall(text)}
        telling = [
            (-row[0, places[word]] * weights[places[word]], spoken[word])
            for word in spoken
            if word in places and reader.idf_[places[word]] >= LEAST_TELLING
        ]
        return tuple(word for weight, word in sorted(telling) if weight < 0)[:MOST_WORDS]


def _reader() -> FeatureUnion:
    """Give what turns texts into numbers."""
    shared: dict[str, Any] = {"sublinear_tf": True, "strip_accents": "unicode"}
    words = TfidfVectorizer(ngram_range=(1, 2), **shared)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, **shared)
    return FeatureUnion([("words", words), ("letters", letters)])


def _wanted(lessons: Sequence[Lesson], codes: Sequence[str]) -> Scores:
    """Give how far each text is about each code."""
    places = {code: place for place, code in enumerate(codes)}
    wanted = np.zeros((len(lessons), len(codes)))
    for row, lesson in enumerate(lessons):
        for rank, code in enumerate(lesson.codes):
            wanted[row, places[code]] = SECOND if rank else 1.0
    return wanted
