"""One JSON line a request: route, method, status, time; never an answer, a level, a code, a token or an address."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

log = logging.getLogger("azimut")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON; exceptions by kind and place, without the values of any variable."""

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
            line["at"] = _place(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def set_up() -> None:
    """Send our own lines to the standard error stream, once."""
    if log.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def _place(trace: Any) -> list[str]:  # noqa: ANN401  (a traceback, or None)
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_qualname}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[-5:]
