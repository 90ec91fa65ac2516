"""The English sentence of each thing that may be wrong in a translation file; an operator reads them."""

from typing import Final

from competences.problems import Problem
from competences.sentences import fill

SENTENCES: Final[dict[str, str]] = {
    "other-framework": "The file is of “{found}”, not of “{framework}”; nothing is taken over.",
    "other-source-language": "The file translates from “{found}”, not from en; nothing is taken over.",
    "other-target-language": (
        "The file says it is in “{found}”; it must be one of {among}. Nothing is taken over."
    ),
    "unknown-unit": "There is no such phrase in the pack; left out.",
    "repeated-unit": "The phrase stands in the file twice; the first counts.",
    "source-changed": "The English words are not those that were translated; left as it is. Now: {source}",
    "unit-language": "The target is in “{found}”; left as it is.",
    "inline-code": "The phrase has codes or plural forms that were not in it; left as it is.",
    "line-breaks": "The English has {source} line breaks and the translation {target}; left as it is.",
    "control-character": "The translation holds a character that cannot be seen; left as it is.",
    "no-place": "The pack has no place for it: copy the English block of this exhibit first.",
    "placeholders": "The places {source} became {target}; taken over, look at it.",
    "edge-space": "Blanks at the beginning or end are not those of the English; taken over, look at it.",
}


def said(problem: Problem) -> str:
    """Give the sentence of a problem, after the phrase that it is about."""
    unit = str(problem.where.get("unit", ""))
    sentence = fill(SENTENCES[problem.code], problem.values)
    return ": ".join(part for part in (problem.severity, unit, sentence) if part)
