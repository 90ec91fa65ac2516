"""A tagger that also learns what members confirmed, and the gate before it: it speaks only if it does no worse.

Old and new are judged on the same courses, ours and the confirmed ones, each by folds that it did not learn; texts of
one course stay in one fold.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from competences import LANGUAGES
from recommender.tagger.corpus import Lesson, codes, labelled, own_texts, texts_version
from recommender.tagger.embedding import Embedding, EmbeddingModel, Reader
from recommender.tagger.evaluation import unseen
from recommender.tagger.held_out import held_out
from recommender.tagger.kept import Learned
from recommender.tagger.linear import LinearModel
from recommender.tagger.stack import Stack
from recommender.tagger.suggesting import Tagger

ENOUGH: Final = 20
"""New decisions from which on a training is worth its minutes."""
MOST_LOST: Final = 0.01
"""How much of top-1 a language may lose."""
MOST_ERROR: Final = 0.06
"""Highest calibration error of a tagger that may speak."""
STEPS: Final = 3
"""Parts of a training: the old one judged, the new one judged, the new one fitted."""

WORDS: Final = "words"
"""The way of the tagger without an embedding."""

Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a new tagger may not speak: `what` is `first` (top-1) or `calibration_error`, of a language or of `all`.

    `most` is the loss, or the error, that is still allowed.
    """

    what: str
    language: str
    before: float
    after: float
    most: float


def retrained(
    lessons: tuple[Lesson, ...],
    *,
    before: tuple[Lesson, ...] = (),
    decisions: int,
    until: datetime,
    reader: Reader | None = None,
    told: Callable[[int], object] = bool,
) -> tuple[Learned, tuple[Objection, ...]]:
    """Give the tagger that learned lessons of so many decisions, and what speaks against it.

    `before` are the lessons of the one that speaks now. Its `figures` tell of both on whole texts, with a `reader` also
    of both with its layer: all have to pass. Takes eleven fits of the model, about a minute; `told` is called with 1
    after each of `STEPS`.
    """
    old = _judged(before, lessons, reader)
    told(1)
    new = _judged(lessons, lessons, reader)
    told(1)
    model = LinearModel.fit(codes(), own_texts(), labelled(), lessons)
    layer = None
    if reader:
        weights = _stack(lessons, reader)
        layer = Embedding(
            reader, EmbeddingModel.fit(reader, codes(), labelled(), lessons), weights
        )
    tagger = Tagger(model, _stack(lessons), layer)
    told(1)
    figures: dict[str, Any] = {"before": old[WORDS], "after": new[WORDS]}
    if reader:
        figures["embedded"] = {"before": old[reader.name], "after": new[reader.name]}
    against = [one for way in new for one in objections(old[way], new[way])]
    learned = Learned(tagger, lessons, decisions, until, texts_version(), figures)
    return learned, tuple(dict.fromkeys(against))


def _judged(
    confirmed: tuple[Lesson, ...], judged: tuple[Lesson, ...], reader: Reader | None
) -> dict[str, dict[str, dict[str, float]]]:
    """Give the figures of a tagger that learned lessons: by `WORDS` alone, and with the layer of a reader."""
    ways = {WORDS: None} if reader is None else {WORDS: None, reader.name: reader}
    return {
        name: unseen(bare=False, confirmed=confirmed, judged=judged, reader=way)
        for name, way in ways.items()
    }


def _stack(lessons: tuple[Lesson, ...], reader: Reader | None = None) -> Stack:
    """Give the stack that our courses and lessons teach which the layers have not learned."""
    texts, titles = (
        held_out(bare=bare, confirmed=lessons, judged=lessons, reader=reader).fitted()
        for bare in (False, True)
    )
    return Stack(texts, titles, texts_version())


def objections(before: Figures, after: Figures) -> tuple[Objection, ...]:
    """Give what speaks against new figures; both hold `first` and `calibration_error` by language and for `all`."""
    lost = [
        Objection("first", name, before[name]["first"], after[name]["first"], MOST_LOST)
        for name in LANGUAGES
        if before[name]["first"] - after[name]["first"] > MOST_LOST
    ]
    error = "calibration_error"
    if after["all"][error] > MOST_ERROR:
        lost.append(Objection(error, "all", before["all"][error], after["all"][error], MOST_ERROR))
    return tuple(lost)
