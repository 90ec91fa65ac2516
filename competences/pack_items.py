"""The items of one competence file: every field checked, every problem with its row."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from competences.exhibits import Exhibit, read_exhibit
from competences.framework import Framework
from competences.items import Facet, Format, Item, Key, Knowledge, SelfReport, Setting
from competences.places import Places
from competences.problems import Problem
from competences.provisional import knowledge_numbers, self_report_numbers
from competences.text import LANGUAGES, Text

FORMATS: Final = get_args(Format)
REVIEWS: Final = ("draft", "second-read")
FACETS: Final = get_args(Facet)
SETTINGS: Final = get_args(Setting)
SHARED: Final = frozenset(
    {"id", "kind", "level", "stem", "review", "group", "pilot", "facet", "setting", "ai"}
)
FIELDS: Final = {
    "self-report": SHARED,
    "knowledge": SHARED | {"format", "key", "options", "explanation", "exhibit"},
}


def read_items(
    content: Mapping[str, Any],
    file: str,
    places: Places,
    framework: Framework,
    problems: list[Problem],
    levels: tuple[int, ...] = (),
) -> list[Item]:
    """Give the items of a file that can be used; what is wrong with the others is added to `problems`.

    `levels` are the numbered levels that the competence is defined at, empty for all.
    """
    rows = content.get("items", [])
    if not isinstance(rows, list):
        where: dict[str, str | int] = {"file": file, "row": places.head("items")}
        problems.append(Problem("not-a-list", "error", where, {"field": "items"}))
        rows = []
    readers = [
        ItemReader(row, index, file, places, framework, problems, levels)
        for index, row in enumerate(rows)
    ]
    code = str(content.get("code", ""))
    found = [item for reader in readers if (item := reader.read(code)) is not None]
    _refuse_repeated(found, file, places, rows, problems)
    return found


class ItemReader:
    """Reads one item; `fault` notes what is wrong, with the row of the field."""

    def __init__(
        self,
        row: Any,  # noqa: ANN401  (whatever a file holds)
        index: int,
        file: str,
        places: Places,
        framework: Framework,
        problems: list[Problem],
        levels: tuple[int, ...] = (),
    ) -> None:
        """Begin on the item at an index of a file."""
        self.row = row if isinstance(row, dict) else {}
        self.index = index
        self.file = file
        self.places = places
        self.framework = framework
        self.problems = problems
        self.levels = levels
        self.id = str(self.row.get("id", ""))
        self.faults = 0

    def read(self, code: str) -> Item | None:
        """Give the item, or None where it has an error."""
        kind = str(self.row.get("kind"))
        if kind not in FIELDS:
            self.fault("bad-kind", "kind", value=kind)
            return None
        for field in sorted(set(self.row) - FIELDS[kind]):
            self.fault("unknown-field", field, field=field)
        if not self.id.startswith(f"{code}-"):
            self.fault("bad-id", "id", value=self.id, code=code)
        level = self.row.get("level")
        if type(level) is not int or not 1 <= level <= self.framework.top:
            self.fault("bad-level", "level", value=str(level), top=self.framework.top)
            return None
        shared = {
            "id": self.id,
            "competence": code,
            "level": level,
            "stem": self.text("stem"),
            "group": str(self.row.get("group", "")),
            "pilot": self.flag("pilot"),
            "facet": self.choice("facet", FACETS),
            "setting": self.choice("setting", SETTINGS),
            "ai": self.flag("ai"),
            "review": self.review(),
        }
        if self.levels and level not in self.levels:
            self.fault("level-not-defined", "level", value=level, code=code)
        door = self.framework.doors[level - 1]
        item = self.statement(shared, door) if kind == "self-report" else self.task(shared, door)
        return None if self.faults else item

    def statement(self, shared: dict[str, Any], door: float) -> SelfReport:
        """Give the self-report item."""
        return SelfReport(**shared, **self_report_numbers(door, len(self.framework.steps)))

    def task(self, shared: dict[str, Any], door: float) -> Knowledge:
        """Give the knowledge item."""
        item_format = self.format()
        options = self.options()
        key = self.key(item_format, len(options))
        return Knowledge(
            **shared,
            **knowledge_numbers(door, item_format, max(len(options), 2)),
            format=item_format,
            key=key,
            choices=len(options),
            options=options,
            explanation=self.text("explanation"),
            exhibit=self.exhibit(),
        )

    def format(self) -> Format:
        """Give the format; `one` stands in where there is none of ours."""
        given: Any = self.row.get("format")
        found: Format = given if given in FORMATS else "one"
        if found != given:
            self.fault("bad-format", "format", value=str(given))
        return found

    def options(self) -> tuple[Text, ...]:
        """Give the options; three at least, no two alike in a language."""
        rows = self.row.get("options", [])
        options = tuple(
            self.text_of(row, "options") for row in (rows if isinstance(rows, list) else [])
        )
        if len(options) < 3:
            self.fault("too-few-options", "options", n=len(options))
        for language in LANGUAGES:
            said = [option[language].casefold() for option in options]
            if len(set(said)) < len(said):
                self.fault("same-option", "options", language=language)
        return options

    def key(self, item_format: Format, count: int) -> Key:
        """Give the key; it must fit the format and the options."""
        key = self.row.get("key")
        several = isinstance(key, list)
        indexes: list[Any] = key if isinstance(key, list) else [key]
        whole = all(type(one) is int and 0 <= one < count for one in indexes)
        if item_format == "one":
            fits = whole and not several
        elif item_format == "several":
            fits = whole and several and indexes == sorted(set(indexes)) and len(indexes) > 0
        else:
            fits = whole and several and sorted(indexes) == list(range(count))
        if not fits:
            self.fault("bad-key", "key", value=str(key), format=item_format)
            return 0 if item_format == "one" else ()
        return int(indexes[0]) if item_format == "one" else tuple(indexes)

    def exhibit(self) -> Exhibit | None:
        """Give the thing that the task shows; None where it shows none."""
        if "exhibit" not in self.row:
            return None
        exhibit, faults = read_exhibit(self.row["exhibit"])
        for fault in faults:
            self.fault(fault.code, "exhibit", **fault.values)
        return exhibit

    def flag(self, field: str) -> bool:
        """Say whether a field is true; it is not where it is absent."""
        given = self.row.get(field, False)
        if not isinstance(given, bool):
            self.fault("bad-flag", field, field=field, value=str(given))
        return given is True

    def choice(self, field: str, among: tuple[str, ...]) -> Any:  # noqa: ANN401  (one of `among`)
        """Give the value of a field that is one of a few, None where it is absent."""
        given = self.row.get(field)
        if given is not None and str(given) not in among:
            self.fault("bad-choice", field, field=field, value=str(given), among=", ".join(among))
        return given

    def review(self) -> dict[str, str]:
        """Give the review state of each language."""
        given = self.row.get("review", {})
        states = given if isinstance(given, dict) else {}
        if set(states) != set(LANGUAGES) or not {*map(str, states.values())} <= {*REVIEWS}:
            self.fault("bad-review", "review")
        return {language: str(states.get(language, "draft")) for language in LANGUAGES}

    def text(self, field: str) -> Text:
        """Give a text of the item."""
        return self.text_of(self.row.get(field), field)

    def text_of(self, value: object, field: str) -> Text:
        """Give the text of a value that stands in a field."""
        before = len(self.problems)
        row = self.places.item(self.index, field)
        text = read_text(value, self.file, row, field, self.problems, item=self.id)
        self.faults += len(self.problems) - before
        return text

    def fault(self, code: str, at: str, /, **values: str | float) -> None:
        """Note an error at a field."""
        self.faults += 1
        where: dict[str, str | int] = {
            "file": self.file,
            "row": self.places.item(self.index, at),
            "item": self.id,
        }
        self.problems.append(Problem(code, "error", where, values))


def read_text(
    value: object, file: str, row: int, field: str, problems: list[Problem], item: str = ""
) -> Text:
    """Give a text in four languages; each language that lacks is a problem."""
    mapping = value if isinstance(value, dict) else {}
    text = Text.from_mapping(mapping)
    where: dict[str, str | int] = {"file": file, "row": row}
    if item:
        where["item"] = item
    for language in text.missing():
        values = {"field": field, "language": language}
        problems.append(Problem("missing-language", "error", where, values))
    return text


def _refuse_repeated(
    items: list[Item], file: str, places: Places, rows: list[Any], problems: list[Problem]
) -> None:
    """Take out items whose id stood in the file before, and say so."""
    seen: set[str] = set()
    order = {
        str(row.get("id", "")): index for index, row in enumerate(rows) if isinstance(row, dict)
    }
    for item in list(items):
        if item.id in seen:
            row = places.item(order[item.id], "id")
            where: dict[str, str | int] = {"file": file, "row": row, "item": item.id}
            problems.append(Problem("repeated-id", "error", where))
            items.remove(item)
        seen.add(item.id)
