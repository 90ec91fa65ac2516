import pytest

from app.config import BadSetting, Settings


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
