"""Transactions, and the traps of the two databases."""

import asyncio
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from storage import Database, Vault, beats, patients, timers
from storage.database import UnknownDatabase, async_url
from storage.tables import beat
from tests.storage.rows import NOW, a_timer, add_patient

HOLD_THE_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("INSERT INTO beat VALUES ('other', '2026-03-09T18:00:00.000000Z')")
connection.execute("COMMIT")
"""


def rights_in(folder: Path) -> dict[str, int]:
    """Who may do what with each file of the folder."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_a_block_that_ends_is_stored(db: Database) -> None:
    """What was written in a transaction is there for the next one."""
    async with db.write() as tx:
        await beats.beat(tx, "receive:rosa", now=NOW)

    async with db.read() as tx:
        assert await beats.last(tx) == {"receive:rosa": NOW}


async def test_a_block_that_fails_is_not_stored(db: Database) -> None:
    """An exception undoes the whole transaction."""

    async def write_and_fail() -> None:
        async with db.write() as tx:
            await beats.beat(tx, "receive:rosa", now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()

    async with db.read() as tx:
        assert await beats.last(tx) == {}


async def test_a_read_cannot_write(db: Database) -> None:
    """The database itself refuses a write in a reading transaction."""
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        async with db.read() as tx:
            await beats.beat(tx, "receive:rosa", now=NOW)


async def test_a_read_sees_one_moment(db: Database) -> None:
    """What others commit during a reading transaction does not appear in it."""
    async with db.read() as reading:
        before = await beats.last(reading)
        async with db.write() as tx:
            await beats.beat(tx, "receive:rosa", now=NOW)
        after = await beats.last(reading)

    assert before == after == {}


async def test_a_naive_time_is_refused(db: Database) -> None:
    """A time without a zone is an error where it is stored, not a surprise where it is read."""
    with pytest.raises(StatementError, match="without a zone"):
        async with db.write() as tx:
            await beats.beat(tx, "receive:rosa", now=datetime(2026, 3, 9, 18, 0))  # noqa: DTZ001 - the point


async def test_times_come_back_in_utc(db: Database) -> None:
    """A time in any zone is the same moment afterwards, to the microsecond."""
    madrid = datetime(2026, 3, 9, 18, 0, 0, 7, tzinfo=timezone(timedelta(hours=1)))

    async with db.write() as tx:
        await beats.beat(tx, "receive:rosa", now=madrid)
        stored = (await beats.last(tx))["receive:rosa"]

    assert stored == madrid
    assert stored.tzinfo == UTC


async def test_times_are_ordered_as_times(db: Database) -> None:
    """A whole second comes before the same second and a microsecond, in either database."""
    later, sooner = NOW + timedelta(microseconds=1), NOW.astimezone(timezone(timedelta(hours=9)))

    async with db.write() as tx:
        await tx.execute(insert(beat), [{"name": "later", "at": later}, {"name": "sooner", "at": sooner}])
        ordered = (await tx.execute(select(beat.c.name).order_by(beat.c.at))).scalars().all()

    assert ordered == ["sooner", "later"]


async def test_a_row_of_nobody_is_refused(db: Database) -> None:
    """A timer for a patient who does not exist is an error at once."""
    with pytest.raises(IntegrityError):
        async with db.write() as tx:
            await timers.put(tx, [a_timer("check-in:1", patient_id="nobody")])


async def test_writers_do_not_lose_one_another(db: Database) -> None:
    """Fifty transactions at the same time all get in."""

    async def add(number: int) -> None:
        async with db.write() as tx:
            await beats.beat(tx, f"loop {number}", now=NOW)

    await asyncio.gather(*(add(number) for number in range(50)))

    async with db.read() as tx:
        assert len(await beats.last(tx)) == 50


async def test_a_cancelled_writer_leaves_the_way_free(db: Database) -> None:
    """A transaction whose task is cancelled is undone, and the next one goes on."""
    inside = asyncio.Event()

    async def hang() -> None:
        async with db.write() as tx:
            await beats.beat(tx, "hanging", now=NOW)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await inside.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with db.write() as tx:
        await beats.beat(tx, "next", now=NOW)

    async with db.read() as tx:
        assert await beats.last(tx) == {"next": NOW}


@pytest.mark.parametrize("hops", range(12))
async def test_a_writer_may_be_cancelled_anywhere(db: Database, hops: int) -> None:
    """Wherever in its work a transaction is cancelled, the database stays usable and holds all of it or nothing."""

    async def both() -> None:
        async with db.write() as tx:
            await beats.beat(tx, "one", now=NOW)
            await beats.beat(tx, "two", now=NOW)

    task = asyncio.create_task(both())
    for _ in range(hops * 3):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with db.write() as tx:
        stored = set(await beats.last(tx))

    assert stored in (set(), {"one", "two"})


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_a_writer_waits_for_another_process(db: Database, database_url: str) -> None:
    """While another process holds the lock, a turn waits its turn instead of failing."""
    path = database_url.removeprefix("sqlite:///")
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD_THE_LOCK, path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdin is not None
    assert other.stdout is not None
    assert await other.stdout.readline() == b"held\n"

    async def write() -> None:
        async with db.write() as tx:
            await beats.beat(tx, "ours", now=NOW)

    waiting = asyncio.create_task(write())
    done_while_locked, _ = await asyncio.wait([waiting], timeout=0.2)
    await other.communicate(b"let go\n")
    await waiting

    assert done_while_locked == set()
    async with db.read() as tx:
        assert set(await beats.last(tx)) == {"other", "ours"}


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_two_programs_may_share_a_file(db: Database, database_url: str, vault: Vault) -> None:
    """A command beside the running bot: turns of both read before they write, and none fails or is lost."""
    beside = Database.connect(database_url, vault)
    async with db.write() as tx:
        await add_patient(tx, state="0")

    async def turn(database: Database) -> None:
        async with database.write() as tx:
            row = await patients.load(tx, "k7f2q")
            assert row is not None
            await patients.save(tx, "k7f2q", turn=row.turn + 1, state=str(int(row.state) + 1), now=NOW)

    await asyncio.gather(*(turn(database) for database in (db, beside) * 10))
    await beside.close()

    async with db.read() as tx:
        after = await patients.load(tx, "k7f2q", lock=False)
    assert after is not None
    assert after.state == "20"


@pytest.mark.parametrize("dialect", ["sqlite"])
async def test_sqlite_is_set_up_to_keep_its_word(db: Database) -> None:
    """Every connection of SQLite has the pragmas on which our promises rest."""
    async with db.write() as tx:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        pragmas = {name: (await tx.execute(text(f"PRAGMA {name}"))).scalar_one() for name in names}

    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "secure_delete": 1}
    assert expected == pragmas


