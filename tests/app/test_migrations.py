import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app import create_app
from app.config import ROOT
from app.db import HEAD, Base, database, migrated_to, reading
from app.stores import attempts
from competences import Answer
from tests.builders import NOW, settings


@pytest.fixture
def scripts():
    config = Config()
    config.set_main_option("script_location", str(ROOT / "app" / "migrations"))
    return config


def test_the_code_asks_for_the_newest_revision(scripts):
    assert ScriptDirectory.from_config(scripts).get_heads() == [HEAD]


@pytest.mark.usefixtures("context")
def test_migrated_tables_are_those_of_the_code():
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.usefixtures("context")
def test_a_migrated_database_says_so():
    with reading() as session:
        assert migrated_to(session) == HEAD


def test_the_way_up_can_be_gone_down_and_up_again(scripts, tmp_path):
    with create_app(settings(tmp_path)).app_context():
        for way, target in ((command.upgrade, "head"), (command.downgrade, "base")) * 2:
            with database.engine.begin() as connection:
                scripts.attributes["connection"] = connection
                way(scripts, target)
        with reading() as session:
            assert migrated_to(session) is None


FILLED = (
    "INSERT INTO folder VALUES ('f', 'key', NULL, :at, :at, :at)",
    "INSERT INTO bank_version VALUES ('b', 'digcomp-3.0', '{}', :at)",
    """INSERT INTO attempt (id, folder_id, framework, bank_version, route, language, seed, started_at)
    VALUES ('a', 'f', 'digcomp-3.0', 'b', 'quick', 'nl', 7, :at)""",
    """INSERT INTO answer (attempt_id, position, item, response, asked_at, given_at)
    VALUES ('a', 0, '1.1-s1', '2', :at, :at)""",
)
"""A check as it stood in the first tables."""


def test_checks_of_the_first_tables_go_on_in_the_new_ones(scripts, tmp_path):
    with create_app(settings(tmp_path)).app_context():
        for target in ("0001", "head"):
            with database.engine.begin() as connection:
                scripts.attributes["connection"] = connection
                command.upgrade(scripts, target)
                for row in FILLED if target == "0001" else ():
                    connection.execute(text(row), {"at": "2026-11-24 12:00:00.000000"})
        with reading() as session:
            stored = attempts.get(session, "a", now=NOW)
    assert stored.attempt.answers == (Answer("1.1-s1", 2, 0.0),)
    assert (stored.scope, stored.barred, stored.about) == ((), frozenset(), {})
    assert not stored.counted


def test_an_empty_database_has_no_revision(tmp_path):
    with create_app(settings(tmp_path)).app_context(), reading() as session:
        assert migrated_to(session) is None
