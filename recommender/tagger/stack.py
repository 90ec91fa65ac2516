"""From what word list and linear model say to one chance: that a competence is one of the right ones.

A pair of text and competence has a few features; one logistic regression weighs them, one for texts and one for bare
titles, whose coefficients stand in `packs/tagger.json` (`training.py` writes them). Scores are compared within a
framework: a text about programming may speak of DigComp 3.4 and of e-CF B.1 alike.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from recommender.vocabulary import PACKS

Scores = NDArray[np.float64]
FILE: Final = PACKS / "tagger.json"
EDGE: Final = 0.02
"""Chances are held this far from 1, and from 0 too before their log-odds are taken."""
TIE: Final = 1e-9
"""So little of the log-odds is added that it only decides between equal chances, as of two words of the list."""
RANKS: Final = 3
"""The likeliest, the second, all others."""
WORST: Final = -20.0
UNNAMED: Final = 0.3
"""What is left of the model's chance for a competence that no word names, in a title in which words name others."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A logistic regression of standardised features, and one more of its log-odds by rank, `RANKS` x (slope, shift).

    The likeliest code of a text is right more often than its odds alone tell, the second much less often: courses
    teach one thing, and what is near it looks alike.
    """

    mean: Scores
    scale: Scores
    coefficients: Scores
    intercept: float
    ranks: Scores

    def odds(self, features: Scores) -> Scores:
        """Give log-odds for features on the last axis, before ranks count."""
        return np.asarray(
            ((features - self.mean) / self.scale) @ self.coefficients + self.intercept,
            dtype=np.float64,
        )

    def chances(self, features: Scores) -> Scores:
        """Give chances of texts x codes for features of texts x codes x features; no rank overtakes the one before."""
        odds = self.odds(features)
        order = np.argsort(-odds, axis=1, kind="stable")
        slope, shift = self.ranks[np.minimum(np.arange(odds.shape[1]), RANKS - 1)].T
        ranked = slope * np.take_along_axis(odds, order, axis=1) + shift
        chances = np.empty_like(odds)
        falling = np.minimum.accumulate(1 / (1 + np.exp(-ranked)), axis=1)
        np.put_along_axis(chances, order, falling, axis=1)
        return chances

    def to_record(self) -> dict[str, Any]:
        """Give the weights as JSON values."""
        return {
            "mean": [round(float(one), 6) for one in self.mean],
            "scale": [round(float(one), 6) for one in self.scale],
            "coefficients": [round(float(one), 6) for one in self.coefficients],
            "intercept": round(self.intercept, 6),
            "ranks": [[round(float(one), 6) for one in row] for row in self.ranks],
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Give the weights of JSON values."""
        return cls(
            mean=np.array(record["mean"]),
            scale=np.array(record["scale"]),
            coefficients=np.array(record["coefficients"]),
            intercept=float(record["intercept"]),
            ranks=np.array(record["ranks"]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """The weights for texts and for bare titles; `learned_from` is the version of what is behind them."""

    texts: Weights
    titles: Weights
    learned_from: str

    def chances(self, features: Scores, listed: Scores, bare: NDArray[np.bool_]) -> Scores:
        """Give each code's chance for each text; `listed` is what the word list says, `bare` marks titles alone."""
        alone = bare[:, None]
        odds = np.where(alone, self.titles.odds(features), self.texts.odds(features))
        learned = np.where(alone, self.titles.chances(features), self.texts.chances(features))
        named = listed.max(axis=1, keepdims=True) > 0
        in_title = np.maximum(listed, learned * UNNAMED)
        chances = np.minimum(np.where(alone & named, in_title, learned), 1 - EDGE)
        return chances + TIE * odds

    def to_record(self) -> dict[str, Any]:
        """Give the weights as JSON values."""
        return {"texts": self.texts.to_record(), "titles": self.titles.to_record()}

    @classmethod
    def from_record(cls, record: Mapping[str, Any], learned_from: str) -> Self:
        """Give the stack of JSON values."""
        texts, titles = (Weights.from_record(record[name]) for name in ("texts", "titles"))
        return cls(texts, titles, learned_from)


@cache
def stack() -> Stack:
    """Give the stack that ships."""
    record = json.loads(FILE.read_text(encoding="utf-8"))
    return Stack.from_record(record, record["learned_from"])


def embedded_stack(embedder: str) -> Stack | None:
    """Give the stack that ships for word list, model and a named embedder; None where none was fitted with it."""
    record = json.loads(FILE.read_text(encoding="utf-8"))
    weights = record.get("embedded", {}).get(embedder)
    return Stack.from_record(weights, record["learned_from"]) if weights else None


def features_of(codes: Sequence[str], ridge: Scores, bayes: Scores, listed: Scores) -> Scores:
    """Give the features of each pair of text and code: shape texts x codes x features."""
    groups = _groups(codes)
    ecf = groups[1]
    lead = lead_of(codes, ridge)
    behind = _behind(bayes, groups)
    silent = np.broadcast_to(listed.max(axis=1, keepdims=True) == 0, listed.shape)
    columns = (
        *(ridge, lead, (lead > 0) * 1.0, (lead > 0) * lead),
        *(np.maximum(behind, WORST), (behind == 0) * 1.0),
        *(_log_odds(listed), listed - _best_other(listed, groups), (listed > 0) * ridge),
        *(silent * ridge, silent * lead),
        *(ecf * 1.0, ecf * ridge, ecf * listed),
    )
    return np.stack([np.broadcast_to(one, ridge.shape) for one in columns], axis=-1)


def lead_of(codes: Sequence[str], scores: Scores) -> Scores:
    """Give how far each code is ahead of the best other of its framework; below 0 where it is behind."""
    return scores - _best_other(scores, _groups(codes))


def _groups(codes: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Give which codes are of DigComp, and which of e-CF."""
    ecf = np.array([not code.startswith("digcomp") for code in codes])
    return ~ecf, ecf


def _best_other(scores: Scores, groups: Sequence[NDArray[np.bool_]]) -> Scores:
    """Give for each code the highest score of another code of its framework."""
    others = np.zeros_like(scores)
    for group in groups:
        own = scores[:, group]
        ranked = np.sort(own, axis=1)
        first = np.arange(own.shape[1])[None, :] == own.argmax(axis=1)[:, None]
        others[:, group] = np.where(first, ranked[:, -2:-1], ranked[:, -1:])
    return others


def _behind(scores: Scores, groups: Sequence[NDArray[np.bool_]]) -> Scores:
    """Give how far each code lies behind the best of its framework."""
    behind = np.zeros_like(scores)
    for group in groups:
        own = scores[:, group]
        behind[:, group] = own - own.max(axis=1, keepdims=True)
    return behind


def _log_odds(chances: Scores) -> Scores:
    held = np.clip(chances, EDGE, 1 - EDGE)
    return np.asarray(np.log(held / (1 - held)), dtype=np.float64)
