"""A real browser on a real server: Chromium of the system, pages served on a loopback port."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from tests.builders import settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give Chromium; where it is missing these tests say so, which counts as a failure in CI."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":  # noqa: TID251  (the tests' own switch)
            pytest.fail("Chromium missing")
        pytest.skip("Chromium missing")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a site with the catalogue that ships."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(migrated, folder / "azimut.db")
    application = create_app(settings(folder, contact="help@azimut.example"))
    loaded = application.test_cli_runner().invoke(args=["catalogue", "demonstration"])
    assert loaded.exit_code == 0, loaded.output
    yield from _served(application)


def _served(application: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
