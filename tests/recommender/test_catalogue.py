import pytest

from recommender.catalogue import LONGEST_ID, unique


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        ("xyx", ["x", "y", "x#2"]),
        (["x", "x#2", "x", "x"], ["x", "x#2", "x#3", "x#4"]),
        (["x#2", "x", "x"], ["x#2", "x", "x#3"]),
        ([], []),
    ],
)
def test_ids_that_repeat_are_told_apart(ids, names):
    assert list(unique(ids)) == names


def test_no_id_is_longer_than_the_longest_whatever_ending_it_needs():
    long = "x" * LONGEST_ID
    ids = [long] * 12 + [long[:-1] + "y"] * 12 + [long + "z"]
    names = list(unique(ids))
    assert len(set(names)) == len(ids)
    assert max(map(len, names)) == LONGEST_ID
    assert names[1] == "x" * (LONGEST_ID - 2) + "#2"
    assert names[11].endswith("x#12")


def test_ids_are_looked_at_one_by_one():
    asked = iter("aab")
    names = unique(asked)
    assert [next(names), next(names)] == ["a", "a#2"]
    assert list(asked) == ["b"]
