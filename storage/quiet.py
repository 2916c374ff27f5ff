"""Routine messages that have waited into the night stay until the patient's morning."""

from datetime import datetime
from zoneinfo import ZoneInfo

from care.calendar import awake
from care.patient import load_patient
from storage import outbox, patients
from storage.database import Tx
from storage.house import House
from storage.outbox import Lane, OutboxRow


async def hold_routine(tx: Tx, row: OutboxRow, *, house: House, now: datetime) -> bool:
    """Put a claimed check-in off when its patient's quiet hours have begun since it was written. True when it was."""
    if row.lane != Lane.CHECK_IN or row.patient_id is None or row.token is None:
        return False
    known = await patients.load(tx, row.patient_id, lock=False)
    if known is None:
        return False
    waking = awake(now, quiet=house.practice.clinic.quiet, zone=ZoneInfo(load_patient(known.state).zone))
    return waking > now and await outbox.snooze(tx, row.id, until=waking, token=row.token)
