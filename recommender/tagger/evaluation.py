"""How well the tagger does on courses that it has not seen, per language: as texts, as bare titles, on real titles.

Layers and stack are judged on folds that neither learned (`held_out.py`): the stack of a fold is fitted on the others.
(The layers behind those others had learned the fold: fourteen weights can carry little of it.)
Courses are judged by their chances alone; that a suggestion also needs telling words comes on top.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from competences import LANGUAGES
from recommender.tagger.corpus import Lesson, codes, labelled, own_texts, texts_version
from recommender.tagger.embedding import Reader
from recommender.tagger.held_out import FOLDS, NONE, HeldOut, folds, held_out
from recommender.tagger.levels import BAND, LevelModel, band_of, taught
from recommender.tagger.linear import Scores
from recommender.tagger.stack import Stack, stack
from recommender.tagger.suggesting import Text, suggestions
from recommender.tags import LEAST_PROBABILITY

PRECISION: Final = 0.9
"""The share of right suggestions that the share of tagged courses is told at."""
BINS: Final = 10
Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Quality:
    """What is told of a set of courses; shares of 1.

    `first`, `among_three`: the main code is the likeliest, one of the three likeliest, of its framework. `share`: most
    courses that can be tagged with `PRECISION` of first suggestions right. `tagged`, `precision`: courses whose first
    suggestion is likely enough to be given, and how many of these are right. `calibration_error`: mean gap between the
    first suggestion's chance and its truth, over tenths of the scale. `second_precision` is of second suggestions.
    `foreign`: courses without a code, and `foreign_tagged` how many get a suggestion. A suggestion is right if the
    course has the code. A share of nothing is 0.
    """

    courses: int
    first: float
    among_three: float
    share: float
    tagged: float
    precision: float
    second_precision: float
    calibration_error: float
    foreign: int
    foreign_tagged: float


def evaluate(reader: Reader | None = None) -> dict[str, Any]:
    """Give the quality of all courses and per language, as texts and as bare titles, as JSON values.

    With a reader, `embedded` tells the same of the tagger with its layer.
    """
    told = {
        "learned_from": texts_version(),
        "stack_is_up_to_date": stack().learned_from == texts_version(),
        "least_probability": LEAST_PROBABILITY,
        "texts": unseen(bare=False),
        "titles": unseen(bare=True),
        "levels": {"all": dict(level_quality())},
    }
    if reader:
        told["embedded"] = {
            "model": reader.name,
            "texts": unseen(bare=False, reader=reader),
            "titles": unseen(bare=True, reader=reader),
        }
    return told


def unseen(
    *,
    bare: bool,
    confirmed: tuple[Lesson, ...] = (),
    judged: tuple[Lesson, ...] = (),
    reader: Reader | None = None,
) -> dict[str, dict[str, float]]:
    """Give the quality on courses that were not learned, of all and per language: as texts, or as bare titles.

    `confirmed` lessons are learned beside ours, `judged` ones are looked at beside ours, a `reader` adds its layer, as
    `held_out` has it.
    """
    said = held_out(bare=bare, confirmed=confirmed, judged=judged, reader=reader)
    chances = _unseen(said, bare=bare)
    languages = np.array([one.language for one in said.courses])
    return {
        name: asdict(quality(chances[chosen], said.right[chosen], said.main[chosen]))
        for name in ("all", *LANGUAGES)
        for chosen in ((languages == name) | (name == "all"),)
    }


def quality(chances: Scores, right: Marks, main: NDArray[np.int_]) -> Quality:
    """Give the quality of chances: a row a course, a column a code of `codes()`; `main` is the main code's column."""
    order = np.argsort(-chances, axis=1, kind="stable")[:, :2]
    told = np.take_along_axis(chances, order, axis=1)
    hits = np.take_along_axis(right, order, axis=1)
    given = told >= LEAST_PROBABILITY
    known = main != NONE
    rank = _rank(chances[known], main[known])
    return Quality(
        courses=len(chances),
        first=_share(rank == 0),
        among_three=_share(rank < 3),
        share=share_at(PRECISION, told[:, 0], hits[:, 0]),
        tagged=_share(given[:, 0]),
        precision=_share(hits[given[:, 0], 0]),
        second_precision=_share(hits[given[:, 1], 1]),
        calibration_error=calibration_error(told[:, 0], hits[:, 0]),
        foreign=int((~known).sum()),
        foreign_tagged=_share(given[~known, 0]),
    )


