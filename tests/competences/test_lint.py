"""What lint warns about: things a program can see and the loader does not refuse."""

from competences.lint import lint
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
