"""How often one address may do what costs us: token buckets, true over processes and restarts."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

from flask import current_app, request

from app import codes
from app.db import transaction
from app.stores import visits


class TooMany(Exception):
    """An address knocked too often; `wait` is how long until the next knock counts."""

    def __init__(self, wait: timedelta) -> None:
        """Keep the wait."""
        self.wait = wait
        super().__init__(wait)


def take(door: str, an_hour: int) -> None:
    """Count one knock of this address at a door; raises `TooMany` where its bucket is empty."""
    now = datetime.now(UTC)
    key = codes.digest(current_app.secret_key, f"limit {door}", address_block(request.remote_addr))  # type: ignore[arg-type]  # set at start as a string
    with transaction() as session:
        wait = visits.take(session, key, an_hour=an_hour, now=now)
    if wait is not None:
        raise TooMany(wait)


def address_block(address: str | None) -> str:
    """Give what is counted of an address: an IPv4 one whole, an IPv6 one by its /48, else one block."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ip_network(f"{parsed}/48", strict=False))
