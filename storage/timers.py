"""The timers: everything planned for a patient, readable from the first minute, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Insert, Select, Update, bindparam, func, select, true, update

from storage import queue
from storage.database import Dialect, Tx, insert
from storage.tables import timer

Settled = Literal["done", "skipped", "cancelled", "dead"]
State = Literal["pending", "done", "skipped", "cancelled", "dead"]


def _claim(where: ColumnElement[bool]) -> Select[Any]:
    order, group = ("due_at", "id"), ("patient_id",)
    return queue.claim(timer, waiting="pending", order=order, group_by=group, where=where, patients=True)


_CLAIM = _claim(true())
_CLAIM_OF_CLINIC = _claim(timer.c.clinic == bindparam("clinic"))
_OF_PATIENT = update(timer).where(timer.c.patient_id == bindparam("of"), queue.is_state(timer, "pending"))
_NAMED = _OF_PATIENT.where(timer.c.key == bindparam("named"))
_OTHERS = _OF_PATIENT.where(
    func.substr(timer.c.key, 1, bindparam("length")) == bindparam("prefix"),  # LIKE is blind to case in SQLite
    timer.c.key.not_in(bindparam("kept", expanding=True)),
)
_PENDING = {"state": "pending", "attempts": 0, "reason": None, "settled_at": None}
_ROW = update(timer).where(timer.c.id == bindparam("row_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Something to come back to. `key` names it among the patient's timers; `payload` is an event as JSON."""

    clinic: str
    patient_id: str
    key: str
    kind: str
    due_at: datetime
    payload: str
    expires_at: datetime | None = None
    local: str | None = None
    why: str = ""


_PLANNED = tuple(field.name for field in fields(Timer))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerRow:
    """A timer as it stands in the table."""

    id: int
    clinic: str
    patient_id: str
    key: str
    kind: str
    due_at: datetime
    expires_at: datetime | None
    local: str | None
    why: str
    payload: str
    state: State
    attempts: int
    reason: str | None
    settled_at: datetime | None


async def put(tx: Tx, timers: Sequence[Timer]) -> None:
    """Plan these timers. One that is planned already under its key moves; a cancelled one is planned again.

    What is done, skipped or dead stays as it is.
    """
    if not timers:
        return
    await tx.execute(_upsert(tx.dialect), [_values(planned) for planned in timers])


async def replan(tx: Tx, patient_id: str, *, prefix: str, timers: Sequence[Timer], reason: str, now: datetime) -> int:
    """Make these the patient's timers under the prefix. Returns how many others were cancelled, with the reason."""
    others = {"prefix": prefix, "length": len(prefix), "kept": [planned.key for planned in timers]}
    cancelled = await _cancel(tx, patient_id, _OTHERS, others, reason=reason, now=now)
    await put(tx, timers)
    return cancelled


async def cancel(tx: Tx, patient_id: str, *, key: str, reason: str, now: datetime) -> int:
    """Cancel the pending timer of this key. Returns 1, or 0 when there was none."""
    return await _cancel(tx, patient_id, _NAMED, {"named": key}, reason=reason, now=now)


async def cancel_prefix(tx: Tx, patient_id: str, *, prefix: str, reason: str, now: datetime) -> int:
    """Cancel the patient's pending timers whose key starts so ("" is all of them). Returns how many there were."""
    return await replan(tx, patient_id, prefix=prefix, timers=(), reason=reason, now=now)


async def due(tx: Tx, *, clinic: str | None = None, now: datetime, limit: int = 1) -> list[TimerRow]:
    """Timers that are due, the most overdue first, one for each patient; locked, with their patients.

    A patient who is in a turn elsewhere at this moment is passed over.
    """
    if clinic is None:
        rows = await tx.execute(_CLAIM, {"now": now, "limit": limit})
    else:
        rows = await tx.execute(_CLAIM_OF_CLINIC, {"clinic": clinic, "now": now, "limit": limit})
    return [TimerRow(**row) for row in rows.mappings()]


async def settle(tx: Tx, *row_ids: int, state: Settled, now: datetime, reason: str | None = None) -> None:
    """These timers are over."""
    over = {"state": state, "reason": reason, "settled_at": now}
    await tx.execute(_ROW, [{"row_id": row_id, **over} for row_id in row_ids])


async def snooze(tx: Tx, row_id: int, *, until: datetime) -> None:
    """Come back to this timer later. No attempt is counted."""
    await queue.snooze(tx, timer, row_id, until=until)


async def fail(tx: Tx, row_id: int, *, now: datetime, reason: str) -> bool:
    """Count a failed turn. True when the timer is dead now: then raise an alert, for nobody will be asked."""
    dead = await queue.fail(tx, timer, row_id, waiting="pending", now=now, reason=reason)
    if dead:
        await tx.execute(_ROW, {"row_id": row_id, "settled_at": now})
    return dead


async def of_patient(tx: Tx, patient_id: str) -> list[TimerRow]:
    """All timers of a patient, settled ones too, in the order of their times."""
    found = select(timer).where(timer.c.patient_id == patient_id).order_by(timer.c.due_at, timer.c.id)
    return [TimerRow(**row) for row in (await tx.execute(found)).mappings()]


def _values(planned: Timer) -> dict[str, Any]:
    return {name: getattr(planned, name) for name in _PLANNED} | _PENDING  # asdict would copy each value, deeply


async def _cancel(
    tx: Tx, patient_id: str, which: Update, wanted: dict[str, object], *, reason: str, now: datetime
) -> int:
    cancelled = {"of": patient_id, "state": "cancelled", "reason": reason, "settled_at": now}
    return (await tx.execute(which, cancelled | wanted)).rowcount


@cache
def _upsert(dialect: Dialect) -> Insert:
    fresh = insert(dialect, timer)
    moves = ("kind", "due_at", "expires_at", "local", "why", "payload", *_PENDING)
    return fresh.on_conflict_do_update(
        index_elements=["patient_id", "key"],
        set_={name: fresh.excluded[name] for name in moves},
        where=(timer.c.state == "pending") | (timer.c.state == "cancelled"),
    )
