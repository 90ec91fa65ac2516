"""The database: engine, SQLite's settings, and `transaction()`, the one way to change anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from typing import Annotated, Any, Final

import pysqlite3.dbapi2
from flask import Flask
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    Table,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from app.logs import log

__all__ = [
    "HEAD",
    "Base",
    "Moment",
    "Session",
    "StorageUnavailable",
    "Wide",
    "checkpoint",
    "database",
    "harden",
    "hold",
    "insert_once",
    "loses_commits",
    "migrated_to",
    "reading",
    "set_up",
    "transaction",
]

HEAD: Final = "0004"
"""The revision that this release needs (the newest in `migrations/versions`)."""
BUSY_MS: Final = 5000
NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

database = SQLAlchemy()


class StorageUnavailable(Exception):
    """The database could not be reached or did not take the change; nothing was saved."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, without a zone in the database, whichever that is."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment as it is stored; raises `ValueError` for one without a zone."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"a moment without a zone: {value}"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored moment back as an aware one."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


Wide = Annotated[
    int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
]
"""A key of 64 bits that counts by itself; SQLite counts only a plain integer so."""


class Base(DeclarativeBase):
    """The root of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMES)


def set_up(app: Flask, url: str) -> None:
    """Bind the database to an application; an embedded one is set to keep every answer."""
    app.config["SQLALCHEMY_ENGINES"] = {"default": engine_options(url)}
    database.init_app(app)
    # The extension also closes asynchronous sessions, of which we have none: a thread a request.
    app.teardown_appcontext_funcs = [
        one for one in app.teardown_appcontext_funcs if not iscoroutinefunction(one)
    ]
    with app.app_context():
        if database.engine.dialect.name == "sqlite":
            harden(database.engine)
            if loses_commits(pysqlite3.dbapi2.sqlite_version_info):
                log.warning("this SQLite can lose answers: serve with one process alone")


def engine_options(url: str) -> dict[str, Any]:
    """Give the options of `create_engine` for a database address."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"url": url, "module": pysqlite3.dbapi2, "hide_parameters": True}
    return {
        "url": url,
        "hide_parameters": True,
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 3, "options": "-c statement_timeout=5000"},
    }


def harden(engine: Engine) -> None:
    """Make SQLite durable and strict: log, full sync, foreign keys, erased bytes overwritten.

    The driver's own transactions are switched off: it would begin late and never as a writer. A
    session that will write says so by `transaction()` and begins IMMEDIATE, since a read that turns
    into a write fails at once.
    """

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: object) -> None:  # noqa: ANN401  (the driver's own)
        connection.isolation_level = None
        cursor = connection.cursor()
        for setting in (
            f"busy_timeout = {BUSY_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "journal_size_limit = 67108864",
        ):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction() -> Iterator[Session]:
    """Give the session of this request for one change: kept on leaving, undone on any exception.

    Raises `StorageUnavailable` where the database is away, locked or full.
    """
    session = database.session
    with _outage(session):
        session.rollback()
        session.connection(execution_options={"writes": True})
        yield session
        session.commit()


@contextmanager
def reading() -> Iterator[Session]:
    """Give the session of this request for reading; raises `StorageUnavailable`."""
    session = database.session
    with _outage(session):
        yield session


@contextmanager
def _outage(session: Session) -> Iterator[None]:
    """Undo what is half done; what the storage cannot do becomes the one exception that says so."""
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        session.rollback()
        raise StorageUnavailable from error
    except DatabaseError as error:
        session.rollback()
        if (
            error.connection_invalidated or type(error) is DatabaseError
        ):  # the latter: a broken file
            raise StorageUnavailable from error
        raise
    except BaseException:
        session.rollback()
        raise


def insert_once(session: Session, table: Table, **values: Any) -> bool:  # noqa: ANN401  (a row)
    """Add a row unless its key is there already, whoever was first; say whether it was added."""
    kinds = postgresql if session.connection().dialect.name == "postgresql" else sqlite
    row = kinds.insert(table).values(**values).on_conflict_do_nothing()
    # what comes back tells; the count of rows is not known to every driver
    return session.execute(row.returning(*table.primary_key)).first() is not None


def hold(session: Session, name: str) -> None:
    """Let one transaction at a time go on from here under a name, until it ends.

    SQLite has one writer at a time in any case.
    """
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def migrated_to(session: Session) -> str | None:
    """Give the revision that the database is at; None where it was never migrated."""
    if not inspect(session.connection()).has_table("alembic_version"):
        return None
    return session.scalars(text("SELECT version_num FROM alembic_version")).one_or_none()


def checkpoint() -> None:
    """Empty SQLite's write-ahead log into the file, so that what was erased is gone from both.

    Comes after the transaction that erased. Where the log is in use it is left to the next time: what is erased
    is erased all the same.
    """
    engine = database.engine
    if engine.dialect.name != "sqlite":
        return
    try:
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
    except (DatabaseError, PoolTimeout, pysqlite3.dbapi2.Error):
        log.warning("the log of the database could not be emptied")


def loses_commits(version: tuple[int, ...]) -> bool:
    """Say whether an SQLite has the fault that can lose commits when two connections write.

    It came with 3.7.0 and was mended in 3.51.3, and before that in 3.50.7 and 3.44.6.
    """
    branches: dict[tuple[int, ...], tuple[int, ...]] = {(3, 50): (3, 50, 7), (3, 44): (3, 44, 6)}
    mended = branches.get(version[:2], (3, 51, 3))
    return (3, 7, 0) <= version < mended
