"""`calibrate` and `draw` as a person or a script meets them."""

import csv
import json
from io import StringIO

import pytest

from competences import load_bank, synthetic_bank
from competences.__main__ import main
from competences.calibration.reading import read_responses
from competences.calibration.rehearsal import drawn_rows

BANK = ["--bank", "3,2,2,4"]


def drawn(capsys, *options):
    assert main(["draw", *options]) == 0
    return capsys.readouterr().out


@pytest.fixture
def responses(tmp_path, capsys):
    text = drawn(
        capsys, "synthetic", *BANK, "--persons", "300", "--missing", "0.3", "--attributes"
    )
    path = tmp_path / "responses.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_drawn_file_repeats_and_holds_what_was_asked_for(capsys):
    options = ("synthetic", *BANK, "--persons", "300", "--missing", "0.8", "--seed", "7")
    text = drawn(capsys, *options)
    assert text == drawn(capsys, *options)
    assert text != drawn(capsys, *options[:-1], "8")
    rows = list(csv.DictReader(StringIO(text)))
    assert set(rows[0]) == {"person", "item", "response"}
    assert len(rows) == pytest.approx(300 * 12 * 0.2, rel=0.15)
    assert len(json.loads(drawn(capsys, *options, "--json"))) == len(rows)
    whole = drawn(capsys, "synthetic", *BANK, "--persons", "9", "--missing", "0")
    assert len(whole.splitlines()) == 1 + 9 * 12


def test_drawn_answers_to_every_kind_of_task_are_read_back(tmp_path):
    bank = load_bank("digcomp-3.0")
    path = tmp_path / "drawn.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(drawn_rows(bank, 40, 0.3, 1))
    answers, problems = read_responses(path, bank)
    assert problems == ()
    assert len(answers) == 40
    formats = {item.format for item in bank.items if item.kind == "knowledge"}
    assert formats == {"one", "several", "order"}
    tasks = [item.id for item in bank.items if item.kind == "knowledge"]
    assert set(answers.columns(tasks).categories.ravel().tolist()) == {-1, 0, 1}


def test_calibrate_prints_the_report_and_writes_it(responses, tmp_path, capsys):
    out = tmp_path / "new" / "folder"
    command = ["calibrate", str(responses), "--framework", "synthetic", *BANK]
    assert main([*command, "--json", "--out", str(out)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report == json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["persons"] == 300
    with (out / "parameters.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(report["items"]) == 12
    assert main([*command, "--sample", "100"]) == 0
    assert "1.1-k1" in capsys.readouterr().out


def test_fixed_items_keep_their_numbers(responses, capsys):
    bank = synthetic_bank(3, 2, 2, 4)
    held = [item.id for item in bank.items if item.competence != "1.3"]
    command = ["calibrate", str(responses), "--framework", "synthetic", *BANK, "--json"]
    assert main([*command, "--fixed", *held]) == 0
    rows = {row["item"]: row for row in json.loads(capsys.readouterr().out)["items"]}
    for item in bank.items:
        moved = rows[item.id]["slope"] != pytest.approx(item.slope, abs=1e-4)
        assert moved == (item.id not in held)


def test_the_word_live_holds_every_item_that_is_not_on_trial(responses, capsys):
    command = ["calibrate", str(responses), "--framework", "synthetic", *BANK, "--json"]
    assert main([*command, "--fixed", "live"]) == 0
    rows = {row["item"]: row for row in json.loads(capsys.readouterr().out)["items"]}
    for item in synthetic_bank(3, 2, 2, 4).items:
        assert rows[item.id]["slope"] == pytest.approx(item.slope, abs=1e-4)


def test_a_file_with_bad_rows_is_calibrated_all_the_same(responses, capsys):
    with responses.open("a", encoding="utf-8") as file:
        file.write("p1,9.9-s9,1,nl,phone\np1\n")
    command = ["calibrate", str(responses), "--framework", "synthetic", *BANK, "--json"]
    assert main(command) == 0
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [one["code"] for one in problems[:2]] == ["unknown-item-row", "bad-row"]
    assert "9.9-s9" in problems[0]["message"]


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("a,b\n", (), "person, item and response"),
        ("person,item,response\n", (), "No row"),
        ("person,item,response\na,1.1-s1,1\n", ("--fixed", "9.9-s1"), "9.9-s1"),
        (None, (), "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_exit_2(tmp_path, capsys, content, options, said):
    path = tmp_path / "responses.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main(["calibrate", str(path), "--framework", "synthetic", *BANK, *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1


def test_an_unknown_framework_and_a_closed_folder_are_named(responses, tmp_path, capsys):
    assert main(["calibrate", str(responses), "--framework", "nope"]) == 2
    assert "nope" in capsys.readouterr().err
    closed = tmp_path / "file"
    closed.write_text("")
    command = ["calibrate", str(responses), "--framework", "synthetic", *BANK]
    assert main([*command, "--out", str(closed)]) == 2
    assert "written" in capsys.readouterr().err
