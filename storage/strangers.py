"""Chats of people whom we do not know and whose words a person at the clinic reads."""

from sqlalchemy import select

from storage import queue
from storage.database import Tx
from storage.tables import alert

_PREFIX = "stranger."


def alert_key(chat_id: int) -> str:
    """The key of the alert under which this chat's words stand."""
    return f"{_PREFIX}{chat_id}"


def chat_of(key: str) -> int | None:
    """The chat that an alert's key names; None when the alert is about something else."""
    number = key.removeprefix(_PREFIX).partition("+")[0]  # a full alert's key has a tail
    return int(number) if key.startswith(_PREFIX) and number.isdecimal() else None


async def is_heard(tx: Tx, *, clinic: str, chat_id: int) -> bool:
    """Whether staff are busy with this chat: it has an alert that is not closed yet."""
    found = select(alert.c.id).where(
        alert.c.clinic == clinic,
        alert.c.patient_id.is_(None),
        alert.c.key == alert_key(chat_id),
        queue.is_state(alert, "open", "acknowledged"),
    )
    return (await tx.execute(found.limit(1))).first() is not None
