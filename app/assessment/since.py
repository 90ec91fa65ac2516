"""What has changed since an earlier check of the same folder, in the three words that a page says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app import content, interviews
from app.db import Session
from app.records import StoredAttempt
from app.stores import attempts
from competences import Framework, Profile, Text
from competences.change import Change, Changes, changes
from competences.problems import OtherEngine

Course = Literal["higher", "lower", "unsure"]


@dataclass(frozen=True, slots=True)
class Since:
    """The changes since the check that was last answered at `at`, overall and by area.

    A check of chosen competences has no overall and names those competences. `"unsure"`: it could be chance.
    """

    at: datetime
    overall: Course | None
    parts: tuple[tuple[Text, Course], ...]


def since_of(
    session: Session, stored: StoredAttempt, profile: Profile, now: datetime
) -> Since | None:
    """Give what has changed since the newest finished check before this one; None where nothing can be compared.

    Both need as many answers as their route asks at least.
    """
    if not interviews.long_enough(session, stored):
        return None
    for earlier in attempts.of_folder(session, stored.folder, now):
        before = _profile(session, earlier) if _precedes(earlier, stored) else None
        if before is not None:
            at = earlier.last_answer_at or earlier.started_at
            framework = content.bank_of(session, stored).framework
            return _since(at, stored, framework, changes(before, profile))
    return None


def _since(at: datetime, stored: StoredAttempt, framework: Framework, found: Changes) -> Since:
    """Give the changes of an attempt in words, in the order of the framework."""
    if stored.scope:
        names = [(code, framework.competence(code).name) for code in stored.scope]
        parts, overall = found.competences, None
    else:
        names = [(area.code, area.name) for area in framework.areas]
        parts, overall = found.areas, _course(found.overall)
    told = tuple((name, _course(parts[code])) for code, name in names if code in parts)
    return Since(at=at, overall=overall, parts=told)


def _precedes(earlier: StoredAttempt, stored: StoredAttempt) -> bool:
    """Say whether an attempt was begun before another on its framework, and finished.

    Both must be about the same competences and scored by the same numbers: a calibration moves the scale itself.
    """
    same = (earlier.framework, earlier.bank_version, earlier.scope) == (
        stored.framework,
        stored.bank_version,
        stored.scope,
    ) and earlier.id != stored.id
    return same and earlier.finished and earlier.started_at <= stored.started_at


def _profile(session: Session, earlier: StoredAttempt) -> Profile | None:
    """Give the profile of an earlier attempt; None where it is too short or can no longer be scored."""
    try:
        return (
            interviews.profile(session, earlier)
            if interviews.long_enough(session, earlier)
            else None
        )
    except (OtherEngine, content.LostBank):
        return None


def _course(change: Change) -> Course:
    """Give the word for a change."""
    if not change.sure:
        return "unsure"
    return "higher" if change.mean > 0 else "lower"
