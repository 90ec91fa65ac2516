from dataclasses import replace

import pytest

from recommender import Outcome
from recommender.tag_loss import loss, true_courses
from recommender.tagger import Text
from recommender.tagger.corpus import labelled
from recommender.tagger.levels import LevelModel, band_of


@pytest.fixture(scope="module")
def courses():
    return true_courses()


def shifted(course, by):
    return replace(
        course,
        outcomes=tuple(
            replace(one, entry=max(0, one.entry + by), exit=one.exit + by)
            for one in course.outcomes
        ),
    )


def test_the_courses_are_those_that_are_labelled_with_all_that_they_teach(courses):
    described = [one for one in labelled() if one.description]
    assert [{o.competence for o in one.outcomes} for one in courses] == [
        set(one.codes) for one in described
    ]
    assert [one.language for one in courses] == [one.language for one in described]


def test_true_outcomes_lose_nothing_and_foreign_ones_everything(courses):
    assert loss(courses, courses, 8, 1)["all"] == {"true_levels": 1.0, "steps_shut": 0.0}
    foreign = [
        replace(one, outcomes=(Outcome("digcomp-3.0/5.4", 0, 1),)) if one.outcomes else one
        for one in courses
    ]
    assert loss(courses, foreign, 8, 1)["all"]["true_levels"] < 0.3


def test_levels_that_are_guessed_too_low_shut_doors(courses):
    told = loss(courses, [shifted(one, -2) for one in courses], 12, 1)["all"]
    assert told["steps_shut"] > 0.2
    assert told["true_levels"] < 0.9


class TestLevelModel:
    """A model of a few courses: what it learns shows how it guesses, not how well."""

    @pytest.fixture(scope="class")
    @staticmethod
    def model():
        courses = [one for one in labelled() if one.language == "nl"]
        return LevelModel.fit([], courses)

    def test_it_gives_back_bands_that_it_learned(self, model):
        known = [
            one
            for one in labelled()
            if one.language == "nl" and one.levels and one.codes[0].startswith("digcomp")
        ]
        guesses = model.guesses([(one.title, one.description) for one in known])
        read = [(one, guess) for one, guess in zip(known, guesses, strict=True) if guess]
        assert len(read) > 100
        right = [guess == (2 * band_of(one), 2 * band_of(one) + 2) for one, guess in read]
        assert sum(right) / len(right) > 0.95

    def test_it_says_nothing_of_a_bare_title_or_a_short_description(self, model):
        assert model.guesses([("Excel", ""), ("Excel", "Werken met tabellen.")]) == [None, None]

    def test_a_text_is_bare_where_nothing_describes_it(self):
        assert Text("Excel").bare
        assert not Text("Excel", "Werken met tabellen.").bare
