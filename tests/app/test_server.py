"""The server as `make run` starts it, on a socket that the test holds open from the start."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys

import pysqlite3.dbapi2 as sqlite
import pytest

from app import server
from app.config import ROOT
from tests.builders import FRAMEWORK, right_response


class Served:
    """A running server and the folder of its database."""

    def __init__(self, folder, listener):
        self.folder = folder
        self.port = listener.getsockname()[1]
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--config", "app/server.py"),
                *("--bind", f"fd://{listener.fileno()}", "app:create_app()"),
            ],
            cwd=ROOT,
            env={**os.environ, "AZIMUT_INSTANCE": str(folder)},  # noqa: TID251  (handed on whole)
            pass_fds=[listener.fileno()],
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, method, path, body=None, token=""):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        connection.request(method, path, body and json.dumps(body), headers)
        reply = connection.getresponse()
        given = reply.status, json.loads(reply.read())
        connection.close()
        return given

    def end(self, how=signal.SIGTERM):
        os.killpg(self.process.pid, how)
        self.process.wait()


@pytest.fixture
def folder(migrated, tmp_path):
    (tmp_path / "azimut.db").write_bytes(migrated.read_bytes())
    return tmp_path


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(folder, listener):
    served = Served(folder, listener)
    try:
        assert served.ask("GET", "/readyz")[0] == 200
        begin = {"framework": FRAMEWORK, "language": "en", "route": "quick"}
        _, begun = served.ask("POST", "/api/v1/assessments", begin)
        item, answered = begun["next"]["id"], []
        for _ in range(6):
            address = f"/api/v1/assessments/{begun['id']}/answers"
            given = {"item": item, "response": right_response(item)}
            status, reply = served.ask("POST", address, given, begun["token"])
            assert status == 200
            answered.append(item)
            item = reply["next"]["id"]
    finally:
        served.end(signal.SIGKILL)
    connection = sqlite.connect(str(folder / "azimut.db"))
    rows = connection.execute(
        "SELECT item FROM answer WHERE given_at IS NOT NULL ORDER BY position"
    )
    assert [name for (name,) in rows] == answered
    connection.close()


def test_plain_http_is_served_on_this_machine_alone(tmp_path):
    outcome = subprocess.run(
        [
            *(sys.executable, "-m", "gunicorn", "--config", "app/server.py"),
            *("--bind", "0.0.0.0:0", "app:create_app()"),
        ],
        cwd=ROOT,
        env={**os.environ, "AZIMUT_INSTANCE": str(tmp_path)},  # noqa: TID251  (handed on whole)
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert outcome.returncode != 0
    assert "AZIMUT_SECURE" in outcome.stderr


@pytest.mark.parametrize(
    ("address", "here"),
    [
        (("127.0.0.1", 8000), True),
        (("::1", 8000), True),
        (("localhost", 8000), True),
        ("/run/azimut.sock", True),
        (("0.0.0.0", 8000), False),  # noqa: S104  (that is the point)
        (("192.0.2.1", 8000), False),
        (("azimut.example", 8000), False),
    ],
)
def test_addresses_on_this_machine_are_known(address, here):
    assert server._on_this_machine(address) is here  # noqa: SLF001  (the rule itself)
