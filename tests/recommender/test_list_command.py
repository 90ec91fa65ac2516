"""The command that lists trainings, as it is called."""

import json

import pytest

from tests.recommender.builders_reading import csv_of

HEAD = ["id", "title", "language", "mode", "hours", "price_eur", "provider", "outcomes"]
ROWS = (
    ["a", "Tableurs", "fr", "online", "8", "0", "Maison A", "digcomp-3.0/1.3:0-2"],
    ["b", "Tableurs", "fr", "online", "8", "0", "Maison B", "digcomp-3.0/1.3:0-2"],
    ["c", "Tableaux croisés", "fr", "online", "2", "90", "Maison C", "digcomp-3.0/1.3:0-2"],
    ["d", "Suite", "fr", "online", "6", "", "Maison C", "digcomp-3.0/1.3:2-4"],
)


@pytest.fixture
def files(tmp_path):
    catalogue, profile = tmp_path / "c.csv", tmp_path / "P.json"
    catalogue.write_bytes(csv_of(HEAD, *ROWS))
    profile.write_text(json.dumps({"framework": "digcomp-3.0", "levels": {"1.3": 0.0}}))
    return "--catalogue", catalogue, "--profile", profile


def test_it_prints_what_can_be_begun_now(run, files):
    code, out, _ = run("list", *files)
    assert code == 0
    assert "1. Tableurs [a] Maison A" in out
    assert "Worth alone, in levels: 1. 8 hours, 0 euro." in out
    assert "Trainings that help and can be begun now: 3." in out


def test_the_record_keeps_order_length_and_turn(run, files):
    def listed(*how):
        code, out, _ = run("list", *files, "--json", *how)
        assert code == 0
        return [one["training"] for one in json.loads(out)["trainings"]]

    assert listed() == ["a", "b", "c"]
    assert listed("--order", "shortest") == ["c", "a", "b"]
    assert listed("--most", "1") == ["a"]
    firsts = {listed("--turn", f"2026-W{week}:anna")[0] for week in range(10, 18)}
    assert firsts == {"a", "b"}


@pytest.mark.parametrize(
    "turn", ["x", "2026-W99", "2027-W53", "2026-W00", "2026-48", ":anna", "x:anna"]
)
def test_a_turn_that_is_no_week_is_refused(run, files, turn):
    code, out, told = run("list", *files, "--turn", turn)
    assert (code, out) == (2, "")
    assert f"For turn, “{turn.partition(':')[0]}” is not a word we know." in told


@pytest.mark.parametrize("most", ["0", "-3", "51", "many"])
def test_a_length_that_no_list_has_is_refused(run, files, capsys, most):
    with pytest.raises(SystemExit) as ended:
        run("list", *files, "--most", most)
    assert ended.value.code == 2
    assert "--most" in capsys.readouterr().err


def test_where_nothing_fits_it_says_which_limit_to_loosen(run, files):
    code, out, _ = run("list", *files, "--languages", "de")
    assert code == 0
    assert "Nothing fits within these limits." in out
    assert "Languages: 3 trainings" in out
