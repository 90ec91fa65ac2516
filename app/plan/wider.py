"""From what wider limits would bring to the address of the path under them."""

from app.plan.address import Address
from app.plan.forms import MOST, WEEK
from recommender import Reason


def wider(reason: Reason, address: Address) -> str | None:
    """Give the address of the path that a reason of `with_more` speaks of; None where no address says it."""
    values = reason.values
    match reason.code:
        case "more-hours" | "more-euro" | "more-weekly":
            name = reason.code.removeprefix("more-")
            if float(values["to"]) > (WEEK if name == "weekly" else MOST):
                return None
            return str(address.put(name, [f"{values['to']:.10g}"]))
        case "more-deadline":
            return str(address.put("deadline", [str(values["to"])]))
        case "more-languages":
            return str(address.add("languages", str(values["language"])))
        case "more-regions" | "more-places":
            return str(address.put("region"))
        case "more-ruled-out":
            return str(address.put("without").put("hidden").put("why"))
        case _:
            return None
