"""What the tagger's mistakes cost a path: levels truly closed by suggested outcomes, against those by true ones.

Our labelled courses are the offer; each gets the outcomes that a tagger suggests which has not learned it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from typing import Final

import numpy as np

from competences import LANGUAGES
from recommender.catalogue import Catalogue, Outcome, Training
from recommender.exhaustive import worth
from recommender.needs import Need
from recommender.offers import index
from recommender.paths import plan
from recommender.plans import Constraints
from recommender.reading import read_catalogue
from recommender.simulation import simulated_catalogue, simulated_people
from recommender.tagger.corpus import LABELLED, Lesson, codes, labelled, own_texts
from recommender.tagger.held_out import FOLDS, folds, held_out
from recommender.tagger.levels import LevelModel
from recommender.tagger.linear import LinearModel
from recommender.tagger.stack import Stack
from recommender.tagger.suggesting import Tagger, Text

PEOPLE: Final = 200
SEED: Final = 1


def evaluate(people: int = PEOPLE, seed: int = SEED) -> dict[str, dict[str, float]]:
    """Give what `loss` gives for suggested outcomes; `told_levels` if a person had set the levels of the right ones."""
    true, guessed = true_courses(), suggested_courses()
    told = [_with_true_levels(one, like) for one, like in zip(guessed, true, strict=True)]
    return {
        **loss(true, guessed, people, seed),
        "told_levels": loss(true, told, people, seed)["all"],
    }


def loss(
    true: Sequence[Training], guessed: Sequence[Training], people: int, seed: int
) -> dict[str, dict[str, float]]:
    """Give how much paths over guessed outcomes lose, of all simulated people and by their language.

    `true_levels`: weighted levels truly closed by paths over guessed outcomes, as a share of those over true ones; a
    step whose true doors are shut brings nothing. `steps_shut`: the share of such steps.
    """
    offered, seen = _offer(true, seed), _offer(guessed, seed)
    by_id = {one.id: one for one in offered}
    offers = [index([Catalogue(one)]) for one in (offered, seen)]
    rows: dict[str, list[tuple[float, float, int, int]]] = {name: [] for name in LANGUAGES}
    for language, (needs, limits) in _asking(people, seed):
        best, found = (plan(offer, needs, limits, explain=False) for offer in offers)
        steps = [by_id[step.training.id] for step in found.steps]
        walked = _walked(steps, needs, limits)
        kept = worth(walked, needs, limits) or 0.0
        rows[language].append((kept, best.value, len(steps) - len(walked), len(steps)))
    rows = {"all": [row for several in rows.values() for row in several], **rows}
    return {name: _told(several) for name, several in rows.items() if several}


def true_courses() -> list[Training]:
    """Give our labelled courses that have a description as trainings, with what they truly teach."""
    read = [
        training
        for language in LANGUAGES
        for training in read_catalogue(
            (LABELLED / f"{language}.csv").read_bytes(), "", values={"language": language}
        )[0]
    ]
    return [
        training for training, lesson in zip(read, labelled(), strict=True) if lesson.description
    ]


def suggested_courses() -> list[Training]:
    """Give the same trainings, with what a tagger suggests that has learned the courses of the other folds."""
    courses = [one for one in labelled() if one.description]
    outcomes: dict[Lesson, tuple[Outcome, ...]] = {}
    for number in range(FOLDS):
        unseen = [
            one for one, fold in zip(labelled(), folds(labelled()), strict=True) if fold == number
        ]
        texts = [Text(one.title, one.description, one.language) for one in unseen]
        made = _tagger(number).suggestions(texts)
        outcomes |= {one: told.outcomes for one, told in zip(unseen, made, strict=True)}
    return [
        replace(training, outcomes=outcomes[lesson])
        for training, lesson in zip(true_courses(), courses, strict=True)
    ]


def _with_true_levels(guessed: Training, true: Training) -> Training:
    """Give a training whose guessed outcomes have the true levels where the competence is right."""
    known = {one.competence: one for one in true.outcomes}
    outcomes = (
        replace(one, entry=known[one.competence].entry, exit=known[one.competence].exit)
        if one.competence in known
        else one
        for one in guessed.outcomes
    )
    return replace(guessed, outcomes=tuple(outcomes))


def _tagger(but: int) -> Tagger:
    """Give the tagger that learned all courses but those of one fold."""
    fold = folds(labelled())
    others = [one for one, number in zip(labelled(), fold, strict=True) if number != but]
    texts, titles = (held_out(bare=bare).fitted(but=but) for bare in (False, True))
    return Tagger(
        LinearModel.fit(codes(), own_texts(), others),
        Stack(texts, titles, ""),
        levels=LevelModel.fit(own_texts(), others),
    )


def _offer(courses: Sequence[Training], seed: int) -> tuple[Training, ...]:
    """Give courses with simulated hours and prices; they can be followed from anywhere, at any time, by anybody."""
    drawn = simulated_catalogue(len(courses), seed)
    return tuple(
        replace(one, hours=like.hours, price=like.price, mode="online", group="")
        for one, like in zip(courses, drawn, strict=True)
    )


def _asking(people: int, seed: int) -> Iterator[tuple[str, tuple[tuple[Need, ...], Constraints]]]:
    """Give simulated people with their limits of hours and money, each with one language in turn."""
    asking = simulated_people(people, seed)
    for language, (needs, limits) in zip(cycle(LANGUAGES), asking, strict=False):
        own = Constraints(hours=limits.hours, euro=limits.euro, languages=(language,))
        yield language, (needs, own)


def _walked(
    steps: Sequence[Training], needs: Sequence[Need], constraints: Constraints
) -> list[Training]:
    """Give the steps of a path whose true doors are open when they come."""
    walked: list[Training] = []
    for one in steps:
        if worth([*walked, one], needs, constraints) is not None:
            walked.append(one)
    return walked


def _told(rows: Sequence[tuple[float, float, int, int]]) -> dict[str, float]:
    kept, best, shut, steps = np.array(rows).sum(axis=0)
    return {
        "true_levels": float(kept / best) if best else 1.0,
        "steps_shut": float(shut / steps) if steps else 0.0,
    }
