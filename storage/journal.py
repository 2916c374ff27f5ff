"""The journal: each turn of a patient with its event and effects; added to, never changed."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import RowMapping, insert, select

from storage.database import Tx
from storage.tables import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One turn: what happened and what was to be done, both as JSON."""

    turn: int
    at: datetime
    event: str = field(repr=False)
    effects: str = field(repr=False)


async def append(tx: Tx, *, patient_id: str, turn: int, at: datetime, event: str, effects: str) -> None:
    """Write a turn down. A second entry for the same turn is refused by the database."""
    about = _about(patient_id, turn)
    row = {
        "patient_id": patient_id,
        "turn": turn,
        "at": at,
        "event": tx.vault.seal(event, about=f"journal.event {about}"),
        "effects": tx.vault.seal(effects, about=f"journal.effects {about}"),
    }
    await tx.execute(insert(journal), row)


async def of_patient(tx: Tx, patient_id: str) -> list[Entry]:
    """All turns of a patient, the first one first."""
    rows = await tx.execute(select(journal).where(journal.c.patient_id == patient_id).order_by(journal.c.turn))
    return [opened(tx, row) for row in rows.mappings()]


def opened(tx: Tx, row: RowMapping) -> Entry:
    """The turn that a row of the table tells."""
    about = _about(row["patient_id"], row["turn"])
    return Entry(
        turn=row["turn"],
        at=row["at"],
        event=tx.vault.open(row["event"], about=f"journal.event {about}"),
        effects=tx.vault.open(row["effects"], about=f"journal.effects {about}"),
    )


def _about(patient_id: str, turn: int) -> str:
    return f"{patient_id}.{turn}"  # an entry that is moved to another patient or turn does not open
