"""What people decided, as lessons: the tagger learns from the texts of real trainings, in each language they have."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from competences import LANGUAGES
from recommender.catalogue import Outcome
from recommender.decisions import WHOLE, Decision
from recommender.tagger.corpus import Lesson, codes
from recommender.vocabulary import fold


def lessons_of(decisions: Sequence[Decision]) -> tuple[Lesson, ...]:
    """Give the lessons of decisions, in one fixed order: a text in each of our languages that it has.

    A text teaches what was confirmed or put in its place, the likeliest suggestion's first; nothing where a person
    said that of all of it. One of which suggestions were only rejected says what it is not, and that is no lesson.
    """
    by_text: dict[str, list[Decision]] = defaultdict(list)
    for one in decisions:
        by_text[one.text].append(one)
    return tuple(
        dict.fromkeys(lesson for key in sorted(by_text) for lesson in _lessons(by_text[key]))
    )


def _lessons(decisions: Sequence[Decision]) -> Iterator[Lesson]:
    """Go through the lessons of one text: they are one course, as are other texts under the same title."""
    outcomes = _outcomes(decisions)
    whole = any(one.competence == WHOLE for one in decisions)
    if not outcomes and not whole:
        return
    newest = max(decisions, key=lambda one: one.at)
    titles, descriptions = newest.title.to_mapping(), newest.description.to_mapping()
    course = fold(titles.get(newest.language) or next(iter(titles.values()), newest.text))
    for language in LANGUAGES:
        if language in titles:
            yield Lesson(
                title=titles[language],
                description=descriptions.get(language, ""),
                language=language,
                codes=tuple(one.competence for one in outcomes),
                levels=(outcomes[0].entry, outcomes[0].exit) if outcomes else None,
                course=course or newest.text,
            )


def _outcomes(decisions: Sequence[Decision]) -> list[Outcome]:
    """Give the claims of frameworks that the tagger knows, each competence once."""
    found: dict[str, Outcome] = {}
    for one in sorted(decisions, key=lambda one: (-one.probability, one.competence)):
        for outcome in one.outcomes:
            if outcome.competence in codes():
                found.setdefault(outcome.competence, outcome)
    return list(found.values())
