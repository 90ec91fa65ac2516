"""The commands as they are called: what they print, how they end."""

import json

import pytest

from tests.recommender.builders_reading import WALLOON, WALLOON_COLUMNS, csv_of, xlsx_of

HEAD = ["id", "title", "language", "mode", "hours", "price_eur", "audience", "outcomes"]
ROWS = (
    ["w", "Tableaux croisés", "fr", "online", "6", "20", "worker", "digcomp-3.0/1.3:0-2"],
    ["j", "Tableurs", "fr", "online", "8", "0", "jobseeker", "digcomp-3.0/1.3:0-2"],
    ["n", "Rekenbladen", "nl", "online", "8", "", "", ""],
)


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes(csv_of(HEAD, *ROWS))
    return path


@pytest.fixture
def profile(tmp_path):
    path = tmp_path / "P.json"
    path.write_text(
        json.dumps({"framework": "digcomp-3.0", "levels": {"1.3": 0.0}, "sd": {"1.3": 0.2}})
    )
    return path


def test_read_counts_trainings_and_lists_problems(run, tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes(
        csv_of([*HEAD, "kleur"], [*ROWS[0], "rood"], ["", "", "fr", "", "", "", "", "", ""])
    )
    code, out, _ = run("read", path, "--json")
    told = json.loads(out)
    assert (code, told["trainings"]) == (0, 1)
    assert [set(problem) for problem in told["problems"]] == [
        {"row", "column", "code", "severity", "message"}
    ] * 2
    assert [(p["row"], p["column"], p["code"]) for p in told["problems"]] == [
        (1, "kleur", "unknown-column"),
        (3, "title", "no-title"),
    ]


def test_read_takes_mapping_and_constants(run, tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes(csv_of(["code", "naam"], ["1", "Excel"]))
    code, out, _ = run(
        "read", path, "--map", "id=code", "--map", "title=naam", "--set", "language=nl", "--json"
    )
    told = json.loads(out)
    assert (code, told["trainings"], told["suggested"], told["problems"]) == (0, 1, 1, [])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"naam\nx\n", "No column gives the title"),
        (xlsx_of(["title"], ["x"], far=True), "more memory or time"),
    ],
)
def test_what_cannot_be_read_ends_with_2_and_a_sentence(run, tmp_path, data, sentence):
    path = tmp_path / "c"
    path.write_bytes(data)
    code, out, complaint = run("read", path, "--json")
    assert (code, out) == (2, "")
    assert sentence in complaint


def test_a_missing_file_and_a_wrong_mapping_end_with_2(run, catalogue, tmp_path):
    assert run("read", tmp_path / "none.csv")[0] == 2
    assert run("read", catalogue, "--map", "colour=x")[0] == 2
    with pytest.raises(SystemExit) as ended:
        run("read", catalogue, "--map", "nonsense")
    assert ended.value.code == 2


