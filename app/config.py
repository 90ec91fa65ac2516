"""Settings: the only reader of the environment, each with a default that suits a laptop."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

PREFIX: Final = "AZIMUT_"
ROOT: Final = Path(__file__).resolve().parent.parent


class BadSetting(Exception):
    """A setting that cannot be used; the message names it and says how to mend it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set; `from_environment` reads `AZIMUT_<NAME>` for each field.

    `starts_an_hour` is how many assessments one address may start in an hour, `tries_an_hour` how
    often it may try a private link; `proxies` the number of trusted proxies in front; `hosts` the
    host names that are answered, empty for any; `secure` says that visitors come by https;
    `contact` is the address of help that pages show; `scheduler` that of a Dask scheduler for calibration, empty to
    compute in the process itself.
    """

    database_url: str = ""
    secret_key: str = field(default="", repr=False)
    instance: Path = ROOT / "instance"
    starts_an_hour: int = 600
    tries_an_hour: int = 60
    proxies: int = 0
    hosts: tuple[str, ...] = ()
    secure: bool = False
    contact: str = ""
    scheduler: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Give the settings of the environment, or of a mapping like it; raise `BadSetting`."""
        given = os.environ if environment is None else environment  # noqa: TID251  (the one reader)
        instance = Path(given.get(f"{PREFIX}INSTANCE", ROOT / "instance"))
        _make(instance)
        url = given.get(f"{PREFIX}DATABASE_URL", "")
        plain = cls()
        return cls(
            database_url=url or embedded_url(instance),
            secret_key=given.get(f"{PREFIX}SECRET_KEY", "") or _kept_secret(instance, url),
            instance=instance,
            starts_an_hour=_count(given, "STARTS_AN_HOUR", plain.starts_an_hour, least=1),
            tries_an_hour=_count(given, "TRIES_AN_HOUR", plain.tries_an_hour, least=1),
            proxies=_count(given, "PROXIES", plain.proxies),
            hosts=tuple(given.get(f"{PREFIX}HOSTS", "").replace(",", " ").split()),
            secure=given.get(f"{PREFIX}SECURE", "").lower() in {"1", "true", "yes"},
            contact=given.get(f"{PREFIX}CONTACT", ""),
            scheduler=given.get(f"{PREFIX}SCHEDULER", "").strip(),
        )


def embedded_url(instance: Path) -> str:
    """Give the address of the embedded database in an instance folder."""
    return f"sqlite:///{instance / 'azimut.db'}"


def _count(given: Mapping[str, str], name: str, default: int, *, least: int = 0) -> int:
    text = given.get(f"{PREFIX}{name}", "")
    if not text:
        return default
    if not text.isdecimal() or int(text) < least:
        message = f"{PREFIX}{name} must be a whole number of {least} or more, not “{text}”."
        raise BadSetting(message)
    return int(text)


def _kept_secret(instance: Path, url: str) -> str:
    """Give the secret kept beside the embedded database, made at first use.

    With another database it must be set.
    """
    if url and not url.startswith("sqlite"):
        message = f"{PREFIX}SECRET_KEY must be set with a database other than the embedded one."
        raise BadSetting(message)
    path = instance / "secret_key"
    try:
        with suppress(FileExistsError), path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32))
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        message = f"{PREFIX}INSTANCE must name a folder that keeps the secret: {error}"
        raise BadSetting(message) from error


def _make(instance: Path) -> None:
    """Make the instance folder where there is none."""
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{PREFIX}INSTANCE must name a folder that can be made: {error}"
        raise BadSetting(message) from error
