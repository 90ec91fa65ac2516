"""Trainings that nobody labelled, and decisions about them."""

from dataclasses import replace
from datetime import UTC, datetime

from competences import Text
from recommender.catalogue import Catalogue, Outcome, Training
from recommender.decisions import Decision, key_of
from recommender.tagger.confirmed import lessons_of

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
GUIDE = "Kwispelgids"
"""A word that no text of ours has."""
WORD = "digcomp-3.0/3.1"
SHEETS = "digcomp-3.0/1.3"


def silent(name="t-1", title="Teksten opmaken", description="", language="nl", **given):
    """Give a training whose provider does not say what it teaches."""
    said = {language: description} if description else {}
    return Training(
        id=name,
        title=Text.from_mapping({language: title}),
        description=Text.from_mapping(said),
        language=language,
        mode="online",
        **given,
    )


def suggested(competence=WORD, probability=0.7, entry=0, exit_=2):
    """Give a suggestion of the model."""
    return Outcome(competence, entry, exit_, "model", probability, ("Teksten", "opmaken"))


def offer(*trainings):
    """Give a catalogue."""
    return Catalogue(trainings, "v")


def decision(training, competence=WORD, outcomes=None, verdict="confirmed", **given):
    """Give a decision; without outcomes it confirms levels 0 to 2."""
    plain = Decision(
        text=key_of(training),
        competence=competence,
        verdict=verdict,
        outcomes=(Outcome(competence, 0, 2, "reviewed"),) if outcomes is None else outcomes,
        by="An",
        at=NOON,
        title=training.title,
        description=training.description,
        language=training.language,
        probability=0.7,
    )
    return replace(plain, **given)


def twenty():
    """Give twenty courses with a word that no other course has."""
    return [
        silent(f"t-{n}", f"{GUIDE} {n}", description=f"{GUIDE} en kwispels.") for n in range(20)
    ]


def lessons_of_twenty():
    """Give the lessons of these courses, all confirmed."""
    return lessons_of([decision(one) for one in twenty()])
