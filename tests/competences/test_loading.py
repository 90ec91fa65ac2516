"""Packs: ours is whole, and what is wrong in a pack is named by file and row."""

from pathlib import Path

import pytest

from competences import LANGUAGES, load_bank
from competences.lint import lint
from competences.loading import frameworks, read_pack
from tests.competences.builders import COMPETENCE, STATEMENT, TASK, write_pack

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def problems_of(folder):
    return read_pack("tiny-1", folder)[1]


BANKS = ("digcomp-3.0", "e-cf-4.0", "digcompedu")


def test_digcomp_is_whole():
    bank = load_bank("digcomp-3.0")
    assert len(bank.framework.codes) == 21
    assert [len(bank.framework.of_area(str(area))) for area in range(1, 6)] == [3, 6, 4, 4, 4]
    assert bank.framework.top == 8
    for code in bank.framework.codes:
        own = [item for item in bank.items if item.competence == code]
        kinds = [item.kind for item in own]
        assert kinds.count("self-report") >= 6
        assert kinds.count("knowledge") >= 6
        for kind in ("self-report", "knowledge"):
            bands = {bank.framework.level_of(one.level).code for one in own if one.kind == kind}
            assert bands == {"basic", "intermediate", "advanced", "highly-advanced"}
        assert {item.facet for item in own} == {"knowledge", "skill", "attitude"}


def test_digcomp_shows_things_and_speaks_of_ai():
    counts, _ = lint("digcomp-3.0")
    assert sum(counts["exhibits"].values()) >= 70
    assert len(counts["exhibits"]) == 12
    assert counts["ai"] >= 50
    work = counts["settings"]["work"] / counts["items"]
    assert 0.4 < work < 0.6


def test_every_level_of_e_cf_has_a_statement():
    bank = load_bank("e-cf-4.0")
    assert len(bank.framework.codes) == 41
    assert len(bank.items) >= 250
    for one in bank.framework.competences:
        own = [item for item in bank.items if item.competence == one.code]
        assert {item.level for item in own if item.kind == "self-report"} == set(one.levels)
        assert sum(item.kind == "knowledge" for item in own) >= 2
    unverified = [
        one.code for one in bank.framework.competences if one.levels_status == "unverified"
    ]
    assert unverified == ["A.10", "C.5", "D.5", "D.7"]


