"""`flask framework import`: the official supplement into the database, from either form."""

import io
import json

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from app import create_app
from app.cli.frameworks import texts_of
from app.db import reading
from app.stores import official_texts
from competences import load_framework
from competences.console import MOST
from competences.supplement import DIGCOMP
from tests.builders import settings
from tests.competences.supplements import (
    DUTCH,
    DUTCH_SHEETS,
    ENGLISH,
    ENGLISH_SHEETS,
    document,
    outcome,
    real,
    sheets,
    statement,
)
from tests.recommender.builders_reading import zip_of

FRAMEWORK = load_framework(DIGCOMP)
COUNTS = "official texts of digcomp-3.0 in {}: 362 statements, 523 outcomes, 21 descriptors."
SMALL = json.dumps(document(statement(description_nl="Vind een theepot."), outcome())).encode()


def workbook(found):
    """Give the bytes of a workbook of named sheets."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    for name, rows in found.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return made.getvalue()


@pytest.fixture
def bring(app, tmp_path):
    """Give a function that imports bytes from a file whose name says nothing."""

    def command(data, *words):
        path = tmp_path / "file.bin"
        path.write_bytes(data)
        return app.test_cli_runner().invoke(args=["framework", "import", str(path), *words])

    return command


def kept(app):
    """Give all texts that the database holds."""
    with app.app_context(), reading() as session:
        return [
            text
            for code in FRAMEWORK.codes
            for text in official_texts.of_competence(session, DIGCOMP, code)
        ]


def spoken(app):
    """Give the languages that the database has texts in."""
    with app.app_context(), reading() as session:
        return tuple(sorted(official_texts.counts(session, DIGCOMP)))


@pytest.mark.parametrize("path", [ENGLISH, ENGLISH_SHEETS], ids=["jsonld", "xlsx"])
def test_the_real_supplement_is_kept_once_however_often_it_comes(app, bring, path):
    data = real(path).read_bytes()
    for _ in range(2):
        outcome = bring(data)
        assert outcome.exit_code == 0, outcome.output
        assert "906 " + COUNTS.format("en") in outcome.output
        assert "error" not in outcome.output
        assert sorted(kept(app), key=repr) == sorted(texts_of(data, FRAMEWORK)[0], key=repr)


def test_the_draft_brings_both_languages_and_the_original_leaves_the_dutch(app, bring):
    outcome = bring(real(DUTCH_SHEETS).read_bytes())
    assert outcome.exit_code == 0, outcome.output
    assert "906 " + COUNTS.format("nl") in outcome.output
    assert spoken(app) == ("en", "nl")
    before = kept(app)
    assert bring(real(ENGLISH).read_bytes()).exit_code == 0
    assert kept(app) == before


@pytest.mark.parametrize(
    ("one", "other"), [(ENGLISH, ENGLISH_SHEETS), (DUTCH, DUTCH_SHEETS)], ids=["en", "nl"]
)
def test_workbook_and_json_ld_say_the_same_text_for_text(one, other):
    found = [texts_of(real(path).read_bytes(), FRAMEWORK) for path in (one, other)]
    assert found[0] == found[1]


def test_a_broken_file_with_fewer_texts_changes_nothing_unless_forced(app, bring):
    assert bring(json.dumps(document(statement(), outcome())).encode()).exit_code == 0
    before = kept(app)
    lost = outcome(four_levels_proficiency_name="ProficiencyLevel/Divine")
    poor = json.dumps(document(statement(), lost)).encode()
    refused = bring(poor)
    assert refused.exit_code == 2
    assert "nothing was changed" in refused.output
    assert kept(app) == before
    assert bring(poor, "--force").exit_code == 0
    assert len(kept(app)) == len(before) - 1


def test_a_dry_run_keeps_nothing(app, bring):
    told = bring(workbook(sheets()), "--dry-run")
    assert told.exit_code == 0
    assert "official texts" in told.output
    assert kept(app) == []


def test_an_invented_workbook_is_kept_with_its_problems_told(app, bring):
    wrong = [1.1, "CS1.1.02", "Pour.", "Divine", "AI-Implicit"]
    outcome = bring(workbook(sheets(statements=[wrong])))
    assert outcome.exit_code == 0, outcome.output
    assert "error: 3 Competence Statements, Row 3: There is no level “Divine”" in outcome.output
    assert "1 statement, 1 outcome, 1 descriptor" in outcome.output
    assert len(kept(app)) == 3


def test_a_problem_of_a_node_is_said_in_the_language_asked_for(bring):
    wrong = statement(**{"@id": "CompetenceStatement/CS1.1.02", "competence_id": "Competence/9"})
    data = json.dumps(document(statement(), wrong)).encode()
    assert "error: CompetenceStatement/CS1.1.02: " in bring(data, "--language", "nl").output


def test_a_later_file_replaces_the_languages_that_it_has(app, bring):
    bring(SMALL)
    assert spoken(app) == ("en", "nl")
    bring(json.dumps(document(statement(description="Another."))).encode())
    assert {(one.language, one.text) for one in kept(app)} == {
        ("en", "To know teapots."),
        ("en", "Another."),
        ("nl", "Vind een theepot."),
    }


def test_the_page_of_a_competence_shows_what_was_imported(bring, client):
    bring(SMALL)
    page = client.get(f"/en/frameworks/{DIGCOMP}/competences/1.1").get_data(as_text=True)
    assert "Find a lost teapot." in page
    assert "Vind een theepot." in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n", "not an official supplement"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not an official supplement"),
        (SMALL[:-2], "not valid JSON"),
        (b'{"@graph": NaN}', "not valid JSON"),
        (b"[" * 1000, "nested deeper"),
        (b'{"@graph": []}', "not an official supplement"),
        (
            json.dumps(document(statement(competence_id="x"))).encode()[:-1]
            + b', "a": 1, "a": 2}',
            "twice",
        ),
        (zip_of(sheet=b"no workbook"), "XLSX"),
        (zip_of(sheet=bytes(120 * 2**20)), "more memory or time than an official supplement"),
        (workbook({"Sheet1": [["title"], ["Cours"]]}), "no sheet"),
        (bytes(MOST + 1), "larger than"),
    ],
    ids=[
        "empty",
        "csv",
        "old",
        "cut",
        "nan",
        "deep",
        "bare",
        "twice",
        "zip",
        "bomb",
        "other",
        "large",
    ],
)
def test_a_file_that_is_no_supplement_ends_with_one_sentence(app, bring, data, said):
    bring(SMALL)
    before = kept(app)
    outcome = bring(data)
    assert outcome.exit_code == 2
    assert said in outcome.output
    assert "Traceback" not in outcome.output
    assert len([line for line in outcome.output.splitlines() if line.startswith("Error")]) == 1
    assert kept(app) == before


def test_a_file_of_which_nothing_can_be_kept_changes_nothing(app, bring):
    bring(SMALL)
    before = kept(app)
    nodes = document(statement(competence_id="Competence/9"))
    nodes["@graph"] = nodes["@graph"][1:]
    outcome = bring(json.dumps(nodes).encode())
    assert outcome.exit_code == 2
    assert "There is no competence “9”" in outcome.output
    assert kept(app) == before


def test_a_database_that_was_never_made_is_said_in_a_line(tmp_path):
    path = tmp_path / "supplement"
    path.write_bytes(SMALL)
    runner = create_app(settings(tmp_path)).test_cli_runner()
    outcome = runner.invoke(args=["framework", "import", str(path)])
    assert outcome.exit_code == 1
    assert "Error: The database cannot be reached" in outcome.output
