"""The store's database: its tables brought up to date, its transactions real ones."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock

from retrieval.faults import Fault
from retrieval.portions import portions
from retrieval.store import tables as t

_FIRST = "0001"  # the tables as they were before there were migrations
_CACHE = 65_536  # KiB: the bands of articles are written all over their table
_CHECKPOINT = 16_000  # pages: what many transactions write over is moved once
_AT_ONCE = 500  # values in one statement; SQLite takes 32,766
_WAIT = 30_000  # milliseconds for another process to finish writing


class Database:
    """A database with the store's tables, for reading in snapshots and writing all or nothing."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = sa.create_engine(url)
        if self.is_sqlite:
            sa.event.listen(self._engine, "connect", _configure_sqlite)
            sa.event.listen(self._engine, "begin", _begin_sqlite)

    @classmethod
    def in_folder(cls, folder: Path) -> "Database":
        """Open the database of a data folder, creating or migrating it where need be."""
        path = folder / "store.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            database = cls(f"sqlite:///{path}")
            if database.version() != t.HEAD:
                with FileLock(folder / "store.lock"):
                    database.migrate()
        except (OSError, sa.exc.DatabaseError) as error:
            raise Fault(
                f"cannot open the store {path} ({_first_line(error)}): "
                f"check that {folder} is a folder you may write, or move a damaged store away"
            ) from error
        return database

    def version(self) -> str | None:
        """Return the version of the tables, None where there are none."""
        with self.reading() as connection:
            names = sa.inspect(connection).get_table_names()
            if "alembic_version" in names:
                return str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))
            if not names:
                return None
            if "schema" in names:
                return _FIRST
        raise Fault(f"{self.url} holds tables that are not whosaid's: move it away")

    def migrate(self) -> None:
        """Bring the tables up to date, in one transaction."""
        version = self.version()
        if version == t.HEAD:
            return
        from alembic import command, util
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", "retrieval.store:migrations")
        with self.writing() as connection:
            config.attributes["connection"] = connection
            try:
                if version == _FIRST:
                    command.stamp(config, _FIRST)
                command.upgrade(config, "head")
            except util.CommandError as error:
                raise Fault(f"{self.url} was made by a newer whosaid: update whosaid") from error

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of SQLite's."""
        return self._engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Read one state of the database for the length of a block, whoever writes meanwhile."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Write all or nothing; one writer at a time."""
        engine = self._engine.execution_options(writes=True)
        with engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()


def rows_among(
    connection: sa.Connection, query: sa.Select[Any], column: sa.Column[str], values: Iterable[str]
) -> Iterator[sa.Row[Any]]:
    """Yield the rows in which a column has one of these values, however many those are.

    They come in the order of the values where the query orders by the column.
    """
    for some in portions(sorted(set(values)), _AT_ONCE):
        yield from connection.execute(_among(query, column), {"values": some}).all()


@lru_cache(maxsize=100)
def _among(query: sa.Select[Any], column: sa.Column[str]) -> sa.Select[Any]:
    """Return a query that keeps to `values`; of one that is asked again, the same."""
    return query.where(column.in_(sa.bindparam("values", expanding=True)))


def delete_among(connection: sa.Connection, column: sa.Column[str], values: Iterable[str]) -> None:
    """Delete the rows in which a column has one of these values, however many those are."""
    for some in portions(values, _AT_ONCE):
        connection.execute(sa.delete(column.table).where(column.in_(some)))


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    connection.execute(f"PRAGMA busy_timeout={_WAIT}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA cache_size={-_CACHE}")
    connection.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
