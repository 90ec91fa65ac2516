"""From codes of the lower floors to sentences in the language of the request: the only place that joins both."""

from typing import Final

from app import i18n
from competences import CompetencesError, Problem, sentences as measurement
from recommender import sentences as advice
from recommender.plans import Reason

SENTENCES: Final = {**measurement.SENTENCES, **advice.SENTENCES}


def problem(found: Problem) -> str:
    """Give the sentence of a problem in somebody's data, with its place."""
    return i18n.say(SENTENCES[found.code], {**found.where, **found.values})


def broken_promise(error: CompetencesError) -> str:
    """Give the sentence of a named exception."""
    return i18n.say(SENTENCES[error.code], error.values)


def reason(given: Reason) -> str:
    """Give the sentence of a reason in a plan."""
    return i18n.say(SENTENCES[given.code], given.values)
