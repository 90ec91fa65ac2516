"""Invented supplements for tests, and where the real ones lie."""

from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parents[3] / "shared" / "frameworks" / "digcomp-3.0-supplement"
ENGLISH = SHARED / "digcomp-3.0-data-supplement-2025-11-24.en.jsonld"
ENGLISH_SHEETS = ENGLISH.with_suffix(".xlsx")
DUTCH = SHARED / "digcomp-3.0-data-supplement.nl-draft-2026-03-06.jsonld"
DUTCH_SHEETS = DUTCH.with_suffix(".xlsx")

LEVELS = ("Basic ", "Intermediate", "Advanced", "Highly advanced")


def real(path: Path) -> Path:
    """Give a file of the real supplement; the test is skipped where it is not there."""
    if not path.exists():
        pytest.skip("the official supplement is not here")
    return path


def statement(**given: Any) -> dict[str, Any]:
    """Give a node of an invented statement."""
    return {
        "@type": "CompetenceStatement",
        "@id": "CompetenceStatement/CS1.1.01",
        "description": "Find a lost teapot. ",
        "ai_label": "AI-Implicit",
        "competence_id": "Competence/1.1",
        "four_levels_proficiency_name": "ProficiencyLevel/Basic",
        **given,
    }


def outcome(**given: Any) -> dict[str, Any]:
    """Give a node of an invented learning outcome."""
    told = {
        "@type": "LearningOutcome",
        "@id": "LearningOutcome/LO1.1.01",
        "description": "Knows where teapots hide.",
        "type": "Knowledge",
        "ai_label": "AI not Implicit or Explicit",
        "four_levels_proficiency_name": "ProficiencyLevel/Highly advanced",
    }
    return statement(**{**told, **given})


def document(*nodes: object) -> dict[str, Any]:
    """Give a document of nodes beside one competence and the levels."""
    competence = {
        "@type": "Competence",
        "@id": "Competence/1.1",
        "name": "Teapots",
        "description": "To know teapots.",
    }
    levels = [
        {
            "@type": "ProficiencyLevel",
            "@id": f"ProficiencyLevel/{name.strip()}_{place}",
            "four_levels_name": name,
        }
        for place, name in enumerate(LEVELS, 1)
    ]
    return {"@context": {}, "@graph": [competence, *levels, *nodes]}


def sheets(*, statements: Any = (), dutch: bool = False) -> dict[str, list[list[Any]]]:
    """Give the sheets of the same invented supplement; further rows of statements follow the first."""
    other = [" (nl)"] if dutch else []
    return {
        "ReadMe": [["Nothing"]],
        "1 Competence Areas&Competences": [
            ["Competence number", "Competence descriptor"],
            [1.1, "To know teapots."],
        ],
        "2 Proficiency Levels": [["Proficiency level name"], *([name] for name in LEVELS)],
        "3 Competence Statements": [
            [
                "Competence number",
                "Competence statement ID",
                "Competence statement",
                "Proficiency level name",
                "AI label",
                *(f"Competence statement{one}" for one in other),
            ],
            [
                1.1,
                "CS1.1.01",
                "Find a lost teapot. ",
                "Basic ",
                "AI-Implicit",
                *(["Vind."] * dutch),
            ],
            *statements,
        ],
        "4 Learning Outcomes": [
            [
                "Competence number",
                "Learning Outcome ID",
                "Learning Outcome",
                "Proficiency level",
                "Knowledge skill or attitude",
                "AI label",
            ],
            [
                "1.1",
                "LO1.1.01",
                "Knows where teapots hide.",
                "Highly advanced",
                "Knowledge",
                "AI not Implicit or Explicit",
            ],
        ],
    }
