"""The exceptions of this floor: promises that a file or a request broke."""

from competences import CompetencesError


class Unreadable(CompetencesError):
    """A file of which nothing can be read; `code` says why and finds the sentence, `values` fill its places."""

    def __init__(self, code: str, **values: str | float) -> None:
        """Keep the code and the values that its sentence names."""
        self.code = code
        super().__init__(**values)

    def __str__(self) -> str:
        """Give the English sentence."""
        from recommender.sentences import say  # noqa: PLC0415  (prose stays above the exceptions)

        return say(self.code, self.values)
