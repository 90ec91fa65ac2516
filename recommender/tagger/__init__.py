"""Suggests what trainings teach where nobody said it. Slow or fallible by design: never imported by a web request."""

from dataclasses import replace

from recommender.catalogue import Catalogue, Training
from recommender.tagger.lexicon import suggest
from recommender.versions import version_of

__all__ = ["suggest", "with_suggestions"]


def with_suggestions(catalogue: Catalogue) -> Catalogue:
    """Give the catalogue with suggested outcomes where a training has none; what a provider said is never touched."""
    trainings = tuple(one if one.outcomes else _suggested(one) for one in catalogue)
    return replace(catalogue, trainings=trainings, version=version_of(trainings))


def _suggested(training: Training) -> Training:
    """Give the training with the outcomes that its words suggest, in the language of its title."""
    title, language = training.title_in(training.language)
    description, spoken = training.description_in(language)
    outcomes = suggest(title, description if spoken == language else "", language)
    return replace(training, outcomes=outcomes)
