"""The claims are index seeks on both databases, however much is finished and however much waits."""

from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import Select, event, insert, select, text

from storage import Database, Tx, Vault, alerts, inbox, outbox, queue, timers
from storage.tables import alert as alert_table
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from storage.tables import patient as patient_table
from storage.tables import timer as timer_table
from tests.databases import SqliteFiles
from tests.storage.rows import HOUR, NOW, claim

WANTED: dict[str, Any] = {"clinic": "rosa", "now": NOW, "limit": 1, "busy": [], "by_clinic": "rosa"}


async def fill(tx: Tx, *, finished: int, waiting: int) -> None:
    """Tables as after years: much that is over, some that waits."""
    numbers = range(finished + waiting)
    sealed = {
        "inbox": queue.sealed(tx, inbox_table, "raw", "{}"),
        "outbox": queue.sealed(tx, outbox_table, "payload", "{}"),
    }
    later = NOW + HOUR
    patients = [
        {
            "id": str(n),
            "clinic": "rosa",
            "case_number": n,
            "turn": 0,
            "state": b"",
            "created_at": NOW,
            "updated_at": NOW,
        }
        for n in numbers
    ]
    await tx.execute(insert(patient_table), patients)
    shared: dict[str, Any] = {"clinic": "rosa", "attempts": 0}
    await tx.execute(
        insert(inbox_table),
        [
            shared
            | {"digest": str(n), "chat_id": n % 97, "raw": sealed["inbox"], "received_at": NOW, "due_at": NOW}
            | {"state": "done" if n < finished else "new"}
            for n in numbers
        ],
    )
    await tx.execute(
        insert(timer_table),
        [
            shared
            | {"patient_id": str(n), "key": "k", "kind": "check_in", "why": "", "payload": ""}
            | {"due_at": NOW if n in (0, finished) else later, "state": "done" if n < finished else "pending"}
            for n in numbers
        ],
    )
    await tx.execute(
        insert(outbox_table),
        [
            shared
            | {
                "chat_id": n % 97,
                "lane": n % 4,
                "method": "m",
                "payload": sealed["outbox"],
                "created_at": NOW,
                "due_at": NOW,
            }
            | {"state": "sent" if n < finished else "new"}
            for n in numbers
        ],
    )
    await tx.execute(
        insert(alert_table),
        [
            {"clinic": "rosa", "patient_id": str(n), "key": "k", "level": "urgent", "subject": b"", "raised_at": NOW}
            | {"climbs_at": later, "rung": 0, "repeats": 0, "state": "resolved" if n < finished else "open"}
            for n in numbers
        ],
    )
    await tx.execute(text("ANALYZE"))


async def plan_of(tx: Tx, statement: Select[Any]) -> str:
    """How the database carries the statement out, as it is really sent, with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, sql: str, parameters: object, *_: object) -> None:
        seen.append((sql, parameters))

    event.listen(tx.connection.sync_connection, "before_cursor_execute", note)
    await tx.execute(statement, {name: WANTED[name] for name in statement.compile().params if name in WANTED})
    event.remove(tx.connection.sync_connection, "before_cursor_execute", note)
    ((sql, parameters),) = seen
    explain = "EXPLAIN QUERY PLAN" if tx.dialect == "sqlite" else "EXPLAIN"
    rows = await tx.connection.exec_driver_sql(f"{explain} {sql}", parameters)
    return "\n".join(str(row[-1]) for row in rows)


EXPIRED = select(outbox_table.c.id).where(*outbox._EXPIRED._where_criteria)
CLAIMS = [
    pytest.param(inbox._CLAIM, ["ix_inbox_new", "ix_inbox_chat"], id="inbox"),
    pytest.param(timers._CLAIM, ["ix_timer_due", "ix_timer_patient"], id="timers"),
    pytest.param(timers._CLAIM_OF_CLINIC, ["ix_timer_", "ix_timer_patient"], id="timers-of-clinic"),
    pytest.param(outbox._CLAIM, ["ix_outbox_new", "ix_outbox_chat"], id="outbox"),
    pytest.param(alerts._DUE_OF_PATIENTS, ["ix_alert_open"], id="alerts"),
    pytest.param(EXPIRED, ["ix_outbox_expiring"], id="expired"),
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
async def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, vault: Any) -> Any:
    """A database with 3,000 rows that are over and 600 that wait, filled once for all plans."""
    if request.param == "sqlite":
        url = request.getfixturevalue("sqlite_files").fresh(tmp_path_factory.mktemp("full"))
    else:
        url = request.getfixturevalue("postgres").fresh()
    database = Database.connect(url, vault)
    async with database.write() as tx:
        await fill(tx, finished=3000, waiting=600)
    yield database
    await database.close()


@pytest.mark.parametrize(("statement", "indexes"), CLAIMS)
async def test_a_claim_seeks(full: Database, statement: Select[Any], indexes: list[str]) -> None:
    """The plan uses the partial indexes, reads no whole table and sorts nothing but a few equal times."""
    async with full.write() as tx:
        plan = await plan_of(tx, statement)

    unwanted = ("SCAN inbox\n", "Seq Scan", "SCAN timer\n", "SCAN outbox\n", "SCAN alert\n", "TEMP B-TREE", "Sort")
    assert [name for name in indexes if name not in plan] == [], plan
    assert [word for word in unwanted if word in plan + "\n"] == [], plan


async def test_technical_alerts_are_sought_among_the_open(full: Database) -> None:
    """Alerts about no patient are few; they are found through an index of open ones, never by reading the table."""
    async with full.write() as tx:
        plan = await plan_of(tx, alerts._DUE_OF_NOBODY)

    assert "alert_open" in plan
    assert "SCAN alert" not in plan


async def steps_of_claims(sqlite_files: SqliteFiles, folder: Path, vault: Vault, *, waiting: int) -> int:
    """How many steps SQLite's machine takes for one claim of each queue, while so many rows wait."""
    database = Database.connect(sqlite_files.fresh(folder), vault)
    steps: list[None] = []
    async with database.write() as tx:
        await fill(tx, finished=waiting, waiting=waiting)
        raw = await tx.connection.get_raw_connection()
        driver: aiosqlite.Connection = raw.driver_connection  # type: ignore[assignment]  # SQLAlchemy leaves it open
        await driver.set_progress_handler(lambda: steps.append(None), 1)
        row = await inbox.next(tx, clinic="rosa", now=NOW)
        due = await timers.due(tx, now=NOW)
        claimed = await claim(tx, limit=1)
        await driver.set_progress_handler(lambda: None, 0)
    await database.close()
    assert (row is not None, len(due), len(claimed)) == (True, 1, 1)
    return len(steps)


async def test_a_claim_costs_the_same_however_much_waits(
    sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory, vault: Vault
) -> None:
    """With ten times as many rows waiting, the claims take as many steps as before."""
    few = await steps_of_claims(sqlite_files, tmp_path_factory.mktemp("few"), vault, waiting=200)
    many = await steps_of_claims(sqlite_files, tmp_path_factory.mktemp("many"), vault, waiting=2000)

    assert many < 1.2 * few
