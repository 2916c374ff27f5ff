"""What becomes of a message that did not go through: again, marked as a repeat; another way; or to the next person."""

import json
from datetime import datetime
from typing import Any

from care.events import Blocked
from storage import alerts, outbox
from storage.database import Tx
from storage.escalation import climb, tell_again
from storage.outbox import Item, Lane, OutboxRow
from storage.turn import House, take_turn

AGAIN_MAX = 5  # for one message to a patient; alerts go on by their ladder


async def send_again(tx: Tx, row: OutboxRow, *, house: House, now: datetime) -> None:
    """The outcome is unknown. Alerts and answers go again; a check-in does not: its reminder is the retry."""
    if row.lane == Lane.CHECK_IN:
        return
    if row.alert_id is not None and row.method == "sendMessage":
        alert = await alerts.load(tx, row.alert_id)
        if alert is not None and alert.state == "open":
            await tell_again(tx, alert, clinic=house.practice.clinic, now=now)
        return
    again = _again(row, now)
    if again is not None:
        await outbox.put(tx, [again])


async def never(
    tx: Tx,
    row: OutboxRow,
    *,
    house: House,
    now: datetime,
    unreachable: bool = False,
    instead: tuple[str, dict[str, Any]] | None = None,
) -> None:
    """It will not go. Another form of it may; an alert climbs at once; a patient who blocked us becomes a task."""
    if instead is not None and row.key is None:
        method, payload = instead
        await outbox.put(tx, [_item(row, method, payload, now, key=f"instead:{row.id}")])
        return
    if row.alert_id is not None:
        alert = await alerts.load(tx, row.alert_id)
        if alert is not None and alert.state == "open":
            await climb(tx, alert, clinic=house.practice.clinic, now=now)
        return
    if unreachable and row.patient_id is not None and row.lane in (Lane.REPLY, Lane.CHECK_IN):
        await take_turn(tx, patient_id=row.patient_id, event=Blocked(), now=now, house=house)


async def moved(tx: Tx, row: OutboxRow, *, new_chat: int, token: int, now: datetime) -> None:
    """The group has a new id: the same message goes there."""
    await outbox.rejected(tx, row.id, reason=f"the group is now {new_chat}", token=token)
    payload = json.loads(row.payload) | {"chat_id": new_chat}
    await outbox.put(tx, [_item(row, row.method, payload, now, key=f"moved:{row.id}", chat_id=new_chat)])


def _again(row: OutboxRow, now: datetime) -> Item | None:
    times, _, first = (row.key or "").removeprefix("again:").partition(":") if _is_again(row) else ("0", "", "")
    number = int(times) + 1
    if number > AGAIN_MAX:
        return None
    key = f"again:{number}:{first or row.id}"
    return _item(row, row.method, json.loads(row.payload), now, key=key)


def _is_again(row: OutboxRow) -> bool:
    return row.key is not None and row.key.startswith("again:")


def _item(
    row: OutboxRow, method: str, payload: dict[str, Any], now: datetime, *, key: str, chat_id: int | None = None
) -> Item:
    return Item(
        clinic=row.clinic,
        chat_id=row.chat_id if chat_id is None else chat_id,
        lane=row.lane,
        method=method,
        payload=json.dumps(payload),
        created_at=now,
        due_at=now,
        expires_at=row.expires_at,
        patient_id=row.patient_id,
        alert_id=row.alert_id,
        prompt=row.prompt,
        key=key,
    )
