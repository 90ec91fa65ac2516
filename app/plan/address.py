"""The address of a path: what its form was given stands in it, so links change one thing and keep the rest."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Address:
    """A page and the pairs of its query, in order; written out by `str`. Nothing else of a request gets into it."""

    page: str
    given: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Give it as a link needs it."""
        return f"{self.page}?{urlencode(self.given)}" if self.given else self.page

    def values(self, name: str) -> list[str]:
        """Give what it says under a name, in order."""
        return [value for key, value in self.given if key == name]

    def at(self, page: str) -> "Address":
        """Give the address of another page that takes the same query."""
        return replace(self, page=page)

    def put(self, name: str, values: Iterable[str] = ()) -> "Address":
        """Give it with these values of a name in place of those that it had; with none, without the name."""
        kept = tuple(pair for pair in self.given if pair[0] != name)
        return replace(self, given=(*kept, *((name, value) for value in dict.fromkeys(values))))

    def add(self, name: str, value: str) -> "Address":
        """Give it with one value more of a name, unless it has it."""
        return self.put(name, [*self.values(name), value])

    def drop(self, name: str, value: str) -> "Address":
        """Give it without one value of a name."""
        return replace(self, given=tuple(pair for pair in self.given if pair != (name, value)))
