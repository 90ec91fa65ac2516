"""The kept runs are what the engine does today; `make golden` writes them anew, and a reviewer reads why."""

import pytest

from tests.golden.people import PEOPLE, golden_run, path_of


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_an_invented_person_is_asked_and_read_as_before(person):
    assert golden_run(person) == path_of(person).read_text(encoding="utf-8")
