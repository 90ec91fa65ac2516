"""Suggests what trainings teach where nobody said it. Slow or fallible by design: never imported by a web request."""

from dataclasses import replace

from recommender.catalogue import Catalogue, Training
from recommender.tagger.suggesting import Suggestion, Text, suggestions
from recommender.versions import version_of

__all__ = ["Suggestion", "Text", "suggestions", "with_suggestions"]


def with_suggestions(catalogue: Catalogue) -> Catalogue:
    """Give the catalogue with suggested outcomes where a training has none; what a provider said is never touched."""
    silent = [one for one in catalogue if not one.outcomes]
    made = iter(suggestions([_text_of(one) for one in silent]))
    trainings = tuple(
        one if one.outcomes else replace(one, outcomes=next(made).outcomes) for one in catalogue
    )
    return replace(catalogue, trainings=trainings, version=version_of(trainings))


def _text_of(training: Training) -> Text:
    """Give what a training says of itself in the language of its title."""
    title, language = training.title_in(training.language)
    description, spoken = training.description_in(language)
    return Text(title, description if spoken == language else "", language)
