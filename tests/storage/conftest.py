"""Databases of one kind, for what only that kind can do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Database, Vault
from tests.databases import PostgresServer, SqliteFiles


@pytest.fixture
async def sqlite_db(sqlite_files: SqliteFiles, tmp_path: Path, vault: Vault) -> AsyncIterator[Database]:
    """A migrated SQLite file, `aftercare.db` in the test's folder."""
    database = Database.connect(sqlite_files.fresh(tmp_path), vault)
    yield database
    await database.close()


@pytest.fixture
async def replicas(postgres: PostgresServer, vault: Vault) -> AsyncIterator[tuple[Database, Database]]:
    """Two replicas on one PostgreSQL database, each with connections of its own."""
    url = postgres.fresh()
    one, two = Database.connect(url, vault), Database.connect(url, vault)
    yield one, two
    await one.close()
    await two.close()
    postgres.give_back(url)
