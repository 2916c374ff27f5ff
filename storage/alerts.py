"""The alerts: what staff must acknowledge. An open one always has a time at which it climbs its ladder."""

import logging
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import RowMapping, bindparam, insert, select, update

from care.alert import Subject, dump_subject
from storage import queue
from storage.database import Tx
from storage.tables import alert

State = Literal["open", "acknowledged", "resolved"]

DAMAGED = Subject(
    initials="?",
    case=0,
    title="What this alert said is damaged",
    words=(),
    facts=("The row in the database does not open.",),
    do="Look at the last messages in this chat, call whoever it may be, and tell whoever looks after the bot.",
)

logger = logging.getLogger(__name__)

_OPEN = select(alert).where(queue.is_state(alert, "open"))
_OPEN_OF_PATIENT = _OPEN.where(alert.c.patient_id == bindparam("patient_id")).order_by(alert.c.id)
_OPEN_OF_CLINIC = _OPEN.where(alert.c.clinic == bindparam("clinic")).order_by(alert.c.id)
_DUE = _OPEN.where(alert.c.clinic == bindparam("clinic"), alert.c.climbs_at <= bindparam("now")).order_by(
    alert.c.climbs_at, alert.c.id
)
_DUE_OF_PATIENTS = queue.locked(_DUE.where(alert.c.patient_id.is_not(None)), alert, patients=True)
_DUE_OF_NOBODY = queue.locked(_DUE.where(alert.c.patient_id.is_(None)), alert, patients=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """An alert as stored; `subject` is JSON, `outcome` what staff wrote when they resolved it."""

    id: int
    clinic: str
    patient_id: str | None
    key: str
    level: str
    state: State
    subject: str = field(repr=False)
    raised_at: datetime
    climbs_at: datetime | None
    rung: int
    repeats: int
    acknowledged_by: int | None
    acknowledged_at: datetime | None
    resolved_by: int | None
    resolved_at: datetime | None
    outcome: str | None = field(repr=False)


async def raise_(
    tx: Tx,
    *,
    clinic: str,
    patient_id: str | None,
    key: str,
    level: str,
    subject: str,
    climbs_at: datetime,
    now: datetime,
) -> tuple[AlertRow, bool]:
    """Open an alert, or count a repeat on the open one of the same patient and key; True says it was a repeat.

    A repeat never puts the next climb off, and leaves level and subject to the caller (`save`).
    """
    same = (alert.c.clinic == clinic) & alert.c.patient_id.is_not_distinct_from(patient_id) & (alert.c.key == key)
    already = (await tx.execute(_OPEN.where(same).order_by(alert.c.id).limit(1).with_for_update())).mappings().first()
    if already is not None:
        sooner = min(already["climbs_at"], climbs_at)
        again = (
            update(alert).where(alert.c.id == already["id"]).values(repeats=already["repeats"] + 1, climbs_at=sooner)
        )
        return _row(tx, (await tx.execute(again.returning(alert))).mappings().one()), True
    fresh = insert(alert).values(
        clinic=clinic,
        patient_id=patient_id,
        key=key,
        level=level,
        state="open",
        subject=queue.sealed(tx, alert, "subject", subject),
        raised_at=now,
        climbs_at=climbs_at,
        rung=0,
        repeats=0,
    )
    return _row(tx, (await tx.execute(fresh.returning(alert))).mappings().one()), False


async def load(tx: Tx, alert_id: int, *, lock: bool = True) -> AlertRow | None:
    """The alert, by default locked until the transaction ends."""
    found = select(alert).where(alert.c.id == alert_id)
    row = (await tx.execute(found.with_for_update() if lock else found)).mappings().first()
    return None if row is None else _row(tx, row)


async def save(tx: Tx, row: AlertRow) -> None:
    """Store the alert as it is now. An open one without a next climb is refused by the database."""
    values = asdict(row) | {
        "subject": queue.sealed(tx, alert, "subject", row.subject),
        "outcome": None if row.outcome is None else queue.sealed(tx, alert, "outcome", row.outcome),
    }
    await tx.execute(update(alert).where(alert.c.id == values.pop("id")).values(**values))


async def put_off(tx: Tx, alert_id: int, *, until: datetime) -> None:
    """Let an open alert climb later, without touching what it says."""
    await tx.execute(update(alert).where(alert.c.id == alert_id, queue.is_state(alert, "open")).values(climbs_at=until))


async def due(tx: Tx, *, clinic: str, now: datetime, limit: int) -> list[AlertRow]:
    """Open alerts of the clinic that nobody acknowledged in time, the longest overdue first; locked, with their
    patients."""
    wanted = {"clinic": clinic, "now": now, "limit": limit}
    of_patients = (await tx.execute(_DUE_OF_PATIENTS, wanted)).mappings()
    of_nobody = (await tx.execute(_DUE_OF_NOBODY, wanted)).mappings()
    rows = [*of_patients, *of_nobody]
    return [_row(tx, row) for row in sorted(rows, key=lambda row: (row["climbs_at"], row["id"]))[:limit]]


async def open_of(tx: Tx, patient_id: str) -> list[AlertRow]:
    """The patient's open alerts, the oldest first."""
    return [_row(tx, row) for row in (await tx.execute(_OPEN_OF_PATIENT, {"patient_id": patient_id})).mappings()]


async def open_all(tx: Tx, clinic: str) -> list[AlertRow]:
    """The clinic's open alerts, the oldest first."""
    return [_row(tx, row) for row in (await tx.execute(_OPEN_OF_CLINIC, {"clinic": clinic})).mappings()]


def _row(tx: Tx, row: RowMapping) -> AlertRow:
    """The stored alert. One whose words are damaged still rings, with words that say so."""
    try:
        subject = queue.opened(tx, alert, row, "subject")
        outcome = None if row["outcome"] is None else queue.opened(tx, alert, row, "outcome")
    except queue.Unreadable:
        logger.error("An alert cannot be opened", extra={"action": "alert_unreadable", "alert": row["id"]})  # noqa: TRY400
        subject, outcome = dump_subject(DAMAGED), None if row["outcome"] is None else "other"
    return AlertRow(**dict(row) | {"subject": subject, "outcome": outcome})
