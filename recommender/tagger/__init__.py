"""Suggests what trainings teach where nobody said it. Slow or fallible by design: never imported by a web request."""

from dataclasses import replace

from recommender.catalogue import Catalogue
from recommender.decisions import words_of
from recommender.tagger.suggesting import Suggestion, Tagger, Text, shipped, suggestions
from recommender.versions import version_of

__all__ = ["Suggestion", "Tagger", "Text", "shipped", "suggestions", "with_suggestions"]


def with_suggestions(catalogue: Catalogue, tagger: Tagger | None = None) -> Catalogue:
    """Give the catalogue with suggested outcomes where a training has none; what a person said is never touched.

    `tagger` is one that learned more than the one that ships.
    """
    silent = [one for one in catalogue if not one.outcomes]
    made = iter(suggestions([Text(*words_of(one)) for one in silent], tagger))
    trainings = tuple(
        one if one.outcomes else replace(one, outcomes=next(made).outcomes) for one in catalogue
    )
    return replace(catalogue, trainings=trainings, version=version_of(trainings))
