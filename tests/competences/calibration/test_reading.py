"""A file of responses as people send it: any order, odd cells, bad rows among good ones."""

import os
from dataclasses import replace

import numpy as np
import pytest

from competences import Item, ItemBank, Knowledge, synthetic_bank
from competences.calibration.answers import NOT_ASKED, UNSURE
from competences.calibration.file_problems import MOST_NAMED
from competences.calibration.layout import NoResponseColumns
from competences.calibration.reading import NoResponses, read_responses
from competences.problems import UnreadableInput

HEAD = "person,item,response\n"
GOOD = "a,1.1-s1,2\nb,1.1-k1,0\na,1.1-k1,1\nb,1.1-s1,None\na,1.2-s1,n/a\n"


def small_bank():
    """Give a bank of two competences; tasks 1.2-k1 and 1.2-k2 ask for a set and an order of four options."""
    bank = synthetic_bank(2, 1, 2)
    return ItemBank(bank.framework, tuple(listed(item) for item in bank.items))


def listed(item: Item) -> Item:
    """Give the item, asking for a list where it is one of the two tasks."""
    if isinstance(item, Knowledge) and item.id == "1.2-k1":
        return replace(item, format="several", key=(0, 2), choices=4)
    if isinstance(item, Knowledge) and item.id == "1.2-k2":
        return replace(item, format="order", key=(2, 0, 1, 3), choices=4)
    return item


@pytest.fixture
def reads(tmp_path):
    def read(text, **options):
        path = tmp_path / "responses.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_responses(path, small_bank(), **options)

    return read


def category(answers, person, item):
    return int(answers.categories[person, answers.items.index(item)])


def codes(problems):
    return [one.code for one in problems]


def test_persons_stand_in_the_order_in_which_they_appear(reads):
    answers, problems = reads(HEAD + GOOD)
    assert problems == ()
    assert len(answers) == 2
    assert [category(answers, 0, item) for item in ("1.1-s1", "1.1-k1", "1.2-s1")] == [
        2,
        0,
        NOT_ASKED,
    ]
    assert [category(answers, 1, item) for item in ("1.1-s1", "1.1-k1")] == [UNSURE, 1]
    assert np.sum(answers.categories != NOT_ASKED) == 4


@pytest.mark.parametrize("spoiled", ["c,1.1-s1,1,more", "c,1.1-s1", ",1.1-s1,1", 'c,"1.1-s1,1'])
def test_one_bad_row_is_named_and_the_rest_is_as_without_it(reads, spoiled):
    lines = (HEAD + GOOD).splitlines(keepends=True)
    clean, _ = reads("".join(lines))
    answers, problems = reads("".join([*lines[:3], spoiled + "\n", *lines[3:]]))
    assert [(one.code, one.where["row"]) for one in problems] == [("bad-row", 4)]
    assert np.array_equal(answers.categories, clean.categories)


def test_bytes_that_are_no_text_spoil_their_own_row_only(reads):
    answers, problems = reads((HEAD + GOOD).encode() + b"c,1.1-s1,\xff\n" + b"d,1.1-s1,3\n")
    assert [(one.code, one.where["row"]) for one in problems] == [("bad-row", 7)]
    assert len(answers) == 3


def test_a_line_longer_than_any_row_is_one_bad_row_and_the_rest_keeps_its_numbers(reads):
    long = "c,1.1-s1,2" + "x" * 200_000 + "\n"
    answers, problems = reads(HEAD + GOOD + long + "d,9.9-s1,1\n")
    assert [(one.code, one.where["row"]) for one in problems] == [
        ("bad-row", 7),
        ("unknown-item-row", 8),
    ]
    assert len(answers) == 2


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableInput, match="save it first"):
        read_responses(pipe, small_bank())


def test_tabs_part_columns_too(reads):
    answers, problems = reads((HEAD + GOOD).replace(",", "\t"))
    assert (len(answers), problems) == (2, ())


def test_unknown_items_and_impossible_answers_are_named_by_row(reads):
    answers, problems = reads(
        HEAD + "a,9.9-s1,1\na,1.1-s1,4\na,1.1-k1,x\na,1.1-k1,n/a\na,1.1-s1,-1\n" + GOOD
    )
    assert [(one.code, one.where["row"]) for one in problems] == [
        ("unknown-item-row", 2),
        ("impossible-category", 3),
        ("impossible-category", 4),
        ("impossible-category", 5),
        ("impossible-category", 6),
    ]
    assert problems[2].values == {"item": "1.1-k1", "response": "x"}
    assert category(answers, 0, "1.1-k1") == 0


