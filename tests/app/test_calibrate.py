"""The way from kept answers to a calibration: whose answers are read, how they are scored, what is written."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from dask.distributed import LocalCluster
from sqlalchemy import select

from app import content, create_app, interviews
from app.api.replies import QualityReply
from app.db import checkpoint, reading, transaction
from app.jobs import responses
from app.jobs.responses import gather
from app.stores import attempts, calibrations, folders
from competences import ItemBank, load_bank
from competences.calibration.answers import NOT_ASKED, UNSURE
from tests.app.people import agree, drawn, shuffled, took
from tests.builders import FRAMEWORK, NOW, right_response, settings
from tests.visitor import Visitor

ENOUGH = 20


@pytest.fixture
def some():
    """Give responses to the first items: enough of them for a quick check."""
    return {item.id: right_response(item.id) for item in load_bank(FRAMEWORK).items[:ENOUGH]}


def gathered(now=NOW):
    return gather(FRAMEWORK, now, lambda _: None)


def lose_numbers(session, stored):
    """Let an attempt have begun with numbers of a scoring that is not here."""
    other = replace(content.bank(FRAMEWORK), fit_limits=((10, 0.5),))
    attempts.keep_bank(session, other, NOW)
    broken = attempts.BANKS.update().where(attempts.BANKS.c.id == other.version)
    numbers = json.loads(other.numbers()) | {"engine": 0}
    session.execute(broken.values(numbers=json.dumps(numbers)))
    moved = attempts.ATTEMPTS.update().where(attempts.ATTEMPTS.c.id == stored.id)
    session.execute(moved.values(bank_version=other.version))


@pytest.mark.usefixtures("context")
def test_only_people_whose_last_word_is_yes_are_read(some):
    with transaction() as session:
        took(session, some)
        took(session, some, agreed=False)
        again = took(session, some, agreed=False)
        agree(session, again.folder)
        back = took(session, some)
        agree(session, back.folder, given=False)
        silent = interviews.begin(
            session, framework=FRAMEWORK, route="quick", language="nl", now=NOW
        )
        agree(session, silent.folder, purpose="keep")
    assert len(gathered().answers) == 2


@pytest.mark.usefixtures("context")
def test_a_check_that_is_too_short_or_over_is_not_read(some):
    few = dict(list(some.items())[:5])
    with transaction() as session:
        took(session, few, finished=False)
        took(session, some, finished=False)
        took(session, some, now=NOW - timedelta(days=3))
    assert len(gathered().answers) == 1


@pytest.mark.usefixtures("context")
def test_long_enough_is_what_the_check_itself_asks_for():
    bank = load_bank(FRAMEWORK)
    own = {one.id: right_response(one.id) for one in bank.items if one.competence == "1.1"}
    few = dict(list(own.items())[:5])
    with transaction() as session:
        chosen = took(session, few, finished=False, scope=("1.1",))
        took(session, few, finished=False)
        assert content.interview_of(session, chosen).route.least <= len(few)
        assert interviews.long_enough(session, chosen)
    assert len(gathered().answers) == 1


@pytest.mark.usefixtures("context")
def test_an_older_check_counts_where_the_newest_cannot_be_read(some):
    with transaction() as session:
        first = took(session, some)
        later = took(session, some, folder=first.folder, now=NOW + timedelta(hours=1))
        lose_numbers(session, later)
    found = gathered()
    assert (len(found.answers), found.unreadable) == (1, 1)


@pytest.mark.usefixtures("context")
def test_a_person_counts_once_by_the_newest_check(some):
    item = next(iter(some))
    with transaction() as session:
        first = took(session, some)
        later = {**some, item: None}
        took(session, later, folder=first.folder, now=NOW + timedelta(hours=1))
    answers = gathered().answers
    assert len(answers) == 1
    assert answers.columns([item]).categories[0, 0] in {UNSURE, 0}


@pytest.mark.usefixtures("context")
def test_answers_are_scored_and_nothing_names_a_person(some):
    bank = load_bank(FRAMEWORK)
    task = next(one.id for one in bank.items if one.kind == "knowledge")
    statements = [one.id for one in bank.items if one.kind == "self-report"][:3]
    own = {**some, task: None, **dict(zip(statements, (3, None, "n/a"), strict=True))}
    with transaction() as session:
        stored = took(session, own, language="fr", about={"age": "45-64", "device": "phone"})
    answers = gathered().answers
    row = answers.columns([task, *statements]).categories[0]
    assert row.tolist() == [0, 3, UNSURE, NOT_ASKED]
    assert {name: labels[0] for name, labels in answers.attributes.items()} == {
        "language": "fr",
        "device": "phone",
        "age": "45-64",
        "gender": "",
    }
    assert stored.id not in repr(answers)
    assert stored.folder not in repr(answers)


@pytest.mark.usefixtures("context")
def test_each_check_is_scored_by_the_key_it_began_with(some):
    bank = load_bank(FRAMEWORK)
    task = next(one for one in bank.items if one.kind == "knowledge" and one.format == "one")
    other = (task.key + 1) % task.choices
    numbers = json.loads(bank.numbers())
    for row in numbers["items"]:
        if row["id"] == task.id:
            row["key"] = other
    old = ItemBank.from_numbers(json.dumps(numbers), texts=bank)
    with transaction() as session:
        took(session, {**some, task.id: other})
        took(session, {**some, task.id: other}, bank=old)
    assert sorted(gathered().answers.columns([task.id]).categories[:, 0]) == [0, 1]


@pytest.mark.usefixtures("context")
def test_an_item_that_has_another_shape_by_now_was_asked_of_nobody(some):
    bank = load_bank(FRAMEWORK)
    item = next(one for one in bank.items if one.kind == "self-report")
    short = replace(item, thresholds=item.thresholds[:2])
    old = replace(bank, items=tuple(short if one is item else one for one in bank.items))
    with transaction() as session:
        stored = took(session, {**some, item.id: 1})
    row = responses.categories_of(stored, old, bank)
    assert row[[one.id for one in bank.items].index(item.id)] == NOT_ASKED
    assert np.count_nonzero(row != NOT_ASKED) >= ENOUGH - 1


@pytest.mark.usefixtures("context")
def test_a_check_whose_numbers_are_lost_is_left_out_and_told(some):
    with transaction() as session:
        took(session, some)
        lost = took(session, some)
        lose_numbers(session, lost)
    found = gathered()
    assert (len(found.answers), found.unreadable) == (1, 1)


@pytest.mark.usefixtures("context")
def test_pages_of_folders_leave_nobody_out_and_take_nobody_twice(some, monkeypatch):
    monkeypatch.setattr(responses, "PAGE", 2)
    with transaction() as session:
        for place in range(5):
            took(session, some, agreed=place != 2)
    told = []
    assert len(gather(FRAMEWORK, NOW, told.append).answers) == 4
    assert sum(told) == 5


@pytest.mark.usefixtures("context")
def test_nobody_at_all_gives_an_empty_table():
    answers = gathered().answers
    assert answers.categories.shape == (0, len(load_bank(FRAMEWORK).items))


PERSONS = 40


@pytest.fixture(scope="module")
def filled(migrated, tmp_path_factory):
    """Give a database file with people in it who agreed to research."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copy(migrated, folder / "azimut.db")
    with create_app(settings(folder)).app_context():
        with transaction() as session:
            people = drawn(PERSONS, items=20)
            tongues = shuffled(["nl", "fr"], PERSONS)
            for own, language in zip(people, tongues, strict=True):
                took(session, own, language=language, now=datetime.now(UTC))
        checkpoint()
    return folder / "azimut.db"


