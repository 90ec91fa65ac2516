"""`python -m competences` as a person or a script meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from competences import Attempt, Interview, ItemBank, load_bank, synthetic_bank
from competences.__main__ import main
from competences.console import write_file
from competences.problems import EmptyBank, UnknownLanguage, UnwritableOutput
from tests.competences.builders import walked


@pytest.fixture
def answers_file(tmp_path):
    _, attempt = walked(load_bank("digcomp-3.0"), "quick", 1)
    rows = [{"item": one.item, "response": one.response} for one in attempt.answers]
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"framework": "digcomp-3.0", "route": "quick", "answers": rows}))
    return path


def test_lint_counts_and_finds_nothing_wrong(capsys):
    assert main(["lint", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    counts = report["frameworks"][0]["counts"]
    assert counts["items"] == sum(counts["kinds"].values())
    assert report["problems"] == []
    assert main(["lint", "digcomp-3.0"]) == 0
    assert "digcomp-3.0" in capsys.readouterr().out


def test_export_holds_what_the_contract_names(capsys):
    assert main(["export", "digcomp-3.0", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert set(record) >= {"framework", "version", "items"}
    for item in record["items"]:
        assert set(item["texts"]) == {"nl", "fr", "de", "en"}
        assert all(text["stem"] and text["options"] for text in item["texts"].values())
        assert item["calibration"] == "provisional"
        if item["kind"] == "knowledge":
            assert set(item["parameters"]) == {"slope", "difficulty", "guessing"}
            assert item["texts"]["nl"]["explanation"]
        else:
            assert set(item["parameters"]) == {"slope", "thresholds"}


def test_score_gives_the_profile(answers_file, capsys):
    assert main(["score", str(answers_file), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["answered"] == 18
    assert set(record["readings"]["1.1"]) >= {"mean", "sd", "interval", "levels", "perceived_mean"}
    assert main(["score", str(answers_file)]) == 0
    assert "overall" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no json", "cannot be read"),
        ("[]", "answers"),
        ('{"framework": "digcomp-3.0", "answers": [1]}', "answers"),
        (
            '{"framework": "digcomp-3.0", "answers": [{"item": "1.1-s1", "respons": 1}]}',
            "response",
        ),
        ('{"framework": "nope", "answers": []}', "nope"),
        ('{"framework": "digcomp-3.0", "route": "slow", "answers": []}', "slow"),
        ('{"framework": "digcomp-3.0", "answers": [{"item": "x", "response": 1}]}', "“x”"),
        ('{"framework": "digcomp-3.0", "answers": [{"item": "1.1-s1", "response": 9}]}', "1.1-s1"),
        ("[" * 100_000, "cannot be read"),
    ],
)
def test_a_bad_answers_file_is_one_sentence_and_exit_2(tmp_path, capsys, content, said):
    path = tmp_path / "answers.json"
    path.write_text(content)
    assert main(["score", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_a_missing_file_and_an_unknown_framework_are_exit_2(capsys):
    assert main(["score", "nowhere.json"]) == 2
    assert main(["export", "nope"]) == 2
    assert main(["lint", "nope"]) == 2
    assert "nowhere.json" in capsys.readouterr().err


def test_simulate_gives_a_row_per_length(capsys):
    arguments = ["simulate", "--persons", "5", "--lengths", "4,8", "--seed", "2"]
    assert main([*arguments, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["lengths"]
    assert [row["length"] for row in rows] == [4, 8]
    named = {"competence_rmse", "competence_level_right", "area_rmse", "area_level_right"}
    assert set(rows[0]) >= named | {"coverage95", "bias"}
    assert main([*arguments, "--scenario", "over-rating"]) == 0
    assert "competence_rmse" in capsys.readouterr().out


def test_a_figure_that_does_not_exist_is_left_out_and_never_nan(capsys):
    study = ["simulate", "--bank", "1,1,1", "--persons", "2", "--lengths", "1", "--json"]
    assert main([*study, "--scenario", "provisional"]) == 0
    row = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)["lengths"][0]
    assert "over_rating_correlation" not in row


def test_synthetic_is_a_framework_to_all_commands_and_sizes_are_its_own(capsys):
    assert main(["simulate", "synthetic", "--persons", "2", "--lengths", "1"]) == 0
    assert main(["draw", "digcomp-3.0", "--bank", "3,3,3"]) == 2
    assert "digcomp-3.0" in capsys.readouterr().err


def test_an_answers_file_may_name_the_competences_it_was_about(tmp_path, capsys):
    path = tmp_path / "answers.json"
    content = {"framework": "digcomp-3.0", "scope": ["1.1"], "answers": []}
    path.write_text(json.dumps(content))
    assert main(["score", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["scope"] == ["1.1"]
    path.write_text(json.dumps({**content, "scope": ["9.9"]}))
    assert main(["score", str(path)]) == 2
    assert "9.9" in capsys.readouterr().err


def test_output_that_cannot_be_written_is_one_sentence():
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("/dev/full is missing")
    with full.open("w") as sink:
        command = [sys.executable, "-m", "competences", "draw", "digcomp-3.0", "--persons", "50"]
        ended = subprocess.run(command, stdout=sink, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == 2
    assert len(ended.stderr.decode().strip().splitlines()) == 1


@pytest.mark.parametrize(
    "wrong", [["--persons", "0"], ["--lengths", "4,x"], ["--scenario", "x"], ["--seed", "-1"]]
)
def test_a_bad_option_is_exit_2(wrong, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["simulate", *wrong])
    assert stopped.value.code == 2
    assert wrong[0] in capsys.readouterr().err


def run(*arguments, read=None, **environment):
    """Run a command of its own process, its output cut after `read` bytes where asked."""
    command = [sys.executable, "-m", "competences", *arguments]
    started = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},  # noqa: TID251  (a child's own)
    )
    if read is not None:
        out = started.stdout.read(read)
        started.stdout.close()
        err = started.stderr.read()
        started.stderr.close()
        started.wait()
        return started.returncode, out, err
    out, err = started.communicate()
    return started.returncode, out, err


def test_a_file_larger_than_any_of_ours_is_one_sentence_and_exit_2(tmp_path):
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(2**31)
    code, _, err = run("score", str(large))
    assert code == 2
    assert b"larger than" in err
    assert b"Traceback" not in err


def test_output_is_utf_8_whatever_the_terminal_claims():
    code, out, _ = run("export", "digcomp-3.0", "--json", PYTHONIOENCODING="ascii")
    assert code == 0
    assert "Wählen Sie" in out.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_fault():
    code, out, err = run("export", "digcomp-3.0", "--json", read=10)
    assert (code, len(out), err) == (0, 10, b"")


@pytest.mark.parametrize("given", [{"competences": 0}, {"self_report": 0, "knowledge": 0}])
def test_a_bank_without_items_is_refused_by_name(given):
    with pytest.raises(EmptyBank):
        synthetic_bank(**given)
    with pytest.raises(EmptyBank):
        Interview(ItemBank(synthetic_bank().framework, ()))


def test_an_unknown_language_is_named():
    with pytest.raises(UnknownLanguage, match="xx"):
        Attempt.start(language="xx")


def test_lint_reads_packs_elsewhere_and_says_where_there_is_none(tmp_path, capsys):
    examples = str(Path(__file__).parents[2] / "docs" / "examples")
    assert main(["lint", "reception-1", "--packs", examples]) == 0
    assert "reception-1: 6 items, 0 problems" in capsys.readouterr().out
    assert main(["lint", "--packs", str(tmp_path)]) == 2
    assert "holds no pack" in capsys.readouterr().err


def test_a_crosswalk_is_printed_with_how_sure_it_is(capsys):
    assert main(["crosswalk", "e-cf-3.0", "e-cf-4.0"]) == 0
    assert "D.12 D.6: recoded, verified" in capsys.readouterr().out
    assert main(["crosswalk", "e-cf-3.0", "e-cf-4.0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["from"] == "e-cf-3.0"
    assert main(["crosswalk", "x-1", "y-2"]) == 2


def test_a_file_is_whole_at_any_time(tmp_path):
    path = tmp_path / "kept.toml"
    path.write_text("whole", encoding="utf-8")
    with pytest.raises(UnwritableOutput):
        write_file(path, "half \ud800")
    assert path.read_text(encoding="utf-8") == "whole"
    assert [one.name for one in tmp_path.iterdir()] == ["kept.toml"]
    write_file(path, "new")
    assert path.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("framework", ["greencomp", "entrecomp"])
def test_a_framework_without_questions_is_refused_by_name(framework, capsys):
    assert main(["simulate", framework, "--persons", "5", "--lengths", "3"]) == 2
    assert "without any question" in capsys.readouterr().err