def test_the_last_of_two_answers_counts(reads):
    answers, problems = reads(HEAD + "a,1.1-s1,1\na,1.1-s1,n/a\nb,1.1-s1,n/a\nb,1.1-s1,3\n")
    assert [(one.code, one.where["row"]) for one in problems] == [
        ("answer-repeated", 3),
        ("answer-repeated", 5),
    ]
    assert category(answers, 0, "1.1-s1") == NOT_ASKED
    assert category(answers, 1, "1.1-s1") == 3


@pytest.mark.parametrize(
    ("item", "cell", "expected"),
    [
        ("1.2-k1", "0;2", 1),
        ("1.2-k1", "2 0", 1),
        ("1.2-k1", '"[2, 0]"', 1),
        ("1.2-k1", '"0,2"', 1),
        ("1.2-k1", "2", 0),
        ("1.2-k1", "0;1;2", 0),
        ("1.2-k1", "unknown", 0),
        ("1.2-k2", "2;0;1;3", 1),
        ("1.2-k2", "0 1 2 3", 0),
        ("1.2-k2", "", 0),
        ("1.1-s1", "2.0", 2),
        ("1.1-s1", " 2 ", 2),
        ("1.1-s1", "", UNSURE),
        ("1.1-s1", "null", UNSURE),
    ],
)
def test_a_cell_is_read_as_people_write_it(reads, item, cell, expected):
    answers, problems = reads(HEAD + f"a,{item},{cell}\nb,1.2-k1,0;1\n")
    assert problems == ()
    assert category(answers, 0, item) == expected


@pytest.mark.parametrize("cell", ["0;0", "5", "0;x", "[0", "[[0]]", "[true]", "1e3", "9" * 5000])
def test_a_list_that_no_task_can_have_is_impossible(reads, cell):
    _, problems = reads(HEAD + GOOD + f"c,1.2-k1,{cell}\nd,1.2-k1,0;1\n")
    assert [(one.code, one.where["row"]) for one in problems] == [("impossible-category", 7)]


def test_marks_hold_wrong_and_right_whatever_the_format(reads):
    rows = "a,1.1-k1,1\na,1.2-k1,1\na,1.2-k2,0\na,1.1-s1,3\nb,1.2-k2,\n"
    answers, problems = reads(HEAD + rows, scored=True)
    assert problems == ()
    assert [category(answers, 0, item) for item in ("1.1-k1", "1.2-k1", "1.2-k2")] == [1, 1, 0]
    assert category(answers, 1, "1.2-k2") == 0
    _, problems = reads(HEAD + rows + "b,1.1-k1,2\n", scored=True)
    assert codes(problems) == ["impossible-category"]


def marks_of(item, zeros, ones, start=0):
    """Give rows with so many zeros and ones for an item, a person each."""
    cells = "0" * zeros + "1" * ones
    return "".join(f"p{start + k},{item},{cell}\n" for k, cell in enumerate(cells))


def test_a_file_of_marks_is_taken_for_one_and_says_so(reads):
    rows = marks_of("1.2-k1", 10, 12) + marks_of("1.2-k2", 4, 4) + marks_of("1.1-k1", 3, 3)
    marked, problems = reads(HEAD + rows + "p0,1.1-s1,3\np9,1.2-k2,\n")
    assert codes(problems) == ["knowledge-scored"]
    told, problems = reads(HEAD + rows + "p0,1.1-s1,3\np9,1.2-k2,\n", scored=True)
    assert problems == ()
    assert np.array_equal(marked.categories, told.categories)


