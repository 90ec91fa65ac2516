"""Applications on databases of their own, made anew for each test from one migrated file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from app import create_app
from tests.builders import settings

# no clock in tests, and the same examples for everybody: a property that fails here fails everywhere
hypothesis_settings.register_profile("azimut", deadline=None, derandomize=True)
hypothesis_settings.load_profile("azimut")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database file that is migrated and empty."""
    folder = tmp_path_factory.mktemp("migrated")
    application = create_app(settings(folder))
    outcome = application.test_cli_runner().invoke(args=["db", "upgrade"])
    assert outcome.exit_code == 0, outcome.output
    assert application.test_cli_runner().invoke(args=["purge"]).exit_code == 0
    return folder / "azimut.db"


@pytest.fixture
def app(migrated: Path, tmp_path: Path) -> Flask:
    """Give an application on a fresh database; faults of ours are raised, not answered."""
    shutil.copy(migrated, tmp_path / "azimut.db")
    application = create_app(settings(tmp_path))
    application.config["TESTING"] = True
    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a visitor without anything."""
    return app.test_client()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """Give the application with its context open, as stores and commands work."""
    with app.app_context():
        yield app


@pytest.fixture
def thin_corpus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a training of the tagger learn a part of our texts, so that it takes seconds."""
    from recommender.tagger import corpus, held_out, retraining  # noqa: PLC0415  (heavy)

    own = tuple({one.codes: one for one in corpus.own_texts()}.values())
    courses = corpus.labelled()[::4]
    for module in (held_out, retraining):
        monkeypatch.setattr(module, "own_texts", lambda: own)
        monkeypatch.setattr(module, "labelled", lambda: courses)
    held_out.held_out.cache_clear()
    yield
    held_out.held_out.cache_clear()
