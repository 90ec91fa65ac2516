from datetime import timedelta

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import StatementError

from app import create_app, db
from app.db import StorageUnavailable, database, reading, transaction
from app.stores import visits
from tests.builders import NOW, settings


@pytest.mark.parametrize(
    ("version", "loses"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_that_lose_commits_are_known(version, loses):
    assert db.loses_commits(version) is loses


def test_the_sqlite_in_use_does_not_lose_commits():
    assert not db.loses_commits(sqlite.sqlite_version_info)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 5000),
    ],
)
def test_sqlite_is_set_to_keep_every_answer(setting, value):
    with reading() as session:
        assert session.scalar(text(f"PRAGMA {setting}")) == value


@pytest.mark.usefixtures("context")
def test_a_change_is_kept_on_leaving():
    with transaction() as session:
        visits.keep_session(session, "a", "f", NOW)
    database.session.rollback()
    with reading() as session:
        assert visits.session_of(session, "a").folder == "f"


@pytest.mark.usefixtures("context")
def test_an_exception_undoes_the_whole_change():
    with pytest.raises(ZeroDivisionError):
        _half_done()
    with reading() as session:
        assert visits.session_of(session, "a") is None


def _half_done():
    with transaction() as session:
        visits.keep_session(session, "a", None, NOW)
        session.flush()
        raise ZeroDivisionError


@pytest.mark.usefixtures("context")
def test_moments_come_back_as_they_went_in():
    with transaction() as session:
        visits.keep_session(session, "a", None, NOW)
    database.session.expunge_all()
    with reading() as session:
        assert visits.session_of(session, "a").seen_at == NOW


def test_a_database_that_is_away_is_said_to_be_away(tmp_path):
    nowhere = create_app(settings(tmp_path, database_url=f"sqlite:///{tmp_path}/no/azimut.db"))
    with nowhere.app_context():
        with pytest.raises(StorageUnavailable), reading() as session:
            session.execute(text("SELECT 1"))
        with pytest.raises(StorageUnavailable), transaction():
            pass


def test_a_broken_file_is_said_to_be_away(app, tmp_path):
    (tmp_path / "azimut.db").write_bytes(b"no database at all" * 1000)
    with app.app_context(), pytest.raises(StorageUnavailable), reading() as session:
        session.execute(text("SELECT 1 FROM folder"))


def test_a_held_lock_is_said_and_nothing_is_half_done(app, tmp_path, monkeypatch):
    monkeypatch.setattr(db, "BUSY_MS", 1)
    other = sqlite.connect(str(tmp_path / "azimut.db"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with app.app_context():
        with pytest.raises(StorageUnavailable), transaction() as session:
            visits.keep_session(session, "a", None, NOW)
        other.execute("ROLLBACK")
        with transaction() as session:
            assert visits.session_of(session, "a") is None
    other.close()


def test_a_full_disk_is_said_and_reading_goes_on(app):
    with app.app_context():
        pages = database.session.scalar(text("PRAGMA page_count"))
        database.session.close()
        database.engine.dispose()
        event.listen(
            database.engine,
            "connect",
            lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages}"),
        )
        with pytest.raises(StorageUnavailable), transaction() as session:
            visits.keep_session(session, "a", "x" * 100_000, NOW)
        with reading() as session:
            assert visits.session_of(session, "a") is None


def test_a_log_that_cannot_be_emptied_does_no_harm(tmp_path):
    nowhere = create_app(settings(tmp_path, database_url=f"sqlite:///{tmp_path}/no/azimut.db"))
    with nowhere.app_context():
        db.checkpoint()


@pytest.mark.usefixtures("context")
def test_a_moment_without_a_zone_is_refused():
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a zone"), transaction() as session:
        visits.keep_session(session, "a", None, naive)


@pytest.mark.usefixtures("context")
def test_a_row_is_added_once_and_the_first_stays():
    with transaction() as session:
        added = [
            db.insert_once(session, visits.BUCKETS, key="k", tokens=tokens, filled_at=NOW)
            for tokens in (1.0, 2.0)
        ]
        kept = session.scalars(text("SELECT tokens FROM bucket")).all()
    assert added == [True, False]
    assert kept == [1.0]


@pytest.mark.usefixtures("context")
def test_a_session_that_is_kept_again_is_changed():
    with transaction() as session:
        visits.keep_session(session, "a", "one", NOW)
        visits.keep_session(session, "a", "two", NOW + timedelta(minutes=1))
        found = visits.session_of(session, "a")
    assert (found.folder, found.created_at) == ("two", NOW)
    assert found.seen_at == NOW + timedelta(minutes=1)


@pytest.mark.usefixtures("context")
def test_a_session_that_was_forgotten_does_not_come_back_when_it_is_seen():
    with transaction() as session:
        visits.keep_session(session, "a", "one", NOW)
        visits.note_session(session, "a", NOW + timedelta(minutes=1))
        seen = visits.session_of(session, "a")
        visits.end_session(session, "a")
        visits.note_session(session, "a", NOW + timedelta(minutes=2))
        session.expunge_all()
        assert visits.session_of(session, "a") is None
    assert (seen.folder, seen.seen_at) == ("one", NOW + timedelta(minutes=1))
