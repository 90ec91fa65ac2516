"""Things that a task shows: read from a pack, checked by kind, said as plain text."""

import pytest

from competences.exhibits import KINDS, NAMES, read_exhibit
from competences.loading import read_pack
from competences.text import LANGUAGES
from tests.competences.builders import TASK, write_pack

MAIL = {"from": "A <a@b.example>", "subject": "Hello", "body": ["One.", "Two."]}


def exhibit(kind, **face):
    """Give the table of an exhibit that says the same in every language."""
    return {"kind": kind, **{language: dict(face) for language in LANGUAGES}}


def faults(table):
    return [fault.code for fault in read_exhibit(table)[1]]


def test_every_kind_has_a_name_in_every_language():
    assert KINDS.keys() == NAMES.keys()
    assert [name for name in NAMES.values() if name.missing()] == []


def test_a_mail_is_read_and_said_in_plain_lines():
    found, _ = read_exhibit(exhibit("email", **MAIL))
    assert found.plain("nl").splitlines() == [
        "E-mail",
        "Van: A <a@b.example>",
        "Onderwerp: Hello",
        "One.",
        "Two.",
    ]
    record = found.record("en")
    assert record["kind"] == "email"
    assert record["body"] == ["One.", "Two."]
    assert record["text"] == found.plain("en")


def test_an_empty_mark_of_a_search_result_leaves_no_gap():
    rows = [["", "Title", "a.example", "Text"], ["Ad", "Other", "b.example", "More"]]
    found, _ = read_exhibit(exhibit("search", query="bread", results=rows))
    assert found.plain("en").splitlines()[2:] == [
        "Title | a.example | Text",
        "Ad | Other | b.example | More",
    ]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("a mail", "bad-exhibit-kind"),
        (exhibit("telegram", **MAIL), "bad-exhibit-kind"),
        (exhibit("email", **MAIL, mood="glad"), "unknown-field"),
        ({**exhibit("email", **MAIL), "xx": {}}, "unknown-field"),
        (exhibit("email", subject="Hello", body=["One."]), "missing-language"),
        ({**exhibit("email", **MAIL), "fr": None}, "missing-language"),
        (exhibit("email", **{**MAIL, "subject": " "}), "bad-exhibit-field"),
        (exhibit("email", **{**MAIL, "body": "One."}), "bad-exhibit-field"),
        (exhibit("settings", title="T", rows=[["one"]]), "bad-exhibit-field"),
        (exhibit("sheet", rows=[["a", "b"], ["c"]]), "bad-exhibit-field"),
        (exhibit("files", place="/", head=["n"], rows=[["a", "b"]]), "bad-exhibit-field"),
        (exhibit("files", place="/", head=5, rows=[["a", "b"]]), "bad-exhibit-field"),
        (exhibit("sheet", rows=[["x"] * 27]), "bad-exhibit-field"),
        (exhibit("chart", title="T", unit="%", rows=[["a", "12,5"]]), "bad-exhibit-field"),
        (exhibit("chart", title="T", unit="%", rows=[["a", "about 30"]]), "bad-exhibit-field"),
    ],
)
def test_what_is_wrong_in_an_exhibit_is_named(table, code):
    assert code in faults(table)
    assert read_exhibit(table)[0] is None


def test_a_table_keeps_its_columns_and_rows_in_plain_lines():
    found, _ = read_exhibit(exhibit("sheet", rows=[["Name", "Sum"], ["Ana", ""]]))
    assert found.plain("en").splitlines()[1:] == ["| A | B", "1 | Name | Sum", "2 | Ana | –"]
    files, _ = read_exhibit(exhibit("files", place="/", head=["a", "b"], rows=[["1", "2"]]))
    assert files.plain("fr").splitlines()[1:] == ["Dossier\u00a0: /", "a | b", "1 | 2"]


def test_a_language_with_another_shape_is_named():
    table = exhibit("email", **MAIL)
    table["de"]["body"] = ["One."]
    assert faults(table) == ["exhibit-shapes-differ"]


def test_a_fault_in_a_pack_names_item_and_row(tmp_path):
    shown = '\n[items.exhibit]\nkind = "telegram"\n'
    folder = write_pack(tmp_path, TASK + shown)
    bank, (problem,) = read_pack("tiny-1", folder)
    assert problem.code == "bad-exhibit-kind"
    assert problem.where["item"] == "A.1-k1"
    line = (folder / "tiny-1" / "A.1.toml").read_text().splitlines()[problem.where["row"] - 1]
    assert line == "[items.exhibit]"
    assert bank.items == ()
