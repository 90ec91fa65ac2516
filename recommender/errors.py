"""The exceptions of this floor: promises that a file, a request or a plan broke."""

from collections.abc import Mapping

from competences import CompetencesError, Problem


class RecommenderError(CompetencesError):
    """A promise broken on this floor; the sentences of its codes stand in this floor's `sentences.py`."""

    def __str__(self) -> str:
        """Give the English sentence."""
        return _said(self.code, self.values)


class Unreadable(RecommenderError):
    """A file of which nothing can be read; `code` says why and finds the sentence, `values` fill its places."""

    def __init__(self, code: str, **values: str | float) -> None:
        """Keep the code and the values that its sentence names."""
        self.code = code
        super().__init__(**values)


class ProblemsError(RecommenderError):
    """A profile, goal or limit that cannot be used; `problems` says everything that is wrong, not the first alone."""

    code = "problems"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems, in the order in which they were met."""
        self.problems = problems
        super().__init__(n=len(problems))

    def __str__(self) -> str:
        """Give the English sentences, one after the other."""
        return " ".join(_said(one.code, {**one.where, **one.values}) for one in self.problems)


class BrokenPlan(RecommenderError):
    """A plan that does not keep its promises; `what` names the promise, `training` the step."""

    code = "broken-plan"


def _said(code: str, values: Mapping[str, str | float]) -> str:
    from recommender.sentences import say  # noqa: PLC0415  (prose stays above the exceptions)

    return say(code, values)
