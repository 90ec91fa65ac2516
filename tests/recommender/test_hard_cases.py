"""Bad input all the way: read, indexed, planned and printed; named, counted, planned around, never a stack trace."""

import json
from dataclasses import replace

import pytest

from recommender import Constraints, Goal, Learner, index, needs_of, plan
from recommender.simulation import simulated_catalogue, simulated_people
from tests.recommender.builders_planning import need, offer, training
from tests.recommender.builders_reading import csv_of

HEAD = ["id", "title", "language", "mode", "hours", "price_eur", "outcomes", "requires"]
RING = ("1.1", "1.2", "1.3", "2.1", "2.2")


def row(name, outcomes, requires="", *, hours="6", price="0", language="en", title=""):
    said = f"digcomp-3.0/{outcomes}" if outcomes else ""
    asked = f"digcomp-3.0/{requires}" if requires else ""
    return [name, title or f"Course {name}", language, "online", hours, price, said, asked]


def ring(codes):
    nexts = (*codes[1:], codes[0])
    return [row(f"r{a}", f"{a}:0-1", f"{b}:1") for a, b in zip(codes, nexts, strict=True)]


@pytest.fixture
def ask(run, tmp_path):
    """Read a table and plan over it by the commands; give both records."""

    def call(rows, *options, levels=None, goal=None):
        file, profile = tmp_path / "c.csv", tmp_path / "P.json"
        file.write_bytes(csv_of(HEAD, *rows))
        profile.write_text(json.dumps({"levels": levels or {"1.1": 0.0}}))
        if goal:
            (tmp_path / "G.json").write_text(json.dumps(goal))
            options = (*options, "--goal", tmp_path / "G.json")
        code, out, complaint = run("read", file, "--json")
        assert (code, complaint) == (0, "")
        asked = ("plan", "--profile", profile, "--catalogue", file, *options)
        ended, found, complaint = run(*asked, "--json")
        assert (ended, complaint) == (0, "")
        assert run(*asked)[0] == 0
        return json.loads(out), json.loads(found)

    return call


@pytest.fixture
def refused(run, tmp_path):
    """Give the complaint of a plan that cannot be asked for."""

    def call(profile, goal, *options):
        for name, record in (("P", profile), ("G", goal)):
            (tmp_path / f"{name}.json").write_text(json.dumps(record))
        (tmp_path / "c.csv").write_bytes(csv_of(HEAD, row("a", "1.1:0-2")))
        given = [f"{tmp_path}/{name}" for name in ("P.json", "G.json", "c.csv")]
        options = ("--profile", given[0], "--goal", given[1], "--catalogue", given[2], *options)
        code, out, complaint = run("plan", *options, "--json")
        assert (code, out) == (2, "")
        assert "Traceback" not in complaint
        return complaint

    return call


def codes(record, key="problems"):
    return [one["code"] for one in record[key]]


def steps(record):
    return [step["training"] for step in record["steps"]]


class TestWithoutHours:
    rows = (row("unknown", "1.1:0-2", hours=""), row("odd", "1.1:2-4", hours="some days"))

    def test_they_stand_in_a_path_without_a_limit_of_hours_and_say_so(self, ask):
        read, found = ask(self.rows, goal={"levels": {"1.1": 4}})
        assert codes(read) == ["hours-not-understood"]
        assert steps(found) == ["unknown", "odd"]
        assert all("hours-unknown" in codes(step, "reasons") for step in found["steps"])

    def test_under_a_limit_they_are_named_as_what_is_in_the_way(self, ask):
        _, found = ask(self.rows, "--hours", 40, goal={"levels": {"1.1": 4}})
        assert (steps(found), found["reason"]) == ([], "blocked")
        assert codes(found, "blocked_by")[0] == "blocked-hours-unknown"


def test_an_entry_above_the_exit_is_named_and_teaches_nothing(ask):
    rows = [row("down", "1.1:4-2"), row("flat", "1.1:2-2"), row("up", "1.1:0-1")]
    read, found = ask(rows)
    wrong = [one for one in read["problems"] if one["code"] == "outcome-without-gain"]
    assert [one["row"] for one in wrong] == [2, 3]
    assert steps(found) == ["up"]


