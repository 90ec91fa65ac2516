"""`python -m recommender.adapters KIND`: a file on standard input, its table as JSON on standard output.

Started by `quarantine` only. The limits come before the first foreign byte is read.
"""

import json
import resource
import sys
from typing import Any

from recommender.adapters import jsonld_file, xlsx_file
from recommender.adapters.quarantine import MEMORY, SECONDS, to_record
from recommender.errors import Unreadable


def main(kind: str) -> None:
    """Read, limited; print the table or why there is none."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    json.dump(answer(kind, sys.stdin.buffer.read()), sys.stdout)


def answer(kind: str, data: bytes) -> dict[str, Any]:
    """Give the table of a file of a kind (of `sheets`: all its sheets), or the code that says why there is none."""
    try:
        if kind == "sheets":
            return {"sheets": xlsx_file.read_sheets(data)}
        read = {"jsonld": jsonld_file.read, "xlsx": xlsx_file.read}[kind]
        return to_record(*read(data))
    except Unreadable as error:
        return {"unreadable": error.code, "values": dict(error.values)}


if __name__ == "__main__":
    main(sys.argv[1])
