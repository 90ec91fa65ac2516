from string import Formatter

import pytest
from flask import g

from app import words
from app.words import SENTENCES
from competences import LANGUAGES, Problem, load_framework
from competences import sentences as measurement
from recommender import sentences as advice


def places(sentence):
    """Give the names of the places of a sentence."""
    forms = sentence if isinstance(sentence, tuple) else (sentence,)
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


@pytest.fixture
def speaking(app):
    """Give a function that opens a request in a language."""
    return lambda language: app.test_request_context(f"/{language}/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said_in_every_language(speaking, language):
    with speaking(language):
        for code, sentence in SENTENCES.items():
            values = {name: 2 if name == "n" else 2.5 for name in places(sentence)}
            said = words.sentence(code, values)
            assert said
            assert "{" not in said


@pytest.mark.parametrize(("language", "number"), [("nl", "2,5"), ("de", "2,5"), ("en", "2,5")])
def test_numbers_are_written_as_belgium_writes_them(speaking, language, number):
    with speaking(language):
        g.language = language
        assert f"{words.Written(2.5):g}" == number


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_competence_is_named_in_the_language(speaking, language):
    name = load_framework("digcomp-3.0").competence("1.1").name[language]
    with speaking(language):
        g.language = language
        assert words.competence("digcomp-3.0/1.1") == f"1.1 {name}"
        assert words.competence("unheard-1/B.1") == "unheard-1/B.1"


def test_a_problem_names_its_place(speaking):
    code = "unknown-framework"
    with speaking("en"):
        g.language = "en"
        assert "x-1" in words.problem(Problem(code, "error", {}, {"framework": "x-1"}))


def test_the_two_floors_keep_their_codes_apart():
    both = measurement.SENTENCES.keys() & advice.SENTENCES.keys()
    assert {
        code for code in both if measurement.SENTENCES[code] != advice.SENTENCES[code]
    } == set()
