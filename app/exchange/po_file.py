"""Units as a PO file (gettext): the id is the context of an entry, a draft is fuzzy, no date stands in the header."""

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from app.exchange.phrases import SOURCE
from app.exchange.returned import Returned, ReturnedUnit, primary
from app.exchange.units import Unit
from competences.problems import UnreadableInput

PROJECT: Final = "Azimut"
HEADER: Final = """msgid ""
msgstr ""
"Project-Id-Version: {project} {framework}\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
FORMATS: Final = frozenset({"python-format", "python-brace-format"})
"""Flags that say “% d” in a sentence is code, which it is not here."""
CHARSET: Final = re.compile(rb"charset=([^\\\s\"]+)", re.IGNORECASE)


def po_text(units: Iterable[Unit], framework: str, language: str) -> str:
    """Give units as the text of a PO file."""
    catalog = Catalog()
    for unit in units:
        message = catalog.add(
            unit.source,
            unit.target,
            context=unit.id,
            auto_comments=[unit.note],
            flags=_flags(unit),
        )
        message.flags -= FORMATS
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True)
    head = HEADER.format(project=PROJECT, framework=framework, language=language)
    return head + out.getvalue().decode("utf-8")


def read_po_file(data: bytes, name: str) -> Returned:
    """Give what a PO file brings back; raises `UnreadableInput` where it is none."""
    try:
        # one encoding for all: what a header claims is not trusted with bytes
        text = data.decode("utf-8-sig")
        catalog = read_po(BytesIO(text.encode("utf-8")), charset="utf-8", abort_invalid=True)
    except (PoFileError, LookupError, TypeError, ValueError) as error:
        raise UnreadableInput(file=name, detail=str(error)) from error
    framework = str(catalog.version) if catalog.project == PROJECT else ""
    language = primary(str(catalog.locale_identifier or ""))
    units = tuple(_unit(message) for message in catalog if message.id)
    return Returned(framework, SOURCE, language, units)


def _flags(unit: Unit) -> set[str]:
    """Give the flags of a unit: what nobody read a second time is fuzzy."""
    return {"fuzzy"} if unit.state == "draft" and unit.target else set()


def _unit(message: Message) -> ReturnedUnit:
    """Give an entry as a unit; plural forms, which we never send, are foreign codes."""
    plural = isinstance(message.id, (list, tuple))
    return ReturnedUnit(
        id=message.context or "",
        source=message.id if isinstance(message.id, str) else message.id[0],
        target=message.string if isinstance(message.string, str) else "",
        mark="draft" if message.fuzzy else "done",
        inline=plural,
    )