async def test_the_file_is_private(tmp_path: Path, vault: Vault) -> None:
    """A new SQLite file and its log can be read by nobody else on the machine."""
    database = Database.connect(f"sqlite:///{tmp_path / 'new.db'}", vault)
    async with database.write() as tx:
        await tx.execute(text("CREATE TABLE t (x)"))

    rights = rights_in(tmp_path)
    await database.close()

    assert rights == {"new.db": 0o600, "new.db-wal": 0o600, "new.db-shm": 0o600}


@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_postgresql_lets_go_of_what_hangs(db: Database) -> None:
    """Every connection of PostgreSQL has limits, so that a replica that hangs holds up nobody for long."""
    async with db.write() as tx:
        names = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
        limits = {name: (await tx.execute(text(f"SHOW {name}"))).scalar_one() for name in names}

    assert limits == {
        "lock_timeout": "10s",
        "statement_timeout": "30s",
        "idle_in_transaction_session_timeout": "1min",
    }


async def test_a_database_without_tables_says_so(empty_database_url: str, vault: Vault) -> None:
    """An unmigrated database is an error of the database, not an empty answer."""
    database = Database.connect(empty_database_url, vault)

    with pytest.raises((OperationalError, DBAPIError)):
        async with database.read() as tx:
            await beats.last(tx)

    await database.close()


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite"),
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql+asyncpg://u@h/d", "postgresql+psycopg"),
    ],
)
def test_our_drivers_are_used(url: str, driver: str) -> None:
    """Whichever way the address is written, our driver opens it."""
    assert async_url(url).drivername == driver


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://u@h/d"])
def test_another_database_is_refused(url: str) -> None:
    """A database that we do not keep our promises on is refused, with what to write."""
    with pytest.raises(UnknownDatabase, match=r"Write sqlite:////path"):
        async_url(url)
