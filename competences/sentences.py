"""The prose of this floor: an English sentence per code, marked for translation.

Commands print these sentences, the roof translates them. Places are named (`{item}`); a sentence that counts has two
forms and counts by the place `{n}`.
"""

from collections.abc import Mapping
from typing import Final

Sentence = str | tuple[str, str]


def mark(sentence: str) -> str:
    """Give the sentence back; the name is what the extraction of translations looks for."""
    return sentence


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Give the two forms of a sentence that counts by `{n}`."""
    return (one, many)


SENTENCES: Final[dict[str, Sentence]] = {
    "competences-error": mark("Something was asked of the measurement that it cannot do."),
    "unknown-framework": mark("There is no framework called “{framework}”."),
    "unknown-item": mark("There is no question “{item}” in this set of questions."),
    "unknown-route": mark("There is no route called “{route}”; choose quick, standard or deep."),
    "impossible-response": mark("The answer {response} does not fit question “{item}”."),
}


def fill(sentence: Sentence, values: Mapping[str, str | int | float]) -> str:
    """Give a sentence with its places filled; of two forms, the one for `n`."""
    if isinstance(sentence, tuple):
        sentence = sentence[0] if values.get("n") == 1 else sentence[1]
    return sentence.format_map(dict(values))


def say(code: str, values: Mapping[str, str | int | float]) -> str:
    """Give the English sentence of a code, its places filled."""
    return fill(SENTENCES[code], values)
