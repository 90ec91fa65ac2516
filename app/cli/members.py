"""Members of the coalition from the command line."""

import re
from datetime import UTC, datetime
from typing import Final

import click

from app.cli.commands import Group
from app.db import transaction
from app.stores import catalogues

SLUG: Final = re.compile(r"[a-z0-9](-?[a-z0-9])*")

group = Group("member", help="Members of the coalition.")


@group.command("add")
@click.argument("slug")
@click.argument("name")
def add(slug: str, name: str) -> None:
    """Add a member: SLUG names it in commands and addresses, NAME is shown to people."""
    if not SLUG.fullmatch(slug) or len(slug) > 64:
        message = "A slug is small letters, digits and single hyphens, 64 at most."
        raise click.BadParameter(message, param_hint="SLUG")
    if not name.strip() or len(name) > 200:
        message = "A name has 1 to 200 characters."
        raise click.BadParameter(message, param_hint="NAME")
    with transaction() as session:
        taken = catalogues.member(session, slug)
        if taken is None:
            catalogues.add_member(session, slug, name.strip(), now=datetime.now(UTC))
    if taken is not None:
        message = f"{slug} is taken by “{taken}”."
        raise click.ClickException(message)
    click.echo(f"Added {slug}.")
