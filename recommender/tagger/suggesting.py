"""The tagger: what trainings teach, from what the word list and the linear model say together.

The model that ships is fitted anew in each process that needs it (a few seconds, the same each time): nothing of it is
kept in a file but the weights of `stack.py`. One that also learned what members confirmed is kept by `kept.py` and
handed in. All numbers are of our own texts; `evaluation.py` says how well it does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from recommender.catalogue import Outcome
from recommender.tagger.corpus import codes, labelled, own_texts, text_of
from recommender.tagger.embedding import Embedding, EmbeddingModel, Reader
from recommender.tagger.levels import LevelModel
from recommender.tagger.lexicon import UNKNOWN, Hint, hints, on_scale_of, told_levels
from recommender.tagger.linear import LinearModel, Scores
from recommender.tagger.stack import Stack, embedded_stack, features_of, stack
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
    """At most `MOST` outcomes, likeliest first, none that is unlikely or of one word alone.

    `levels` are told by a word, else guessed from a description (`guessed`), else None; `chances` are those of all
    codes, likeliest first.
    """

    outcomes: tuple[Outcome, ...]
    levels: tuple[int, int] | None
    chances: dict[str, float]
    guessed: bool = False

    @property
    def nearest(self) -> dict[str, float]:
        """Give the `NEAREST` likeliest codes with their chances."""
        return dict(list(self.chances.items())[:NEAREST])


@dataclass(frozen=True, slots=True, eq=False)
class Tagger:
    """What reads texts: the linear model, and the stack that makes one chance of it and the word list.

    With an `embedding`, what that makes of a text counts too, and its own stack weighs all three. `levels` guesses
    levels where no word tells them: without one, what learned the texts that ship.
    """

    model: LinearModel
    stack: Stack
    embedding: Embedding | None = None
    levels: LevelModel | None = None

    def suggestions(self, texts: Sequence[Text]) -> list[Suggestion]:
        """Give a suggestion for each text."""
        if not texts:
            return []
        named = [hints(one.title, one.description, one.language) for one in texts]
        ridge, bayes = self.model.scores([text_of(one.title, one.description) for one in texts])
        listed = listed_chances(named)
        features = features_of(codes(), ridge, bayes, listed)
        stack = self.stack
        if self.embedding:
            said = [(one.title, one.description) for one in texts]
            features, stack = (
                self.embedding.features(features, codes(), said),
                self.embedding.stack,
            )
        chances = stack.chances(features, listed, np.array([one.bare for one in texts]))
        guesses = self._guesses(texts)
        return [self._suggestion(*row) for row in zip(texts, named, chances, guesses, strict=True)]

    def outcome(self, text: Text, code: str, chance: float) -> Outcome:
        """Give a code as a claim of a text, with the words that speak for it, likely or not."""
        hint = hints(text.title, text.description, text.language).get(code)
        levels = told_levels(text.title, text.description, text.language)
        return self._outcome(code, chance, text, hint, levels or self._guesses([text])[0])

    def _guesses(self, texts: Sequence[Text]) -> list[tuple[int, int] | None]:
        """Give the levels that descriptions let one guess."""
        return (self.levels or level_model()).guesses(
            [(one.title, one.description) for one in texts]
        )

    def _suggestion(
        self,
        text: Text,
        named: dict[str, Hint],
        chances: Scores,
        guess: tuple[int, int] | None,
    ) -> Suggestion:
        """Give the suggestion for a text from the chance of each code."""
        order = np.argsort(-chances, kind="stable")
        ranked = {codes()[place]: float(chances[place]) for place in order}
        told = told_levels(text.title, text.description, text.language)
        levels = told or guess
        likely = [one for one in ranked.items() if one[1] >= LEAST_PROBABILITY][:MOST]
        made = (self._outcome(*one, text, named.get(one[0]), levels) for one in likely)
        outcomes = tuple(one for one in made if one.origin == "lexicon" or len(one.words) >= WORDS)
        return Suggestion(outcomes, levels, ranked, guessed=told is None and guess is not None)

    def _outcome(
        self,
        code: str,
        chance: float,
        text: Text,
        hint: Hint | None,
        levels: tuple[int, int] | None,
    ) -> Outcome:
        """Give one outcome with the words that caused it: those of the list, else those that weigh most."""
        told = round(chance, 2)
        entry, exit_ = on_scale_of(code, levels or UNKNOWN)
        if hint:
            return Outcome(code, entry, exit_, "lexicon", told, hint.words)
        words = self.model.words(text_of(text.title, text.description), code)
        return Outcome(code, entry, exit_, "model", told, words)


def shipped(reader: Reader | None = None) -> Tagger:
    """Give the tagger that learned what ships; a reader that weights ship for adds its layer."""
    weights = embedded_stack(reader.name) if reader else None
    if reader is None or weights is None:
        return Tagger(model(), stack())
    layer = EmbeddingModel.fit(reader, codes(), labelled())
    return Tagger(model(), stack(), Embedding(reader, layer, weights))


def suggestions(texts: Sequence[Text], tagger: Tagger | None = None) -> list[Suggestion]:
    """Give a suggestion for each text, by the tagger that ships where none is given."""
    return (tagger or shipped()).suggestions(texts) if texts else []


@cache
def level_model() -> LevelModel:
    """Give what guesses levels, having learned all our texts."""
    return LevelModel.fit(own_texts(), labelled())


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