class TestCircles:
    @pytest.mark.parametrize("size", [2, 5])
    def test_a_ring_is_named_with_its_row_and_its_ids_and_planned_around(self, ask, size):
        wanted = dict.fromkeys(RING[:size], 1)
        free = row("free", "3.1:0-1")
        read, found = ask([free, *ring(RING[:size])], goal={"levels": {**wanted, "3.1": 1}})
        (problem,) = read["problems"]
        assert (problem["code"], problem["row"], problem["severity"]) == (
            "circular-requirement",
            3,
            "warning",
        )
        assert f"These {size} trainings" in problem["message"]
        assert all(f"r{code}" in problem["message"] for code in RING[:size])
        assert (steps(found), found["optimal"]) == (["free"], True)
        assert {one["competence"] for one in found["remaining"]} == {
            f"digcomp-3.0/{code}" for code in RING[:size]
        }

    def test_with_an_outside_opener_the_whole_ring_is_walked(self, ask):
        goal = {"levels": dict.fromkeys(RING, 1)}
        read, found = ask([*ring(RING), row("opener", "1.3:0-1", price="5")], goal=goal)
        assert read["problems"] == []
        assert steps(found)[0] == "opener"
        assert found["remaining"] == []

    def test_a_ring_alone_is_said_to_block(self, ask):
        _, found = ask(ring(RING[:2]))
        assert (steps(found), found["reason"]) == ([], "blocked")
        assert codes(found, "blocked_by") == ["blocked-entry"]

    def test_who_holds_one_level_walks_the_ring(self, ask):
        levels = {code: 1.0 if code == "1.1" else 0.0 for code in RING}
        _, found = ask(ring(RING), levels=levels, goal={"levels": dict.fromkeys(RING, 1)})
        assert len(found["steps"]) == 4

    def test_what_waits_behind_a_ring_is_counted_once(self, ask):
        behind = [row(f"b{number}", "3.1:0-1", "1.1:1") for number in range(30)]
        read, _ = ask([*ring(RING[:2]), *behind])
        told = [one for one in read["problems"] if one["code"] != "duplicate-training"]
        assert [one["code"] for one in told] == ["circular-requirement", "behind-circle"]
        assert told[1]["message"].startswith("30 more trainings")
        assert (told[1]["row"], told[1]["message"].count("…")) == (4, 1)


class TestAThousandDuplicates:
    def test_under_one_id_each_is_told_and_a_path_takes_one(self, ask):
        read, found = ask([row("same", "1.1:0-2")] * 1000, goal={"levels": {"1.1": 8}})
        assert (read["trainings"], codes(read)) == (1000, ["id-repeated"] * 999)
        assert steps(found) == ["same"]

    def test_under_ids_of_their_own_they_are_told_once_with_their_number(self, ask):
        rows = [row(f"d{number}", "1.1:0-2", title="Same") for number in range(1000)]
        read, found = ask(rows, goal={"levels": {"1.1": 8}})
        (problem,) = read["problems"]
        assert (problem["code"], problem["row"]) == ("duplicate-training", 2)
        assert problem["message"].startswith("999 more rows")
        assert len(found["steps"]) == 1

    def test_sessions_on_other_days_are_no_duplicates(self, ask):
        rows = [row("a", "1.1:0-2", title="Same"), row("b", "1.1:0-2", title="Same", hours="8")]
        assert ask(rows)[0]["problems"] == []


def test_no_money_leaves_what_is_free_and_names_what_is_not(ask):
    rows = [
        row("free", "1.1:0-1"),
        row("dear", "1.1:1-2", price="80"),
        row("unsaid", "1.1:1-2", price=""),
    ]
    _, found = ask(rows, "--euro", 0, goal={"levels": {"1.1": 2}})
    assert (steps(found), found["euro"]) == (["free"], 0)
    assert [one["why"] for one in found["remaining"]] == ["euro"]
    _, none = ask(rows[1:], "--euro", 0, levels={"1.1": 1.0})
    assert codes(none, "blocked_by") == ["blocked-price"]


