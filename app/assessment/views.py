"""The pages of a check: start, question, answers, result; kept by a private link, opened again, erased."""

from datetime import UTC, datetime
from typing import Final

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from app import codes, content, guard, interviews, limits
from app.access import NotFound
from app.assessment import purposes
from app.assessment.demands import demands_of
from app.assessment.forms import AnswerForm, StartForm, answer_form
from app.assessment.portrait import portrait_of
from app.assessment.review import review_of
from app.assessment.since import since_of
from app.db import Session, checkpoint, reading, transaction
from app.filters import PLACE
from app.i18n import language
from app.interviews import NotAsked
from app.records import Purpose, StoredAttempt
from app.stores import attempts, consents, folders
from competences import ROUTES, Item

blueprint = Blueprint("assessment", __name__, url_prefix=f"{PLACE}/check")

WORDING: Final = "2026-11-d"
"""The version of the sentences on the start page that people agree to; a change of them changes it."""


@blueprint.get("/start")
def start() -> ResponseReturnValue:
    """Show what the check is for, what is kept, and the routes; nothing is ticked for anybody."""
    role = request.args.get("role", "")
    # a role says itself what it is for
    purpose = None if role else request.args.get("for")
    return _start(StartForm(data={"purpose": purpose, "role": role}))


@blueprint.post("/start")
def begin() -> ResponseReturnValue:
    """Begin a check in a new folder, or in that of this visit where the visitor says so.

    Others may sit down at this device: a check of one person must not open that of another.
    """
    form = StartForm(request.form)
    if not form.validate():
        return _start(form), 422
    limits.take("start", current_app.config["SETTINGS"].starts_an_hour)
    now = datetime.now(UTC)
    with transaction() as database:
        stored = interviews.begin(
            database,
            framework=form.subject.framework,
            role=form.subject.role,
            route=form.route.data,
            language=language(),
            now=now,
            folder=_open_folder(database, now) if form.together.data else None,
            about=form.about(request.headers),
        )
        _agree(database, stored.folder, "keep", given=True, now=now)
        _agree(database, stored.folder, "research", given=form.research.data, now=now)
        secret = guard.keep(database, stored.folder)
    if form.together.data and not form.research.data:
        checkpoint()  # what earlier checks said for research was erased
    guard.admit(stored.folder, secret)
    return redirect(url_for(".question", attempt=stored.id, item=stored.open_item))


@blueprint.get("/")
def folder() -> ResponseReturnValue:
    """Show the checks that this visit may open."""
    found = _checks()
    subjects = {one.id: (content.known(one.framework), content.role_of(one)) for one in found}
    return render_template("assessment/folder.html", found=found, subjects=subjects)


@blueprint.post("/leave")
def leave() -> ResponseReturnValue:
    """End this visit and keep the folder: for a device that others use too."""
    with transaction() as database:
        guard.forget(database)
    return _end(url_for("pages.home"))


@blueprint.get("/<attempt>/")
def resume(attempt: str) -> ResponseReturnValue:
    """Lead to the question that waits for its answer, or to all answers where none does."""
    return redirect(_onwards(guard.holder(attempt)))


@blueprint.get("/<attempt>/question/<item>")
def question(attempt: str, item: str) -> ResponseReturnValue:
    """Show one question, with the answer that was given earlier where there is one."""
    stored = guard.holder(attempt)
    with reading() as database:
        asked = _asked(database, stored, item)
        form = _form(database, stored, asked)
        return _question(database, stored, asked, form)


@blueprint.post("/<attempt>/question/<item>")
def answer(attempt: str, item: str) -> ResponseReturnValue:
    """Keep an answer and the question that follows it, both or none, and lead on."""
    with transaction() as database:
        stored = guard.holder(attempt, lock=True)
        asked = _asked(database, stored, item)
        form = _form(database, stored, asked, sent=True)
        if form.validate():
            now = datetime.now(UTC)
            stored = interviews.answer(database, stored, item, form.response(), now)
            if stored.attempt.language != language():
                attempts.set_language(database, attempt, language())
        elif "stop" not in request.form:
            return _question(database, stored, asked, form), 422
    if "stop" in request.form:
        return redirect(url_for(".keep"))
    if request.args.get("back") == "answers":
        return redirect(url_for(".answers", attempt=attempt))
    return redirect(_after(stored, item))


