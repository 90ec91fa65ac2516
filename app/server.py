"""How gunicorn serves Azimut: two processes of four threads, no access log, loopback first.

Used as `gunicorn --config app/server.py --bind ADDRESS "app:create_app()"`.
"""

from ipaddress import ip_address
from typing import Any, Final

from pysqlite3 import dbapi2

from app import content
from app.config import Settings
from app.db import loses_commits

worker_class: Final = "gthread"
workers = 2
threads = 4
bind = "127.0.0.1:8000"
preload_app = True
"""Code is loaded once; connections are made by each process when it first needs one."""
accesslog: Final = None
"""`app/logs.py` writes the line of a request, without its address."""
loglevel = "warning"
timeout = 30
graceful_timeout = 20
keepalive = 5
max_requests = 50_000
max_requests_jitter = 5_000


def on_starting(server: Any) -> None:  # noqa: ANN401  (gunicorn's arbiter)
    """Refuse what would lose answers or send them in the clear."""
    configuration = server.cfg
    version = dbapi2.sqlite_version_info
    embedded = Settings.from_environment().database_url.startswith("sqlite")
    if embedded and configuration.workers > 1 and loses_commits(version):
        message = f"SQLite {dbapi2.sqlite_version} can lose answers with several processes."
        raise SystemExit(message)
    if not Settings.from_environment().secure:
        for address in configuration.address:
            if not _on_this_machine(address):
                message = "Set AZIMUT_SECURE=1 and serve by https, or bind to 127.0.0.1."
                raise SystemExit(message)


def when_ready(server: Any) -> None:  # noqa: ANN401  (gunicorn's arbiter)
    """Load the question banks before the processes part, so that they share them."""
    del server
    content.warm()


def _on_this_machine(address: Any) -> bool:  # noqa: ANN401  (a pair, or the path of a socket)
    """Say whether an address to bind is a socket file or loopback."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