def test_a_profile_without_gaps_needs_no_training(ask):
    _, found = ask([row("a", "1.1:0-2")], levels={"1.1": 8.0})
    assert (steps(found), found["reason"], found["value"]) == ([], "goal-reached", 0)
    _, found = ask([row("a", "1.1:0-2")], levels={"1.1": 4.0}, goal={"levels": {"1.1": 2}})
    assert found["reason"] == "goal-reached"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--languages", "de", "--region", "BE-VLG"), "language"),
        (("--hours", "0"), "hours"),
        (("--languages", "de", "--hours", "1"), "pair"),
        (("--today", "2027-03-01", "--deadline", "2026-01-01"), "deadline"),
        (("--today", "2027-03-01", "--deadline", "2026-01-01", "--weekly", "1"), "deadline"),
    ],
)
def test_limits_that_leave_nothing_are_named(ask, options, named):
    _, found = ask([row("a", "1.1:0-2"), row("b", "1.1:0-2", price="20")], *options)
    assert (steps(found), found["reason"]) == ([], "blocked")
    assert f"blocked-{named}" in codes(found, "blocked_by")


def test_a_weight_of_zero_takes_a_competence_out_and_no_weight_at_all_leaves_nothing(ask):
    rows = [row("a", "1.1:0-2"), row("b", "1.2:0-2")]
    levels = {"1.1": 0.0, "1.2": 0.0}
    wanted = {"1.1": 2, "1.2": 2}
    _, found = ask(rows, levels=levels, goal={"levels": wanted, "weights": {"1.1": 0}})
    assert steps(found) == ["b"]
    none = {"levels": wanted, "weights": dict.fromkeys(wanted, 0)}
    assert ask(rows, levels=levels, goal=none)[1]["reason"] == "goal-reached"


def test_levels_above_the_scale_and_limits_that_are_none_end_with_a_sentence(refused):
    here = {"levels": {"1.1": 0}}
    assert "does not lie between 0 and 8" in refused(here, {"levels": {"1.1": 9}})
    assert "does not lie between 0 and 8" in refused({"levels": {"1.1": 12}}, here)
    assert "cannot be -1" in refused(here, here, "--hours", "-1")
    assert "cannot be nan" in refused(here, here, "--euro", "nan")
    assert "is not a word we know" in refused(here, here, "--languages", "tlh")


def test_an_offer_without_a_training_says_so(ask):
    read, found = ask([])
    assert (codes(read), read["trainings"]) == (["no-rows"], 0)
    assert (steps(found), found["reason"]) == ([], "no-offer")
    assert codes(found, "blocked_by") == ["blocked-no-offer"]


def test_endless_titles_are_cut_told_and_planned(ask):
    rows = [row(f"l{place}", f"1.1:{place}-{place + 1}", title="x" * 100_000) for place in (0, 1)]
    read, found = ask(rows, goal={"levels": {"1.1": 2}})
    assert "cell-too-long" in codes(read)
    assert found["value"] >= 1
    assert all(len(step["title"]) < 100_000 for step in found["steps"])


def test_a_title_of_any_length_can_be_planned():
    long = replace(training("a", ("1.1", 0, 2)), title=training("x" * 100_000).title)
    assert plan(offer(long), [need()], Constraints()).value == 2


def test_a_hundred_copies_of_an_offer_are_planned_as_one():
    once = simulated_catalogue(60, seed=2)
    copied = [
        replace(one, trainings=tuple(replace(t, group=t.group and f"{n} {t.group}") for t in one))
        for n, one in enumerate([once] * 100)
    ]
    several, alone = index(copied), index([once])
    for needs, limits in simulated_people(6, seed=2):
        values = [plan(one, needs, limits, explain=False).value for one in (alone, several)]
        assert values[0] == pytest.approx(values[1])


def test_a_target_above_the_scale_is_as_far_as_the_offer_goes():
    needs = needs_of(Learner({"digcomp-3.0/1.1": (0.0, 0.0)}), Goal({"digcomp-3.0/1.1": 99}))
    found = plan(offer(training("a", ("1.1", 0, 2))), needs, Constraints())
    assert found.value == 2
    assert [step.training.id for step in found.steps] == ["a"]
