from datetime import UTC, datetime, timedelta

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import text

from app import codes, create_app, db, interviews
from app.db import reading, transaction
from app.guard import token_digest
from app.stores import attempts, catalogues, consents, folders, visits
from competences.console import MOST
from tests.builders import FRAMEWORK, right_response, settings

HEAD = "id,title,description,language,mode,hours,price_eur,outcomes\n"
GOOD = "a,Course A,,en,online,6,0,digcomp-3.0/1.1:0-2\n"
ODD = "b,Course B,,en,by pigeon,6,0,digcomp-3.0/1.1:0-2\n"


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=list(words))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "catalogue.csv"
    path.write_text(HEAD + GOOD + ODD, encoding="utf-8")
    return str(path)


def shown(app):
    with app.app_context(), reading() as session:
        return catalogues.published(session)


def test_an_empty_database_is_made_and_a_second_time_left_alone(tmp_path):
    runner = create_app(settings(tmp_path)).test_cli_runner()
    first = runner.invoke(args=["db", "upgrade"])
    assert first.exit_code == 0
    second = runner.invoke(args=["db", "upgrade"])
    assert second.exit_code == 0
    assert "up to date" in second.output


def test_a_database_that_is_away_is_said_in_a_line(tmp_path):
    away = settings(tmp_path, database_url=f"sqlite:///{tmp_path}/no/azimut.db")
    outcome = create_app(away).test_cli_runner().invoke(args=["db", "upgrade"])
    assert outcome.exit_code == 1
    assert "cannot be reached" in outcome.output
    assert "Traceback" not in outcome.output


COMMANDS = [
    ("stats",),
    ("purge",),
    ("member", "add", "x", "X"),
    ("catalogue", "import", __file__, "--member", "x"),
    ("catalogue", "demonstration"),
]


@pytest.mark.parametrize("words", COMMANDS)
def test_a_database_that_was_never_made_is_said_in_a_line(tmp_path, words):
    outcome = create_app(settings(tmp_path)).test_cli_runner().invoke(args=list(words))
    assert outcome.exit_code == 1
    assert "Error: The database cannot be reached" in outcome.output
    assert "Traceback" not in outcome.output


