"""How a check goes on: begun, answered, scored, followed by a path; what pages and programs share.

Each function works in the transaction of its caller, so that an answer and the item asked next are
kept together or not at all.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from app import codes, content
from app.db import Session
from app.filters import ZONE
from app.records import StoredAttempt
from app.stores import attempts
from competences import Attempt, CompetencesError, Interview, Item, Profile, Progress
from competences.attempt import Response
from recommender import Constraints, Goal, Learner, Plan, needs_of, plan

FEW: Final = 3
SECONDS: Final = 0.5
"""How long a path may be looked for, its reasons included, before the best that is found stands, and says how far
it may be off."""


class NotAsked(CompetencesError):
    """An answer to an item that this attempt never put before the person."""

    code = "not-asked"


def begin(
    session: Session,
    *,
    framework: str,
    route: str,
    language: str,
    now: datetime,
    folder: str | None = None,
    token_digest: str | None = None,
) -> StoredAttempt:
    """Open an attempt with its first item asked, in a new folder unless one is given.

    Each beginning also erases a few folders whose time is over, so that a site without a clock keeps its
    promise. Raises `UnknownFramework` and `UnknownRoute`.
    """
    attempts.erase_due(session, now, most=FEW)
    bank = content.bank(framework)
    seed = codes.new_seed()
    interview = Interview(bank, route=route, seed=seed)
    first = interview.next_item(Attempt.start(language=language))
    return attempts.begin(
        session,
        folder=folder or attempts.new_folder(session, now),
        bank=bank,
        route=route,
        language=language,
        seed=seed,
        first=None if first is None else first.id,
        now=now,
        token_digest=token_digest,
    )


def answer(
    session: Session, stored: StoredAttempt, item: str, response: Response, now: datetime
) -> StoredAttempt:
    """Keep an answer and the item asked next; give the attempt as it is then.

    `stored` was read under lock. A second answer to an item takes the place of the first and
    leaves the open item as it is. Raises `NotAsked`, and `ImpossibleResponse` as the item says.
    """
    if item not in stored.asked:
        raise NotAsked(item=item)
    interview = content.interview_of(session, stored)
    kept = interview.check(item, response)
    attempt = stored.attempt.with_answer(item, kept)
    open_item = stored.open_item
    if item == open_item:
        following = interview.next_item(attempt)
        open_item = None if following is None else following.id
    attempts.answer(session, stored, item=item, response=kept, open_item=open_item, now=now)
    asked = stored.asked if open_item in {None, *stored.asked} else (*stored.asked, str(open_item))
    return replace(stored, attempt=attempt, asked=asked, open_item=open_item, last_answer_at=now)


def open_item(session: Session, stored: StoredAttempt) -> Item | None:
    """Give the item that waits for its answer, None when nothing is left to ask."""
    if stored.open_item is None:
        return None
    return content.bank_of(session, stored).item(stored.open_item)


def progress(session: Session, stored: StoredAttempt) -> Progress:
    """Give how far an attempt is, as a range."""
    interview: Interview = content.interview_of(session, stored)
    return interview.progress(stored.attempt)


def profile(session: Session, stored: StoredAttempt) -> Profile:
    """Give the profile of an attempt, computed from its answers each time."""
    return content.interview_of(session, stored).profile(stored.attempt)


def today(now: datetime) -> date:
    """Give the day in Belgium: sessions that began before it are no offer."""
    return now.astimezone(ZONE).date()


def path_of(
    offer: content.Offer, learner: Learner, goal: Goal | None, constraints: Constraints
) -> Plan:
    """Give the learning path that the offer holds for a person, in `SECONDS` at most."""
    return plan(offer.index, needs_of(learner, goal), constraints, seconds=SECONDS)
