"""People as lines of JSON: read one by one, what is wrong told by its line, the others planned."""

import io
import json

import pytest

from recommender import people as module
from recommender.limits import constraints_from_record
from recommender.people import people_of
from recommender.plans import Constraints
from recommender.sentences import say
from tests.recommender.builders_planning import DAY
from tests.recommender.builders_reading import csv_of

PROFILE = {"framework": "digcomp-3.0", "levels": {"1.1": 1.2}, "sd": {"1.1": 0.4}}


def read(*lines):
    """Give the people of lines, and what is wrong by line and code, with a sentence for each."""
    problems = []
    data = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
    found = list(people_of(io.BytesIO(data.encode()), problems.append, DAY))
    for one in problems:
        assert say(one.code, {**one.where, **one.values})
    return found, [(one.where["row"], one.code) for one in problems]


def test_a_line_is_a_person():
    limits = {"hours": 20, "languages": ["Français", "nl"], "region": "Wallonie"}
    (one,), problems = read(
        {
            "id": "x",
            "profile": PROFILE,
            "goal": {"levels": {"1.1": 3}},
            "constraints": {**limits, "certain_only": False, "deadline": "2027-06-30"},
        }
    )
    assert problems == []
    assert (one.id, [(need.current, need.target) for need in one.needs]) == ("x", [(1, 3)])
    assert one.constraints == Constraints(
        hours=20,
        languages=("fr", "nl"),
        region="BE-WAL",
        today=DAY,
        deadline=DAY.replace(month=6, day=30),
    )


def test_without_id_the_line_counts_and_only_sure_gaps_do():
    found, _ = read("", {"profile": PROFILE}, {"id": 7, "profile": PROFILE})
    assert [one.id for one in found] == ["2", "7"]
    assert all(one.constraints.certain_only for one in found)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "not-json"),
        ("[" * 100_000, "too-deep"),
        ("[]", "not-an-object"),
        ({"id": 1}, "not-an-object"),
        ({"profile": PROFILE, "constraint": {}}, "name-not-known"),
        ({"profile": PROFILE, "id": ["x"]}, "not-a-word"),
        ({"profile": PROFILE, "constraints": []}, None),
        ({"profile": PROFILE, "constraints": [1]}, "not-an-object"),
        ({"profile": PROFILE, "constraints": {"hour": 3}}, "name-not-known"),
        ({"profile": PROFILE, "goal": {"levels": {"1.1": 9}}}, "level-out-of-range"),
        ({"profile": {"levels": {"9.9": 1}}}, "no-such-competence"),
        (json.dumps({"profile": PROFILE, "id": "x" * 2**18}), "long-line"),
    ],
)
def test_a_bad_line_is_told_and_the_next_is_read(line, code):
    found, problems = read(line, {"id": "next", "profile": PROFILE})
    assert found[-1].id == "next"
    assert problems == ([] if code is None else [(1, code)])


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [
        ("hours", "ten", "impossible-limit"),
        ("hours", True, "impossible-limit"),
        ("hours", -1, "impossible-limit"),
        ("euro", float("nan"), "impossible-limit"),
        ("weekly", 10**400, "impossible-limit"),
        ("languages", [1], "impossible-limit"),
        ("languages", ["klingon"], "limit-not-understood"),
        ("region", "Mars", "limit-not-understood"),
        ("status", "pirate", "limit-not-understood"),
        ("accessibility", ["jetpack"], "limit-not-understood"),
        ("deadline", "tomorrow", "impossible-limit"),
        ("today", 3, "impossible-limit"),
        ("online", "yes", "impossible-limit"),
        ("region", ["BE-WAL", "BE-VLG"], "impossible-limit"),
    ],
)
def test_a_limit_that_is_none_is_told(limit, value, code):
    found, problems = read({"profile": PROFILE, "constraints": {limit: value}})
    assert (found, problems) == ([], [(1, code)])


