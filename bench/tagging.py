"""The tagger on courses that it has not learned, and on real titles where they stand beside the checkout."""

import csv
import time
from pathlib import Path

from bench.figure import Figure, Skipped
from competences import LANGUAGES
from recommender.tagger import Text, evaluation, suggestions

TITLES = Path(__file__).resolve().parents[2] / "shared/catalogues/be_titles_fr_labelled_dev.csv"
COPIES = 20
"""So often the titles are repeated to tell what one costs."""


def courses() -> list[Figure]:
    told = evaluation.evaluate()["texts"]
    every = told["all"]
    firsts = [told[language]["first"] for language in LANGUAGES]
    return [
        Figure(
            "tagger, courses not learned: top-1, mean of languages",
            sum(firsts) / len(firsts),
            least=0.68,
        ),
        Figure("tagger, courses not learned: top-1, German", told["de"]["first"], least=0.62),
        Figure("tagger, courses not learned: top-3", every["among_three"], least=0.88),
        Figure("tagger, courses not learned: share at 90 % precision", every["share"], least=0.45),
        Figure(
            "tagger, courses not learned: calibration error", every["calibration_error"], most=0.06
        ),
        Figure("tagger, courses that teach nothing digital: tagged", every["foreign_tagged"]),
    ]


def titles() -> list[Figure]:
    if not TITLES.exists():
        raise Skipped("the public evaluation data beside the checkout is missing")
    with TITLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [Text(row["title"], "", "fr") for row in rows]
    right = [{f"digcomp-3.0/{code}" for code in row["digcomp"].split(";") if code} for row in rows]
    told = evaluation.evaluate_titles(texts, right)
    start = time.process_time()
    suggestions(texts * COPIES)
    cost = 1000 * (time.process_time() - start) / len(texts) / COPIES
    return [
        Figure("tagger, real French titles: top-1", told["first"], least=0.82),
        Figure("tagger, real French titles: micro-F1", told["micro_f1"], least=0.72),
        Figure("tagger, a title: CPU", cost, "ms"),
    ]


MEASUREMENTS = (courses, titles)
