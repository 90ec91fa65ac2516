"""Plans for a list of people: on the cluster that the settings name, else in processes of this machine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import BinaryIO

from app.jobs import cluster
from competences.running import Runner, pool
from recommender import CatalogueIndex
from recommender.people import Summary, plan_lines


def plan_people(
    offer: CatalogueIndex,
    people: BinaryIO,
    write: Callable[[str], object],
    *,
    scheduler: str,
    workers: int,
    today: date,
    told: Callable[[int], object],
) -> Summary:
    """Write a row per person of a file and give the summary; raises `NoCluster`, `LostWorker` where there is none."""
    with _runner(scheduler, workers) as run:
        return plan_lines(offer, people, run, write, today=today, told=told)


@contextmanager
def _runner(scheduler: str, workers: int) -> Iterator[Runner]:
    with cluster.runner(scheduler) if scheduler else pool(workers) as run:
        yield run
