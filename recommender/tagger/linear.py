"""A linear model of words and letters: how much a text speaks of each competence, and which of its words say so.

Words (one or two) and pieces of words (3 to 5 letters) weighted by sublinear TF-IDF; two readings of them: ridge
regression of all codes at once, solved in the space of texts, and complement naive Bayes (Rennie et al., 2003).
"""

import re
from collections.abc import Mapping, Sequence
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
Written = NDArray[Any]
READERS: Final = ("words", "letters")
"""What the two halves of the reader are called."""
LABELLED_WEIGHT: Final = 3.0
"""How much a course description counts beside a text of the item banks: it is what the tagger will meet."""
CONFIRMED_WEIGHT: Final = 6.0
"""How much the text of a real training counts whose claims a person confirmed."""
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
    """The fitted model as numbers: `codes` are the columns of all scores, `classes` the rows of `chances`.

    `pull` (codes x features) is what the ridge regression gives each feature, beside the `usual` share of a code;
    `chances` (classes x features) are the logarithms of the Bayes classifier.
    """

    codes: tuple[str, ...]
    reader: FeatureUnion
    pull: Scores
    usual: Scores
    classes: tuple[str, ...]
    chances: Scores

    @classmethod
    def fit(
        cls,
        codes: Sequence[str],
        own: Sequence[Lesson],
        courses: Sequence[Lesson],
        confirmed: Sequence[Lesson] = (),
    ) -> Self:
        """Give the model that learned texts of the banks, course descriptions and what people confirmed."""
        lessons = [*own, *courses, *confirmed]
        weights = np.r_[
            np.ones(len(own)),
            np.full(len(courses), LABELLED_WEIGHT),
            np.full(len(confirmed), CONFIRMED_WEIGHT),
        ]
        reader = _reader()
        rows = reader.fit_transform([lesson.text for lesson in lessons])
        wanted = wanted_of(lessons, codes)
        usual = np.average(wanted, axis=0, weights=weights)
        ridge = Ridge(alpha=RIDGE, solver="cholesky", fit_intercept=False)
        ridge.fit(rows, wanted - usual, sample_weight=weights)
        bayes = ComplementNB(alpha=SMOOTHING)
        bayes.fit(
            rows, [next(iter(lesson.codes), NOTHING) for lesson in lessons], sample_weight=weights
        )
        classes = tuple(str(one) for one in bayes.classes_)
        return cls(tuple(codes), reader, ridge.coef_, usual, classes, bayes.feature_log_prob_)

    def scores(self, texts: Sequence[str]) -> tuple[Scores, Scores]:
        """Give what both readings say of texts, a row a text, a column a code: shares, and logarithms of chances."""
        rows = self.reader.transform(texts)
        places = [self.classes.index(code) for code in self.codes]
        said = rows @ self.chances.T
        highest = said.max(axis=1, keepdims=True)
        said -= highest + np.log(np.exp(said - highest).sum(axis=1, keepdims=True))
        return rows @ self.pull.T + self.usual, said[:, places]

    def to_arrays(self) -> dict[str, Written]:
        """Give the model as arrays of numbers, words as the bytes of lines; matrices in single precision."""
        readers = self.reader.named_transformers
        return {
            **{f"{name}_idf": one.idf_ for name, one in readers.items()},
            **{
                name: _lines(sorted(one.vocabulary_, key=one.vocabulary_.__getitem__))
                for name, one in readers.items()
            },
            "codes": _lines(self.codes),
            "classes": _lines(self.classes),
            "pull": self.pull.astype(np.float32),
            "usual": self.usual,
            "chances": self.chances.astype(np.float32),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Written]) -> Self:
        """Give the model of such arrays; raises `KeyError` and `ValueError` where they are none."""
        reader = _reader({name: _words(arrays[name]) for name in READERS})
        for name in READERS:
            reader.named_transformers[name].idf_ = arrays[f"{name}_idf"]
        return cls(
            tuple(_words(arrays["codes"])),
            reader,
            arrays["pull"],
            arrays["usual"],
            tuple(_words(arrays["classes"])),
            arrays["chances"],
        )

    def words(self, text: str, code: str) -> tuple[str, ...]:
        """Give the at most `MOST_WORDS` telling words of a text that speak most for a code, as the text writes them."""
        reader = self.reader.named_transformers["words"]
        places = reader.vocabulary_
        weights = self.pull[self.codes.index(code)]
        row = reader.transform([text])
        as_read = reader.build_preprocessor()
        spoken = {as_read(word): word for word in _WORD.findall(text)}
        telling = [
            (-row[0, places[word]] * weights[places[word]], spoken[word])
            for word in spoken
            if word in places and reader.idf_[places[word]] >= LEAST_TELLING
        ]
        return tuple(word for weight, word in sorted(telling) if weight < 0)[:MOST_WORDS]


def _reader(known: Mapping[str, Sequence[str]] | None = None) -> FeatureUnion:
    """Give what turns texts into numbers; `known` are the features of one that was fitted, in their order."""
    shared: dict[str, Any] = {"sublinear_tf": True, "strip_accents": "unicode"}
    vocabulary = {name: known[name] if known else None for name in READERS}
    words = TfidfVectorizer(ngram_range=(1, 2), vocabulary=vocabulary["words"], **shared)
    letters = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 5),
        min_df=2,
        vocabulary=vocabulary["letters"],
        **shared,
    )
    return FeatureUnion(list(zip(READERS, (words, letters), strict=True)))


def _lines(words: Sequence[str]) -> Written:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _words(lines: Written) -> list[str]:
    return lines.tobytes().decode().split("\n")


def wanted_of(lessons: Sequence[Lesson], codes: Sequence[str]) -> Scores:
    """Give how far each text is about each code."""
    places = {code: place for place, code in enumerate(codes)}
    wanted = np.zeros((len(lessons), len(codes)))
    for row, lesson in enumerate(lessons):
        for rank, code in enumerate(lesson.codes):
            wanted[row, places[code]] = SECOND if rank else 1.0
    return wanted