@pytest.fixture
def populated(filled, tmp_path):
    """Give an application with these people."""
    shutil.copy(filled, tmp_path / "azimut.db")
    return create_app(settings(tmp_path))


def calibrated(app, out, *words):
    runner = app.test_cli_runner()
    return runner.invoke(args=["calibrate", "--out", str(out), *words])


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_too_few_people_are_told_and_nothing_is_written(populated, tmp_path):
    told = calibrated(populated, tmp_path / "out")
    assert told.exit_code == 1
    assert f"{PERSONS} people agreed and answered enough; 500 are needed" in told.output
    assert not (tmp_path / "out").exists()
    with populated.app_context(), reading() as session:
        assert calibrations.newest(session, FRAMEWORK) is None


@pytest.fixture(scope="module")
def done(filled, tmp_path_factory):
    """Give the application after a calibration in its own process, with what was told, and its folder."""
    folder = tmp_path_factory.mktemp("done")
    shutil.copy(filled, folder / "azimut.db")
    app = create_app(settings(folder))
    return app, calibrated(app, folder / "out", "--least", "30"), folder / "out"


def test_a_calibration_is_written_and_kept(done):
    app, told, out = done
    assert told.exit_code == 0, told.output
    assert f"Calibrated on {PERSONS} people" in told.output
    written = files(out)
    assert set(written) == {"parameters.csv", "report.json"}
    with app.app_context(), reading() as session:
        kept = calibrations.newest(session, FRAMEWORK)
    assert (kept.persons, kept.record) == (PERSONS, json.loads(written["report.json"]))
    assert len(written["parameters.csv"].splitlines()) == 1 + len(load_bank(FRAMEWORK).items)