@pytest.mark.parametrize(
    "rows",
    [
        marks_of("1.2-k1", 15, 14),
        marks_of("1.2-k1", 0, 40),
        marks_of("1.2-k1", 40, 0),
        marks_of("1.2-k1", 20, 20) + "b,1.2-k1,0;2\n",
        marks_of("1.2-k1", 20, 20) + "b,1.2-k2,2;0;1;3\n",
        marks_of("1.2-k1", 15, 14) + marks_of("1.1-k1", 15, 15),
        marks_of("1.2-k1", 15, 14) + "x,1.2-k1,\ny,1.2-k1,unknown\n",
    ],
)
def test_few_marks_or_a_list_among_them_are_read_as_options(reads, rows):
    answers, problems = reads(HEAD + rows)
    assert "knowledge-scored" not in codes(problems)
    assert category(answers, 0, "1.2-k1") == 0
    assert np.all(answers.columns(["1.2-k1"]).categories[:29] <= 0)


@pytest.mark.parametrize(
    ("rows", "warned"),
    [
        (marks_of("1.1-k1", 15, 15), True),
        (marks_of("1.1-k1", 15, 14), False),
        (marks_of("1.2-k1", 40, 0), True),
        (marks_of("1.1-k1", 15, 15) + "b,1.2-k1,0;2\n", False),
        (marks_of("1.1-s1", 15, 15), False),
        ("".join(f"p{k},1.1-k1,\n" for k in range(40)), False),
    ],
)
def test_tasks_answered_by_0_and_1_alone_may_be_marks_and_are_read_as_options(reads, rows, warned):
    answers, problems = reads(HEAD + rows)
    assert codes(problems) == (["perhaps-scored"] if warned else [])
    assert len(answers) >= 29
    _, problems = reads(HEAD + rows.replace("0;2", "1"), scored=True)
    assert problems == ()


def test_attributes_are_kept_and_the_first_that_is_not_empty_counts(reads):
    answers, problems = reads(
        "device,person,item,response,language\n"
        ",a,1.1-s1,1,nl\nphone,a,1.1-k1,1,fr\n,b,1.1-s1,1,\ncomputer,a,1.2-s1,1,nl\n"
    )
    assert problems == ()
    assert answers.attributes["language"].tolist() == ["nl", ""]
    assert answers.attributes["device"].tolist() == ["phone", ""]


def test_another_bank_version_is_counted_and_used(reads):
    own = small_bank().version
    answers, problems = reads(
        "person,item,response,bank_version\n"
        f"a,1.1-s1,1,{own}\na,1.1-k1,1,old\nb,1.1-k1,1,old\nb,1.1-s1,1,\n"
    )
    assert [(one.code, dict(one.values)) for one in problems] == [
        ("other-bank-version", {"version": "old", "n": 2})
    ]
    assert np.sum(answers.categories != NOT_ASKED) == 4
    assert answers.attributes == {}


def test_semicolons_quotes_and_a_byte_order_mark_change_nothing(reads):
    plain, _ = reads(HEAD + GOOD)
    text = "\ufeff" + (HEAD + GOOD).replace(",", ";").replace("a;1.1-s1", '"a";"1.1-s1"')
    other, problems = reads(text.replace("\n", "\r\n") + "\r\n\r\n")
    assert problems == ()
    assert np.array_equal(other.categories, plain.categories)


def test_many_problems_of_a_kind_are_counted(reads):
    rows = "".join(f"a,9.9-x{k},1\n" for k in range(MOST_NAMED + 7))
    _, problems = reads(HEAD + rows + GOOD)
    assert codes(problems) == ["unknown-item-row"] * MOST_NAMED + ["more-problems"]
    assert problems[-1].values == {"of": "unknown-item-row", "n": 7}
    assert problems[MOST_NAMED - 1].where["row"] == MOST_NAMED + 1


@pytest.mark.parametrize("text", ["", "a,1.1-s1,1\n", "person,item\na,b\n", b"\xff\xfep\x00e\x00"])
def test_a_file_without_the_columns_is_refused(reads, text):
    with pytest.raises(NoResponseColumns):
        reads(text)


@pytest.mark.parametrize("text", [HEAD, HEAD + "a,9.9-s1,1\n", HEAD + "a\n"])
def test_a_file_without_a_usable_row_is_refused(reads, text):
    with pytest.raises(NoResponses):
        reads(text)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UnreadableInput):
        read_responses(tmp_path / "none.csv", small_bank())
    with pytest.raises(UnreadableInput):
        read_responses(tmp_path, small_bank())


def test_knowledge_in_the_small_bank_asks_for_lists():
    formats = [item.format for item in small_bank().items if isinstance(item, Knowledge)]
    assert sorted(formats) == ["one", "one", "order", "several"]
