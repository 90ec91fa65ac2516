"""Checks the four languages of the interface: `python -m tests.house.translations`, a part of `make check`.

The template must hold what the code says today; every language must hold every message, none fuzzy, with the same
places and all plural forms; the English catalogue says the messages themselves.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from competences import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "translations"
TEMPLATE = FOLDER / "messages.pot"
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+(?::\w+)?\}")
BANNED = {
    "nl": ("gebruiker", "!"),
    "fr": ("·", "!"),
    "de": (":innen", "*innen", "!"),
    "en": ("simply", "!"),
}


def problems() -> Iterator[str]:
    """Give each problem as a line that names the language and the message."""
    template = polib.pofile(str(TEMPLATE))
    said = {_key(entry) for entry in extracted()}
    kept = {_key(entry) for entry in template}
    for _, message in sorted(said ^ kept):
        yield f"messages.pot: run `make translations`: {message!r}"
    for language in LANGUAGES:
        yield from _language_problems(language, kept)


def extracted() -> polib.POFile:
    """Give what the code and the templates say today."""
    marks = ["mark", "mark_plural:1,2", "lazy", "lazy_plural:1,2"]
    keywords = [part for mark in marks for part in ("-k", mark)]
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        "pyproject.toml",
    ]
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "messages.pot")
        subprocess.run(
            [*command, *keywords, "--no-location", "-o", output, "."], cwd=ROOT, check=True
        )
        return polib.pofile(output)


def _language_problems(language: str, wanted: set[tuple[str, str]]) -> Iterator[str]:
    catalogue = polib.pofile(str(FOLDER / language / "LC_MESSAGES" / "messages.po"))
    entries = [entry for entry in catalogue if not entry.obsolete]
    for _, message in sorted(wanted ^ {_key(entry) for entry in entries}):
        yield f"{language}: not in step with the template: {message!r}"
    for entry in entries:
        said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        forms = 2 if entry.msgid_plural else 1
        if entry.fuzzy:
            yield f"{language}: fuzzy: {entry.msgid!r}"
        if len(said) != forms or not all(said):
            yield f"{language}: missing: {entry.msgid!r}"
            continue
        if language == "en" and said != [entry.msgid, entry.msgid_plural][:forms]:
            yield f"en: says something else: {entry.msgid!r}"
        # the form for one may leave its number out; no other place may go missing or be new
        if _places(said[-1]) != _places(entry.msgid_plural or entry.msgid):
            yield f"{language}: other places: {entry.msgid!r}"
        if not _places(said[0]) <= _places(entry.msgid) | _places(entry.msgid_plural or ""):
            yield f"{language}: other places in the form for one: {entry.msgid!r}"
        for text in said:
            yield from (
                f"{language}: “{word}” in {text!r}" for word in BANNED[language] if word in text
            )


def _places(text: str) -> set[str]:
    return set(PLACE.findall(text))


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def main() -> int:
    """Print the problems; give 1 where there are any."""
    found = list(problems())
    for line in found:
        sys.stdout.write(f"{line}\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