def test_what_is_written_names_no_folder_and_no_check(done):
    app, _, out = done
    with app.app_context(), reading() as session:
        ids = [
            *session.scalars(select(folders.FOLDERS.c.id)),
            *session.scalars(select(attempts.ATTEMPTS.c.id)),
        ]
    written = b"".join(files(out).values())
    assert len(ids) == 2 * PERSONS
    assert [one for one in ids if one.encode() in written] == []


def test_a_cluster_gives_the_same_bytes(done, populated, tmp_path):
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        host="127.0.0.1",
        protocol="tcp://",
        dashboard_address=None,
    ) as local:
        given = populated.config["SETTINGS"]
        populated.config["SETTINGS"] = replace(given, scheduler=local.scheduler_address)
        told = calibrated(populated, tmp_path / "there", "--least", "30")
    assert told.exit_code == 0, told.output
    assert files(done[2]) == files(tmp_path / "there")


def test_the_public_page_and_programs_are_told_the_same(done):
    app, _, out = done
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    told = app.test_client().get(f"/api/v1/frameworks/{FRAMEWORK}/quality").json["findings"]
    assert QualityReply().validate({"findings": told}, partial=True) == {}
    assert told["persons"] == PERSONS
    assert {one["status"] for one in told["items"]} == {"provisional"}
    assert told["everybody"]["reliability"] == report["reliability"]["overall"]["reliability"]
    assert [one["group"] for one in told["areas"]] == ["1", "2", "3", "4", "5"]
    page = Visitor(app).get("/en/how-good-are-the-questions")
    assert "from about 40 people" in page.main
    assert len(page.tree.findall(".//details")) == len(load_bank(FRAMEWORK).framework.codes)


def test_a_cluster_that_is_away_is_told_in_a_sentence(populated, tmp_path):
    given = populated.config["SETTINGS"]
    populated.config["SETTINGS"] = replace(given, scheduler="tcp://127.0.0.1:9")
    told = calibrated(populated, tmp_path / "out", "--least", "30")
    assert told.exit_code == 1
    assert "cannot be reached" in told.output
    assert files(tmp_path / "out") == {}


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(populated, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    told = calibrated(populated, tmp_path / "file" / "out", "--least", "30")
    assert told.exit_code == 1
    assert "Nothing can be written to" in told.output


def test_an_item_that_does_not_exist_cannot_hold_the_scale(populated, tmp_path):
    told = calibrated(populated, tmp_path / "out", "--least", "30", "--fixed", "9.9-s1")
    assert told.exit_code == 2
    assert "9.9-s1" in told.output


def test_live_items_can_hold_the_scale_by_one_word(done, populated, tmp_path):
    told = calibrated(populated, tmp_path / "out", "--least", "30", "--fixed", "live")
    assert told.exit_code == 0, told.output
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    bank = load_bank(FRAMEWORK)
    live = {item.id: item for item in bank.items if not item.pilot}
    slopes = {row["item"]: row["slope"] for row in report["items"]}
    assert all(slopes[item] == pytest.approx(one.slope, abs=1e-4) for item, one in live.items())
    assert files(tmp_path / "out") != files(done[2])


def test_a_framework_that_does_not_exist_is_refused(app, tmp_path):
    assert calibrated(app, tmp_path / "out", "no-such").exit_code == 2