@pytest.mark.parametrize("words", [("purge",), ("member", "add", "x", "X")])
def test_a_database_in_use_is_said_in_a_line(run, tmp_path, monkeypatch, words):
    monkeypatch.setattr(db, "BUSY_MS", 1)
    other = sqlite.connect(str(tmp_path / "azimut.db"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    outcome = run(*words)
    other.close()
    assert outcome.exit_code == 1
    assert "is locked" in outcome.output


@pytest.mark.parametrize(
    "words",
    [("member", "add", "y", "\udcff"), ("catalogue", "import", __file__, "--member", "\udcff")],
)
def test_bytes_that_are_no_text_are_refused(run, words):
    outcome = run(*words)
    assert outcome.exit_code == 2
    assert "UTF-8" in outcome.output


def test_a_file_without_end_is_refused(run, tmp_path):
    path = tmp_path / "endless.csv"
    with path.open("wb") as file:
        file.truncate(MOST + 1)
    run("member", "add", "m", "A Member")
    outcome = run("catalogue", "import", str(path), "--member", "m")
    assert outcome.exit_code == 2
    assert "larger than" in outcome.output


def test_a_member_is_added_once(run):
    assert run("member", "add", "forem", "Le Forem").exit_code == 0
    again = run("member", "add", "forem", "Another")
    assert again.exit_code == 1
    assert "Le Forem" in again.output


@pytest.mark.parametrize("slug", ["Le Forem", "a--b", "-a", "é", "a" * 65, ""])
def test_a_slug_that_fits_no_address_is_refused(run, slug):
    assert run("member", "add", "--", slug, "Name").exit_code == 2


def test_an_imported_catalogue_is_published_with_its_problems_told(run, app, file):
    run("member", "add", "m", "A Member")
    outcome = run("catalogue", "import", file, "--member", "m")
    assert outcome.exit_code == 0, outcome.output
    assert "warning: " in outcome.output
    assert "by pigeon" in outcome.output
    assert "2 trainings" in outcome.output
    (found,) = shown(app)
    assert [one.id for one in found.catalogue] == ["a", "b"]


def test_a_dry_run_tells_the_same_and_keeps_nothing(run, app, file):
    run("member", "add", "m", "A Member")
    outcome = run("catalogue", "import", file, "--member", "m", "--dry-run")
    assert outcome.exit_code == 0
    assert "by pigeon" in outcome.output
    assert shown(app) == ()


def test_a_file_with_other_names_is_read_through_a_mapping(run, app, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("number;name\n7;Leren mailen\n", encoding="utf-8")
    run("member", "add", "m", "A Member")
    outcome = run(
        *("catalogue", "import", str(path), "--member", "m"),
        *("--map", "id=number", "--map", "title=name"),
        *("--set", "language=nl", "--set", "mode=online"),
    )
    assert outcome.exit_code == 0, outcome.output
    (found,) = shown(app)
    (one,) = found.catalogue
    assert (one.id, one.language, one.mode) == ("7", "nl", "online")


def test_a_file_in_which_nothing_can_be_read_ends_with_two(run, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    run("member", "add", "m", "A Member")
    outcome = run("catalogue", "import", str(path), "--member", "m")
    assert outcome.exit_code == 2
    assert "Traceback" not in outcome.output


def test_a_catalogue_of_nobody_is_refused(run, app, file):
    outcome = run("catalogue", "import", file, "--member", "nobody")
    assert outcome.exit_code == 1
    assert "nobody" in outcome.output
    assert shown(app) == ()


def test_a_mapping_without_equals_is_refused(run, file):
    run("member", "add", "m", "A Member")
    outcome = run("catalogue", "import", file, "--member", "m", "--map", "title")
    assert outcome.exit_code == 2


def test_the_demonstration_is_loaded_once_and_marked(run, app):
    assert run("catalogue", "demonstration").exit_code == 0
    assert run("catalogue", "demonstration").exit_code == 0
    (found,) = shown(app)
    assert found.demonstration
    assert found.number == 1
    assert len(found.catalogue) >= 60


def test_one_command_prepares_all(tmp_path):
    app = create_app(settings(tmp_path))
    assert app.test_cli_runner().invoke(args=["prepare"]).exit_code == 0
    assert len(shown(app)) == 1


def test_the_operator_sees_counts(run, app):
    with app.app_context(), transaction() as session:
        begun(session)
    outcome = run("stats")
    assert outcome.exit_code == 0
    counts = dict(line.rsplit(maxsplit=1) for line in outcome.output.splitlines())
    assert counts["checks"] == "1"
    assert counts["answers"] == "1"
    assert counts["consent ledger"] == "whole"


def test_the_operator_sees_that_the_ledger_was_changed(run, app):
    with app.app_context(), transaction() as session:
        for given in (True, False):
            consents.note(
                session,
                "a",
                "keep",
                given=given,
                wording="w1",
                language="nl",
                now=datetime.now(UTC),
            )
        session.execute(text("UPDATE consent SET given = 1"))
    assert "broken at 2" in run("stats").output


def begun(session, now=None, **given):
    """Begin a check and answer its first item."""
    now = now or datetime.now(UTC)
    stored = interviews.begin(
        session, framework=FRAMEWORK, route="quick", language="nl", now=now, **given
    )
    item = str(stored.open_item)
    return interviews.answer(session, stored, item, right_response(item), now)


def test_what_is_due_is_erased_and_the_rest_stays(run, app):
    with app.app_context(), transaction() as session:
        new = begun(session)
        old = begun(session, datetime.now(UTC) - timedelta(days=2))
    outcome = run("purge")
    assert outcome.exit_code == 0
    assert "Erased 1" in outcome.output
    with app.app_context(), reading() as session:
        assert attempts.get(session, old.id, now=datetime.now(UTC)) is None
        assert attempts.get(session, new.id, now=datetime.now(UTC)) is not None


def test_nothing_of_an_erased_check_is_left_in_the_files(run, app, tmp_path):
    token, secret = codes.new_token(), codes.new_token()
    with app.app_context():
        with transaction() as session:
            digest = token_digest(token)
            stored = begun(session, token_digest=digest)
            folders.give_link(session, stored.folder, "d" * 64, datetime.now(UTC))
            key = folders.subject_key(session, stored.folder)
            visits.keep_session(session, secret, stored.folder, datetime.now(UTC))
        marks = [stored.id, stored.folder, digest, key, secret, "d" * 64]
        assert all(mark.encode() in files(tmp_path) for mark in marks)
        with transaction() as session:
            folders.erase(session, stored.folder)
            visits.end_session(session, secret)
    assert run("purge").exit_code == 0
    left = files(tmp_path)
    assert [mark for mark in marks if mark.encode() in left] == []


def files(folder):
    """Give all bytes of the database and of its log."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("azimut.db*")))


@pytest.mark.parametrize(
    ("language", "place"),
    [
        ("nl", "Rij 2, kolom “hours”"),
        ("fr", "Ligne 2, colonne « hours »"),
        ("de", "Zeile 2, Spalte „hours“"),
        ("en", "Row 2, column “hours”"),
    ],
)
def test_a_problem_is_told_with_its_row_and_column_in_each_language(
    app, tmp_path, language, place
):
    file = tmp_path / "offer.csv"
    file.write_text("id,title,language,hours\n1,Cursus,nl,soon\n", encoding="utf-8")
    runner = app.test_cli_runner()
    runner.invoke(args=["member", "add", "m", "M"])
    told = runner.invoke(
        args=["catalogue", "import", str(file), "--member", "m", "--language", language]
    )
    assert f"warning: {place}: " in told.output.replace("\N{NO-BREAK SPACE}", " ")
