"""The queues: one claim statement for inbox, timers and outbox, and what may befall a row afterwards."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    RowMapping,
    Select,
    Table,
    bindparam,
    exists,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.sql.expression import FromClause

from storage.database import Dialect, Tx, insert
from storage.tables import outbox, patient
from storage.vault import Tampered

ATTEMPTS_MAX = 5  # then the row is dead and a person has to look
FIRST_RETRY = timedelta(seconds=1)  # the patient is waiting
RETRY_GROWTH = 4  # 1 s, 4 s, 16 s, 64 s: a restart of the database fits in
REASON_CHARS_MAX = 500


class Unreadable(Exception):  # noqa: N818
    """A row's sealed text cannot be opened because it is damaged. `bury` it, or it comes up again."""

    def __init__(self, *, table: Table, row_id: int) -> None:
        super().__init__(f"{table.name} row {row_id}: {self.__doc__}")
        self.table = table
        self.row_id = row_id


def is_state(rows: FromClause, *states: str) -> ColumnElement[bool]:
    """The state test with its values written out, as the partial indexes need it in order to be used."""
    values = [literal(state, literal_execute=True) for state in states]
    return rows.c.state == values[0] if len(values) == 1 else rows.c.state.in_(values)


def claim(
    table: Table,
    *,
    waiting: str,
    order: Sequence[str],
    group_by: Sequence[str],
    unfinished: Sequence[str] = (),
    where: ColumnElement[bool],
    patients: bool = False,
) -> Select[Any]:
    """THE claim statement: rows that wait and are due (`:now`), in `order`, at most `:limit`; locked, where
    another replica's are passed over.

    Of each group only the first row that is not finished: while that one is not due, the rest of its group waits.
    Rows whose group is NULL do not wait for one another. With `patients`, the row's patient is locked too: a turn of
    that patient in another replica keeps this row away, and neither can wait for the other in a circle.
    """
    earlier = table.alias("earlier")
    blocked = exists().where(
        *(earlier.c[column] == table.c[column] for column in group_by),
        is_state(earlier, *(unfinished or (waiting,))),
        _place(earlier, order) < _place(table, order),
    )
    due = (is_state(table, waiting), table.c.due_at <= bindparam("now"), where, ~blocked)
    heads = select(table).where(*due).order_by(*(table.c[column] for column in order))
    return locked(heads, table, patients=patients)


def locked(rows: Select[Any], table: Table, *, patients: bool) -> Select[Any]:
    """Up to `:limit` of these rows, locked, with their patients if wanted; what others hold is passed over."""
    if patients:
        rows = rows.join(patient, patient.c.id == table.c.patient_id)
    of = (patient, table) if patients else (table,)
    return rows.limit(bindparam("limit")).with_for_update(of=of, skip_locked=True, key_share=True)


@cache
def put_once(dialect: Dialect, table: Table, *key: str) -> Insert:
    """Inserts rows unless their key is there already; it returns the ids of the new ones."""
    return insert(dialect, table).on_conflict_do_nothing(index_elements=key).returning(table.c.id)


async def snooze(tx: Tx, table: Table, row_id: int, *, until: datetime) -> None:
    """Let a waiting row wait longer. This is nobody's failure: no attempt is counted."""
    await tx.execute(update(table).where(table.c.id == row_id).values(due_at=until))


async def fail(tx: Tx, table: Table, row_id: int, *, waiting: str, now: datetime, reason: str) -> bool:
    """Count a failed attempt and put the row off, longer each time. True when that was the last attempt."""
    found = select(table.c.attempts).where(table.c.id == row_id, table.c.state == waiting)
    before: int | None = (await tx.execute(found.with_for_update())).scalar_one_or_none()
    if before is None:
        return False
    attempts = before + 1
    dead = attempts >= ATTEMPTS_MAX
    await tx.execute(
        update(table)
        .where(table.c.id == row_id)
        .values(
            attempts=attempts,
            state="dead" if dead else waiting,
            due_at=now + retry_delay(attempts),
            reason=reason[:REASON_CHARS_MAX],
        )
    )
    return dead


async def bury(tx: Tx, unreadable: Unreadable) -> None:
    """Take an unreadable row out of its queue, so that the rows behind it go on. Tell a person."""
    table = unreadable.table
    state = "rejected" if table is outbox else "dead"
    values = {"state": state, "reason": "damaged: the sealed text does not open"}
    await tx.execute(update(table).where(table.c.id == unreadable.row_id).values(**values))


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts."""
    return FIRST_RETRY * math.pow(RETRY_GROWTH, attempts - 1)


def opened(tx: Tx, table: Table, row: RowMapping, column: str) -> str:
    """The text of a sealed column. Raises `Unreadable` for a damaged value, `WrongKey` when the key is missing."""
    try:
        return tx.vault.open(row[column], about=f"{table.name}.{column}")
    except Tampered:
        raise Unreadable(table=table, row_id=row["id"]) from None


def sealed(tx: Tx, table: Table, column: str, text: str) -> bytes:
    """The text as it is stored in a sealed column."""
    return tx.vault.seal(text, about=f"{table.name}.{column}")


def _place(rows: FromClause, order: Sequence[str]) -> ColumnElement[Any]:
    columns = [rows.c[column] for column in order]
    return columns[0] if len(columns) == 1 else tuple_(*columns)
