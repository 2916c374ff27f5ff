"""Migrations: they end where the tables say, on both databases."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine, inspect, text

from storage import Database, migrate, schema_version
from storage.database import sync_url
from storage.schema import newest_version
from storage.tables import metadata

POSTGRES_RULES = """
    SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'
    UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
SQLITE_RULES = """
    SELECT sql FROM sqlite_master
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND tbl_name <> 'alembic_version'
"""


def rules(connection: Connection) -> set[str]:
    """Every constraint and index as the database itself words it; of SQLite's tables, clause by clause."""
    if connection.dialect.name == "postgresql":
        return set(connection.execute(text(POSTGRES_RULES)).scalars())
    statements = connection.execute(text(SQLITE_RULES)).scalars()
    return {line.strip().rstrip(",") for statement in statements for line in statement.splitlines()}


def test_migrations_end_where_the_tables_say(database_url: str) -> None:
    """After all migrations nothing is missing from the database, and nothing is there that the tables do not say."""
    engine = create_engine(sync_url(database_url), poolclass=NullPool)

    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    assert differences == []


def test_migrations_make_the_same_rules(database_url: str, empty_database_url: str) -> None:
    """Constraints and partial indexes after migrations are those that the tables make, word for word."""
    with create_engine(sync_url(empty_database_url), poolclass=NullPool).begin() as connection:
        metadata.create_all(connection)
        expected = rules(connection)

    with create_engine(sync_url(database_url), poolclass=NullPool).connect() as connection:
        actual = rules(connection)

    assert expected == actual


def test_an_empty_database_is_brought_up_to_date(empty_database_url: str) -> None:
    """Migrating makes the newest version; doing it again changes nothing."""
    before = schema_version(empty_database_url)

    migrate(empty_database_url)
    migrate(empty_database_url)

    assert before is None
    assert schema_version(empty_database_url) == newest_version()


async def test_replicas_may_migrate_together(empty_database_url: str) -> None:
    """Three replicas that start at the same moment all find a migrated database."""
    await asyncio.gather(*(asyncio.to_thread(migrate, empty_database_url) for _ in range(3)))

    assert schema_version(empty_database_url) == newest_version()


def test_a_failed_migration_leaves_nothing(empty_database_url: str) -> None:
    """A migration that stops half-way is as if it had not begun."""
    engine = create_engine(sync_url(empty_database_url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE outbox (id INTEGER)"))

    with pytest.raises(Exception, match="outbox"):
        migrate(empty_database_url)

    assert inspect(engine).get_table_names() == ["outbox"]


async def test_an_open_database_knows_its_version(db: Database) -> None:
    """The status page can say which version the tables have."""
    assert await db.schema_version() == newest_version()