def share_at(precision: float, chances: Scores, hit: Marks) -> float:
    """Give the largest share, surest first, in which at least `precision` are hits; 0 where there is none."""
    order = np.argsort(-chances, kind="stable")
    running = np.cumsum(hit[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(running >= precision)
    return float((kept[-1] + 1) / len(order)) if len(kept) else 0.0


def calibration_error(chances: Scores, hit: Marks) -> float:
    """Give the expected calibration error over `BINS` equal bins (Naeini et al., 2015)."""
    place = np.clip((chances * BINS).astype(int), 0, BINS - 1)
    gaps = [
        abs(chances[place == one].mean() - hit[place == one].mean()) * (place == one).sum()
        for one in np.unique(place)
    ]
    return float(sum(gaps) / len(chances))


def micro_f1(given: Sequence[set[str]], right: Sequence[set[str]]) -> float:
    """Give the F1 of all pairs of text and code together; 0 where nothing is right."""
    both = sum(len(one & other) for one, other in zip(given, right, strict=True))
    total = sum(len(one) for one in given) + sum(len(one) for one in right)
    return 2 * both / total if total else 0.0


def evaluate_titles(texts: Sequence[Text], right: Sequence[set[str]]) -> dict[str, float]:
    """Give how well real titles are tagged, with the codes of the framework that the right ones are of.

    `first`, `among_three`, `tagged` are shares of the titles that have a right code: the likeliest is a right one, one
    of the three likeliest is, a suggestion is given. Raises `ValueError` where the codes are not of one framework.
    """
    known = [number for number, one in enumerate(right) if one]
    frameworks = {code.partition("/")[0] for one in right for code in one}
    if len(frameworks) != 1 or not set().union(*right) <= set(codes()):
        message = "the right codes are not of one framework"
        raise ValueError(message)
    framework = f"{frameworks.pop()}/"
    made = suggestions(texts)
    ranked = [[code for code in one.chances if code.startswith(framework)] for one in made]
    given = [
        {one.competence for one in each.outcomes if one.competence.startswith(framework)}
        for each in made
    ]
    return {
        "titles": len(texts),
        "first": float(np.mean([ranked[one][0] in right[one] for one in known])),
        "among_three": float(np.mean([bool(right[one] & {*ranked[one][:3]}) for one in known])),
        "tagged": float(np.mean([bool(given[one]) for one in known])),
        "micro_f1": micro_f1(given, right),
    }


@cache
def level_quality() -> Mapping[str, float]:
    """Give how well levels of our labelled courses are guessed by a model that has not learned them, as shares of 1.

    `courses`: how many have levels and are long enough; `right`: begin in the band that is guessed; `bands_off`: the
    mean error; `usual_right`, `usual_bands_off`: the same for the commonest band.
    """
    fold = folds(labelled())
    found: list[tuple[int, int]] = []
    for number in range(FOLDS):
        parts = list(zip(labelled(), fold, strict=True))
        model = LevelModel.fit(own_texts(), [one for one, place in parts if place != number])
        unseen = taught([one for one, place in parts if place == number])
        told = model.guesses([(one.title, one.description) for one in unseen])
        found += [
            (band_of(one), guess[0] // BAND)
            for one, guess in zip(unseen, told, strict=True)
            if guess
        ]
    true, guessed = np.array(found).T
    usual = np.bincount(true).argmax()
    return {
        "courses": len(true),
        "right": float((true == guessed).mean()),
        "bands_off": float(abs(true - guessed).mean()),
        "usual_right": float((true == usual).mean()),
        "usual_bands_off": float(abs(true - usual).mean()),
    }


def _unseen(said: HeldOut, *, bare: bool) -> Scores:
    """Give the chances of each course by a stack that was fitted on the other folds."""
    chances = np.zeros(said.right.shape)
    for number in range(FOLDS):
        here = said.fold == number
        weights = said.fitted(but=number)
        marks = np.full(int(here.sum()), bare)
        fold_stack = Stack(weights, weights, "")
        chances[here] = fold_stack.chances(said.features[here], said.listed[here], marks)
    return chances


def _share(marks: Marks) -> float:
    return float(marks.mean()) if marks.size else 0.0


def _rank(chances: Scores, main: NDArray[np.int_]) -> NDArray[np.int_]:
    """Give how many codes of the main code's framework are likelier than the main code."""
    frameworks = np.array([code.partition("/")[0] for code in codes()])
    own = chances[np.arange(len(main)), main][:, None]
    same = frameworks[None, :] == frameworks[main][:, None]
    return np.asarray(((chances > own) & same).sum(axis=1), dtype=np.int_)
