"""The next best trainings, each by itself: for somebody who would rather pick than follow a path."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import interviews
from app.filters import PLACE
from app.i18n import lazy
from app.plan.address import Address
from app.plan.asked import asked_of
from app.plan.forms import BLOCKING
from app.plan.goals import band_names
from app.plan.ruled_out import kept, known, ruled_out, ways_out
from app.plan.steps import brings, sure, why
from app.plan.views import lifted
from recommender.ranking import MOST, ORDERS, Order
from recommender.variety import FIRST

ORDER: Final = "order"
LENGTH: Final = "length"
"""What the address says beside the form: what comes first, and whether the list is the long one."""

LONG: Final = "long"
CALLED: Final = {
    "best": lazy("Best for you"),
    "cheapest": lazy("Cheapest first"),
    "shortest": lazy("Shortest first"),
}

blueprint = Blueprint("listing", __name__, url_prefix=f"{PLACE}/check")


@blueprint.get("/<attempt>/trainings")
def trainings(attempt: str) -> ResponseReturnValue:
    """Show the next best trainings for a check under the limits of the address."""
    asked = asked_of(attempt)
    form, offer, order = asked.form, asked.offer, _order()
    path = kept(Address(url_for("plan.path", attempt=attempt), form.pairs()), offer.index)
    address = path.at(url_for(".trainings", attempt=attempt))
    address = address.put(ORDER, [order] if order != ORDERS[0] else [])
    if form.wordy and not form.errors:
        return redirect(str(address))
    found = interviews.list_of(
        offer,
        asked.learner,
        asked.goal,
        asked.constraints,
        known=known(address, offer.index),
        order=order,
        most=MOST if request.args.get(LENGTH) == LONG else FIRST,
        turn=asked.turn,
    )
    return render_template(
        "plan/list.html",
        stored=asked.stored,
        form=form,
        framework=asked.framework,
        offer=offer,
        plan=found,
        bands=band_names(asked.framework),
        lifted=lifted(form, path),
        blocking=BLOCKING,
        address=address,
        path=path,
        longer=address.put(LENGTH, [LONG])
        if len(found.trainings) < min(found.found, MOST)
        else None,
        order=order,
        orders=[(str(address.put(ORDER, [one])), CALLED[one], one == order) for one in ORDERS],
        ruled_out=list(ruled_out(address, offer.index)),
        brings=brings,
        why=why,
        sure=sure,
        ways_out=ways_out,
    ), 422 if form.errors else 200


def _order() -> Order:
    """Give what comes first as the address says it; the best where it says nothing that we know."""
    asked = request.args.get(ORDER, "")
    return next((one for one in ORDERS if one == asked), ORDERS[0])
