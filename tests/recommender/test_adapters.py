"""Bytes of any kind become a table with problems, or are refused by name; nothing else ever happens."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competences import Problem
from recommender.adapters import csv_file, json_text, jsonld_file, kind_of, read_rows
from recommender.adapters.table import CHARACTERS, COLUMNS, ROWS, Table, clean
from recommender.errors import Unreadable
from recommender.sentences import SENTENCES
from tests.recommender.builders_reading import attempted, codes, csv_of, refused

SIGNS = st.sampled_from(
    [*'";,\t\r\n\\\x00éà\ufeff[]{}:ab1', "title", "sep=;\n", '{"@type":"Course"']
)
REPEATABLE = settings(
    derandomize=True,
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.differing_executors],  # a contract is run by each heir
)


class AdapterContract:
    """What every reader promises of any bytes; `read` is the reader."""

    @staticmethod
    def read(data: bytes) -> tuple[Table, list[Problem]]:
        raise NotImplementedError

    def holds(self, data: bytes) -> None:
        found = attempted(lambda: self.read(data))
        if found is None:
            return
        table, problems = found
        numbers = [row.number for row in table.rows]
        assert numbers == sorted(set(numbers))
        assert len(table.rows) <= ROWS
        assert len(table.columns) == len(set(table.columns)) <= COLUMNS
        for row in table.rows:
            assert set(row.cells) <= set(table.columns)
            assert all(0 < len(text) <= CHARACTERS for text in row.cells.values())
            "".join(row.cells.values()).encode()
        assert {problem.code for problem in problems} <= SENTENCES.keys()

    @REPEATABLE
    @given(st.binary(max_size=400))
    def test_any_bytes_give_a_table_or_are_refused(self, data):
        self.holds(data)

    @REPEATABLE
    @given(st.lists(SIGNS, max_size=60))
    def test_any_signs_give_a_table_or_are_refused(self, signs):
        self.holds("".join(signs).encode())


class TestCsv(AdapterContract):
    read = staticmethod(csv_file.read)


class TestJsonLd(AdapterContract):
    read = staticmethod(jsonld_file.read)

    VALUES = st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=8)
        | st.sampled_from(["Course"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["name", "provider", "offers", "price", "location", "address", "@value"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )

    @REPEATABLE
    @given(
        st.dictionaries(
            st.sampled_from([*jsonld_file.PLAIN, "name", "offers", "location"]), VALUES
        )
    )
    def test_a_course_of_any_shape_gives_a_table_or_is_refused(self, said):
        self.holds(json.dumps({"@type": "Course", **said}).encode())


@pytest.mark.parametrize("parter", [";", ",", "\t"])
def test_the_header_tells_the_sign_that_parts_cells(parter):
    data = csv_of(["title", "a;b,c"], ["x", "y"], parter=parter)
    table, problems = csv_file.read(data)
    assert (table.columns, codes(problems)) == (("title", "a;b,c"), [])


def test_a_first_line_for_spreadsheet_programs_is_no_row():
    table, _ = csv_file.read(b"sep=;\r\ntitle;id\r\nx;1\r\n")
    assert (table.columns, table.rows[0].number) == (("title", "id"), 2)


def test_rows_are_counted_as_a_spreadsheet_does():
    table, _ = csv_file.read(b'\n\ntitle,id\n"two\nlines",1\n\nx,2\n')
    assert (table.header, [row.number for row in table.rows]) == (3, [4, 6])


def test_a_byte_order_mark_is_no_part_of_the_first_name():
    table, problems = csv_file.read("\ufefftitle\né\n".encode())
    assert (table.columns, problems) == (("title",), [])


def test_windows_1252_is_read_with_a_warning():
    table, problems = csv_file.read("title\nCafé – 5 €\n".encode("cp1252"))
    assert table.rows[0].cells["title"] == "Café – 5 €"
    assert [(problem.code, problem.where) for problem in problems] == [("not-utf-8", {"line": 2})]


def test_a_long_cell_is_cut_with_a_warning():
    table, problems = csv_file.read(csv_of(["title"], ["x" * 5000]))
    assert len(table.rows[0].cells["title"]) == CHARACTERS
    assert [(problem.code, problem.where) for problem in problems] == [
        ("cell-too-long", {"row": 2, "column": "title"})
    ]


def test_an_endless_line_is_refused():
    error = refused(lambda: csv_file.read(b"title\n" + b"x" * 1_200_000))
    assert (error.code, error.values["row"]) == ("line-too-long", 2)


def test_an_open_quotation_mark_is_named_with_the_lines_it_swallowed():
    table, problems = csv_file.read(b'title,id\nfirst,1\n"second,2\nthird,3\nfourth,4\n')
    assert [row.cells["title"] for row in table.rows] == ["first"]
    assert [(one.code, one.where["row"], one.values["n"]) for one in problems] == [
        ("unclosed-quote", 3, 2)
    ]


def test_rows_beyond_the_limit_are_said():
    table, problems = csv_file.read(b"title\n" + b"x\n" * (ROWS + 5))
    assert (len(table.rows), codes(problems)) == (ROWS, ["too-many-rows"])


def test_columns_beyond_the_limit_are_said():
    table, problems = csv_file.read(",".join(f"c{n}" for n in range(COLUMNS + 5)).encode())
    assert (len(table.columns), codes(problems)) == (COLUMNS, ["too-many-columns"])


def test_a_column_twice_and_a_cell_too_many_are_said():
    table, problems = csv_file.read(b"title,title\na,b,c\n")
    assert table.rows[0].cells == {"title": "a"}
    assert codes(problems) == ["repeated-column", "too-many-cells"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"\xef\xbb\xbf \r\n", "empty-file"),
        (b"title\x00x", "not-a-table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "old-spreadsheet"),
        (b"PK\x03\x04 no archive", "not-a-spreadsheet"),
        (b"x" * (20 * 2**20 + 1), "file-too-large"),
        (b"[" * 10_000, "json-too-deep"),
        (b'{"a":1,"a":2}', "json-key-twice"),
        (b'{"a":1}', "no-course"),
        (b"{", "json-not-readable"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(data, code):
    assert refused(lambda: read_rows(data, "c")).code == code


@pytest.mark.parametrize(
    "text", ["[NaN]", "[1e999]", "[" + "9" * 5000 + "]", '"\\', '"' + '\\"' * 50_000]
)
def test_json_of_no_meaning_is_refused(text):
    assert refused(lambda: json_text.loads(text.encode())).code == "json-not-readable"


def test_json_of_too_many_values_is_refused_before_it_is_built():
    assert (
        refused(lambda: json_text.loads(b"[" + b"0," * 2_000_001 + b"0]")).code == "file-too-heavy"
    )


def test_the_bytes_decide_and_the_name_is_compared():
    _, problems = read_rows(b"title\nx\n", "trainings.xlsx")
    assert codes(problems) == ["wrong-extension"]
    assert kind_of(b' \n[{"@type": "Course"}]') == "jsonld"


def test_control_characters_and_lone_surrogates_never_come_through():
    course = (
        b'{"@type": "Course", "name": "A\\u0000B\\ud800C", "description": "one\\ttwo\\r\\nthree"}'
    )
    table, _ = jsonld_file.read(course)
    assert table.rows[0].cells == {"title": "ABC", "description": "one two\nthree"}


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("\x1b[31mRed\x1b[0m \x1b[2K", "Red"),
        ("\x9b31mRed", "Red"),
        ("Word\u202edroW\u2066\u2069", "WorddroW"),
        ("Ex\u200bcel\ufeff\u2060 co\u00adurse", "Excel course"),
        ("one\u2028two\u2029three\u0085", "one\ntwo\nthree"),
        (
            "\u0646\u0645\u06cc\u200c\u062e \U0001f469\u200d\U0001f3eb é ǆ",
            "\u0646\u0645\u06cc\u200c\u062e \U0001f469\u200d\U0001f3eb é ǆ",
        ),
        ("\u202a", ""),
    ],
)
def test_nothing_that_commands_a_terminal_or_turns_writing_round_comes_through(raw, kept):
    assert clean(raw) == kept
    table, _ = csv_file.read(f'title,provider\nA,"{raw}"\n'.encode())
    assert table.rows[0].cells.get("provider", "") == kept


def test_a_name_that_stands_twice_is_told_without_signs_that_command_a_terminal():
    with pytest.raises(Unreadable) as raised:
        json_text.loads(b'{"\\u001b[2Ja": 1, "\\u001b[2Ja": 2}')
    assert raised.value.values["name"] == "a"


def test_a_course_gives_a_row_per_session():
    course = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "item": {
                    "@type": "schema:Course",
                    "@id": "urn:1",
                    "name": [
                        {"@language": "fr", "@value": "Tableurs"},
                        {"@language": "nl-BE", "@value": "Rekenbladen"},
                    ],
                    "provider": {"@type": "Organization", "name": "École"},
                    "inLanguage": "fr",
                    "teaches": ["tables", {"termCode": "digcomp-3.0/1.3:0-2"}],
                    "offers": {"price": 25, "priceCurrency": "EUR"},
                    "hasCourseInstance": [
                        {"startDate": "2027-03-02", "location": {"@type": "VirtualLocation"}},
                        {
                            "courseMode": "onsite",
                            "courseWorkload": "PT7H30M",
                            "location": {
                                "address": {"addressLocality": "Eupen", "postalCode": "4700"}
                            },
                        },
                    ],
                },
            }
        ],
    }
    table, problems = jsonld_file.read(json.dumps(course).encode())
    shared = {
        "id": "urn:1",
        "title_fr": "Tableurs",
        "title_nl": "Rekenbladen",
        "provider": "École",
        "language": "fr",
        "outcomes": "digcomp-3.0/1.3:0-2",
        "price_eur": "25 EUR",
    }
    assert not problems
    assert [row.cells for row in table.rows] == [
        {**shared, "start": "2027-03-02", "mode": "online"},
        {**shared, "mode": "onsite", "hours": "PT7H30M", "place": "Eupen", "postal_code": "4700"},
    ]
