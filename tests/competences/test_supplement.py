"""Official supplements to texts: an invented one in both forms, and the real one where it is there."""

import json
from collections import Counter

import pytest

from competences import load_framework
from competences.__main__ import main
from competences.lint import lint
from competences.sentences import say
from competences.supplement import DIGCOMP, OfficialText, UnusableSupplement
from competences.supplement_jsonld import from_jsonld, sentences
from competences.supplement_sheets import from_sheets
from tests.competences.supplements import (
    DUTCH,
    ENGLISH,
    document,
    outcome,
    real,
    sheets,
    statement,
)

FRAMEWORK = load_framework(DIGCOMP)
BOTH = (statement(), outcome())
TEXTS = (
    OfficialText("1.1", "descriptor", "1.1", "", "", "", "en", "To know teapots.", 1),
    OfficialText(
        "1.1", "statement", "CS1.1.01", "basic", "", "implicit", "en", "Find a lost teapot.", 1
    ),
    OfficialText(
        "1.1",
        "outcome",
        "LO1.1.01",
        "highly-advanced",
        "knowledge",
        "none",
        "en",
        "Knows where teapots hide.",
        1,
    ),
)


def told(*nodes):
    """Give the codes of the texts of a document, and the codes of its problems."""
    texts, problems = from_jsonld(document(*nodes), FRAMEWORK)
    for one in problems:
        assert say(one.code, {**one.where, **one.values})
    return [text.code for text in texts[1:]], [one.code for one in problems]


def test_both_forms_give_the_same_texts_and_levels_are_joined_by_name():
    assert from_jsonld(document(*BOTH), FRAMEWORK) == (TEXTS, [])
    assert from_sheets(sheets(), FRAMEWORK) == (TEXTS, [])


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"four_levels_proficiency_name": "ProficiencyLevel/Divine"}, "official-level-unknown"),
        ({"four_levels_proficiency_name": None}, "official-level-unknown"),
        ({"competence_id": "Competence/9.9"}, "official-competence-unknown"),
        ({"description": " \n"}, "official-text-empty"),
        ({"description": 7}, "official-text-empty"),
        ({"description": "x" * 4001}, "official-text-long"),
        ({"@id": "CompetenceStatement/"}, "official-code-odd"),
        ({"@id": "CompetenceStatement/" + "x" * 33}, "official-code-odd"),
    ],
)
def test_a_text_that_cannot_be_placed_is_told_and_the_rest_goes_on(given, problem):
    wrong = statement(**{"@id": "CompetenceStatement/CS1.1.02", **given})
    assert told(wrong, *BOTH) == (["CS1.1.01", "LO1.1.01"], [problem])


def test_a_repeated_code_keeps_the_first():
    again = statement(description="Another.")
    texts, problems = from_jsonld(document(*BOTH, again), FRAMEWORK)
    assert texts == TEXTS
    assert [one.code for one in problems] == ["official-code-repeated"]
    assert problems[0].where == {"node": "CompetenceStatement/CS1.1.01"}


@pytest.mark.parametrize("given", [{"ai_label": "AI-Perhaps"}, {"type": "Wish"}])
def test_a_label_that_nobody_knows_is_told_and_the_text_stays(given):
    assert told(statement(), outcome(**given)) == (
        ["CS1.1.01", "LO1.1.01"],
        ["official-label-unknown"],
    )


def test_a_level_that_the_file_does_not_have_is_unknown():
    found = document(statement())
    found["@graph"] = [one for one in found["@graph"] if one.get("four_levels_name") != "Basic "]
    assert [one.code for one in from_jsonld(found, FRAMEWORK)[1]] == ["official-level-unknown"]


def test_signs_that_no_store_takes_are_left_out():
    texts, _ = from_jsonld(
        document(statement(description="A\x00 tea\ud800pot\r\nor two")), FRAMEWORK
    )
    assert texts[1].text == "A teapot\nor two"


def test_a_translation_stands_beside_and_where_it_lacks_that_is_told():
    nodes = (
        statement(description_nl="Vind een theepot."),
        statement(**{"@id": "CompetenceStatement/CS1.1.02"}),
    )
    texts, problems = from_jsonld(document(*nodes), FRAMEWORK)
    assert [(one.code, one.language) for one in texts if one.kind == "statement"] == [
        ("CS1.1.01", "en"),
        ("CS1.1.01", "nl"),
        ("CS1.1.02", "en"),
    ]
    assert [(one.code, one.values["language"]) for one in problems] == [
        ("official-text-empty", "nl")
    ]


