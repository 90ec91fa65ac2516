"""How a check goes on: begun, answered, scored, followed by a path, erased; what pages and programs share.

Each function works in the transaction of its caller, so that an answer and the item asked next are
kept together or not at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from app import codes, content
from app.db import Session
from app.filters import ZONE
from app.records import StoredAttempt
from app.stores import attempts, exposures, folders
from competences import Attempt, CompetencesError, Interview, Item, ItemBank, Profile, Progress
from competences.attempt import Response
from competences.exposure import rate_for
from competences.role_profiles import role_profile
from recommender import (
    Constraints,
    Goal,
    Learner,
    Plan,
    Training,
    learner_from_record,
    needs_of,
    plan,
)
from recommender.known import with_known
from recommender.ranking import Listing, Order, next_best
from recommender.swap import rivals
from recommender.turns import Turn
from recommender.variety import FIRST

FEW: Final = 3
SECONDS: Final = 0.5
"""How long a path may be looked for, its reasons included, before the best that is found stands, and says how far
it may be off."""


class NoQuestions(CompetencesError):
    """A check on a framework that has no questions yet; `framework` names it."""

    code = "no-questions"


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
    scope: Iterable[str] = (),
    role: str = "",
    about: Mapping[str, str] | None = None,
) -> StoredAttempt:
    """Open an attempt with its first item asked, in a new folder unless one is given.

    The exposure draw is made here, once, and kept. Each beginning also erases a few folders whose time is over, so that
    a site without a clock keeps its promise. A role narrows the questions to its competences, unless a scope does.
    Raises `UnknownFramework`, `NoQuestions`, `UnknownRoute`, `UnknownRole` and `UnknownCompetence`.
    """
    if framework not in content.takeable():
        raise NoQuestions(framework=content.framework(framework).id)
    if role:
        scope = tuple(scope) or role_profile(framework, role).scope
    bank, seed = content.bank(framework), codes.new_seed()
    asking = Interview(bank, route=route, seed=seed, scope=scope)
    erase_due(session, now, most=FEW)
    barred = _drawn_out(session, asking, language)
    interview = Interview(bank, route=route, seed=seed, scope=asking.scope, barred=barred)
    first = interview.next_item(Attempt.start(language=language))
    return attempts.begin(
        session,
        folder=folder or folders.new_folder(session, now),
        bank=bank,
        route=route,
        language=language,
        seed=seed,
        first=None if first is None else first.id,
        now=now,
        token_digest=token_digest,
        role=role,
        scope=interview.scope,
        barred=barred,
        about=about,
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
    open_item = stored.open_item
    if item == open_item:
        following = interview.next_item(stored.attempt.with_answer(item, kept))
        open_item = None if following is None else following.id
    seconds = attempts.answer(
        session, stored, item=item, response=kept, open_item=open_item, now=now
    )
    attempt = stored.attempt.with_answer(item, kept, seconds)
    asked = stored.asked if open_item in {None, *stored.asked} else (*stored.asked, str(open_item))
    given = replace(stored, attempt=attempt, asked=asked, open_item=open_item, last_answer_at=now)
    return _counted(session, given) if given.finished else given


def erase(session: Session, folder: str) -> bool:
    """Erase a folder with all that is in it; say whether there was one.

    What its attempts were asked goes into the exposure counts first, which name nobody, unless it is in them already.
    """
    for stored in attempts.uncounted(session, folder):
        _counted(session, stored)
    return folders.erase(session, folder)


def erase_due(session: Session, now: datetime, most: int = 100) -> int:
    """Erase folders whose time is over, `most` at a time; give how many there were."""
    return sum(erase(session, one) for one in folders.due_folders(session, now, most))


def open_item(session: Session, stored: StoredAttempt) -> Item | None:
    """Give the item that waits for its answer, None when nothing is left to ask."""
    if stored.open_item is None:
        return None
    return content.bank_of(session, stored).item(stored.open_item)


def progress(session: Session, stored: StoredAttempt) -> Progress:
    """Give how far an attempt is, as a range."""
    return content.interview_of(session, stored).progress(stored.attempt)


def profile(session: Session, stored: StoredAttempt) -> Profile:
    """Give the profile of an attempt, computed from its answers each time."""
    return content.interview_of(session, stored).profile(stored.attempt)


def long_enough(session: Session, stored: StoredAttempt) -> bool:
    """Say whether an attempt has as many answers as its own interview asks at least; raises what `profile` raises.

    An attempt on chosen competences, or on a bank of one kind, is shorter than its route by name.
    """
    return len(stored.attempt.answers) >= content.interview_of(session, stored).route.least


def today(now: datetime) -> date:
    """Give the day in Belgium: sessions that began before it are no offer."""
    return now.astimezone(ZONE).date()


def learner_of(profile: Profile) -> Learner:
    """Give the learner of a profile; a competence that left the pack since the check began is left out."""
    record = profile.to_record()
    codes = content.framework(profile.framework).codes
    readings = {code: one for code, one in record["readings"].items() if code in codes}
    return learner_from_record({**record, "readings": readings})


def path_of(
    offer: content.Offer,
    learner: Learner,
    goal: Goal | None,
    constraints: Constraints,
    *,
    known: Iterable[Training] = (),
    turn: Turn | None = None,
) -> Plan:
    """Give the learning path that the offer holds for a person, in `SECONDS` at most.

    `known` are trainings that the person says to know already: their levels count as held.
    """
    needs = with_known(needs_of(learner, goal), known)
    return plan(offer.index, needs, constraints, seconds=SECONDS, turn=turn)


def rivals_of(
    offer: content.Offer,
    learner: Learner,
    goal: Goal | None,
    constraints: Constraints,
    *,
    step: str,
    taken: str,
    known: Iterable[Training] = (),
    turn: Turn | None = None,
) -> tuple[str, ...] | None:
    """Give what to rule out so that the path takes one training in the place of a step; None where no path does."""
    needs = with_known(needs_of(learner, goal), known)
    return rivals(
        offer.index, needs, constraints, step=step, taken=taken, turn=turn, seconds=SECONDS
    )


def list_of(
    offer: content.Offer,
    learner: Learner,
    goal: Goal | None,
    constraints: Constraints,
    *,
    known: Iterable[Training] = (),
    order: Order = "best",
    most: int = FIRST,
    turn: Turn | None = None,
) -> Listing:
    """Give the next best trainings that the offer holds for a person; the rest is as for `path_of`."""
    needs = with_known(needs_of(learner, goal), known)
    return next_best(
        offer.index, needs, constraints, order=order, most=most, turn=turn, seconds=SECONDS
    )


def turn_of(stored: StoredAttempt, day: date) -> Turn:
    """Give the turn of whoever took an attempt; what it is made of does not tell which attempt that was."""
    return Turn.on(day, sha256(f"turn\n{stored.id}".encode()).hexdigest())


def _drawn_out(session: Session, asking: Interview, language: str) -> frozenset[str]:
    """Give the items that the exposure draw leaves out of an attempt that begins."""
    there = _askable(asking.bank, asking.scope, language)
    counts = exposures.counts(session, asking.bank.framework.id)
    return counts.barred(there, asking.seed, rate_for(asking.route.most, max(len(there), 1)))


def _counted(session: Session, stored: StoredAttempt) -> StoredAttempt:
    """Take what an attempt was asked into the exposure counts, once; one that nobody answered in does not count.

    The items are those of the bank of today: the counts serve the attempts that come.
    """
    if stored.counted or not stored.attempt.answers:
        return stored
    if stored.framework in content.framework_ids():
        bank = content.bank(stored.framework)
        there = _askable(bank, stored.scope, stored.attempt.language)
        eligible = {one for one in there if one not in stored.barred} | set(stored.asked)
        exposures.count(session, stored.framework, asked=stored.asked, eligible=eligible)
    attempts.note_counted(session, stored.id)
    return replace(stored, counted=True)


def _askable(bank: ItemBank, scope: Iterable[str], language: str) -> list[str]:
    """Give the items that count, are within a scope and have a text in a language; those on trial do not count."""
    chosen = frozenset(scope) or frozenset(bank.framework.codes)
    return [
        item.id
        for item in bank.items
        if item.competence in chosen and item.stem[language].strip() and not item.pilot
    ]
