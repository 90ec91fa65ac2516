"""What all our commands share: what is wrong outside is told in one sentence, without a traceback."""

import click
from flask.cli import AppGroup

from app.db import StorageUnavailable


class Command(click.Command):
    """A command that says when the storage is away, and takes words that are text alone."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of the command line; bytes that are no UTF-8 end it with exit code 2."""
        if not all(_is_text(word) for word in args):
            message = "The command holds bytes that are no UTF-8."
            raise click.UsageError(message, ctx)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a storage that is away, locked or not migrated ends it with exit code 1."""
        try:
            return super().invoke(ctx)
        except StorageUnavailable as error:
            raise click.ClickException(unavailable(error)) from error


class Group(AppGroup):
    """A group of such commands, each with the application's context."""

    command_class = Command


def unavailable(error: StorageUnavailable) -> str:
    """Give the sentence for a storage that is away, with what the database itself says."""
    cause = getattr(error.__cause__, "orig", None) or error.__cause__
    return (
        f"The database cannot be reached, is in use or wants “flask --app app db upgrade”: {cause}"
    )


def _is_text(word: str) -> bool:
    """Say whether a word can be written as UTF-8; the system hands on odd bytes as half characters."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True
