"""Words on the command line: taken or refused in one line that repeats what was said."""

import argparse

import pytest

from competences import arguments


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("count", "3", 3),
        ("seed", "0", 0),
        ("counts", "10, 20", [10, 20]),
        ("share", "1", 1.0),
        ("portion", "0.00", 0.0),
        ("sizes", "2,3,4", {"competences": 2, "self_report": 3, "knowledge": 4}),
    ],
)
def test_a_good_word_is_taken(kind, text, value):
    assert getattr(arguments, kind)(text) == value


def test_a_study_bank_may_have_a_seed_and_a_guessing_floor():
    assert arguments.sizes("2,3,4,7,0.25")["guessing"] == 0.25
    assert arguments.sizes("2,3,4,7")["seed"] == 7


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("count", "0"),
        ("count", "-1"),
        ("count", "9" * 5000),
        ("seed", "one"),
        ("counts", "10,"),
        ("share", "0"),
        ("share", "nan"),
        ("portion", "1.1"),
        ("portion", "inf"),
        ("place", " "),
        ("sizes", "2,3"),
        ("sizes", "2,3,4,5,1"),
        ("sizes", "2,3,4,5,nan"),
        ("sizes", "99999999999999999999,1,1"),
        ("sizes", "201,1,1"),
        ("sizes", "200,100,1"),
        ("sizes", "2,3,4,5,0.1,6"),
    ],
)
def test_a_bad_word_is_refused_in_a_short_sentence(kind, text):
    with pytest.raises(argparse.ArgumentTypeError, match="must") as refused:
        getattr(arguments, kind)(text)
    assert text.split(",")[0][:20] in str(refused.value) or "“”" in str(refused.value)
    assert len(str(refused.value)) < 160
