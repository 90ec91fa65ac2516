"""Writes the golden runs and plans anew (`make golden`); a reviewer reads the difference."""

from tests.golden import learners
from tests.golden.people import PEOPLE, golden_run, path_of

for person in PEOPLE:
    path_of(person).write_text(golden_run(person), encoding="utf-8")
for name in learners.LEARNERS:
    learners.path_of(name).write_text(learners.golden_plan(name), encoding="utf-8")
