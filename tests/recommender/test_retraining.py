"""Decisions as lessons, the gate before a new tagger, and taggers kept as numbers."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from competences import LANGUAGES, Text
from competences.problems import UnwritableOutput
from recommender.catalogue import Outcome
from recommender.decisions import WHOLE
from recommender.tagger import Tagger, kept, shipped, suggestions
from recommender.tagger import Text as Said
from recommender.tagger.confirmed import lessons_of
from recommender.tagger.corpus import Lesson, codes, labelled, own_texts, texts_version
from recommender.tagger.held_out import folds
from recommender.tagger.kept import Learned
from recommender.tagger.linear import LinearModel
from recommender.tagger.retraining import MOST_ERROR, objections, retrained
from tests.recommender.builders_decisions import (
    GUIDE,
    NOON,
    SHEETS,
    WORD,
    decision,
    lessons_of_twenty,
    silent,
)


class TestLessons:
    def test_a_confirmed_text_teaches_what_a_person_said(self):
        both = silent(title="Word en Excel", description="Van brief tot rekenblad.")
        first = decision(both, probability=0.6)
        second = decision(both, SHEETS, (Outcome(SHEETS, 2, 4, "reviewed"),), probability=0.8)
        assert lessons_of([first, second]) == (
            Lesson(
                *("Word en Excel", "Van brief tot rekenblad.", "nl", (SHEETS, WORD), (2, 4)),
                course="word en excel",
            ),
        )

    def test_each_language_of_a_training_is_a_lesson_of_one_course(self):
        given = replace(silent(), title=Text(nl="Teksten", fr="Textes", de="Texte", en="Texts"))
        lessons = lessons_of([decision(given)])
        assert [one.language for one in lessons] == list(LANGUAGES)
        assert len({one.course for one in lessons}) == 1
        assert len(set(folds([*labelled(), *lessons])[-len(lessons) :])) == 1

    def test_what_was_only_rejected_is_no_lesson_and_what_teaches_nothing_is_one(self):
        yoga = silent(title="Yoga")
        assert lessons_of([decision(yoga, outcomes=(), verdict="rejected")]) == ()
        (one,) = lessons_of([decision(yoga, WHOLE, (), "rejected")])
        assert (one.codes, one.levels) == ((), None)

    def test_a_framework_that_the_tagger_does_not_know_is_no_lesson(self):
        outcomes = (Outcome("digcompedu/1.1", 0, 2, "reviewed"),)
        assert lessons_of([decision(silent(), outcomes=outcomes, verdict="changed")]) == ()

    def test_the_order_of_decisions_makes_no_difference(self):
        some = [decision(silent(title=f"Cursus {n}"), at=NOON + timedelta(n)) for n in range(5)]
        assert lessons_of(some) == lessons_of(some[::-1])

    def test_the_folds_of_our_own_courses_stay_as_they_are(self):
        lessons = lessons_of([decision(silent())])
        assert list(folds([*lessons, *labelled()])[1:]) == list(folds(labelled()))


def figures(**given):
    """Give figures of a tagger that is right four times in five."""
    plain = {"first": 0.8, "calibration_error": 0.05}
    return {name: {**plain, **given.get(name, {})} for name in ("all", *LANGUAGES)}


class TestTheGate:
    def test_a_tagger_that_does_as_well_may_speak(self):
        assert objections(figures(), figures(de={"first": 0.791})) == ()

    def test_a_language_that_loses_more_than_a_point_is_named(self):
        (one,) = objections(figures(), figures(de={"first": 0.785}, fr={"first": 0.9}))
        assert (one.what, one.language, one.before, one.after) == ("first", "de", 0.8, 0.785)

    def test_chances_that_are_not_true_are_refused(self):
        (one,) = objections(figures(), figures(all={"calibration_error": 0.061}))
        assert (one.what, one.language, one.most) == ("calibration_error", "all", MOST_ERROR)


@pytest.fixture
def learned():
    """Give what a training would give, fitted to few texts."""
    own = tuple({one.codes: one for one in own_texts()}.values())
    model = LinearModel.fit(codes(), own, labelled()[::8])
    lessons = lessons_of([decision(silent())])
    return Learned(Tagger(model, shipped().stack), lessons, 1, NOON, texts_version(), {"a": 1})


TEXTS = [Said("Oude toestellen", "Wat een telefoon kost aan stroom.", "nl"), Said("C#", "", "en")]


class TestWhatIsKept:
    def test_a_kept_tagger_says_the_same(self, learned, tmp_path):
        assert kept.live(tmp_path) is None
        kept.keep(tmp_path / "new", learned)
        found = kept.live(tmp_path / "new")
        assert (found.version, found.lessons, found.figures) == (
            *(learned.version, learned.lessons, learned.figures),
        )
        for before, after in zip(
            suggestions(TEXTS, learned.tagger), suggestions(TEXTS, found.tagger), strict=True
        ):
            assert after.outcomes == before.outcomes
            assert after.chances == pytest.approx(before.chances, abs=1e-4)

    def test_its_arrays_are_numbers_and_never_objects(self, learned, tmp_path):
        kept.keep(tmp_path, learned)
        with np.load(tmp_path / f"{learned.version}.npz", allow_pickle=False) as arrays:
            assert all(arrays[name].dtype.kind in "fu" for name in arrays)

    def test_the_one_before_is_kept_and_can_speak_again(self, learned, tmp_path):
        versions = []
        for number in range(3):
            lessons = lessons_of([decision(silent(title=f"Cursus {number}"))])
            one = replace(learned, lessons=lessons)
            versions.append(one.version)
            kept.keep(tmp_path, one)
        assert {file.stem for file in tmp_path.glob("*.npz")} == set(versions[1:])
        assert kept.live(tmp_path).version == versions[2]
        assert kept.back(tmp_path).version == versions[1]
        assert kept.back(tmp_path).version == versions[2]

    def test_one_of_another_release_does_not_speak(self, learned, tmp_path):
        kept.keep(tmp_path, replace(learned, shipped="another"))
        assert kept.live(tmp_path) is not None
        assert kept.fresh(tmp_path) is None

    @pytest.mark.parametrize("spoiled", ["npz", "json"])
    def test_a_spoiled_file_is_as_good_as_none(self, learned, tmp_path, spoiled):
        kept.keep(tmp_path, learned)
        (tmp_path / f"{learned.version}.{spoiled}").write_bytes(b"spoiled")
        assert kept.live(tmp_path) is None
        (tmp_path / kept.LIVE).write_text(json.dumps({"no": "list"}), encoding="utf-8")
        assert kept.live(tmp_path) is None

    def test_a_folder_that_cannot_be_is_said(self, learned, tmp_path):
        (tmp_path / "file").write_text("", encoding="utf-8")
        with pytest.raises(UnwritableOutput):
            kept.keep(tmp_path / "file" / "tagger", learned)


@pytest.mark.usefixtures("thin_corpus")
class TestATraining:
    def test_lessons_raise_the_chance_of_what_they_teach(self):
        learned, against = retrained(lessons_of_twenty(), decisions=20, until=NOON)
        before, after = learned.figures["before"], learned.figures["after"]
        assert against == objections(before, after)
        assert after["nl"]["first"] > before["nl"]["first"]
        (made,) = suggestions([Said(f"{GUIDE} voor iedereen", "", "nl")], learned.tagger)
        assert next(iter(made.chances)) == WORD
