"""What was planned, said, raised and decided around a moment: read for a screen, never written."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, RowMapping, Select, func, select

from care.alert import load_subject
from storage import journal, queue
from storage.database import Tx
from storage.outbox import Lane, State
from storage.tables import alert, outbox, patient, timer
from storage.tables import journal as turns
from storage.timers import TimerRow

YIELD_EVERY = 50  # opened rows, after which the loop has its turn: opening is work of the processor

_TOLD = (int(Lane.EMERGENCY), int(Lane.URGENT), int(Lane.ALERT))
_SAID = outbox.c.state.not_in(("sent", "new", "claimed")) | outbox.c.lane.in_((*_TOLD, int(Lane.CHECK_IN)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A call to Telegram that a timeline shows: check-ins, alerts, and whatever did not simply go through."""

    id: int
    patient_id: str | None
    chat_id: int
    alert_id: int | None
    lane: Lane
    method: str
    prompt: str | None
    state: State
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    message_id: int | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An alert and its life."""

    id: int
    patient_id: str | None
    level: str
    title: str
    raised_at: datetime
    climbs_at: datetime | None
    acknowledged_by: int | None
    acknowledged_at: datetime | None
    resolved_by: int | None
    resolved_at: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One turn of a patient."""

    patient_id: str
    turn: int
    at: datetime
    event: str = field(repr=False)
    effects: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Everything near a moment, each kind in the order of its time."""

    planned: tuple[TimerRow, ...]
    said: tuple[Said, ...]
    raised: tuple[Raised, ...]
    decided: tuple[Decided, ...]


async def around(tx: Tx, *, clinic: str, moment: datetime, limit: int, patient_id: str | None = None) -> Around:
    """The nearest of each kind, up to `limit` before the moment and as many after it; of one patient, or of all."""
    planned = _whose(select(timer), timer.c.clinic, clinic, timer.c.patient_id, patient_id)
    said = _whose(select(outbox), outbox.c.clinic, clinic, outbox.c.patient_id, patient_id).where(_SAID)
    raised = _whose(select(alert), alert.c.clinic, clinic, alert.c.patient_id, patient_id)
    decided = _whose(select(turns).join(patient), patient.c.clinic, clinic, turns.c.patient_id, patient_id)
    return Around(
        planned=tuple(TimerRow(**row) for row in await _near(tx, planned, timer.c.due_at, timer.c.id, moment, limit)),
        said=tuple(_said(row) for row in await _near(tx, said, outbox.c.created_at, outbox.c.id, moment, limit)),
        raised=tuple(_raised(tx, row) for row in await _near(tx, raised, alert.c.raised_at, alert.c.id, moment, limit)),
        decided=await _decided(tx, await _near(tx, decided, turns.c.at, turns.c.id, moment, limit)),
    )


async def turns_taken(tx: Tx, clinic: str) -> dict[str, int]:
    """How many turns each patient of the clinic has taken: whoever has taken more than before has changed."""
    found = select(patient.c.id, patient.c.turn).where(patient.c.clinic == clinic, patient.c.erased_at.is_(None))
    return {row.id: row.turn for row in await tx.execute(found)}


async def unsent(tx: Tx, clinic: str) -> int:
    """How many calls of the clinic still wait to be made."""
    waits = queue.is_state(outbox, "new", "claimed")
    count: int = (await tx.execute(select(func.count()).where(waits, outbox.c.clinic == clinic))).scalar_one()
    return count


def _whose(
    rows: Select[Any], clinics: Column[Any], clinic: str, patients: Column[Any], patient_id: str | None
) -> Select[Any]:
    return rows.where(clinics == clinic) if patient_id is None else rows.where(patients == patient_id)


async def _near(
    tx: Tx, rows: Select[Any], at: Column[Any], id_: Column[Any], moment: datetime, limit: int
) -> list[RowMapping]:
    before = rows.where(at <= moment).order_by(at.desc(), id_.desc()).limit(limit)
    after = rows.where(at > moment).order_by(at, id_).limit(limit)
    earlier = list((await tx.execute(before)).mappings())
    return [*reversed(earlier), *(await tx.execute(after)).mappings()]


def _said(row: RowMapping) -> Said:
    names = tuple(name for name in Said.__dataclass_fields__ if name != "lane")
    return Said(lane=Lane(row["lane"]), **{name: row[name] for name in names})


def _raised(tx: Tx, row: RowMapping) -> Raised:
    try:
        title = load_subject(queue.opened(tx, alert, row, "subject")).title
        outcome = None if row["outcome"] is None else queue.opened(tx, alert, row, "outcome")
    except queue.Unreadable:
        title, outcome = "damaged", None
    names = tuple(name for name in Raised.__dataclass_fields__ if name not in ("title", "outcome"))
    return Raised(title=title, outcome=outcome, **{name: row[name] for name in names})


async def _decided(tx: Tx, rows: Sequence[RowMapping]) -> tuple[Decided, ...]:
    found = []
    for number, row in enumerate(rows):
        entry = journal.opened(tx, row)
        found.append(
            Decided(
                patient_id=row["patient_id"], turn=entry.turn, at=entry.at, event=entry.event, effects=entry.effects
            )
        )
        if number % YIELD_EVERY == 0:
            await asyncio.sleep(0)
    return tuple(found)
