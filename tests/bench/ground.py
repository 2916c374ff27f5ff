"""Where it is measured: fresh databases on real disks, with every safety that production has."""

from dataclasses import dataclass
from pathlib import Path

import psycopg

from storage import Database, Vault
from storage.house import House
from tests.databases import KEY, PostgresServer, SqliteFiles

_SAFETIES = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")  # tests do without; measuring does not


@dataclass(slots=True, kw_only=True)
class Ground:
    """A clinic, and databases for it, each handed out once."""

    house: House
    folder: Path
    sqlite: SqliteFiles
    postgres: PostgresServer
    made: int = 0

    @classmethod
    def prepare(cls, house: House, folder: Path) -> "Ground":
        servers = folder / "postgres"
        servers.mkdir()
        postgres = PostgresServer.start(servers)
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            for setting in _SAFETIES:
                connection.execute(f"ALTER SYSTEM RESET {setting}")  # our own words
            connection.execute("SELECT pg_reload_conf()")
        return cls(house=house, folder=folder, sqlite=SqliteFiles.start(folder), postgres=postgres)

    def url(self, dialect: str) -> str:
        """A migrated database of its own."""
        if dialect == "postgresql":
            return self.postgres.fresh()
        return self.sqlite.fresh(self.own_folder())

    def own_folder(self) -> Path:
        self.made += 1
        own = self.folder / f"{self.made}"
        own.mkdir()
        return own

    @property
    def clinic(self) -> str:
        return self.house.practice.clinic.id


def open_database(url: str) -> Database:
    return Database.connect(url, Vault.from_text(KEY))