def test_tag_gives_tags_level_and_abstention_per_row(run, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(
        csv_of(["naam", "uitleg"], ["Excel gevorderd", ""], ["Bloemschikken", "een cursus"])
    )
    code, out, _ = run("tag", path, "--columns", "naam,uitleg", "--language", "nl", "--json")
    first, second = json.loads(out)["rows"]
    assert code == 0
    assert first["tags"] == [
        {
            "competence": "digcomp-3.0/1.3",
            "probability": 0.9,
            "origin": "lexicon",
            "words": ["Excel"],
        }
    ]
    assert (first["level"], first["abstained"]) == ({"from": 4, "to": 6, "said": True}, False)
    assert (second["row"], second["tags"], second["abstained"]) == (3, [], True)


def test_tag_refuses_a_column_that_is_not_there(run, catalogue):
    code, _, complaint = run("tag", catalogue, "--columns", "naam")
    assert code == 2
    assert "naam" in complaint


def test_plan_keeps_a_training_for_workers_from_a_jobseeker(run, catalogue, profile):
    found = {}
    for status in ("jobseeker", "travailleur"):
        code, out, _ = run("plan", "--profile", profile, "--catalogue", catalogue, "--languages", "français",
                           "--status", status, "--hours", 10, "--json")  # fmt: skip
        assert code == 0
        found[status] = [step["training"] for step in json.loads(out)["steps"]]
    assert found == {"jobseeker": ["j"], "travailleur": ["w"]}


def test_plan_suggests_where_nobody_said_what_is_taught(run, catalogue, profile):
    arguments = (
        "plan",
        "--profile",
        profile,
        "--catalogue",
        catalogue,
        "--languages",
        "nl",
        "--json",
    )
    code, out, _ = run(*arguments)
    assert (code, [step["training"] for step in json.loads(out)["steps"]]) == (0, ["n"])
    assert out == run(*arguments)[1]


def test_plan_that_finds_nothing_ends_with_0_and_says_why(run, catalogue, profile):
    code, out, _ = run(
        "plan", "--profile", profile, "--catalogue", catalogue, "--languages", "de", "--json"
    )
    told = json.loads(out)
    assert (code, told["steps"]) == (0, [])
    assert told["blocked_by"]


@pytest.mark.parametrize(
    "option",
    [
        ("--region", "Mars"),
        ("--status", "pirate"),
        ("--languages", "fr,xx"),
        ("--hours", "nan"),
        ("--weekly", "0"),
        ("--accessibility", "captions,parking"),
    ],
)
def test_a_limit_of_no_meaning_ends_with_2(run, catalogue, profile, option):
    code, _, complaint = run("plan", "--profile", profile, "--catalogue", catalogue, *option)
    assert code == 2
    assert complaint.strip()


def test_plan_keeps_the_rarer_limits(run, catalogue, profile):
    def planned(*limits):
        code, out, _ = run(
            "plan", "--profile", profile, "--catalogue", catalogue, "--status", "jobseeker",
            *limits, "--json",
        )  # fmt: skip
        assert code == 0
        return [step["training"] for step in json.loads(out)["steps"]]

    assert planned("--online", "--certain-only", "--weekly", 4) == ["j"]
    assert planned("--without", "j", "--hide", "Nobody", "--without", "x") == ["n"]
    assert planned("--accessibility", "captions") == []
    # two weeks of four hours hold either of the two, one week neither
    weekly = ("--weekly", 4, "--today", "2027-03-01", "--deadline")
    assert planned(*weekly, "2027-03-14") == ["j"]
    assert planned(*weekly, "2027-03-07") == []


def test_profiles_of_two_frameworks_count_as_one_person(run, catalogue, profile, tmp_path):
    other, goal = tmp_path / "E.json", tmp_path / "G.json"
    other.write_text(json.dumps({"framework": "e-cf-4.0", "levels": {"B.1": 1.0}}))
    goal.write_text(json.dumps({"role": "e-cf-4.0/developer", "base": True}))
    arguments = ("plan", "--profile", profile, "--catalogue", catalogue, "--goal", goal, "--json")
    code, out, _ = run(*arguments, "--profile", other)
    left = {one["competence"]: (one["from"], one["to"]) for one in json.loads(out)["remaining"]}
    assert code == 0
    assert left["e-cf-4.0/B.1"] == (1, 3)
    assert left["digcomp-3.0/1.3"] == (2, 4)


def test_a_role_that_nobody_knows_ends_with_2_and_a_sentence(run, catalogue, profile, tmp_path):
    goal = tmp_path / "G.json"
    goal.write_text(json.dumps({"role": "pirate"}))
    code, _, complaint = run(
        "plan", "--profile", profile, "--catalogue", catalogue, "--goal", goal
    )
    assert code == 2
    assert "pirate" in complaint


@pytest.mark.parametrize("text", ["", "[]", "{", '{"levels": {"9.9": 1}}', "[" * 100_000])
def test_a_profile_of_no_meaning_ends_with_2(run, catalogue, tmp_path, text):
    path = tmp_path / "P.json"
    path.write_text(text)
    code, _, complaint = run("plan", "--profile", path, "--catalogue", catalogue)
    assert code == 2
    assert complaint.strip()


def test_without_json_people_read_sentences(run, catalogue, profile):
    assert run("read", catalogue)[1].startswith("3 trainings (1 with suggested outcomes")
    assert "abstained" in run("tag", catalogue, "--columns", "id")[1]
    told = run("plan", "--profile", profile, "--catalogue", catalogue)[1]
    assert "1. " in told
    assert "proven best" in told


@pytest.mark.catalogues
@pytest.mark.parametrize("status", ["jobseeker", "worker"])
def test_a_path_over_the_walloon_list_is_proven(run, profile, status):
    if not WALLOON.exists():
        pytest.skip("catalogues missing")
    mapping = [part for pair in WALLOON_COLUMNS.items() for part in ("--map", "=".join(pair))]
    code, out, _ = run("plan", "--profile", profile, "--catalogue", WALLOON, *mapping, "--languages", "fr",
                       "--region", "BE-WAL", "--status", status, "--hours", 60, "--json")  # fmt: skip
    told = json.loads(out)
    assert (code, told["optimal"], bool(told["steps"])) == (0, True, True)
    assert told["hours"] <= 60


def test_evaluate_asks_for_a_number_of_people(run):
    for people in ("0", "-3", "some"):
        with pytest.raises(SystemExit) as ended:
            run("evaluate", "--plans", "--people", people)
        assert ended.value.code == 2
