"""Foreign workbooks are parsed in a child that may die; the parent says so and lives."""

import struct
import subprocess
import sys
from datetime import date, datetime, time, timedelta

import pytest

from recommender.adapters import quarantine, read_rows, read_sheets, xlsx_file
from tests.recommender.builders_reading import codes, refused, with_entry, xlsx_of, zip_of

GOOD = xlsx_of(["title", "hours"], ["Cours", 7.5])
STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{}</t></si></sst>'


def test_a_workbook_becomes_the_table_that_a_csv_would():
    head = ["title", "hours", "start", "capacity", "distance_learning"]
    data = xlsx_of(head, [], ["Cours", 7.5, date(2027, 3, 2), 12, True])
    table, problems = read_rows(data, "c.xlsx")
    assert problems == []
    assert table.columns == tuple(head)
    assert [(row.number, row.cells) for row in table.rows] == [
        (
            3,
            {
                "title": "Cours",
                "hours": "7.5",
                "start": "2027-03-02",
                "capacity": "12",
                "distance_learning": "true",
            },
        )
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7.0, "7"),
        (19.990000000000002, "19.99"),
        (False, "false"),
        (datetime(2027, 3, 2, 9, 30), "2027-03-02T09:30:00"),  # noqa: DTZ001  (sheets know no zones)
        (time(9, 30), "09:30:00"),
        (timedelta(hours=7, minutes=30), "7:30"),
        ("é", "é"),
    ],
)
def test_values_become_the_text_of_a_csv(value, text):
    assert xlsx_file.as_text(value) == text


def test_a_small_file_with_a_far_cell_kills_the_child_alone():
    data = xlsx_of(["title"], ["Cours"], far=True)
    assert len(data) < 6000
    assert refused(lambda: read_rows(data, "c.xlsx")).code == "file-too-heavy"
    assert read_rows(GOOD, "c.xlsx")[0].rows


def test_a_bomb_is_refused_by_its_directory():
    bomb = zip_of(sheet=bytes(120 * 2**20))
    assert refused(lambda: quarantine.look_into(bomb)).code == "file-too-heavy"


def test_an_archive_of_many_entries_is_refused():
    many = zip_of(**{f"entry{number}": b"" for number in range(300)})
    assert refused(lambda: quarantine.look_into(many)).code == "file-too-heavy"


def test_a_forged_directory_helps_nobody():
    bomb = zip_of(sheet=bytes(120 * 2**20))
    place = bomb.rfind(b"PK\x01\x02") + 24
    forged = bomb[:place] + struct.pack("<I", 1000) + bomb[place + 4 :]
    quarantine.look_into(forged)
    assert refused(lambda: read_rows(forged, "c.xlsx")).code in {
        "file-too-heavy",
        "not-a-spreadsheet",
    }


def test_a_text_that_many_cells_share_does_not_fill_the_memory():
    data = xlsx_of(["title"], *([["y" * 4000]] * 20_000))
    assert len(data) < 200_000
    assert refused(lambda: read_rows(data, "c.xlsx")).code == "file-too-heavy"


ENTITIES = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (f'<!ENTITY e0 "x">{ENTITIES}', "&e9;"),
        ('<!ENTITY e SYSTEM "file:///etc/hostname">', "&e;"),
    ],
)
def test_entities_are_neither_multiplied_nor_fetched(told, text):
    strings = f"<!DOCTYPE x [{told}]>{STRINGS.format(text)}"
    data = with_entry(GOOD, "xl/sharedStrings.xml", strings)
    assert refused(lambda: read_rows(data, "c.xlsx")).code == "not-a-spreadsheet"


def test_only_the_first_sheet_counts_and_that_is_said():
    _, problems = read_rows(xlsx_of(["title"], ["Cours"], sheets=2), "c.xlsx")
    assert codes(problems) == ["more-sheets"]


def test_all_sheets_come_by_their_names_with_every_row():
    found = read_sheets(xlsx_of(["title"], [], ["Cours", 7.5], sheets=2))
    assert found == {"Sheet1": [["title", ""], ["", ""], ["Cours", "7.5"]], "Sheet2": []}


@pytest.mark.parametrize(
    "data", [xlsx_of(["title"], far=True), xlsx_of(["title"], sheets=xlsx_file.SHEETS + 1)]
)
def test_a_workbook_of_far_cells_or_very_many_sheets_is_refused(data):
    assert refused(lambda: read_sheets(data)).code == "file-too-heavy"


def test_the_child_hands_back_why_json_ld_was_refused():
    assert refused(lambda: quarantine.parse("jsonld", b'{"a": 1, "a": 2}')).values == {"name": "a"}


def test_a_kind_that_nobody_reads_is_a_dead_child():
    assert refused(lambda: quarantine.parse("pdf", b"")).code == "file-too-heavy"


def test_reading_a_catalogue_loads_no_parser_of_workbooks():
    told = "import sys, recommender.reading; sys.exit('python_calamine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
