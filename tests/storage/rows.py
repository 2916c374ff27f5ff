"""Builders of rows with defaults, so that a test says only what it is about."""

from datetime import UTC, datetime, timedelta

from storage import Tx, outbox, patients, timers
from storage.inbox import Raw
from storage.outbox import Item, Lane
from storage.timers import Timer

NOW = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def a_raw(text: str, *, chat_id: int | None = 7, update_id: int | None = None) -> Raw:
    """An update whose whole content is this text."""
    return Raw(update_id=update_id, chat_id=chat_id, text=text)


def a_timer(
    key: str,
    *,
    patient_id: str = "k7f2q",
    clinic: str = "rosa",
    due_at: datetime = NOW,
    payload: str = '{"kind":"CheckInDue"}',
) -> Timer:
    """A check-in's timer."""
    return Timer(clinic=clinic, patient_id=patient_id, key=key, kind="check_in", due_at=due_at, payload=payload)


def an_item(
    payload: str = "{}",
    *,
    chat_id: int = 7,
    lane: Lane = Lane.REPLY,
    due_at: datetime = NOW,
    expires_at: datetime | None = None,
    patient_id: str | None = None,
    alert_id: int | None = None,
    prompt: str | None = None,
    key: str | None = None,
) -> Item:
    """A message that waits to be sent."""
    return Item(
        clinic="rosa",
        chat_id=chat_id,
        lane=lane,
        method="sendMessage",
        payload=payload,
        created_at=NOW,
        due_at=due_at,
        expires_at=expires_at,
        patient_id=patient_id,
        alert_id=alert_id,
        prompt=prompt,
        key=key,
    )


async def add_patient(tx: Tx, patient_id: str = "k7f2q", *, chat_id: int | None = None, state: str = "{}") -> None:
    """Store a patient, bound to the chat when one is given."""
    number = await patients.next_case_number(tx, "rosa")
    await patients.add(tx, patient_id=patient_id, clinic="rosa", case_number=number, state=state, now=NOW)
    if chat_id is not None:
        assert await patients.bind(tx, patient_id, chat_id=chat_id, user_id=chat_id, now=NOW)


async def claim(tx: Tx, *, token: int = 1, limit: int = 10, now: datetime = NOW) -> list[outbox.OutboxRow]:
    """Claim from the clinic's outbox for a minute."""
    return await outbox.claim(tx, clinic="rosa", now=now, lease=MINUTE, token=token, limit=limit)


async def payloads(tx: Tx, *, token: int = 1, limit: int = 10, now: datetime = NOW) -> list[str]:
    """Claim, and say what was claimed."""
    return [row.payload for row in await claim(tx, token=token, limit=limit, now=now)]


async def put_timers(tx: Tx, *keys: str) -> None:
    """Plan timers that are due a minute apart."""
    await timers.put(tx, [a_timer(key, due_at=NOW + n * MINUTE) for n, key in enumerate(keys)])