def test_problems_of_a_workbook_name_sheet_and_row():
    rows = [[], [1.1, "CS1.1.02", "Pour.", "Divine", "AI-Implicit"], [1.1, "CS1.1.03"]]
    texts, problems = from_sheets(sheets(statements=rows, dutch=True), FRAMEWORK)
    assert [one.text for one in texts if one.language == "nl"] == ["Vind."]
    sheet = "3 Competence Statements"
    assert [(one.where, one.values["code"]) for one in problems] == [
        ({"sheet": sheet, "row": 4}, "CS1.1.02"),
        ({"sheet": sheet, "row": 5}, "CS1.1.03"),
    ]


@pytest.mark.parametrize(
    "parsed",
    [
        None,
        [],
        {},
        {"@graph": {}},
        {"@graph": [1, {"@type": ["Course"]}, {"@type": "Course"}]},
        document(),
    ],
)
def test_a_document_without_statements_and_outcomes_is_no_supplement(parsed):
    with pytest.raises(UnusableSupplement, match="not an official supplement"):
        from_jsonld(parsed, FRAMEWORK)


def test_a_workbook_without_a_sheet_or_a_column_is_refused_by_its_name():
    found = sheets()
    found["4 Learning Outcomes"][0][3] = "Height"
    with pytest.raises(UnusableSupplement, match=r"4 Learning Outcomes.*Proficiency level"):
        from_sheets(found, FRAMEWORK)
    found["4 Learning Outcomes"] = []
    with pytest.raises(UnusableSupplement, match="Competence number"):
        from_sheets(found, FRAMEWORK)
    del found["4 Learning Outcomes"]
    with pytest.raises(UnusableSupplement, match="no sheet “Learning Outcomes”"):
        from_sheets(found, FRAMEWORK)


def test_lint_finds_a_phrase_of_ours_that_is_theirs(tmp_path, capsys):
    taken = FRAMEWORK.competence("1.1").description["fr"]
    path = tmp_path / "supplement.json"
    path.write_text(json.dumps(document(statement(description_fr=taken))), encoding="utf-8")
    assert main(["lint", DIGCOMP, "--against", str(path), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {one["code"] for one in problems} >= {"taken-over"}
    assert taken in next(one["message"] for one in problems if one["code"] == "taken-over")


@pytest.mark.parametrize("content", ["no json", "{}", "[1]"])
def test_lint_against_something_else_is_refused(tmp_path, capsys, content):
    path = tmp_path / "supplement.json"
    path.write_text(content, encoding="utf-8")
    assert main(["lint", DIGCOMP, "--against", str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


class TestTheRealOne:
    @pytest.mark.parametrize(
        ("path", "languages"), [(ENGLISH, {"en"}), (DUTCH, {"en", "nl"})], ids=["en", "nl"]
    )
    def test_it_has_what_its_makers_count(self, path, languages):
        parsed = json.loads(real(path).read_text(encoding="utf-8"))
        texts, problems = from_jsonld(parsed, FRAMEWORK)
        assert problems == []
        assert {one.language for one in texts} == languages
        for language in languages:
            here = [one for one in texts if one.language == language]
            kinds = Counter(one.kind for one in here)
            assert kinds == {"statement": 362, "outcome": 523, "descriptor": 21}
            bands = Counter(one.level for one in here if one.kind == "statement")
            assert [bands[level] for level in FRAMEWORK.level_codes] == [97, 103, 89, 73]
            facets = Counter(one.facet for one in here if one.kind == "outcome")
            assert facets == {"knowledge": 217, "skill": 199, "attitude": 107}
            labels = Counter(one.ai for one in here if one.kind == "statement")
            assert labels == {"explicit": 49, "implicit": 246, "none": 67}

    def test_lint_takes_the_sentences_of_all_languages(self):
        parsed = json.loads(real(DUTCH).read_text(encoding="utf-8"))
        texts, _ = from_jsonld(parsed, FRAMEWORK)
        assert set(sentences(parsed)) == {one.text for one in texts}


@pytest.mark.parametrize("framework", ["digcomp-3.0", "e-cf-4.0", "digcompedu"])
def test_no_sentence_of_ours_is_nearly_an_official_one(framework):
    foreign = sentences(json.loads(real(DUTCH).read_text(encoding="utf-8")))
    _, problems = lint(framework, foreign=foreign)
    assert len(foreign) > 1500
    assert [one for one in problems if one.code == "taken-over"] == []
