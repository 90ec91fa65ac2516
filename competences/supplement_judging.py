"""Entries of a supplement held against the framework here: what can be kept, and what is wrong with the rest."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from competences.framework import Framework
from competences.problems import Problem, Severity
from competences.supplement import ORIGINAL, Entry, Kind, OfficialText, folded

FACETS: Final = {"knowledge": "knowledge", "skill": "skill", "attitude": "attitude"}
AI: Final = {
    "ai-explicit": "explicit",
    "ai-implicit": "implicit",
    "ai not implicit or explicit": "none",
}
LONGEST: Final = 4000
"""Most letters of a text; sentences of a framework come nowhere near, and a cell is not read beyond."""
LONGEST_CODE: Final = 32


def judged(
    entries: Sequence[Entry], levels: Sequence[str], framework: Framework
) -> tuple[tuple[OfficialText, ...], list[Problem]]:
    """Give the texts of all entries that can be used, and what is wrong with the others; `levels` are the file's.

    Problems: `official-code-odd`, `official-code-repeated`, `official-competence-unknown`, `official-level-unknown`,
    `official-text-empty`, `official-text-long` (errors: the text is left out), `official-label-unknown`.
    """
    judge = _Judge(framework, _codes_of_levels(levels, framework), _languages(entries))
    texts = [text for entry in entries for text in judge.texts(entry)]
    return tuple(texts), judge.problems


class _Judge:
    """Holds entries against a framework one after the other, and collects what is wrong."""

    def __init__(
        self,
        framework: Framework,
        levels: Mapping[str, str],
        languages: Mapping[Kind, Sequence[str]],
    ) -> None:
        self.problems: list[Problem] = []
        self._competences = framework.codes
        self._levels = levels
        self._languages = languages
        self._met: set[tuple[Kind, str]] = set()
        self._counts: Counter[Kind] = Counter()

    def texts(self, entry: Entry) -> Iterator[OfficialText]:
        """Go through the texts of an entry, one a language; none where the entry cannot be placed."""
        self._counts[entry.kind] += 1
        if not self._placed(entry):
            return
        level = self._levels.get(folded(entry.level), "") if entry.kind != "descriptor" else ""
        facet = self._label(entry, entry.facet, FACETS) if entry.kind == "outcome" else ""
        ai = self._label(entry, entry.ai, AI) if entry.kind != "descriptor" else ""
        for language in self._languages[entry.kind]:
            text = entry.texts.get(language, "")
            if self._readable(entry, language, text):
                yield OfficialText(
                    entry.competence,
                    entry.kind,
                    entry.code,
                    level,
                    facet,
                    ai,
                    language,
                    text,
                    self._counts[entry.kind],
                )

    def _placed(self, entry: Entry) -> bool:
        """Say whether an entry has a code of its own, a competence and a level."""
        if not entry.code or len(entry.code) > LONGEST_CODE:
            return self._refuse(entry, "official-code-odd")
        if (entry.kind, entry.code) in self._met:
            return self._refuse(entry, "official-code-repeated")
        self._met.add((entry.kind, entry.code))
        if entry.competence not in self._competences:
            return self._refuse(entry, "official-competence-unknown", said=entry.competence)
        if entry.kind != "descriptor" and folded(entry.level) not in self._levels:
            return self._refuse(entry, "official-level-unknown", said=entry.level)
        return True

    def _readable(self, entry: Entry, language: str, text: str) -> bool:
        """Say whether there is a text, and one that can be kept whole."""
        if not text:
            return self._refuse(entry, "official-text-empty", language=language)
        if len(text) > LONGEST:
            return self._refuse(entry, "official-text-long", language=language, most=LONGEST)
        return True

    def _label(self, entry: Entry, said: str, known: Mapping[str, str]) -> str:
        """Give our word for a label of theirs; an unknown one is told and left out."""
        if folded(said) not in known:
            self._note(entry, "official-label-unknown", "warning", said=said)
        return known.get(folded(said), "")

    def _refuse(self, entry: Entry, code: str, **values: str | float) -> bool:
        self._note(entry, code, "error", **values)
        return False

    def _note(self, entry: Entry, code: str, severity: Severity, **values: str | float) -> None:
        told = {name: one[:80] if isinstance(one, str) else one for name, one in values.items()}
        self.problems.append(
            Problem(code, severity, entry.where, {"code": entry.code[:80], **told})
        )


def _codes_of_levels(names: Sequence[str], framework: Framework) -> dict[str, str]:
    """Give our code by the folded name of each level that both the file and the framework have."""
    theirs = {folded(name) for name in names}
    ours = {folded(level.name[ORIGINAL]): level.code for level in framework.levels}
    return {name: code for name, code in ours.items() if name in theirs}


def _languages(entries: Sequence[Entry]) -> dict[Kind, list[str]]:
    """Give per kind the languages that the file has it in: a text that lacks in one of them is told."""
    found: dict[Kind, list[str]] = {}
    for entry in entries:
        held = found.setdefault(entry.kind, [ORIGINAL])
        held += [one for one, text in entry.texts.items() if text and one not in held]
    return found
