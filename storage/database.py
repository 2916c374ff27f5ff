"""The database: one transaction to write in, one to read in, the same on SQLite and PostgreSQL."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Literal

import aiosqlite
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, CursorResult, Executable, Table, event, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.vault import Vault

Dialect = Literal["sqlite", "postgresql"]

_BUSY_S = 5  # how long a writer waits for another process before "database is locked"
_SQLITE_READERS = 4  # a page and a few commands read at the same time, never more
_POSTGRES_CONNECTIONS = 5  # two loops that write, the rest to read; many replicas share one server
_POSTGRES_LIMITS = (
    "-c lock_timeout=10s "  # a turn waits for another turn of the same patient, not for ever
    "-c statement_timeout=30s "
    "-c idle_in_transaction_session_timeout=60s"  # a replica that hangs lets go of its patient
)
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL loses acknowledged commits in a power cut
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={_BUSY_S * 1000}",
    "PRAGMA secure_delete=ON",  # what is erased is overwritten, not only unlinked
)


class UnknownDatabase(ValueError):  # noqa: N818
    """The address of the database is not one that can be used."""

    def __init__(self, backend: str) -> None:
        super().__init__(
            f"database: {backend!r} cannot be used. Write sqlite:////path/to/aftercare.db "
            "or postgresql://user:password@host/name."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tx:
    """One open transaction, with the vault that seals what goes into it."""

    connection: AsyncConnection
    vault: Vault
    dialect: Dialect

    async def execute(
        self, statement: Executable, values: dict[str, Any] | list[dict[str, Any]] | None = None
    ) -> CursorResult[Any]:
        return await self.connection.execute(statement, values)

    async def alone(self, what: str) -> None:
        """Until this transaction ends, no other one is past the same line with the same `what`."""
        if self.dialect == "postgresql":  # in SQLite the one writer is alone already
            number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "big", signed=True)
            await self.execute(select(func.pg_advisory_xact_lock(number)))


class Database:
    """`async with database.write() as tx` commits at the end of the block, or rolls back on an exception."""

    def __init__(self, *, writer: AsyncEngine, reader: AsyncEngine, vault: Vault, dialect: Dialect) -> None:
        self._writer = writer
        self._reader = reader
        self._vault = vault
        self._dialect: Dialect = dialect
        self._turnstile = asyncio.Lock()

    @classmethod
    def connect(cls, url: str, vault: Vault) -> "Database":
        """A database for this URL; nothing is opened before the first transaction. Migrate it first."""
        target = async_url(url)
        if target.get_backend_name() == "sqlite":
            return _sqlite(target, vault)
        return _postgresql(target, vault)

    @property
    def dialect(self) -> Dialect:
        return self._dialect

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """A transaction that writes. Keep it short, and never wait for the network inside it."""
        async with self._one_writer(), self._writer.begin() as connection:
            yield Tx(connection=connection, vault=self._vault, dialect=self._dialect)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """A transaction that sees one moment, and in which a write is refused by the database."""
        async with self._reader.connect() as connection:
            yield Tx(connection=connection, vault=self._vault, dialect=self._dialect)

    async def schema_version(self) -> str | None:
        """The version of the tables; None when they were never made."""
        async with self.read() as tx:
            return await tx.connection.run_sync(lambda open_: MigrationContext.configure(open_).get_current_revision())

    async def checkpoint(self) -> None:
        """Move SQLite's log into its file and empty the log, so that what was erased is in neither."""
        if self._dialect != "sqlite":
            return
        async with self._turnstile, self._writer.connect() as connection:
            raw = await connection.get_raw_connection()
            driver: aiosqlite.Connection = raw.driver_connection  # type: ignore[assignment]  # SQLAlchemy leaves it open
            await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()

    def _one_writer(self) -> AbstractAsyncContextManager[None]:
        """SQLite has one writer. Ours queue here in order, instead of spinning on its lock."""
        return self._turnstile if self._dialect == "sqlite" else nullcontext()


def insert(dialect: Dialect, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that knows ON CONFLICT, which both databases spell alike."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def async_url(url: str) -> URL:
    """The URL with our asynchronous driver: aiosqlite, or psycopg."""
    return _with_driver(url, sqlite="sqlite+aiosqlite", postgresql="postgresql+psycopg")


def sync_url(url: str) -> URL:
    """The URL with the synchronous driver that migrations use."""
    return _with_driver(url, sqlite="sqlite+pysqlite", postgresql="postgresql+psycopg")


def make_private_file(url: URL) -> None:
    """Create the SQLite file readable by its owner only; SQLite gives its side files the same rights."""
    if url.get_backend_name() == "sqlite" and url.database:
        os.close(os.open(url.database, os.O_CREAT | os.O_RDWR, 0o600))


def prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    """Set what SQLite forgets between connections."""
    cursor = dbapi_connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def begin_immediate(connection: Connection) -> None:
    """Take the write lock at once; a deferred transaction would fail half-way instead of waiting."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _with_driver(url: str, *, sqlite: str, postgresql: str) -> URL:
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            if parsed.database in (None, "", ":memory:"):
                raise UnknownDatabase("sqlite in memory")  # readers and the writer would each see their own
            return parsed.set(drivername=sqlite)
        case "postgresql" | "postgres":
            return parsed.set(drivername=postgresql)
        case other:
            raise UnknownDatabase(other)


def _sqlite(url: URL, vault: Vault) -> Database:
    make_private_file(url)
    options: dict[str, Any] = {"isolation_level": None, "timeout": _BUSY_S}  # we say BEGIN ourselves
    writer = create_async_engine(url, connect_args=options, pool_size=1, max_overflow=0)
    reader = create_async_engine(url, connect_args=options, pool_size=_SQLITE_READERS, max_overflow=0)
    event.listen(writer.sync_engine, "connect", prepare_sqlite)
    event.listen(writer.sync_engine, "begin", begin_immediate)
    event.listen(reader.sync_engine, "connect", prepare_sqlite)
    event.listen(reader.sync_engine, "connect", _refuse_writes)
    event.listen(reader.sync_engine, "begin", _begin_deferred)
    return Database(writer=writer, reader=reader, vault=vault, dialect="sqlite")


def _refuse_writes(dbapi_connection: Any, _record: object) -> None:
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _postgresql(url: URL, vault: Vault) -> Database:
    options = {} if "options" in url.query else {"options": _POSTGRES_LIMITS}
    writer = create_async_engine(url, connect_args=options, pool_size=_POSTGRES_CONNECTIONS, pool_pre_ping=True)
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(writer=writer, reader=reader, vault=vault, dialect="postgresql")
