"""Writes the golden runs anew (`make golden`); a reviewer reads the difference."""

from tests.golden.people import PEOPLE, golden_run, path_of

for person in PEOPLE:
    path_of(person).write_text(golden_run(person), encoding="utf-8")
