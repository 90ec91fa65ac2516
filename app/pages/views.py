"""The pages that anybody reads; none of them needs a cookie."""

from flask import Blueprint, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from app import content, interviews
from app.db import reading
from app.filters import PLACE
from app.i18n import NAMES, preferred
from app.quality import quality_of
from recommender.rules import parameters, version

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def root() -> ResponseReturnValue:
    """Lead to the home page in the language that the browser asks for."""
    response = make_response(redirect(url_for("pages.home", language=preferred())))
    response.vary.add("Accept-Language")
    return response


@blueprint.get(f"{PLACE}/")
def home() -> ResponseReturnValue:
    """Show what Azimut is for, and its three doors."""
    return render_template("pages/home.html")


@blueprint.get(f"{PLACE}/how-it-works")
def how() -> ResponseReturnValue:
    """Show how the questions are chosen, how levels are found and how sure they are."""
    frameworks = [content.framework(one) for one in content.takeable()]
    return render_template("pages/how.html", frameworks=frameworks)


@blueprint.get(f"{PLACE}/how-we-order-trainings")
def ordering() -> ResponseReturnValue:
    """Show what decides which trainings a path and a list hold, from the live rules, and what never does."""
    rules = parameters()
    return render_template(
        "pages/ordering.html",
        rules=rules,
        version=version(rules),
        seconds=interviews.SECONDS,
    )


@blueprint.get(f"{PLACE}/how-good-are-the-questions")
def quality() -> ResponseReturnValue:
    """Show what the newest calibration found about the questions; before the first, that figures are provisional."""
    with reading() as database:
        found = [quality_of(database, one) for one in content.takeable()]
    return render_template("pages/quality.html", found=found, names=NAMES)


@blueprint.get(f"{PLACE}/privacy")
def privacy() -> ResponseReturnValue:
    """Show what is kept, for how long and who sees it."""
    return render_template("pages/privacy.html")


@blueprint.get(f"{PLACE}/accessibility")
def accessibility() -> ResponseReturnValue:
    """Show the accessibility statement."""
    return render_template("pages/accessibility.html")


@blueprint.get(f"{PLACE}/sources")
def sources() -> ResponseReturnValue:
    """Show where names and texts come from, under which licences."""
    frameworks = [content.framework(one) for one in content.framework_ids()]
    return render_template("pages/sources.html", frameworks=frameworks)


@blueprint.get(f"{PLACE}/come-back")
def come_back() -> ResponseReturnValue:
    """Show how to open a check that was kept."""
    return render_template("pages/come_back.html", open_here="folder" in session)
