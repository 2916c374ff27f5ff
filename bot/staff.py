"""What staff do in Telegram: take an alert, close it with an outcome, answer a patient by replying."""

import json
from datetime import datetime
from typing import cast

from bot.parse import AlertPressed, Replied
from care.alert import OUTCOMES
from care.clinic import Staff
from care.events import AlertResolved, AlertTaken, StaffWrote
from care.protocol import Level
from storage import Tx, alerts, outbox
from storage.alerts import AlertRow
from storage.escalation import acknowledge, resolve
from storage.outbox import Item, Lane
from storage.turn import House, take_turn

NOT_STAFF = "Only people on the clinic's staff list can do this."


async def pressed(tx: Tx, press: AlertPressed, *, house: House, now: datetime) -> str:
    """Act on a press of an alert's button. Returns the words for the person who pressed."""
    clinic = house.practice.clinic
    person = clinic.person(press.user_id)
    if person is None:
        return NOT_STAFF
    row = await alerts.load(tx, press.alert_id)
    if row is None or row.clinic != clinic.id:
        return "This alert is not known here."
    if press.action == "ack":
        return await _take(tx, row, person, house, now)
    outcome = press.action if press.action in OUTCOMES else None
    done = await resolve(tx, clinic=clinic, row=row, person=person, outcome=outcome, now=now)
    if done.counted and row.patient_id:
        event = AlertResolved(key=row.key, staff=person.name, outcome=press.action)
        await take_turn(tx, patient_id=row.patient_id, event=event, now=now, house=house)
    return done.words


async def replied(tx: Tx, reply: Replied, *, house: House, now: datetime) -> str | None:
    """Words of staff under one of our messages go to the patient whom it is about, in the staff member's name."""
    clinic = house.practice.clinic
    person = clinic.person(reply.user_id)
    about = await outbox.by_message(tx, clinic=clinic.id, chat_id=reply.chat_id, message_id=reply.to_message)
    if about is None:
        return None
    if person is None:
        await _answer(tx, reply, NOT_STAFF, house, now)
        return None
    if about.patient_id is None:
        await _answer(tx, reply, "This is about nobody whom the bot can write to.", house, now)
        return None
    event = StaffWrote(staff=person.name, text=reply.text)
    turn = await take_turn(tx, patient_id=about.patient_id, event=event, now=now, house=house)
    if about.alert_id is not None and (row := await alerts.load(tx, about.alert_id)) and row.state == "open":
        await acknowledge(tx, clinic=clinic, row=row, person=person, now=now)
    sent = turn.patient.reachable and turn.patient.stage != "invited"
    words = "Sent to the patient." if sent else "The patient cannot be reached through the bot. Please call them."
    await _answer(tx, reply, words, house, now)
    return None


async def _take(tx: Tx, row: AlertRow, person: Staff, house: House, now: datetime) -> str:
    done = await acknowledge(tx, clinic=house.practice.clinic, row=row, person=person, now=now)
    if done.counted and row.patient_id:
        event = AlertTaken(level=cast(Level, row.level), key=row.key, staff=person.name)
        await take_turn(tx, patient_id=row.patient_id, event=event, now=now, house=house)
    return done.words


async def _answer(tx: Tx, reply: Replied, words: str, house: House, now: datetime) -> None:
    payload = {
        "chat_id": reply.chat_id,
        "text": words,
        "reply_parameters": {"message_id": reply.to_message, "allow_sending_without_reply": True},
    }
    item = Item(
        clinic=house.practice.clinic.id,
        chat_id=reply.chat_id,
        lane=Lane.DIGEST,
        method="sendMessage",
        payload=json.dumps(payload),
        created_at=now,
        due_at=now,
    )
    await outbox.put(tx, [item])
