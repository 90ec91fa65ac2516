import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app import create_app
from app.config import ROOT
from app.db import HEAD, Base, database, migrated_to, reading
from tests.builders import settings


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


def test_an_empty_database_has_no_revision(tmp_path):
    with create_app(settings(tmp_path)).app_context(), reading() as session:
        assert migrated_to(session) is None
