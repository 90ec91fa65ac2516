"""How long a person waits for `make run` the second time: wall time from the command to the first page."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.figure import Figure, Skipped

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0


def second_start() -> list[Figure]:
    _start()  # the first one prepares the database and compiles
    return [Figure("make run, second start to first page (wall)", _start(), "s", most=5)]


def _start() -> float:
    """Start the server by `make run`, wait for its first page, stop it; give the seconds that took."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.monotonic()
    server = subprocess.Popen(
        ["make", "--no-print-directory", "run", f"PORT={port}"],  # noqa: S607  (make is on every path)
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while time.monotonic() - began < PATIENCE:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/en/", timeout=5) as page:
                    page.read()
                    return time.monotonic() - began
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
    finally:
        os.killpg(server.pid, 15)
        server.wait()
    raise Skipped("the server did not start within a minute")


MEASUREMENTS = (second_start,)