def test_digcompedu_has_four_questions_a_competence():
    bank = load_bank("digcompedu")
    assert len(bank.framework.codes) == 22
    for code in bank.framework.codes:
        kinds = sorted(item.kind for item in bank.items if item.competence == code)
        assert kinds == ["knowledge", "knowledge", "self-report", "self-report"]
    assert {item.level for item in bank.items} == {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize("framework", frameworks())
def test_no_pack_has_a_problem(framework):
    counts, problems = lint(framework)
    assert problems == []
    assert set(counts["languages"].values()) == {counts["items"]}


@pytest.mark.parametrize("framework", BANKS)
def test_keys_give_nothing_away(framework):
    counts, _ = lint(framework)
    assert counts["key_places"]["p"] > 0.05
    assert max(counts["longest_keys"].values()) <= 0.40
    assert counts["guessing"] <= 0.20


@pytest.mark.parametrize("framework", BANKS)
def test_stems_are_short(framework):
    words = lint(framework)[0]["words"]
    assert max(words["self-report"].values()) <= 16
    assert max(words["knowledge"].values()) <= 45


@pytest.mark.parametrize("framework", BANKS)
def test_every_level_is_explained(framework):
    known = load_bank(framework).framework
    for one in known.competences:
        codes = ["none", *(level.code for level in known.levels_of(one.code))]
        assert list(one.bands) == codes
        for band in one.bands.values():
            assert not band.means.missing()
            assert not band.next.missing()


@pytest.mark.parametrize("framework", ["entrecomp", "greencomp"])
def test_a_pack_may_have_no_questions(framework):
    bank = load_bank(framework)
    assert bank.items == ()
    assert len(bank.framework.codes) >= 12
    for one in bank.framework.competences:
        assert not one.name.missing()
        assert not one.description.missing()


def test_the_example_of_the_guide_is_whole():
    counts, problems = lint("reception-1", EXAMPLES)
    assert counts["items"] >= 4
    assert problems == []


def test_every_text_of_digcomp_is_there_in_four_languages():
    bank = load_bank("digcomp-3.0")
    framework = bank.framework
    texts = [framework.below, *framework.steps]
    texts += [one.name for one in framework.areas]
    texts += [one.name for one in framework.levels]
    texts += [one.name for one in framework.competences]
    texts += [one.description for one in framework.competences]
    for item in bank.items:
        texts.append(item.stem)
        if item.kind == "knowledge":
            texts += [item.explanation, *item.options]
    assert [text for text in texts if text.missing()] == []


def test_the_registry_holds_each_folder_that_has_a_framework(tmp_path):
    write_pack(tmp_path, STATEMENT)
    (tmp_path / "notes").mkdir()
    assert frameworks(tmp_path) == ("tiny-1",)
    bank, problems = read_pack("tiny-1", tmp_path)
    assert problems == []
    assert bank.framework.competence("A.1").name.en == "N"


def test_both_kinds_are_read(tmp_path):
    bank, problems = read_pack("tiny-1", write_pack(tmp_path, STATEMENT, TASK))
    assert problems == []
    statement, task = bank.items
    assert statement.thresholds == pytest.approx((0.0, 1.1))
    assert (task.key, task.choices, task.guessing) == (1, 3, pytest.approx(1 / 3))


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("level = 2", "level = 9"), "bad-level", "level = 9"),
        (("level = 2", "level = true"), "bad-level", "level = true"),
        (('kind = "self-report"', 'kind = "boast"'), "bad-kind", "boast"),
        (('id = "A.1-s1"', 'id = "B.1-s1"'), "bad-id", "B.1-s1"),
        (('fr = "Pouvez-vous\u00a0?", ', ""), "missing-language", "Kun je?"),
        (("level = 2", "level = 2\nmood = 1"), "unknown-field", "mood = 1"),
        (('nl = "draft", ', ""), "bad-review", "review"),
    ],
)
def test_an_error_in_a_statement_names_its_row(tmp_path, change, code, line):
    folder = write_pack(tmp_path, STATEMENT.replace(*change))
    text = (folder / "tiny-1" / "A.1.toml").read_text(encoding="utf-8").splitlines()
    (problem,) = problems_of(folder)
    assert (problem.code, problem.severity) == (code, "error")
    assert problem.where["file"] == "A.1.toml"
    assert line in text[problem.where["row"] - 1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("key = 1", "key = 3"), "bad-key"),
        (("key = 1", "key = [1]"), "bad-key"),
        (("key = 1", 'key = "b"'), "bad-key"),
        (('format = "one"', 'format = "several"'), "bad-key"),
        (('format = "one"', 'format = "typed"'), "bad-format"),
        (('nl = "b", fr', 'nl = "a", fr'), "same-option"),
        ((',\n  { nl = "c", fr = "c", de = "c", en = "c" }', ""), "too-few-options"),
    ],
)
def test_an_error_in_a_task_is_named(tmp_path, change, code):
    problems = problems_of(write_pack(tmp_path, TASK.replace(*change)))
    assert [problem.code for problem in problems] == [code]
    assert problems[0].where["item"] == "A.1-k1"


def test_an_item_with_an_error_is_left_out_and_the_rest_stays(tmp_path):
    folder = write_pack(tmp_path, STATEMENT, TASK.replace("key = 1", "key = 7"))
    bank, _ = read_pack("tiny-1", folder)
    assert [item.id for item in bank.items] == ["A.1-s1"]


def test_a_repeated_id_is_named(tmp_path):
    problems = problems_of(write_pack(tmp_path, STATEMENT, STATEMENT))
    assert [problem.code for problem in problems] == ["repeated-id"]


def test_a_file_that_is_no_toml_is_named_with_its_row(tmp_path):
    folder = write_pack(tmp_path, STATEMENT)
    (folder / "tiny-1" / "A.2.toml").write_text('code = "A.2"\nname = \n', encoding="utf-8")
    (problem,) = problems_of(folder)
    assert problem.code == "unreadable-file"
    assert problem.where == {"file": "A.2.toml", "row": 2}


