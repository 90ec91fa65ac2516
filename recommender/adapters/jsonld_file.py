"""schema.org JSON-LD to a table under our own field names. A fixed shape is read; no context or address is fetched.

Read: `Course` and `CourseInstance` (or an `EducationEvent`), alone, in a list, in `@graph` or in an `ItemList`. A
course gives one row per entry of `hasCourseInstance`, one row where it has none; what the instance says comes first.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from competences import LANGUAGES, Problem
from recommender.adapters.json_text import loads
from recommender.adapters.table import Table, table_of
from recommender.errors import Unreadable

Node = Mapping[str, Any]

TYPES: Final = frozenset({"Course", "CourseInstance", "EducationEvent"})
PLAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("identifier", "courseCode", "@id", "url"),
    "url": ("url",),
    "language": ("inLanguage",),
    "mode": ("courseMode",),
    "start": ("startDate",),
    "end": ("endDate",),
    "hours": ("timeRequired", "duration", "courseWorkload"),
    "certificate": ("educationalCredentialAwarded",),
    "accessibility": ("accessibilityFeature",),
    "funding": ("funding",),
    "capacity": ("maximumAttendeeCapacity",),
    "last_checked": ("dateModified",),
    "outcomes": ("teaches",),
    "requires": ("competencyRequired",),
}
"""Our fields and the properties that fill them, the first that says something."""
LISTS: Final = frozenset({"accessibility", "funding", "outcomes", "requires"})


def read(data: bytes) -> tuple[Table, list[Problem]]:
    """Give the table of a JSON-LD document; rows are the trainings, counted from 1.

    Problems: those of `table_of`. Raises `Unreadable`: `no-course`, those of `loads`.
    """
    rows = [_cells(node) for node in _sessions(loads(data))]
    if not rows:
        raise Unreadable(code="no-course")
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    numbered = enumerate([list(names), *([row.get(name, "") for name in names] for row in rows)])
    return table_of(numbered)


def _sessions(value: object) -> Iterator[Node]:
    """Go through courses and their instances, each instance laid over its course."""
    if isinstance(value, list):
        for one in value:
            yield from _sessions(one)
    elif isinstance(value, Mapping):
        if TYPES & set(map(_local, _several(value.get("@type")))):
            instances = [
                one for one in _several(value.get("hasCourseInstance")) if isinstance(one, Mapping)
            ]
            course = {name: said for name, said in value.items() if name != "hasCourseInstance"}
            yield from ({**course, **_own(one)} for one in instances or [{}])
        else:
            for name in ("@graph", "itemListElement", "item"):
                yield from _sessions(value.get(name))


def _own(instance: Node) -> Node:
    """Give what an instance says of itself; its `@id` names a session, not another course."""
    return {name: said for name, said in instance.items() if said not in (None, "", [], {})}


def _cells(node: Node) -> dict[str, str]:
    """Give the text per field of ours that a node fills."""
    cells = {
        **_spoken("title", node.get("name")),
        **_spoken("description", node.get("description")),
        "provider": _name(node.get("provider")) or _name(node.get("organizer")),
        **_place(node.get("location")),
        "price_eur": _price(node),
        "audience": ";".join(filter(None, map(_audience, _several(node.get("audience"))))),
    }
    for field, properties in PLAIN.items():
        said = [
            ";".join(filter(None, map(_name, _several(node.get(name))))) for name in properties
        ]
        cells[field] = next(filter(None, said), "")
        if field not in LISTS and _several(node.get(properties[0])):
            cells[field] = cells[field].split(";", 1)[0]
    cells["mode"] = cells["mode"] or cells.pop("away", "")
    for field in ("outcomes", "requires"):  # free words there say nothing that can be planned with
        cells[field] = ";".join(piece for piece in cells[field].split(";") if "/" in piece)
    return {field: text for field, text in cells.items() if text and field != "away"}


def _spoken(field: str, value: object) -> dict[str, str]:
    """Give a phrase under its field, and per language where the document says which."""
    found: dict[str, str] = {}
    for one in _several(value):
        language = str(one.get("@language", ""))[:2].lower() if isinstance(one, Mapping) else ""
        name = f"{field}_{language}" if language in LANGUAGES else field
        found.setdefault(name, _name(one))
    return found


def _name(value: object) -> str:
    """Give the text of a value: itself, or what an object of the usual kinds is called."""
    if isinstance(value, Mapping):
        names = ("termCode", "@value", "value", "name", "alternateName", "@id", "url")
        return next(filter(None, (_name(value.get(name)) for name in names)), "")
    if isinstance(value, list):
        return next(filter(None, map(_name, value)), "")
    if isinstance(value, bool) or value is None:
        return ""
    return str(value)


def _place(value: object) -> dict[str, str]:
    """Give town, postal code and region of the first place, and `away` for a virtual one."""
    for one in _several(value):
        if not isinstance(one, Mapping):
            return {"place": _name(one)}
        if "VirtualLocation" in map(_local, _several(one.get("@type"))):
            return {"away": "online"}
        address = one.get("address")
        if isinstance(address, Mapping):
            return {
                "place": _name(address.get("addressLocality")) or _name(one.get("name")),
                "postal_code": _name(address.get("postalCode")),
                "region": _name(address.get("addressRegion")),
            }
        return {"place": _name(address) or _name(one)}
    return {}


def _price(node: Node) -> str:
    """Give the price of the first offer with its currency; 0 where access is said to be free."""
    if node.get("isAccessibleForFree") is True:
        return "0"
    for offer in _several(node.get("offers")):
        if isinstance(offer, Mapping) and _name(offer.get("price")):
            return f"{_name(offer['price'])} {_name(offer.get('priceCurrency'))}".strip()
    return ""


def _audience(value: object) -> str:
    """Give the words for an audience."""
    if isinstance(value, Mapping):
        return (
            _name(value.get("audienceType")) or _name(value.get("educationalRole")) or _name(value)
        )
    return _name(value)


def _several(value: object) -> list[Any]:
    """Give a value as a list; nothing is an empty one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _local(value: object) -> str:
    """Give a type without the address or prefix before it."""
    return str(value).rsplit("/", 1)[-1].rsplit(":", 1)[-1]
