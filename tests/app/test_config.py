import os
import subprocess
import sys

import pytest

from app.config import ROOT, BadSetting, Settings


def test_defaults_suit_a_laptop(tmp_path):
    found = Settings.from_environment({"AZIMUT_INSTANCE": str(tmp_path)})
    assert found.database_url == f"sqlite:///{tmp_path / 'azimut.db'}"
    assert found.starts_an_hour >= 500
    assert not found.secure
    assert found.hosts == ()


def test_the_secret_is_made_once_and_kept_for_the_owner_alone(tmp_path):
    given = {"AZIMUT_INSTANCE": str(tmp_path)}
    first = Settings.from_environment(given).secret_key
    assert len(first) == 64
    assert Settings.from_environment(given).secret_key == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_another_database_wants_a_secret_of_its_own(tmp_path):
    given = {
        "AZIMUT_INSTANCE": str(tmp_path),
        "AZIMUT_DATABASE_URL": "postgresql+psycopg://localhost/azimut",
    }
    with pytest.raises(BadSetting, match="AZIMUT_SECRET_KEY"):
        Settings.from_environment(given)
    kept = Settings.from_environment({**given, "AZIMUT_SECRET_KEY": "ours"})
    assert kept.secret_key == "ours"


def test_a_count_that_is_none_names_its_setting(tmp_path):
    given = {"AZIMUT_INSTANCE": str(tmp_path), "AZIMUT_STARTS_AN_HOUR": "many"}
    with pytest.raises(BadSetting, match="AZIMUT_STARTS_AN_HOUR"):
        Settings.from_environment(given)


@pytest.mark.parametrize("name", ["STARTS_AN_HOUR", "TRIES_AN_HOUR"])
def test_a_limit_of_none_an_hour_is_refused(tmp_path, name):
    given = {"AZIMUT_INSTANCE": str(tmp_path), f"AZIMUT_{name}": "0"}
    with pytest.raises(BadSetting, match="1 or more"):
        Settings.from_environment(given)


def test_an_instance_that_is_no_folder_is_refused(tmp_path):
    (tmp_path / "file").touch()
    given = {"AZIMUT_INSTANCE": str(tmp_path / "file" / "folder"), "AZIMUT_SECRET_KEY": "ours"}
    with pytest.raises(BadSetting, match="AZIMUT_INSTANCE"):
        Settings.from_environment(given)


def test_a_secret_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(BadSetting, match="AZIMUT_INSTANCE"):
        Settings.from_environment({"AZIMUT_INSTANCE": str(tmp_path)})


@pytest.mark.parametrize(
    "command",
    [
        ("flask", "--app", "app", "stats"),
        ("gunicorn", "--config", "app/server.py", "--bind", "127.0.0.1:0", "app:create_app()"),
    ],
)
def test_a_bad_setting_ends_commands_and_server_with_its_sentence(tmp_path, command):
    given = {"AZIMUT_INSTANCE": str(tmp_path), "AZIMUT_STARTS_AN_HOUR": "many"}
    outcome = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, **given},  # noqa: TID251  (handed on whole)
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert outcome.returncode == 2
    assert "AZIMUT_STARTS_AN_HOUR" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_no_proxy_in_front_is_a_number_of_proxies(tmp_path):
    given = {"AZIMUT_INSTANCE": str(tmp_path), "AZIMUT_PROXIES": "0"}
    assert Settings.from_environment(given).proxies == 0


def test_every_setting_is_read(tmp_path):
    given = {
        "AZIMUT_INSTANCE": str(tmp_path),
        "AZIMUT_DATABASE_URL": f"sqlite:///{tmp_path / 'other.db'}",
        "AZIMUT_SECRET_KEY": "ours",
        "AZIMUT_STARTS_AN_HOUR": "700",
        "AZIMUT_TRIES_AN_HOUR": "7",
        "AZIMUT_PROXIES": "2",
        "AZIMUT_HOSTS": "a.example, b.example",
        "AZIMUT_SECURE": "yes",
        "AZIMUT_CONTACT": "help@a.example",
    }
    assert Settings.from_environment(given) == Settings(
        database_url=given["AZIMUT_DATABASE_URL"],
        secret_key="ours",
        instance=tmp_path,
        starts_an_hour=700,
        tries_an_hour=7,
        proxies=2,
        hosts=("a.example", "b.example"),
        secure=True,
        contact="help@a.example",
    )


def test_the_secret_is_not_shown():
    assert "hidden" not in repr(Settings(secret_key="hidden"))


def test_a_scheduler_is_named_or_there_is_none(tmp_path):
    given = {"AZIMUT_INSTANCE": str(tmp_path)}
    assert Settings.from_environment(given).scheduler == ""
    named = {**given, "AZIMUT_SCHEDULER": " tcp://127.0.0.1:8786 "}
    assert Settings.from_environment(named).scheduler == "tcp://127.0.0.1:8786"