@blueprint.get("/<attempt>/answers")
def answers(attempt: str) -> ResponseReturnValue:
    """Show all answers by area, each with a link to change it."""
    stored = guard.holder(attempt)
    with reading() as database:
        bank = content.bank_of(database, stored)
    return render_template(
        "assessment/answers.html", stored=stored, review=review_of(bank, stored.attempt)
    )


@blueprint.get("/<attempt>/result")
def result(attempt: str) -> ResponseReturnValue:
    """Show what the answers say: in words, in pictures with their table, and how sure that is."""
    stored = guard.holder(attempt)
    if not stored.attempt.answers:
        return redirect(_onwards(stored))
    with reading() as database:
        bank = content.bank_of(database, stored)
        profile = interviews.profile(database, stored)
        since = since_of(database, stored, profile, datetime.now(UTC))
    role = content.role_of(stored)
    return render_template(
        "assessment/result.html",
        stored=stored,
        portrait=portrait_of(profile, bank.framework),
        role=role,
        next_framework=content.following(bank.framework),
        demands=demands_of(role, profile, bank.framework) if role else (),
        since=since,
        review=review_of(bank, stored.attempt),
        framework=bank.framework,
    )


@blueprint.get("/keep")
def keep() -> ResponseReturnValue:
    """Show until when the checks of this visit are kept, and the button that makes a private link."""
    return _keep(link=None)


@blueprint.post("/keep")
def give_link() -> ResponseReturnValue:
    """Make the private link and show it, this once: nothing but its digest is kept, so no page can come after.

    The link is made of the form's mark, which names the link that it replaces: a doubled or repeated post shows the
    same one, and a form older than the link of now makes none, so that a closed link stays closed.
    """
    mark = request.form.get("mark", "")[:64]
    with transaction() as database:
        own = guard.folder(lock=True)
        now_open = folders.link_of(database, own)
        secret = codes.digest(_key(), "private link", f"{own} {mark}")
        made = _link_digest(secret)
        if made != now_open and mark != _mark(own, now_open):
            return _keep(link=None), 409
        folders.give_link(database, own, made, datetime.now(UTC))
        return _keep(link=url_for(".link", secret=secret, _external=True))


@blueprint.post("/keep/research")
def research() -> ResponseReturnValue:
    """Note that the agreement to research is given or taken back; what was said for it goes with it at once."""
    with transaction() as database:
        given = request.form.get("research") == "yes"
        own = guard.folder(lock=True)
        _agree(database, own, "research", given=given, now=datetime.now(UTC))
    if not given:
        checkpoint()
    return redirect(url_for(".keep"))


@blueprint.get("/open/<secret>")
def link(secret: str) -> ResponseReturnValue:
    """Show the button that opens a private link; reading this page opens nothing."""
    return render_template("assessment/link.html", secret=secret)


@blueprint.post("/open/<secret>")
def open_link(secret: str) -> ResponseReturnValue:
    """Open the folder of a private link in this visit; a link that opens nothing has its own kind page."""
    limits.take("link", current_app.config["SETTINGS"].tries_an_hour)
    now = datetime.now(UTC)
    with transaction() as database:
        found = folders.folder_of_link(database, _link_digest(secret), now)
        if found is None:
            return render_template("assessment/link_gone.html"), 404
        folders.use_folder(database, found, now)
        own = guard.keep(database, found)
    guard.admit(found, own)
    return redirect(url_for(".folder"))


@blueprint.get("/erase")
def erase() -> ResponseReturnValue:
    """Show what erasing does, and its one button."""
    return render_template("assessment/erase.html", found=_checks())


@blueprint.post("/erase")
def erase_now() -> ResponseReturnValue:
    """Erase the folder of this visit and end the visit; a second post finds nothing and says the same."""
    with transaction() as database:
        interviews.erase(database, session.get("folder", ""))
        guard.forget(database)
    checkpoint()
    return _end(url_for(".erased"))


@blueprint.get("/erased")
def erased() -> ResponseReturnValue:
    """Say what was erased."""
    return render_template("assessment/erased.html")


