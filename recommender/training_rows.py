"""One row to one training: what each cell means, and what could not be understood."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Final, TypeVar, cast

from competences import LANGUAGES, Problem, Text
from recommender import claims
from recommender.adapters import Row
from recommender.catalogue import LONGEST_ID, Mode, Outcome, Requirement, Training
from recommender.cells import address_of, count_of, day_of, parts_of
from recommender.durations import LONGEST, duration_of
from recommender.mapping import TITLES, Cell, Filling
from recommender.prices import HIGHEST, price_of
from recommender.vocabulary import fold, vocabulary

Known = TypeVar("Known")

SHOWN: Final = 80
"""Most characters of a cell that a problem repeats."""

_COMMA: Final = re.compile(r"[;,|\n]")
_AND: Final = re.compile(r"[/+&]|\s(?:and|en|et|und|ou|of|oder|or)\s")  # codespell:ignore oder
_WHITE: Final = re.compile(r"[ \t\r\n\f\v]+")


class RowReader:
    """Reads rows through a filling and collects their problems.

    An unknown value is a warning and counts as unknown; only a row without a title is left out (`no-title`, an error).
    """

    def __init__(self, filling: Filling) -> None:
        self.filling = filling
        self.problems: list[Problem] = []
        self.words = vocabulary()
        self._row = Row(0, {})
        self._told: set[tuple[str, str]] = set()

    def training(self, row: Row) -> Training | None:
        """Give the training of a row, or None where it has no title."""
        self._row = row
        language = self._language()
        title = self._text("title", language)
        if not title.to_mapping():
            column = next(filter(None, map(self.filling.columns.get, TITLES)), "title")
            where: dict[str, str | int] = {"row": row.number, "column": column}
            self.problems.append(Problem("no-title", "error", where))
            return None
        start, end = self._period()
        hours = self._hours()
        outcomes, requires = self._claims(hours)
        place = {name: self._plain(name) for name in ("place", "postal_code")}
        training = Training(
            id=self._plain("id")[:LONGEST_ID],
            title=title,
            description=self._text("description", language),
            url=self._known("url", "url-not-web", address_of) or "",
            provider=self._plain("provider"),
            language=language,
            mode=self._mode(),
            region=self._region(place["postal_code"]),
            start=start,
            end=end,
            hours=hours,
            price=self._price(),
            audience=self._audience(),
            outcomes=outcomes,
            requires=requires,
            certificate=";".join(self._list("certificate")),
            accessibility=self._list("accessibility"),
            funding=self._list("funding"),
            capacity=self._known("capacity", "capacity-not-understood", count_of),
            last_checked=self._known("last_checked", "date-not-understood", day_of),
            **place,
        )
        return training if training.id else self._with_own_id(training)

    def note(self, code: str, field: str, **values: str | float) -> None:
        """Keep a warning about a field of the current row; about a constant only once."""
        if field in self.filling.constants:
            if (code, field) in self._told:
                return
            self._told.add((code, field))
        self.problems.append(Problem(code, "warning", self._where(field), values))

    def _where(self, field: str) -> Mapping[str, str | int]:
        """Give the place of a field in the current row, by the member's own column name."""
        cell = self.filling.cell(self._row, field)
        if cell.constant:
            return {"column": field}
        return {"row": self._row.number, "column": cell.column or field}

    def _cell(self, field: str) -> Cell:
        """Give a cell, without text where it says that nothing is known."""
        cell = self.filling.cell(self._row, field)
        silent = cell.text and self.words.says_nothing(cell.text)
        return replace(cell, text="") if silent else cell

    def _plain(self, field: str) -> str:
        """Give the text of a cell on one line."""
        return one_line(self.filling.cell(self._row, field).text)

    def _known(
        self, field: str, code: str, understand: Callable[[str], Known | None]
    ) -> Known | None:
        """Give what a cell means; None where it is empty, and with a warning where it is not understood."""
        text = self._cell(field).text
        value = understand(text) if text else None
        if text and value is None:
            self.note(code, field, value=text[:SHOWN])
        return value

    def _answer(self, field: str) -> bool | None:
        """Give the yes or no of a cell; None where it is empty, and with a warning where it is neither."""
        return self._known(field, "answer-not-understood", self.words.answer)

    def _language(self) -> str:
        found = self._known("language", "language-not-understood", self.words.language)
        if found is None and not self._cell("language").text and self.filling.fills("language"):
            self.note("no-language", "language")
        return found or ""

    def _text(self, field: str, language: str) -> Text:
        """Give a phrase in the languages that have a column; the plain column is in the language of teaching.

        Where that is unknown, the plain column stands for the first of ours, as pages do.
        """
        said = {one: self.filling.cell(self._row, f"{field}_{one}").text for one in LANGUAGES}
        plain = self.filling.cell(self._row, field).text
        own = language if language in LANGUAGES else LANGUAGES[0]
        if plain and not said[own] and (language or plain not in said.values()):
            said[own] = plain
        if field == "title":
            said = {one: one_line(text) for one, text in said.items()}
        return Text.from_mapping(said)

    def _period(self) -> tuple[date | None, date | None]:
        """Give first and last day; a last day before the first counts as unknown."""
        start = self._known("start", "date-not-understood", day_of)
        end = self._known("end", "date-not-understood", day_of)
        if start and end and end < start:
            self.note("end-before-start", "end", start=start.isoformat(), end=end.isoformat())
            end = None
        return start, end

    def _hours(self) -> float | None:
        found = self._known("hours", "hours-not-understood", duration_of)
        if found is None:
            return None
        value = self._cell("hours").text[:SHOWN]
        if not 0 < found.hours <= LONGEST:
            self.note("hours-implausible", "hours", value=value, hours=found.hours, most=LONGEST)
            return None
        if found.ranged:
            self.note("hours-range", "hours", value=value, hours=found.hours)
        return found.hours

    def _price(self) -> Decimal | None:
        price = self._known("price_eur", "price-not-understood", price_of)
        if price is not None and price > HIGHEST:
            self.note("price-implausible", "price_eur", value=self._cell("price_eur").text[:SHOWN])
            return None
        return price

    def _mode(self) -> Mode:
        """Give the mode; `distance_learning` fills it where it is empty and is told where it contradicts."""
        said = self._known("mode", "mode-not-understood", self._mode_or_answer)
        far = self._answer("distance_learning")
        if said and far is not None and far is (said == "on-site"):
            value = self._cell("distance_learning").text[:SHOWN]
            self.note("mode-contradicts", "distance_learning", value=value, mode=said)
        if not said and far is not None:
            said = "online" if far else "on-site"
        return cast("Mode", said or "")

    def _mode_or_answer(self, text: str) -> str | None:
        """Give the mode that a cell names; a yes or no is about what its column is called."""
        answer = self.words.answer(text)
        if answer is None:
            return self.words.mode(text)
        named = self.words.mode(self._cell("mode").column)
        return named if answer else {"online": "on-site", "on-site": "online"}.get(named or "")

    def _region(self, postal_code: str) -> str:
        """Give the region that is named, else that of the postal code; a contradiction is told, the name stays."""
        named = self._known("region", "region-not-understood", self.words.region)
        found = self.words.region_at(postal_code)
        if named and found and not self.words.same_region(named, found):
            self.note("region-contradicts", "region", region=named, postal_code=postal_code[:20])
        return named or found or ""

    def _audience(self) -> frozenset[str]:
        """Give the statuses; where only workers may come nobody else stays, whatever the cell says."""
        found: set[str] = set()
        for piece in parts_of(self._cell("audience").text, _COMMA):
            found |= self._statuses(piece)
        if self._answer("workers_only"):
            if found & {"citizen", "jobseeker"}:
                self.note("audience-contradicts", "workers_only", audience=";".join(sorted(found)))
            found = {"worker"} | (found & {"ict", "teacher"})
        return frozenset(found)

    def _statuses(self, piece: str) -> frozenset[str]:
        """Give the statuses of a piece of an audience, as a whole and in its parts."""
        found = self._status_or_answer(piece)
        known = found is not None
        for part in parts_of(piece, _AND):
            more = self._status_or_answer(part)
            if not known and more is None:
                self.note("audience-not-understood", "audience", value=part[:SHOWN])
            found = (found or frozenset()) | (more or frozenset())
        return found or frozenset()

    def _status_or_answer(self, text: str) -> frozenset[str] | None:
        """Give the statuses that a phrase names; a yes or no is about what its column is called."""
        answer = self.words.answer(text)
        if answer is False:
            return frozenset()
        return self.words.statuses(self._cell("audience").column if answer else text) or None

    def _list(self, field: str) -> tuple[str, ...]:
        """Give the parts of a list; a yes stands for what its column is called, a no for nothing."""
        cell = self._cell(field)
        answer = self.words.answer(cell.text) if cell.text else None
        if answer is not None:
            return (fold(cell.column).replace(" ", "-"),) if answer else ()
        return tuple(dict.fromkeys(parts_of(cell.text)))

    def _claims(self, hours: float | None) -> tuple[tuple[Outcome, ...], tuple[Requirement, ...]]:
        """Give outcomes and requirements that fit each other, noting claims that a person should look at."""
        place = self._where("requires")
        outcomes, wrong = claims.outcomes_of(self._cell("outcomes").text, self._where("outcomes"))
        requires, more = claims.requirements_of(self._cell("requires").text, place)
        outcomes, most = claims.settled(outcomes, requires, place)
        self.problems += [*wrong, *more, *most]
        for outcome in outcomes:
            if claims.too_steep(outcome, hours):
                piece = f"{outcome.competence}:{outcome.entry}-{outcome.exit}"
                self.note("too-many-levels", "outcomes", piece=piece)
        return outcomes, requires

    def _with_own_id(self, training: Training) -> Training:
        """Give the training with an id made of what it is, so that the next version of the file gives the same."""
        if self.filling.fills("id"):
            self.note("no-id", "id")
        said = (training.provider, training.title.to_mapping(), training.language, training.place)
        digest = sha256(repr((said, training.start)).encode()).hexdigest()
        return replace(training, id=f"t-{digest[:10]}")


def one_line(text: str) -> str:
    """Give a text on one line; a no-break space stays, as French has one before a colon."""
    return _WHITE.sub(" ", text).strip(" ")
