"""What an item can be answered with."""

from typing import NoReturn

from competences.attempt import Response
from competences.items import Item, Knowledge, SelfReport
from competences.problems import ImpossibleResponse

NOT_APPLICABLE = "n/a"


def checked(item: Item, response: object) -> Response:
    """Give a response in the form in which it is kept; raises `ImpossibleResponse`.

    None is “I don't know” for every item; a statement takes a step or `"n/a"`, a task an option's index, different
    indexes (`several`, kept sorted) or all of them (`order`).
    """
    if response is None:
        return None
    if isinstance(item, SelfReport):
        if response == NOT_APPLICABLE:
            return "n/a"
        return _index(item, response, len(item.thresholds) + 1)
    if item.format == "one":
        return _index(item, response, item.choices)
    return _indexes(item, response)


def _indexes(item: Knowledge, response: object) -> tuple[int, ...]:
    """Give different indexes of options: sorted where several are right, all of them for an order."""
    if not isinstance(response, (list, tuple)) or not response:
        _refuse(item, response)
    indexes = tuple(_index(item, one, item.choices) for one in response)
    if len(set(indexes)) < len(indexes):
        _refuse(item, response)
    if item.format == "several":
        return tuple(sorted(indexes))
    if len(indexes) < item.choices:
        _refuse(item, response)
    return indexes


def _index(item: Item, value: object, count: int) -> int:
    """Give a whole number from 0 to below a count; truth values are none."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < count:
        _refuse(item, value)
    return value


def _refuse(item: Item, response: object) -> NoReturn:
    raise ImpossibleResponse(item=item.id, response=str(response))
