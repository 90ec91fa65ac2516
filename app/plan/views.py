"""The learning path: limits in the address, a plan computed anew each time, nothing kept."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import interviews
from app.access import NotFound
from app.filters import PLACE
from app.plan.address import Address
from app.plan.asked import asked_of
from app.plan.forms import BLOCKING, LIMITS, PathForm
from app.plan.goals import band_names
from app.plan.ruled_out import HIDDEN, WHY, WITHOUT, kept, known, ruled_out, swapped, ways_out
from app.plan.steps import brings, sure, unsure, why
from app.plan.weeks import MANY, stretches
from app.plan.wider import wider

MISSED: Final = "missed"
"""What the address names where no path could take a training that was wished for."""

blueprint = Blueprint("plan", __name__, url_prefix=f"{PLACE}/check")


@blueprint.get("/<attempt>/path")
def path(attempt: str) -> ResponseReturnValue:
    """Show the learning path of a check under the limits of the address."""
    asked = asked_of(attempt)
    form, framework, offer = asked.form, asked.framework, asked.offer
    address = kept(Address(url_for(".path", attempt=attempt), form.pairs()), offer.index)
    if form.wordy and not form.errors:
        return redirect(str(address))
    knows = known(address, offer.index)
    found = interviews.path_of(
        offer, asked.learner, asked.goal, asked.constraints, known=knows, turn=asked.turn
    )
    return render_template(
        "plan/path.html",
        stored=asked.stored,
        form=form,
        framework=framework,
        offer=offer,
        plan=found,
        bands=band_names(framework),
        shortfall=100 * (1 - found.value / found.bound) if found.bound else 0.0,
        lifted=lifted(form, address),
        blocking=BLOCKING,
        address=address,
        ruled_out=list(ruled_out(address, offer.index)),
        stretches=stretches(found.calendar) if found.calendar else [],
        many=MANY,
        unsure=unsure(found),
        brings=brings,
        why=why,
        sure=sure,
        ways_out=ways_out,
        swap=address.at(url_for(".swap", attempt=attempt)),
        missed=offer.index.training(request.args.get(MISSED, "")),
        wider=wider,
    ), 422 if form.errors else 200


@blueprint.get("/<attempt>/path/goal")
def goal(attempt: str) -> ResponseReturnValue:
    """Show what can be set by hand: what matters now, and a level for each competence; the form leads to the path."""
    asked = asked_of(attempt)
    path = Address(url_for(".path", attempt=attempt), asked.form.pairs())
    return render_template(
        "plan/goal.html",
        stored=asked.stored,
        form=asked.form,
        framework=asked.framework,
        areas=asked.levels(),
        bands=band_names(asked.framework),
        path=kept(path, asked.offer.index),
    ), 422 if asked.form.levels.errors else 200


@blueprint.get("/<attempt>/path/instead")
def swap(attempt: str) -> ResponseReturnValue:
    """Lead to the path that takes one training in the place of a step, or back to the same one where none can."""
    asked = asked_of(attempt)
    index = asked.offer.index
    address = kept(Address(url_for(".path", attempt=attempt), asked.form.pairs()), index)
    step, taken = (index.training(request.args.get(name, "")) for name in ("step", "take"))
    if step is None or taken is None:
        raise NotFound
    out = interviews.rivals_of(
        asked.offer,
        asked.learner,
        asked.goal,
        asked.constraints,
        step=step.id,
        taken=taken.id,
        known=known(address, index),
        turn=asked.turn,
    )
    if out is None:
        return redirect(str(address.put(MISSED, [taken.id])))
    return redirect(str(swapped(address, out)))


def lifted(form: PathForm, address: Address) -> dict[str, str]:
    """Give the address of this page without one of its limits, for each limit that is set; what is ruled out is one."""
    free = {name: str(address.put(name)) for name in LIMITS if form.chosen(name)}
    if form.without.data or form.hidden.data:
        free[WITHOUT] = str(address.put(WITHOUT).put(HIDDEN).put(WHY))
    return free
