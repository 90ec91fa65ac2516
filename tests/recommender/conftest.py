"""Calls `python -m recommender` as a person would."""

import pytest

from recommender.__main__ import main


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return call