def test_a_limit_of_null_is_none():
    assert constraints_from_record({"hours": None, "online": True}) == Constraints(
        online=True, certain_only=True
    )


def test_an_empty_word_is_no_limit():
    empty = dict.fromkeys(("languages", "region", "accessibility", "without", "hidden"), "")
    assert constraints_from_record({**empty, "status": [""]}) == Constraints(certain_only=True)


def test_all_that_is_wrong_with_limits_is_told():
    _, problems = read({"profile": PROFILE, "constraints": {"hours": "x", "euro": "y"}})
    assert problems == [(1, "impossible-limit")] * 2


def test_an_id_that_no_file_can_hold_is_written_all_the_same():
    (one,), _ = read('{"id": "\\ud800x", "profile": ' + json.dumps(PROFILE) + "}")
    assert one.id == "?x"


def test_an_id_that_stands_twice_is_told_and_both_are_planned():
    one = {"id": "x", "profile": PROFILE}
    found, problems = read(one, {"profile": PROFILE}, {**one, "id": 2}, one)
    assert [person.id for person in found] == ["x", "2", "2", "x"]
    assert problems == [(3, "person-id-repeated"), (4, "person-id-repeated")]


@pytest.mark.parametrize("empty", ["", "  ", "\u200b"])
def test_an_empty_id_is_told_and_the_line_counts(empty):
    (one,), problems = read({"id": empty, "profile": PROFILE})
    assert one.id == "1"
    assert problems == [(1, "person-id-empty")]


def test_lines_without_a_row_are_counted_apart_from_what_is_only_odd(run, files, tmp_path):
    catalogue, people = files
    same = json.dumps({"id": "x", "profile": PROFILE})
    wrong = json.dumps({"profile": PROFILE, "constraints": {"hours": "x", "euro": "y"}})
    people.write_text(f"{same}\n{same}\n{wrong}\n{{", encoding="utf-8")
    _, told, _ = run(
        "plan-many", people, "--catalogue", catalogue, "--out", tmp_path / "rows", "--json"
    )
    summary = json.loads(told)
    assert (summary["people"], summary["wrong"], summary["left_out"]) == (2, 4, 2)
    _, told, _ = run("plan-many", people, "--catalogue", catalogue, "--out", tmp_path / "rows")
    assert "2 people, 1 plan worked out (0 rows kept, 1 person is equal to another)" in told
    assert "2 lines have no row." in told


def test_a_name_in_a_line_commands_no_terminal(run, files, tmp_path):
    catalogue, people = files
    people.write_text('{"\\u001b[2Jhm\\u202e": 1}', encoding="utf-8")
    _, told, _ = run("plan-many", people, "--catalogue", catalogue, "--out", tmp_path / "rows")
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "hm" in told


def test_fewer_processes_than_none_are_refused(run, files, capsys):
    catalogue, people = files
    with pytest.raises(SystemExit) as ended:
        run("plan-many", people, "--catalogue", catalogue, "--workers", "-1")
    assert ended.value.code == 2
    assert "--workers" in capsys.readouterr().err


@pytest.fixture
def files(tmp_path):
    """Give a catalogue and a list of people, two of them equal and one line wrong."""
    catalogue = tmp_path / "c.csv"
    head = ["id", "title", "language", "mode", "hours", "price_eur", "outcomes"]
    catalogue.write_bytes(
        csv_of(head, ["a", "A", "en", "online", "6", "0", "digcomp-3.0/1.1:0-2"])
    )
    people = tmp_path / "p.jsonl"
    certain = {**PROFILE, "sd": {}}
    lines = [{"id": one, "profile": certain} for one in "xy"]
    people.write_text("\n".join([*map(json.dumps, lines), "{"]), encoding="utf-8")
    return catalogue, people


