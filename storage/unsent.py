"""What becomes of a message that did not go through: again, marked as a repeat; another way; or to the next person."""

import json
from datetime import datetime, timedelta
from typing import Any

from care.alert import Subject
from care.clinic import Clinic
from care.events import Blocked
from storage import alerts, outbox
from storage.database import Tx
from storage.escalation import next_person, raise_alert
from storage.house import House
from storage.media import copy_instead, show_again
from storage.outbox import Item, Lane, OutboxRow
from storage.queue import ATTEMPTS_MAX, retry_delay
from storage.telling import repeat
from storage.turn import take_turn

AGAIN_MAX = ATTEMPTS_MAX  # for one message to a patient; an alert is repeated until somebody takes it
ALERT_AGAIN_WITHIN = timedelta(seconds=15)  # later alerts to the same chat wait behind the repeat


async def send_again(tx: Tx, row: OutboxRow, *, house: House, now: datetime) -> None:
    """The outcome is unknown. Alerts and answers go again, later each time; a check-in does not: its reminder is
    the retry."""
    if row.lane == Lane.CHECK_IN:
        return
    if row.lane == Lane.MEDIA:
        await show_again(tx, row, clinic=house.practice.clinic, now=now)
        return
    number, first = _again(row)
    key, after = f"again:{number}:{first}", retry_delay(min(number, AGAIN_MAX))
    if row.alert_id is not None and row.method == "sendMessage":
        alert = await alerts.load(tx, row.alert_id)
        if alert is not None and alert.state == "open":
            due_at, clinic = now + min(after, ALERT_AGAIN_WITHIN), house.practice.clinic
            await repeat(tx, alert, chat_id=row.chat_id, key=key, due_at=due_at, clinic=clinic, now=now)
    elif number <= AGAIN_MAX:
        await outbox.put(tx, [_item(row, row.method, json.loads(row.payload), now, key=key, due_at=now + after)])


async def never(
    tx: Tx,
    row: OutboxRow,
    *,
    house: House,
    now: datetime,
    unreachable: bool = False,
    instead: tuple[str, dict[str, Any]] | None = None,
) -> None:
    """It will not go. Another form of it may; an alert goes to the next person at once; a patient who blocked us
    becomes a task."""
    if row.lane == Lane.MEDIA:
        await copy_instead(tx, row, clinic=house.practice.clinic, now=now, unreachable=unreachable)
    elif instead is not None and not (row.key or "").startswith("instead:"):
        method, payload = instead
        await outbox.put(tx, [_item(row, method, payload, now, key=f"instead:{row.id}")])
    elif row.alert_id is not None:
        await _alert_missed(tx, row, house.practice.clinic, now, unreachable=unreachable)
    elif unreachable and row.patient_id is not None and row.lane in (Lane.REPLY, Lane.CHECK_IN):
        await take_turn(tx, patient_id=row.patient_id, event=Blocked(), now=now, house=house)


async def moved(tx: Tx, row: OutboxRow, *, new_chat: int, token: int, now: datetime) -> None:
    """The group has a new id: the same message goes there."""
    await outbox.rejected(tx, row.id, reason=f"the group is now {new_chat}", token=token)
    payload = json.loads(row.payload) | {"chat_id": new_chat}
    await outbox.put(tx, [_item(row, row.method, payload, now, key=f"moved:{row.id}", chat_id=new_chat)])


async def _alert_missed(tx: Tx, row: OutboxRow, clinic: Clinic, now: datetime, *, unreachable: bool) -> None:
    alert = await alerts.load(tx, row.alert_id or 0)
    if alert is None or alert.state != "open" or row.method != "sendMessage":
        return
    await next_person(tx, alert, missed_chat=row.chat_id, clinic=clinic, now=now)
    if unreachable:
        await _tell_who_cannot_be_told(tx, row.chat_id, clinic, now)


async def _tell_who_cannot_be_told(tx: Tx, chat_id: int, clinic: Clinic, now: datetime) -> None:
    """A person on the ladder whom the bot cannot write to is a hole in it: the staff learn of it, once."""
    person, key = clinic.person(chat_id), f"unreachable.{chat_id}"
    if person is None or any(alert.key == key for alert in await alerts.open_all(tx, clinic.id)):
        return
    subject = Subject(
        initials="staff",
        case=0,
        title=f"The bot cannot write to {person.name}",
        words=(),
        facts=("Alerts for them do not arrive.",),
        do=f"Ask {person.name} to open the bot in Telegram, unblock it if need be, and press Start.",
    )
    await raise_alert(tx, clinic=clinic, patient_id=None, key=key, level="next_day", subject=subject, now=now)


def _again(row: OutboxRow) -> tuple[int, str]:
    """The how-manieth repeat the next one is, and of which row."""
    kind, _, rest = (row.key or "").partition(":")
    number, _, first = rest.partition(":")
    return (int(number) + 1, first.partition(".")[0]) if kind == "again" else (1, str(row.id))


def _item(
    row: OutboxRow,
    method: str,
    payload: dict[str, Any],
    now: datetime,
    *,
    key: str,
    chat_id: int | None = None,
    due_at: datetime | None = None,
) -> Item:
    return Item(
        clinic=row.clinic,
        chat_id=row.chat_id if chat_id is None else chat_id,
        lane=row.lane,
        method=method,
        payload=json.dumps(payload),
        created_at=now,
        due_at=now if due_at is None else due_at,
        expires_at=row.expires_at,
        patient_id=row.patient_id,
        alert_id=row.alert_id,
        prompt=row.prompt,
        key=key,
    )
