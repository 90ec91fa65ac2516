"""What a word on the command line must be: each function gives its value, or says in one line what is wrong with it."""

import argparse
from pathlib import Path
from typing import Any, Final, NoReturn

LONGEST: Final = 40
"""Letters of a wrong word that its sentence repeats."""
MOST: Final = 10**9
"""The largest whole number that a command takes."""
MOST_COMPETENCES: Final = 200
MOST_ITEMS: Final = 20_000
"""Bounds of a study bank: what a machine at hand can hold the covariance and the tables of."""


def count(text: str) -> int:
    """Give a whole number from 1 on."""
    return _whole(text, 1, "a whole number above 0")


def seed(text: str) -> int:
    """Give a whole number from 0 on."""
    return _whole(text, 0, "a whole number of 0 or more")


def counts(text: str) -> list[int]:
    """Give whole numbers from 1 on, parted by commas."""
    return [count(part.strip()) for part in text.split(",")]


def share(text: str) -> float:
    """Give a number above 0 and at most 1."""
    found = _number(text)
    if found is None or not 0 < found <= 1:
        _refuse("must be a number above 0 and at most 1", text)
    return found


def portion(text: str) -> float:
    """Give a number from 0 to 1."""
    found = _number(text)
    if found is None or not 0 <= found <= 1:
        _refuse("must be a number from 0 to 1", text)
    return found


def place(text: str) -> Path:
    """Give a path; an empty word, such as a variable that was never set, is none."""
    if not text.strip():
        _refuse("must name a place", text)
    return Path(text)


def sizes(text: str) -> dict[str, Any]:
    """Give the arguments of a study bank: `21,6,6`, and where given its seed and guessing floor."""
    names = ("competences", "self_report", "knowledge", "seed", "guessing")
    parts = text.split(",")
    numbers = [_number(part) for part in parts]
    whole = all(part.strip().isdecimal() and len(part) < 10 for part in parts[:4])
    fits = 3 <= len(parts) <= len(names) and whole and None not in numbers
    if not fits or not 0 <= (numbers[4] if len(numbers) > 4 else 0.0) < 1:  # type: ignore[operator]
        _refuse("must be competences,statements,tasks[,seed[,guessing]]", text)
    given: dict[str, Any] = dict(zip(names, map(int, parts[:4]), strict=False))
    items = given["competences"] * (given["self_report"] + given["knowledge"])
    if given["competences"] > MOST_COMPETENCES or items > MOST_ITEMS:
        _refuse(f"must be at most {MOST_COMPETENCES} competences and {MOST_ITEMS} items", text)
    return given if len(parts) < len(names) else {**given, "guessing": numbers[4]}


def folder(text: str) -> Path:
    """Give a folder that is there."""
    path = Path(text)
    if not path.is_dir():
        _refuse("must be a folder that is there", text)
    return path


def _whole(text: str, least: int, wanted: str) -> int:
    if not text.isdecimal() or len(text) > len(str(MOST)) or not least <= int(text) <= MOST:
        _refuse(f"must be {wanted}, at most {MOST}", text)
    return int(text)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _refuse(wanted: str, text: str) -> NoReturn:
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    message = f"{wanted}, not “{shown}”"
    raise argparse.ArgumentTypeError(message)
