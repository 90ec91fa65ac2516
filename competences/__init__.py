"""Ground floor: measures. From answers to levels with honest doubt, in any competence framework that has a pack."""

from competences.attempt import Answer, Attempt
from competences.framework import Framework
from competences.interview import Interview, Progress
from competences.items import Item, ItemBank, Knowledge, SelfReport
from competences.loading import frameworks, load_bank, load_framework
from competences.problems import (
    CompetencesError,
    ImpossibleResponse,
    Problem,
    UnknownFramework,
    UnknownItem,
    UnknownRoute,
)
from competences.profile import Profile, Reading
from competences.routes import ROUTES, Route
from competences.synthetic import synthetic_bank
from competences.text import LANGUAGES, Text

__all__ = [
    "LANGUAGES",
    "ROUTES",
    "Answer",
    "Attempt",
    "CompetencesError",
    "Framework",
    "ImpossibleResponse",
    "Interview",
    "Item",
    "ItemBank",
    "Knowledge",
    "Problem",
    "Profile",
    "Progress",
    "Reading",
    "Route",
    "SelfReport",
    "Text",
    "UnknownFramework",
    "UnknownItem",
    "UnknownRoute",
    "frameworks",
    "load_bank",
    "load_framework",
    "synthetic_bank",
]
