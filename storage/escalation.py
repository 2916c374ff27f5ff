"""Alerts as rows and as messages to staff: raised in the patient's turn, climbing until a named person takes them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, cast

from care.alert import OUTCOMES, Climb, Subject, climbed, dump_subject, load_subject, raised, repeated, worse
from care.clinic import Clinic, Staff
from care.protocol import Level
from messages.alerts import Standing, alert_text
from messages.text import Text
from storage import alerts, groups, outbox
from storage.alerts import AlertRow
from storage.database import Tx
from storage.outbox import Item, Lane

Buttons = list[list[dict[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What came of a press on an alert's button: the words for the person who pressed, and whether it counted."""

    counted: bool
    words: str


async def raise_alert(
    tx: Tx, *, clinic: Clinic, patient_id: str | None, key: str, level: Level, subject: Subject, now: datetime
) -> AlertRow:
    """Open the alert and tell the first rung; or mark the open one as repeated, and tell again what is new."""
    climb = raised(clinic, level, at=now)
    row, again = await alerts.raise_(
        tx,
        clinic=clinic.id,
        patient_id=patient_id,
        key=key,
        level=level,
        subject=dump_subject(subject),
        climbs_at=climb.next_at,
        now=now,
    )
    if again:
        merged = repeated(load_subject(row.subject), subject)
        row = replace(row, subject=dump_subject(merged), level=worse(cast("Level", row.level), level))
        await alerts.save(tx, row)
    await _tell(tx, clinic, row, climb.tell, now=now, again=again)
    if subject.to_surgeon:
        await _tell_surgeon(tx, clinic, row, subject.to_surgeon, now=now)
    return row


async def climb(tx: Tx, row: AlertRow, *, clinic: Clinic, now: datetime) -> Climb:
    """Nobody took it in time: tell the next rung, marked as told before, and set the next time."""
    step = climbed(clinic, cast("Level", row.level), row.rung, raised_at=row.raised_at, now=now)
    higher = replace(row, rung=step.rung, climbs_at=step.next_at)
    await alerts.save(tx, higher)
    await _tell(tx, clinic, higher, step.tell, now=now, again=True)
    return step


async def tell_again(tx: Tx, row: AlertRow, *, clinic: Clinic, now: datetime) -> None:
    """The same alert once more to the staff chat: a press may have been lost, or somebody not be reachable."""
    await _tell(tx, clinic, row, "staff_chat", now=now, again=True)


async def repeat(
    tx: Tx, row: AlertRow, *, chat_id: int, key: str, due_at: datetime, clinic: Clinic, now: datetime
) -> None:
    """The same alert once more to one chat, which has perhaps seen it and perhaps not. The same key: only once."""
    items = _items(clinic, row, chat_id, _text(clinic, row, again=True), now)
    keyed = [replace(item, key=f"{key}.{number}", due_at=due_at) for number, item in enumerate(items)]
    await outbox.put(tx, keyed)


async def next_person(tx: Tx, row: AlertRow, *, missed_chat: int, clinic: Clinic, now: datetime) -> None:
    """This chat cannot be told: the next rung is told at once; beyond the last, the staff chat."""
    if row.rung + 1 < len(clinic.rungs(cast("Level", row.level))):
        await climb(tx, row, clinic=clinic, now=now)
    elif missed_chat not in await _chats(tx, clinic, "staff_chat"):
        await tell_again(tx, row, clinic=clinic, now=now)


async def acknowledge(tx: Tx, *, clinic: Clinic, row: AlertRow, person: Staff, now: datetime) -> Press:
    """The first press takes it; whoever comes later is told who did."""
    if row.state != "open":
        return Press(counted=False, words=f"Taken already: {_taken(clinic, row)}")
    taken = replace(row, state="acknowledged", acknowledged_by=person.telegram, acknowledged_at=now, climbs_at=None)
    await alerts.save(tx, taken)
    await _show(tx, clinic, taken, now=now)
    return Press(counted=True, words="It is yours now. The patient is told.")


async def resolve(tx: Tx, *, clinic: Clinic, row: AlertRow, person: Staff, outcome: str | None, now: datetime) -> Press:
    """Close it with an outcome; without one, show the outcomes to choose from."""
    if row.state == "resolved":
        return Press(counted=False, words=f"Closed already: {_resolved(clinic, row)}")
    if outcome is None or outcome not in OUTCOMES:
        await _show(tx, clinic, row, now=now, choosing=True)
        return Press(counted=False, words="What was the outcome?")
    closed = replace(
        row,
        state="resolved",
        acknowledged_by=row.acknowledged_by or person.telegram,
        acknowledged_at=row.acknowledged_at or now,
        resolved_by=person.telegram,
        resolved_at=now,
        outcome=outcome,
        climbs_at=None,
    )
    await alerts.save(tx, closed)
    await _show(tx, clinic, closed, now=now)
    return Press(counted=True, words="Closed. Thank you.")


