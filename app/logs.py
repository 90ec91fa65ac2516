"""One JSON line a request: route, method, status, time; never an answer, a code or an address."""

import json
import logging
import sys
from datetime import UTC, datetime
from time import perf_counter
from types import TracebackType
from typing import Any

from flask import Flask, Response, g, request

log = logging.getLogger("azimut")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON; an exception by kind and place, without any value."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        line.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["at"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


class LoggedFlask(Flask):
    """An application whose faults are logged by route and place: an address may hold a secret."""

    def log_exception(self, exc_info: Any) -> None:  # noqa: ANN401  (three things or three Nones)
        """Log a fault of ours without the address that the framework would write down."""
        log.error("fault", exc_info=exc_info, extra={"facts": {"route": request.endpoint}})


def set_up(app: Flask) -> None:
    """Send our own lines to the standard error stream, one for each request."""
    app.before_request(_begin)
    app.after_request(_line)
    if log.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def _begin() -> None:
    g.began = perf_counter()


def _line(response: Response) -> Response:
    if request.endpoint != "static":
        facts = {
            "route": request.endpoint,
            "method": request.method,
            "status": response.status_code,
            "ms": round((perf_counter() - g.began) * 1000, 1) if "began" in g else None,
        }
        log.info("request", extra={"facts": facts})
    return response


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(
            f"{code.co_filename.rsplit('/', 1)[-1]}:{code.co_qualname}:{trace.tb_lineno}"
        )
        trace = trace.tb_next
    return places[-8:]
