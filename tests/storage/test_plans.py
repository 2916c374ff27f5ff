"""The claims are index seeks on both databases, however much is finished and however much waits."""

from typing import Any

import pytest
from sqlalchemy import Executable, insert, text
from sqlalchemy.dialects import postgresql, sqlite

from storage import Database, Tx, alerts, inbox, outbox, timers
from storage.tables import alert as alert_table
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from storage.tables import patient as patient_table
from storage.tables import timer as timer_table
from tests.storage.rows import HOUR, NOW

WANTED = {"clinic": "rosa", "now": NOW, "limit": 1, "busy": [], "by_clinic": "rosa", "state": "x", "reason": "x"}


async def fill(tx: Tx, *, finished: int, waiting: int) -> None:
    """Tables as after years: much that is over, some that waits."""
    numbers = range(finished + waiting)
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
            | {"digest": str(n), "chat_id": n % 97, "raw": b"", "received_at": NOW, "due_at": NOW}
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
            | {"chat_id": n % 97, "lane": n % 4, "method": "m", "payload": b"", "created_at": NOW, "due_at": NOW}
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


def as_sql(tx: Tx, statement: Executable) -> str:
    """The statement with its values written in, as the database gets to see it."""
    dialect = sqlite.dialect() if tx.dialect == "sqlite" else postgresql.dialect()  # type: ignore[no-untyped-call]
    compiled = statement.params(WANTED).compile(dialect=dialect, compile_kwargs={"literal_binds": True})  # type: ignore[attr-defined]
    return str(compiled)


async def plan_of(tx: Tx, statement: Executable) -> str:
    """How the database means to carry the statement out."""
    explain = "EXPLAIN QUERY PLAN" if tx.dialect == "sqlite" else "EXPLAIN"
    rows = await tx.connection.exec_driver_sql(f"{explain} {as_sql(tx, statement)}".replace("%", "%%"))
    return "\n".join(str(row[-1]) for row in rows)


CLAIMS = [
    pytest.param(inbox._CLAIM, ["ix_inbox_new", "ix_inbox_chat"], id="inbox"),
    pytest.param(timers._CLAIM, ["ix_timer_due", "ix_timer_patient"], id="timers"),
    pytest.param(timers._CLAIM_OF_CLINIC, ["ix_timer_clinic", "ix_timer_patient"], id="timers-of-clinic"),
    pytest.param(outbox._CLAIM, ["ix_outbox_new", "ix_outbox_chat"], id="outbox"),
    pytest.param(alerts._DUE_OF_PATIENTS, ["ix_alert_open"], id="alerts"),
    pytest.param(alerts._DUE_OF_NOBODY, ["ix_alert_open"], id="alerts-of-nobody"),
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
async def test_a_claim_seeks(full: Database, statement: Executable, indexes: list[str]) -> None:
    """The plan uses the partial indexes, reads no whole table and sorts nothing but a few equal times."""
    async with full.read() as tx:
        plan = await plan_of(tx, statement)

    unwanted = ("SCAN inbox\n", "Seq Scan", "SCAN timer\n", "SCAN outbox\n", "SCAN alert\n", "TEMP B-TREE", "Sort")
    assert [name for name in indexes if name not in plan] == [], plan
    assert [word for word in unwanted if word in plan + "\n"] == [], plan


@pytest.mark.parametrize("statement", [pytest.param(outbox._EXPIRED, id="expire")])
async def test_looking_for_the_expired_seeks(full: Database, statement: Executable) -> None:
    """What a claim does first, on every round, is a seek as well."""
    async with full.write() as tx:
        plan = await plan_of(tx, statement)

    assert "ix_outbox_expiring" in plan