async def _tell(tx: Tx, clinic: Clinic, row: AlertRow, tell: str, *, now: datetime, again: bool) -> None:
    chats = await _chats(tx, clinic, tell)
    text = _text(clinic, row, again=again)
    await outbox.put(tx, [item for chat in chats for item in _items(clinic, row, chat, text, now)])


async def _chats(tx: Tx, clinic: Clinic, tell: str) -> list[int]:
    """Where this rung hears of an alert: the staff chat, or the private chats of everybody with the role."""
    if tell == "staff_chat":
        return [await groups.current(tx, clinic=clinic.id, chat_id=clinic.staff_chat)]
    return [person.telegram for person in clinic.with_role(tell)]


async def _tell_surgeon(tx: Tx, clinic: Clinic, row: AlertRow, surgeon: str, *, now: datetime) -> None:
    known = [person.telegram for person in clinic.staff if person.name == surgeon]
    text = _text(clinic, row)
    await outbox.put(tx, [item for chat in known for item in _items(clinic, row, chat, text, now)])


def _items(clinic: Clinic, row: AlertRow, chat_id: int, text: Text, now: datetime) -> Iterable[Item]:
    *before, last = text.pieces()
    for piece in before:
        yield _item(clinic, row, chat_id, _payload(chat_id, piece), now)
    yield _item(clinic, row, chat_id, _payload(chat_id, last, _buttons(row)), now)


def _item(
    clinic: Clinic, row: AlertRow, chat_id: int, payload: dict[str, Any], now: datetime, *, edit: bool = False
) -> Item:
    return Item(
        clinic=clinic.id,
        chat_id=chat_id,
        lane=Lane.ALERT,
        method="editMessageText" if edit else "sendMessage",
        payload=json.dumps(payload),
        created_at=now,
        due_at=now,
        patient_id=row.patient_id,
        alert_id=row.id,
    )


def _payload(chat_id: int, text: Text, buttons: Buttons | None = None) -> dict[str, Any]:
    payload: dict[str, Any] = {"chat_id": chat_id, "text": text.html, "parse_mode": "HTML"}
    return payload | {"reply_markup": {"inline_keyboard": buttons}} if buttons is not None else payload


async def _show(tx: Tx, clinic: Clinic, row: AlertRow, *, now: datetime, choosing: bool = False) -> None:
    """Change every message that shows this alert, so that all staff see how it stands."""
    text = _text(clinic, row).pieces()[-1]
    buttons = _outcomes(row) if choosing else _buttons(row)
    shown = {sent.chat_id: sent.message_id for sent in await outbox.of_alert(tx, row.id) if _is_alert(sent)}
    edits = (
        _item(clinic, row, chat, _payload(chat, text, buttons) | {"message_id": message}, now, edit=True)
        for chat, message in shown.items()
    )
    await outbox.put(tx, list(edits))


def _is_alert(sent: outbox.OutboxRow) -> bool:
    return sent.method == "sendMessage" and sent.message_id is not None


def _text(clinic: Clinic, row: AlertRow, *, again: bool = False) -> Text:
    standing = Standing(
        number=row.id,
        level=cast("Level", row.level),
        raised_at=row.raised_at,
        repeats=row.repeats,
        again=again,
        taken=_taken(clinic, row),
        resolved=_resolved(clinic, row),
    )
    return alert_text(load_subject(row.subject), standing, clinic.tz)


def _buttons(row: AlertRow) -> Buttons:
    take, done = _button(row, "I take it", "ack"), _button(row, "Close…", "close")
    return {"open": [[take, done]], "acknowledged": [[done]], "resolved": []}[row.state]


def _outcomes(row: AlertRow) -> Buttons:
    return [[_button(row, words, name)] for name, words in OUTCOMES.items()]


def _button(row: AlertRow, words: str, action: str) -> dict[str, str]:
    return {"text": words, "callback_data": f"a:{row.id}:{action}"}


def _taken(clinic: Clinic, row: AlertRow) -> str | None:
    return _who_when(clinic, row.acknowledged_by, row.acknowledged_at)


def _resolved(clinic: Clinic, row: AlertRow) -> str | None:
    if row.outcome is None:
        return None
    words = OUTCOMES[cast("Literal['spoke', 'wrote', 'visit', 'nothing', 'other']", row.outcome)]
    return f"{words} ({_who_when(clinic, row.resolved_by, row.resolved_at)})"


def _who_when(clinic: Clinic, telegram: int | None, at: datetime | None) -> str | None:
    if telegram is None or at is None:
        return None
    person = clinic.person(telegram)
    return f"{person.name if person else 'somebody who has left'}, {at.astimezone(clinic.tz):%H:%M}"
