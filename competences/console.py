"""How a command meets the world: a file read within a bound, output as UTF-8, a reader that leaves early."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final, NoReturn, TextIO

from competences.problems import UnreadableInput, UnwritableOutput

MOST: Final = 32 * 2**20
"""Bytes of the largest file that a command reads; no catalogue or answers file of people comes near."""


def read_file(path: Path) -> bytes:
    """Give the bytes of a file; raises `UnreadableInput` where it cannot be opened or is larger than `MOST`."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except (OSError, ValueError) as error:
        raise UnreadableInput(file=str(path), detail=str(error)) from error
    if len(data) > MOST:
        raise UnreadableInput(file=str(path), detail=f"it is larger than {MOST // 2**20} MB")
    return data


def write_file(path: Path, text: str) -> None:
    """Write a text as UTF-8 in place of what a file holds; raises `UnwritableOutput` where that cannot be done.

    The file is whole at any time, the old one or the new: the text is written beside it and takes its place.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        data = text.encode()
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe has no place to take
            return
        beside.write_bytes(data)
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path.resolve() if path.is_symlink() else path)
    except (OSError, ValueError) as error:
        beside.unlink(missing_ok=True)
        raise UnwritableOutput(file=str(path), detail=str(error)) from error


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """Give a file to read bit by bit, however large; raises `UnreadableInput` where it cannot be opened."""
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise UnreadableInput(file=str(path), detail=str(error)) from error
    with file:
        yield file


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """Give a file to write UTF-8 to that takes a path's place when all is written; raises `UnwritableOutput`."""
    plain = not path.exists() or path.is_file()  # a device or a pipe has no place to take
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with (beside if plain else path).open("w", encoding="utf-8", newline="\n") as file:
            yield file
        if plain and path.exists():
            shutil.copymode(path, beside)
        if plain:
            beside.replace(path.resolve() if path.is_symlink() else path)
    except OSError as error:
        raise UnwritableOutput(file=str(path), detail=str(error)) from error
    finally:
        beside.unlink(missing_ok=True)


def several(number: float, one: str, many: str = "") -> str:
    """Give a number with its noun in English: “1 level”, “2.5 levels”; `many` where the plural takes more than an s."""
    shown = number if isinstance(number, int) else f"{number:g}"
    return f"{shown} {one if number == 1 else many or f'{one}s'}"


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command and leave with its exit code; what it prints is UTF-8 whatever the terminal claims to be."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read the output has seen enough; nothing is left to flush at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        sys.stderr.write(f"{UnwritableOutput(file='the output', detail=str(error))}\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 2
    sys.exit(code)
