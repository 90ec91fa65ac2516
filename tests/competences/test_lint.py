"""What lint warns about: things a program can see and the loader does not refuse."""

import pytest

from competences.lint import lint
from competences.lint_balance import chi_square_tail
from tests.competences.builders import STATEMENT, TASK, write_pack


def warnings_of(folder, code):
    _, problems = lint("tiny-1", folder)
    return [one for one in problems if one.code == code and one.severity == "warning"]


def test_a_kind_that_a_competence_lacks_is_named(tmp_path):
    (problem,) = warnings_of(write_pack(tmp_path, STATEMENT), "no-items")
    assert problem.values == {"code": "A.1", "kind": "knowledge"}


def test_a_high_guessing_floor_is_named(tmp_path):
    (problem,) = warnings_of(write_pack(tmp_path, TASK), "guessing-high")
    assert problem.values["share"] == "0.33"


def test_a_band_without_a_question_is_named(tmp_path):
    bands = warnings_of(write_pack(tmp_path, STATEMENT, TASK), "band-missing")
    assert {(one.values["kind"], one.values["level"]) for one in bands} == {
        ("self-report", "high"),
        ("knowledge", "high"),
    }


def test_a_key_that_its_length_gives_away_is_named(tmp_path):
    long = TASK.replace('en = "b"', 'en = "b, which is by far the longest of all"')
    (problem,) = warnings_of(write_pack(tmp_path, long), "key-longest")
    assert problem.values == {"language": "en"}
    assert problem.where["item"] == "A.1-k1"


def test_keys_at_one_place_are_named(tmp_path):
    many = [TASK.replace("A.1-k1", f"A.1-k{n}") for n in range(1, 13)]
    assert len(warnings_of(write_pack(tmp_path, *many), "keys-uneven")) == 1


def test_a_key_that_is_mostly_the_longest_is_named(tmp_path):
    long = TASK.replace('en = "b"', 'en = "bb"')
    (problem,) = warnings_of(write_pack(tmp_path, long), "keys-longest")
    assert problem.values["language"] == "en"


def test_a_key_that_is_mostly_the_shortest_is_named(tmp_path):
    short = TASK.replace('nl = "a"', 'nl = "aa"').replace('nl = "c"', 'nl = "cc"')
    (problem,) = warnings_of(write_pack(tmp_path, short), "keys-shortest")
    assert problem.values["language"] == "nl"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('purposes = ["jobb"]', "bad-choice"),
        ('purposes = "job"', "bad-framework"),
        ("aims = { itms = 3 }", "bad-choice"),
        ('aims = { ai = "many" }', "bad-framework"),
        ('audience = { nl = "voor" }', "missing-language"),
        ('handover = { at = 3, to = "nowhere-9", words = { en = "Go" } }', "unknown-framework"),
        ('handover = { at = 3, to = "tiny-1", words = { en = "Go" } }', "missing-language"),
    ],
)
def test_a_field_of_a_framework_that_cannot_be_is_an_error(tmp_path, line, code):
    folder = write_pack(tmp_path, STATEMENT)
    head = folder / "tiny-1" / "framework.toml"
    head.write_text(f"{line}\n{head.read_text(encoding='utf-8')}", encoding="utf-8")
    _, problems = lint("tiny-1", folder)
    assert code in [one.code for one in problems if one.severity == "error"]


def test_two_items_that_say_the_same_are_named(tmp_path):
    (problem,) = warnings_of(
        write_pack(tmp_path, STATEMENT, STATEMENT.replace("A.1-s1", "A.1-s2")), "near-duplicate"
    )
    assert (problem.values["one"], problem.values["other"]) == ("A.1-s1", "A.1-s2")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("Can you?", "I can."), "not-a-can-do"),
        (("Can you?", "Can you? Can you?"), "not-a-can-do"),
        (
            ("Können Sie?", "Können Sie, was Sie wollen, wann immer Sie es wollen?"),
            "versions-apart",
        ),
        (("Can you?", "Can you say 'no'?"), "typography"),
        (("Pouvez-vous\u00a0?", "Pouvez-vous ?"), "typography"),
    ],
)
def test_a_form_that_does_not_fit_is_named(tmp_path, change, code):
    (problem,) = warnings_of(write_pack(tmp_path, STATEMENT.replace(*change)), code)
    assert problem.where["item"] == "A.1-s1"


def test_a_sentence_too_long_to_hold_is_named(tmp_path):
    long = TASK.replace('en = "So."', f'en = "So {"very " * 25}long."')
    (problem,) = warnings_of(write_pack(tmp_path, long), "long-sentence")
    assert (problem.values["field"], problem.values["n"]) == ("explanation", 27)


def test_aims_that_a_bank_misses_are_named(tmp_path):
    folder = write_pack(tmp_path, STATEMENT, TASK)
    head = folder / "tiny-1" / "framework.toml"
    aims = (
        "aims = { items = 3, ai = 1, exhibits = 1, self_report_each = 2, knowledge_each = 1, "
        "facets_each = 1, levels_each = 1, bands_each = 1, explained_each = 1 }\n"
    )
    head.write_text(aims + head.read_text(encoding="utf-8"), encoding="utf-8")
    missed = {one.values["aim"] for one in warnings_of(folder, "aim-missed")}
    assert missed == {"items", "ai", "exhibits"}
    lacking = {one.values["what"] for one in warnings_of(folder, "competence-lacks")}
    assert lacking == {
        *("self-report 1/2", "knowledge", "skill", "attitude", "self-report high"),
        *("knowledge high", "bands none", "bands low", "bands high"),
    }


def test_a_sentence_that_is_not_ours_is_an_error(tmp_path):
    text = "Somebody else wrote this sentence about search engines and their results."
    mine = STATEMENT.replace('en = "Can you?"', f'en = "{text}"')
    _, problems = lint("tiny-1", write_pack(tmp_path, mine), [text.upper(), "Another one."])
    taken = [one for one in problems if one.code == "taken-over"]
    assert [(one.severity, one.values["language"]) for one in taken] == [("error", "en")]


@pytest.mark.parametrize(
    ("square", "freedom", "tail"),
    [(9.488, 4, 0.05), (3.841, 1, 0.05), (7.815, 3, 0.05), (5.991, 2, 0.05), (13.277, 4, 0.01)],
)
def test_the_tail_of_chi_square_is_that_of_the_tables(square, freedom, tail):
    assert chi_square_tail(square, freedom) == pytest.approx(tail, abs=2e-4)


def test_a_text_of_too_many_words_is_named(tmp_path):
    long = STATEMENT.replace('en = "Can you?"', f'en = "Can you {"really " * 60}?"')
    (problem,) = warnings_of(write_pack(tmp_path, long), "long-text")
    assert problem.values["language"] == "en"


def test_counts_of_a_pack_that_cannot_be_read_say_so(tmp_path):
    folder = write_pack(tmp_path, STATEMENT)
    (folder / "tiny-1" / "framework.toml").write_text("family = ", encoding="utf-8")
    counts, problems = lint("tiny-1", folder)
    assert counts == {"items": 0}
    assert problems[0].code == "unreadable-file"
