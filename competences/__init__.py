"""Ground floor: measures. From answers to levels with honest doubt, in any competence framework that has a pack."""

from competences.text import LANGUAGES, Text

__all__ = ["LANGUAGES", "Text"]
