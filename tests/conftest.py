"""What every room's tests share: both databases, fresh for each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage import Database, Vault
from tests.databases import KEY, PostgresServer, SqliteFiles


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """Copies of one migrated SQLite file."""
    return SqliteFiles.start(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> PostgresServer:
    """A PostgreSQL server, started when the first test wants it."""
    return PostgresServer.start(tmp_path_factory.mktemp("postgres"))


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """The database that this test runs on; it runs on both."""
    return str(request.param)


@pytest.fixture
def database_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database that no other test sees."""
    if dialect == "sqlite":
        files: SqliteFiles = request.getfixturevalue("sqlite_files")
        yield files.fresh(tmp_path)
    else:
        postgres: PostgresServer = request.getfixturevalue("postgres")
        url = postgres.fresh()
        yield url
        postgres.give_back(url)


@pytest.fixture
def empty_database_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if dialect == "sqlite":
        files: SqliteFiles = request.getfixturevalue("sqlite_files")
        return files.empty(tmp_path)
    postgres: PostgresServer = request.getfixturevalue("postgres")
    return postgres.empty()


@pytest.fixture(scope="session")
def vault() -> Vault:
    """A vault with the key of tests."""
    return Vault.from_text(KEY)


@pytest.fixture
async def db(database_url: str, vault: Vault) -> AsyncIterator[Database]:
    """An open, migrated database."""
    database = Database.connect(database_url, vault)
    yield database
    await database.close()
