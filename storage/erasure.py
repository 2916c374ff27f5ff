"""Erasure: a patient's rows are gone from every table; what must stay to count and to number says nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, or_, select, update

from storage import queue
from storage.database import Tx
from storage.patients import about
from storage.tables import alert, inbox, invitation, journal, outbox, patient, timer


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How many rows each table lost, for the answer to the patient."""

    rows: dict[str, int]


async def erase(tx: Tx, patient_id: str, *, now: datetime) -> Erased | None:
    """Remove everything about this patient; None when unknown. The case number is kept, never to be given again.

    Alerts stay as bare counts: their times and levels, without subject, outcome or patient.
    """
    found = select(patient).where(patient.c.id == patient_id).with_for_update()
    row = (await tx.execute(found)).first()
    if row is None:
        return None
    alerts = select(alert.c.id).where(alert.c.patient_id == patient_id)
    theirs = or_(
        outbox.c.patient_id == patient_id,
        outbox.c.alert_id.in_(alerts),
        (outbox.c.clinic == row.clinic) & (outbox.c.chat_id == row.chat_id),
    )
    rows = {
        "outbox": await _delete(tx, outbox, theirs),
        "inbox": await _delete(tx, inbox, (inbox.c.clinic == row.clinic) & (inbox.c.chat_id == row.chat_id)),
        "timer": await _delete(tx, timer, timer.c.patient_id == patient_id),
        "journal": await _delete(tx, journal, journal.c.patient_id == patient_id),
        "invitation": await _delete(tx, invitation, invitation.c.patient_id == patient_id),
        "alert": await _scrub_alerts(tx, patient_id, now),
        "patient": await _scrub_patient(tx, patient_id, now),
    }
    return Erased(rows=rows)


async def _delete(tx: Tx, table: Table, which: ColumnElement[bool]) -> int:
    return (await tx.execute(delete(table).where(which))).rowcount


async def _scrub_alerts(tx: Tx, patient_id: str, now: datetime) -> int:
    theirs = alert.c.patient_id == patient_id
    open_ones = update(alert).where(theirs, alert.c.state != "resolved")
    await tx.execute(open_ones.values(state="resolved", resolved_at=now, climbs_at=None))
    bare = {"patient_id": None, "key": "erased", "subject": queue.sealed(tx, alert, "subject", "{}"), "outcome": None}
    return (await tx.execute(update(alert).where(theirs).values(**bare))).rowcount


async def _scrub_patient(tx: Tx, patient_id: str, now: datetime) -> int:
    bare = {"chat_id": None, "user_id": None, "state": tx.vault.seal("{}", about=about(patient_id))}
    gone = update(patient).where(patient.c.id == patient_id).values(**bare, updated_at=now, erased_at=now)
    return (await tx.execute(gone)).rowcount
