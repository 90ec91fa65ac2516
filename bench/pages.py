"""What pages cost: server CPU a request on a real embedded database, and bytes that travel."""

import gzip
import re
import tempfile
import time
from pathlib import Path

import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from bench.figure import Figure
from competences import Knowledge, load_bank

WARM_UP = 1
CHECKS = 6


def questions() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        app = _application(Path(folder))
        gets, posts, result = [], [], []
        for number in range(CHECKS):
            client = app.test_client()
            got, posted, address = _walk(client)
            if number >= WARM_UP:
                gets += got
                posts += posted
                result.append(_timed(client, "get", f"{address}result")[0])
        weight = _weight(app)
    return [
        Figure("question page, server CPU, median", float(np.median(gets)), "ms", most=3.5),
        Figure("answer post, server CPU, median", float(np.median(posts)), "ms", most=5),
        Figure("result page, server CPU, median", float(np.median(result)), "ms"),
        Figure("question page, everything that travels, gzip", weight / 1000, "kB", most=30),
    ]


def _application(folder: Path) -> Flask:
    settings = Settings(
        database_url=f"sqlite:///{folder / 'azimut.db'}",
        secret_key="a secret for the bench",  # noqa: S106  (a database that lives a minute)
        instance=folder,
    )
    app = create_app(settings)
    app.test_cli_runner().invoke(args=["prepare"])
    return app


def _walk(client: FlaskClient) -> tuple[list[float], list[float], str]:
    """Walk a quick check to its end; give CPU milliseconds of each page and post, and the check's address."""
    page = client.get("/nl/check/start")
    fields = {"framework": "digcomp-3.0", "route": "quick", "keep": "y"}
    response = client.post("/nl/check/start", data={**fields, "csrf_token": _token(page.text)})
    gets, posts = [], []
    while "/question/" in response.location:
        cost, page = _timed(client, "get", response.location)
        gets.append(cost)
        data = {"csrf_token": _token(page.text), "answer": "unknown", "unknown": "y"}
        cost, response = _timed(client, "post", response.location, data=data)
        posts.append(cost)
    return gets, posts, re.sub(r"[^/]*$", "", response.location)


def _timed(
    client: FlaskClient, method: str, address: str, data: dict[str, str] | None = None
) -> tuple[float, TestResponse]:
    """Give the CPU milliseconds of a request and its response."""
    start = time.process_time()
    response = client.open(address, method=method.upper(), data=data)
    return 1000 * (time.process_time() - start), response


def _weight(app: Flask) -> float:
    """Give the gzipped bytes of the heaviest first question page with its style, script and sign."""
    client = app.test_client()
    page = client.get("/de/check/start")
    fields = {"framework": "digcomp-3.0", "route": "quick", "keep": "y"}
    response = client.post("/de/check/start", data={**fields, "csrf_token": _token(page.text)})
    page = client.get(response.location)
    linked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    parts = [page.data, *(client.get(address).data for address in linked)]
    longest = max(_words(item) for item in load_bank("digcomp-3.0").items)
    return float(sum(len(gzip.compress(part)) for part in parts) + longest)


def _words(item: object) -> int:
    """Give the gzipped bytes of an item's longest texts, which a heavier question than the first may add."""
    if not isinstance(item, Knowledge):
        return 0
    texts = " ".join([item.stem.de, *(option.de for option in item.options)])
    return len(gzip.compress(texts.encode()))


def _token(text: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
    if found is None:
        message = "the page has no form"
        raise LookupError(message)
    return found[1]


MEASUREMENTS = (questions,)
