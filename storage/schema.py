"""The schema's version: bringing a database up to date, and saying how far it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, NullPool, create_engine, event, func, select
from sqlalchemy.exc import OperationalError

from storage.database import begin_immediate, make_private_file, prepare_sqlite, sync_url

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 4_207_849_484  # any number; two replicas that start together migrate one after the other


class NoDatabase(Exception):  # noqa: N818
    """The database cannot be reached."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{self.__doc__} {why}")


def migrate(url: str) -> None:
    """Bring the database to the newest version; the file is created when it is missing.

    Blocks: call it before the loops start, or in a thread. Two at once are safe.
    """
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def schema_version(url: str) -> str | None:
    """The version the database is at; None when it has never been migrated. Raises NoDatabase."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise NoDatabase(str(error.orig).splitlines()[0]) from error
    finally:
        engine.dispose()


def newest_version() -> str | None:
    """The version that this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _engine(url: str) -> Engine:
    target = sync_url(url)
    if target.get_backend_name() != "sqlite":
        return create_engine(target, poolclass=NullPool)
    make_private_file(target)
    engine = create_engine(target, poolclass=NullPool, connect_args={"isolation_level": None})
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", begin_immediate)
    return engine
