"""What a translator is told of a phrase: what it is part of, how hard, right or wrong; in English, like the source."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.exchange.phrases import Phrase, follow


def note(phrase: Phrase, content: Mapping[str, Any]) -> str:
    """Give the note on a phrase of a file's content."""
    first = phrase.before[0]
    teller = _TELLERS.get(str(first))
    row = follow(content, phrase.before[:2])
    if teller is None or not isinstance(row, dict):
        return " ".join(phrase.id.split("/"))
    return teller(phrase, row, str(content.get("code", "")))


def _item(phrase: Phrase, item: Mapping[str, Any], code: str) -> str:
    """Give the note on a phrase of an item."""
    del code
    head = [str(item.get("kind", "question")), f"level {item.get('level', '?')}"]
    head += [str(item[field]) for field in ("setting", "facet") if field in item]
    part = str(phrase.before[2]) if len(phrase.before) > 2 else ""
    if part == "options":
        said = _option(int(phrase.before[3]), item)
    elif part == "exhibit":
        said = _exhibit(phrase, item)
    else:
        said = {"stem": "what is asked", "explanation": "shown with the result"}.get(part, part)
    return f"{', '.join(head)}: {said}"


def _option(index: int, item: Mapping[str, Any]) -> str:
    """Give which option it is, and whether it is right; an order has only right ones."""
    key = item.get("key")
    said = f"option {index + 1}"
    if item.get("format") == "order":
        return said
    right = index in key if isinstance(key, list) else index == key
    return f"{said}, {'right' if right else 'wrong'}"


def _exhibit(phrase: Phrase, item: Mapping[str, Any]) -> str:
    """Give which part of the thing shown it is, lines and cells counted from 1."""
    kind = follow(item, ("exhibit", "kind"))
    spots = [str(one + 1) if isinstance(one, int) else one for one in phrase.after]
    return f"shown ({kind}), {' '.join(spots)}"


def _band(phrase: Phrase, band: Mapping[str, Any], code: str) -> str:
    """Give the note on what a level of a competence means."""
    part = "what to do next" if phrase.before[-1] == "next" else "what it means"
    return f"competence {code}, level {band.get('level', '?')}: {part}"


def _role(phrase: Phrase, role: Mapping[str, Any], code: str) -> str:
    """Give the note on a phrase of a role."""
    del code
    return f"role {role.get('id', '?')} ({role.get('purpose', '?')}): {phrase.before[-1]}"


_TELLERS: Final[Mapping[str, Callable[[Phrase, Mapping[str, Any], str], str]]] = {
    "items": _item,
    "bands": _band,
    "roles": _role,
}
