"""What the README must name: each setting, each command of the site."""

from dataclasses import fields

import click
import pytest

from app.config import PREFIX, ROOT, Settings


@pytest.fixture(scope="module")
def readme():
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [one.name.upper() for one in fields(Settings)])
def test_the_readme_names_every_setting(readme, name):
    assert f"{PREFIX}{name}" in readme


def test_the_readme_names_every_command_of_the_site(app, readme):
    for words in commands(app.cli):
        assert words in readme, words


def commands(group, before=()):
    """Give each command of ours by its words."""
    for name, command in group.commands.items():
        words = (*before, name)
        if isinstance(command, click.Group):
            yield from commands(command, words)
        elif command.callback.__module__.startswith("app."):
            yield " ".join(words)
