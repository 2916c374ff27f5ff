"""Pictures, voices and the like on their way to the staff: shown again, or copied when Telegram refuses; never lost."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.alert import Subject
from care.clinic import Clinic
from care.patient import load_patient
from storage import outbox, patients
from storage.database import Tx
from storage.escalation import raise_alert
from storage.outbox import Item, Lane, OutboxRow

TRIES_MAX = 3  # with an unknown outcome; then a person is told to ask
AGAIN_AFTER = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """Where the patient's own message is, kept in the key of the row that shows it to the staff."""

    prompt: str  # the turn it came in: numbers of messages start anew when a clinic changes its bot
    chat_id: int
    message_id: int

    def key(self, method: str, *, number: int = 1) -> str:
        return f"media:{method}:{number}:{self.prompt}:{self.chat_id}:{self.message_id}"


async def show_again(tx: Tx, row: OutboxRow, *, clinic: Clinic, now: datetime) -> None:
    """Perhaps the staff have seen it, perhaps not: a few more times, then they are told to ask."""
    original, number = _original(row)
    if original is None or number >= TRIES_MAX:
        await _could_not_be_shown(tx, row, clinic, now)
        return
    key = original.key(row.method, number=number + 1)
    await outbox.put(tx, [_item(row, row.method, row.payload, key, due_at=now + AGAIN_AFTER, now=now)])


async def copy_instead(tx: Tx, row: OutboxRow, *, clinic: Clinic, now: datetime, unreachable: bool) -> None:
    """Telegram does not take it in this form: once as a plain copy of the message, then the staff are told to ask."""
    original, _ = _original(row)
    if original is None or unreachable or row.method == "copyMessage":
        await _could_not_be_shown(tx, row, clinic, now)
        return
    copy = {
        "chat_id": row.chat_id,
        "from_chat_id": original.chat_id,
        "message_id": original.message_id,
        "protect_content": True,
    }
    key = original.key("copyMessage")
    await outbox.put(tx, [_item(row, "copyMessage", json.dumps(copy), key, due_at=now, now=now)])


async def _could_not_be_shown(tx: Tx, row: OutboxRow, clinic: Clinic, now: datetime) -> None:
    known = None if row.patient_id is None else await patients.load(tx, row.patient_id)
    if known is None:
        return
    patient = load_patient(known.state)
    subject = Subject(
        initials=patient.initials,
        case=patient.case,
        title="Something the patient sent could not be shown here",
        words=(),
        facts=(f"Sent {row.created_at.astimezone(clinic.tz):%a %-d %b %H:%M}.",),
        do="Ask the patient what it shows, and to send it again, by replying to this message.",
    )
    await raise_alert(tx, clinic=clinic, patient_id=known.id, key="unseen", level="same_day", subject=subject, now=now)


def _original(row: OutboxRow) -> tuple[Original | None, int]:
    """The patient's message, and the how-manieth time it is shown."""
    parts = (row.key or "").split(":")
    if len(parts) != 6 or parts[0] != "media":  # the parts of `Original.key`
        return None, 1
    _, _, number, prompt, chat_id, message_id = parts
    return Original(prompt=prompt, chat_id=int(chat_id), message_id=int(message_id)), int(number)


def _item(row: OutboxRow, method: str, payload: str, key: str, *, due_at: datetime, now: datetime) -> Item:
    return Item(
        clinic=row.clinic,
        chat_id=row.chat_id,
        lane=Lane.MEDIA,
        method=method,
        payload=payload,
        created_at=now,
        due_at=due_at,
        patient_id=row.patient_id,
        key=key,
    )
