"""The tagger: what trainings teach, from what the word list and the linear model say together.

The model is fitted anew in each process that needs it (a few seconds, the same each time): nothing learned is kept in
a file but the weights of `stack.py`. All numbers are of our own texts; `evaluation.py` says how well it does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from recommender.catalogue import Outcome
from recommender.tagger.corpus import codes, labelled, own_texts, text_of
from recommender.tagger.lexicon import UNKNOWN, Hint, hints, on_scale_of, told_levels
from recommender.tagger.linear import LinearModel, Scores
from recommender.tagger.stack import features_of, stack
from recommender.tags import LEAST_PROBABILITY

MOST: Final = 3
"""Most suggestions for one training."""
WORDS: Final = 2
"""Fewest telling words behind a suggestion of the model: "workshop" alone was in no course of ours but by chance."""
NEAREST: Final = 3
"""So many competences are told for a person to choose from, also where none is likely enough to be suggested."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a training says of itself; all words count where `language` is none of ours."""

    title: str
    description: str = ""
    language: str = ""

    @property
    def bare(self) -> bool:
        """Say whether the title stands alone."""
        return not self.description.strip()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """At most `MOST` outcomes, likeliest first, none that is unlikely or of one word alone; told levels.

    `chances` are those of all codes, likeliest first.
    """

    outcomes: tuple[Outcome, ...]
    levels: tuple[int, int] | None
    chances: dict[str, float]

    @property
    def nearest(self) -> dict[str, float]:
        """Give the `NEAREST` likeliest codes with their chances."""
        return dict(list(self.chances.items())[:NEAREST])


def suggestions(texts: Sequence[Text]) -> list[Suggestion]:
    """Give a suggestion for each text."""
    if not texts:
        return []
    named = [hints(one.title, one.description, one.language) for one in texts]
    ridge, bayes = model().scores([text_of(one.title, one.description) for one in texts])
    listed = listed_chances(named)
    chances = stack().chances(
        features_of(codes(), ridge, bayes, listed), listed, np.array([one.bare for one in texts])
    )
    return [_suggestion(*row) for row in zip(texts, named, chances, strict=True)]


@cache
def model() -> LinearModel:
    """Give the model that learned all our texts."""
    return LinearModel.fit(codes(), own_texts(), labelled())


def listed_chances(named: Sequence[dict[str, Hint]]) -> Scores:
    """Give what the word list says as a row a text, a column a code of `codes()`; 0 where it says nothing."""
    return np.array(
        [
            [hint.probability if (hint := one.get(code)) else 0.0 for code in codes()]
            for one in named
        ]
    )


def _suggestion(text: Text, named: dict[str, Hint], chances: Scores) -> Suggestion:
    """Give the suggestion for a text from the chance of each code."""
    order = np.argsort(-chances, kind="stable")
    ranked = {codes()[place]: float(chances[place]) for place in order}
    levels = told_levels(text.title, text.description, text.language)
    likely = [one for one in ranked.items() if one[1] >= LEAST_PROBABILITY][:MOST]
    made = (_outcome(*one, text, named.get(one[0]), levels or UNKNOWN) for one in likely)
    outcomes = tuple(one for one in made if one.origin == "lexicon" or len(one.words) >= WORDS)
    return Suggestion(outcomes, levels, ranked)


def _outcome(
    code: str, chance: float, text: Text, hint: Hint | None, levels: tuple[int, int]
) -> Outcome:
    """Give one outcome with the words that caused it: those of the list, else those that weigh most in the model."""
    told = round(chance, 2)
    entry, exit_ = on_scale_of(code, levels)
    if hint:
        return Outcome(code, entry, exit_, "lexicon", told, hint.words)
    words = model().words(text_of(text.title, text.description), code)
    return Outcome(code, entry, exit_, "model", told, words)