def _start(form: StartForm) -> str:
    """Give the start page; it offers to add to the checks of this visit where there are any."""
    return render_template(
        "assessment/start.html",
        form=form,
        hints=purposes.HINTS,
        routes=ROUTES,
        open_here="folder" in session,
    )


def _open_folder(database: Session, now: datetime) -> str | None:
    """Give the folder of this visit, held until it has the new check; None where there is none any more."""
    own = str(session.get("folder", ""))
    return own if folders.kept_until(database, own, now, lock=True) else None


def _researched(database: Session, folder: str) -> bool:
    """Say whether the agreement to research holds for a folder."""
    subject = consents.subject(folders.subject_key(database, folder), folder)
    return consents.holds(database, subject, "research")


def _checks() -> tuple[StoredAttempt, ...]:
    """Give the checks of this visit."""
    with reading() as database:
        return attempts.of_folder(database, session.get("folder", ""), datetime.now(UTC))


def _end(address: str) -> Response:
    """End this visit, which the database has forgotten, let the browser forget all of it, and lead on."""
    guard.dismiss()
    response = current_app.make_response(redirect(address))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _asked(database: Session, stored: StoredAttempt, item: str) -> Item:
    """Give an item of this check; raises `NotAsked` for one that was not put before the person."""
    if item not in stored.asked:
        raise NotAsked(item=item)
    return content.bank_of(database, stored).item(item)


def _form(
    database: Session, stored: StoredAttempt, asked: Item, *, sent: bool = False
) -> AnswerForm:
    """Give the form of an item, with what was sent or with the answer given earlier."""
    earlier = {one.item: one.response for one in stored.attempt.answers}
    bank = content.bank_of(database, stored)
    return answer_form(bank, asked, request.form if sent else None, earlier)


def _question(database: Session, stored: StoredAttempt, asked: Item, form: AnswerForm) -> str:
    """Give the page of a question."""
    place = stored.asked.index(asked.id)
    return render_template(
        "assessment/question.html",
        stored=stored,
        item=asked,
        form=form,
        place=place,
        before=stored.asked[place - 1] if place else None,
        progress=interviews.progress(database, stored),
        framework=content.bank_of(database, stored).framework,
    )


def _after(stored: StoredAttempt, item: str) -> str:
    """Give the address of what comes after an item: the next one asked, or all answers."""
    following = stored.asked[stored.asked.index(item) + 1 :]
    if following:
        return url_for(".question", attempt=stored.id, item=following[0])
    return _onwards(stored)


def _onwards(stored: StoredAttempt) -> str:
    """Give the address where a check goes on."""
    if stored.finished:
        return url_for(".answers", attempt=stored.id)
    return url_for(".question", attempt=stored.id, item=stored.open_item)


def _keep(link: str | None) -> str:
    """Give the page on keeping, with the private link the one time it is shown."""
    own, now = str(session.get("folder", "")), datetime.now(UTC)
    with reading() as database:
        kept = folders.kept_until(database, own, now)
        if kept is None:
            raise NotFound
        return render_template(
            "assessment/keep.html",
            link=link,
            mark=_mark(own, folders.link_of(database, own)),
            until=kept[0],
            linked=kept[1],
            research=_researched(database, own),
            found=attempts.of_folder(database, own, now),
        )


def _agree(
    database: Session, folder: str, purpose: Purpose, *, given: bool, now: datetime
) -> None:
    """Write an agreement into the ledger; without the one to research, what was said for it is erased with it."""
    subject = consents.subject(folders.subject_key(database, folder), folder)
    consents.note(
        database, subject, purpose, given=given, wording=WORDING, language=language(), now=now
    )
    if purpose == "research" and not given:
        attempts.forget_about(database, folder)


def _mark(folder: str, link_digest: str | None) -> str:
    """Give the mark of a form that makes a link in place of the one that is open now, or of none."""
    return codes.digest(_key(), "private link's mark", f"{folder} {link_digest or ''}")


def _link_digest(secret: str) -> str:
    """Give what is kept of a private link."""
    return codes.digest(_key(), "private link's digest", secret)


def _key() -> str:
    return str(current_app.secret_key)