def test_a_broken_framework_file_gives_no_bank(tmp_path):
    folder = write_pack(tmp_path, STATEMENT)
    (folder / "tiny-1" / "framework.toml").write_text('family = "tiny"', encoding="utf-8")
    bank, problems = read_pack("tiny-1", folder)
    assert bank is None
    assert [problem.code for problem in problems] == ["bad-framework"]


def test_a_file_must_bear_the_name_of_its_code(tmp_path):
    folder = write_pack(tmp_path, STATEMENT)
    (folder / "tiny-1" / "A.1.toml").rename(folder / "tiny-1" / "A.2.toml")
    assert "code-mismatch" in [problem.code for problem in problems_of(folder)]


def test_a_text_has_a_phrase_per_language():
    name = load_bank("digcomp-3.0").framework.areas[0].name
    assert set(name.to_mapping()) == set(LANGUAGES)
    with pytest.raises(KeyError):
        name["es"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("bands = 5\n", "not-a-list"),
        ('[[bands]]\nlevel = "middle"\n', "bad-band"),
        ('[[bands]]\nlevel = "low"\n[bands.means]\nnl = "Zo."\n', "missing-language"),
    ],
)
def test_what_is_wrong_in_bands_is_named(tmp_path, change, code):
    folder = write_pack(tmp_path, STATEMENT)
    path = folder / "tiny-1" / "A.1.toml"
    path.write_text(COMPETENCE + change + STATEMENT, encoding="utf-8")
    assert code in [one.code for one in problems_of(folder)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('kind = "self-report"', 'kind = ["self-report"]'), "bad-kind"),
        (('nl = "draft"', 'nl = ["draft"]'), "bad-review"),
        (('nl = "Kun je?"', "nl = 5"), "missing-language"),
        (("level = 2", 'level = 2\nfacet = "mood"'), "bad-choice"),
        (("level = 2", "level = 2\nsetting = [1]"), "bad-choice"),
        (("level = 2", 'level = 2\nai = "yes"'), "bad-flag"),
    ],
)
def test_odd_values_in_a_statement_are_problems_and_no_traces(tmp_path, change, code):
    folder = write_pack(tmp_path, STATEMENT.replace(*change))
    assert code in [one.code for one in problems_of(folder)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("doors = [-1.0, 0.0, 1.0]", "doors = [0.0, 0.0, 0.0]"), "bad-doors"),
        (("doors = [-1.0, 0.0, 1.0]", "doors = [nan, 0.0, 1.0]"), "bad-doors"),
        (("start = 3", "start = 4"), "bad-doors"),
        (("start = 1", "start = 2"), "bad-doors"),
        (('en = "Tiny"', "en = 5"), "missing-language"),
    ],
)
def test_doors_that_cannot_be_walked_are_an_error(tmp_path, change, code):
    folder = write_pack(tmp_path, STATEMENT)
    head = folder / "tiny-1" / "framework.toml"
    head.write_text(head.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    assert code in [one.code for one in problems_of(folder)]


def test_too_few_answers_to_a_statement_are_an_error(tmp_path):
    folder = write_pack(tmp_path, STATEMENT)
    head = folder / "tiny-1" / "framework.toml"
    text = head.read_text(encoding="utf-8")
    head.write_text(text[: text.index("steps = [")] + "steps = []\n", encoding="utf-8")
    assert "too-few-steps" in [one.code for one in problems_of(folder)]


def test_a_file_nested_without_end_and_a_folder_are_unreadable(tmp_path):
    folder = write_pack(tmp_path, STATEMENT)
    (folder / "tiny-1" / "A.2.toml").write_text("a = " + "[" * 100_000, encoding="utf-8")
    (folder / "tiny-1" / "A.3.toml").mkdir()
    unreadable = [
        one.where["file"] for one in problems_of(folder) if one.code == "unreadable-file"
    ]
    assert sorted(unreadable) == ["A.2.toml", "A.3.toml"]