def test_the_command_writes_rows_and_says_what_became_of_all(run, files, tmp_path):
    catalogue, people = files
    out = tmp_path / "rows.jsonl"
    code, told, _ = run("plan-many", people, "--catalogue", catalogue, "--out", out, "--json")
    summary = json.loads(told)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert (code, [(row["id"], row["trainings"]) for row in rows]) == (
        0,
        [("x", ["a"]), ("y", ["a"])],
    )
    assert {name: summary[name] for name in ("people", "planned", "folded", "wrong")} == {
        "people": 2,
        "planned": 1,
        "folded": 1,
        "wrong": 1,
    }
    assert summary["problems"] == [
        {"row": 3, "code": "not-json", "message": "“person” is not valid JSON."}
    ]


def test_rows_are_kept_where_no_change_concerns_them(run, files, tmp_path):
    catalogue, people = files
    newer, rows, again = (tmp_path / name for name in ("c2.csv", "r.jsonl", "again.jsonl"))
    newer.write_bytes(catalogue.read_bytes() + b"b,B,en,online,9,0,digcomp-3.0/1.1:0-2\n")
    first = ("plan-many", people, "--catalogue")
    run(*first, catalogue, "--out", rows)
    rows.write_text("no row\n{}\n" + rows.read_text(encoding="utf-8"), encoding="utf-8")
    earlier = ("--was", catalogue, "--rows", rows)
    _, told, _ = run(*first, newer, "--out", again, *earlier, "--json")
    assert {name: json.loads(told)[name] for name in ("people", "planned", "kept")} == {
        "people": 2,
        "planned": 0,
        "kept": 2,
    }
    run(*first, newer, "--out", tmp_path / "anew")
    assert again.read_bytes() == (tmp_path / "anew").read_bytes()
    newer.write_bytes(catalogue.read_bytes() + b"b,B,en,online,3,0,digcomp-3.0/1.1:0-2\n")
    _, told, _ = run(*first, newer, "--out", again, *earlier, "--json")
    assert (json.loads(told)["kept"], json.loads(told)["planned"]) == (0, 1)


def test_earlier_rows_need_the_catalogue_of_that_time(run, files, capsys):
    catalogue, people = files
    with pytest.raises(SystemExit) as ended:
        run("plan-many", people, "--catalogue", catalogue, "--rows", people)
    assert ended.value.code == 2
    assert "go together" in capsys.readouterr().err


def test_a_row_is_found_by_its_id_where_people_came_and_went(run, files, tmp_path):
    catalogue, people = files
    rows, again = tmp_path / "r.jsonl", tmp_path / "again.jsonl"
    run("plan-many", people, "--catalogue", catalogue, "--out", rows)
    lines = [{"id": one, "profile": {**PROFILE, "sd": {}}} for one in ("new", "y")]
    people.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    earlier = ("--was", catalogue, "--rows", rows)
    _, told, _ = run(
        "plan-many", people, "--catalogue", catalogue, "--out", again, *earlier, "--json"
    )
    assert (json.loads(told)["kept"], json.loads(told)["planned"]) == (1, 1)


def test_without_a_file_rows_go_to_standard_output_and_the_summary_beside_it(run, files):
    catalogue, people = files
    code, told, beside = run("plan-many", people, "--catalogue", catalogue)
    assert code == 0
    assert [json.loads(line)["id"] for line in told.splitlines()] == ["x", "y"]
    assert "2 people, 1 plan worked out" in beside
    assert "line 3: “person” is not valid JSON." in beside


def test_what_cannot_be_read_or_written_ends_with_2(run, files, tmp_path):
    catalogue, people = files
    missing = tmp_path / "none" / "x"
    assert run("plan-many", missing, "--catalogue", catalogue)[0] == 2
    assert run("plan-many", people, "--catalogue", catalogue, "--out", missing)[0] == 2


def test_a_summary_names_the_first_problems_and_counts_all(monkeypatch, run, files):
    catalogue, people = files
    monkeypatch.setattr(module, "SHOWN", 1)
    people.write_text("{\n{\n{\n", encoding="utf-8")
    _, told, beside = run("plan-many", people, "--catalogue", catalogue)
    assert told == ""
    assert "2 problems more" in beside
