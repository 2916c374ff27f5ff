"""What staff do in Telegram: take an alert, close it with an outcome, answer a patient by replying."""

import json
from datetime import datetime
from typing import cast

from bot.door import Visitor, say_to
from bot.parse import AlertPressed, Replied
from care.alert import OUTCOMES
from care.clinic import Staff
from care.events import AlertResolved, AlertTaken, StaffWrote
from care.lines import quoted, say
from care.protocol import Level
from storage import Tx, alerts, groups, outbox, patients, staff_words, strangers
from storage.alerts import AlertRow
from storage.escalation import acknowledge, resolve
from storage.house import House
from storage.outbox import Item, Lane, OutboxRow
from storage.staff_words import Written
from storage.turn import take_turn

NOT_STAFF = "Only people on the clinic's staff list can do this."
NAMELESS = (
    "Telegram hides who wrote this, so it was not passed on. "
    "Turn off “Remain anonymous” in the group's settings, or answer from your own account."
)
ONLY_WORDS = "Nothing was passed on: only text can be. Please write it as a reply to the alert."
WHICH = "I cannot tell whom this answers, so it was not passed on. Please reply to the newest message of the alert."
NOBODY = "This is about nobody whom the bot can write to."
ON_ITS_WAY = "On its way to the patient."
UNREACHABLE = "The patient cannot be reached through the bot. Please call them."
DOUBTFUL = "⚠ These words may not have reached the patient: Telegram has not confirmed them. Please call."
LOST = "⚠ These words did not reach the patient: Telegram did not take them. Please call."


async def pressed(tx: Tx, press: AlertPressed, *, house: House, now: datetime) -> str:
    """Act on a press of an alert's button. Returns the words for the person who pressed."""
    clinic = house.practice.clinic
    person = clinic.person(press.user_id)
    if person is None:
        return NOT_STAFF
    row = await _locked(tx, press.alert_id)
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


async def replied(tx: Tx, reply: Replied, *, house: House, now: datetime) -> bool:
    """Words of staff under one of our messages go to the person whom it is about, in the staff member's name.

    Whoever wrote them is told what became of them. False when it is no answer of staff at all.
    """
    clinic = house.practice.clinic
    about = await outbox.by_message(tx, clinic=clinic.id, chat_id=reply.chat_id, message_id=reply.to_message)
    person = None if reply.user_id is None else clinic.person(reply.user_id)
    if about is None and not (reply.to_bot and (person or reply.user_id is None)):
        return False
    if reply.private and await _is_own_conversation(tx, reply, about, house):
        return False
    words = await _passed_on(tx, reply, about, person, house, now)
    await _answer(tx, reply, words, about.patient_id if about else None, house, now)
    return True


async def words_lost(tx: Tx, written: Written, *, house: House, now: datetime, words: str = LOST) -> None:
    """Tell whoever wrote to a patient, under their own message and once, that it did not arrive."""
    clinic = house.practice.clinic.id
    chat_id = await groups.current(tx, clinic=clinic, chat_id=written.chat_id)
    key = f"lost:{written.chat_id}:{written.message_id}"
    await outbox.put(tx, [_note(clinic, chat_id, written.message_id, words, now, key=key)])


async def _locked(tx: Tx, alert_id: int) -> AlertRow | None:
    """The alert, locked after its patient: the order in which turns lock."""
    row = await alerts.load(tx, alert_id, lock=False)
    if row is not None and row.patient_id is not None:
        await patients.load(tx, row.patient_id)
    return await alerts.load(tx, alert_id)


async def _is_own_conversation(tx: Tx, reply: Replied, about: OutboxRow | None, house: House) -> bool:
    """Staff may be patients too: under a message of their own follow-up they write as one."""
    if about is not None and about.alert_id is not None:
        return False
    clinic = house.practice.clinic.id
    return await patients.by_chat(tx, clinic=clinic, chat_id=reply.chat_id, lock=False) is not None


async def _passed_on(
    tx: Tx, reply: Replied, about: OutboxRow | None, person: Staff | None, house: House, now: datetime
) -> str:
    """Pass the words on; returns what the person who wrote them is told."""
    if person is None:
        return NOT_STAFF if reply.user_id is not None else NAMELESS
    if about is None:
        return WHICH
    if not reply.text:
        return ONLY_WORDS
    if about.patient_id is not None:
        return await _to_patient(tx, reply, about.patient_id, about.alert_id, person, house, now)
    if about.alert_id is not None:
        return await _to_stranger(tx, reply, about.alert_id, person, house, now)
    return NOBODY


async def _to_patient(
    tx: Tx, reply: Replied, patient_id: str, alert_id: int | None, person: Staff, house: House, now: datetime
) -> str:
    before = await staff_words.newest(tx)
    event = StaffWrote(staff=person.name, text=reply.text)
    turn = await take_turn(tx, patient_id=patient_id, event=event, now=now, house=house)
    if alert_id is not None:
        await _acknowledged(tx, alert_id, person, house, now)
    known = await patients.load(tx, patient_id)
    if known is None or known.chat_id is None:
        return UNREACHABLE
    await _marked(tx, reply, known.chat_id, before, house)
    return ON_ITS_WAY if turn.patient.reachable and turn.patient.stage != "invited" else UNREACHABLE


async def _to_stranger(tx: Tx, reply: Replied, alert_id: int, person: Staff, house: House, now: datetime) -> str:
    """Somebody who is not enrolled has a chat all the same, and the alert's key names it."""
    row = await alerts.load(tx, alert_id)
    chat_id = None if row is None else strangers.chat_of(row.key)
    if chat_id is None:
        return NOBODY
    before = await staff_words.newest(tx)
    visitor = Visitor(chat_id=chat_id, user_id=chat_id, language=None)
    said = (say("staff-wrote", staff=person.name, clinic=house.practice.clinic.name), quoted(reply.text))
    await say_to(tx, visitor, house, now, *said)
    await _marked(tx, reply, chat_id, before, house)
    await _acknowledged(tx, alert_id, person, house, now)
    return "On its way to them. The bot does not know who they are."


async def _marked(tx: Tx, reply: Replied, chat_id: int, before: int, house: House) -> None:
    if reply.message_id is not None:
        written = Written(chat_id=reply.chat_id, message_id=reply.message_id)
        await staff_words.mark(tx, clinic=house.practice.clinic.id, chat_id=chat_id, after=before, written=written)


async def _acknowledged(tx: Tx, alert_id: int, person: Staff, house: House, now: datetime) -> None:
    row = await alerts.load(tx, alert_id)
    if row is not None and row.state == "open":
        await acknowledge(tx, clinic=house.practice.clinic, row=row, person=person, now=now)


async def _take(tx: Tx, row: AlertRow, person: Staff, house: House, now: datetime) -> str:
    done = await acknowledge(tx, clinic=house.practice.clinic, row=row, person=person, now=now)
    if done.counted and row.patient_id:
        event = AlertTaken(level=cast(Level, row.level), key=row.key, staff=person.name)
        await take_turn(tx, patient_id=row.patient_id, event=event, now=now, house=house)
    return done.words


async def _answer(tx: Tx, reply: Replied, words: str, patient_id: str | None, house: House, now: datetime) -> None:
    to = reply.to_message if reply.message_id is None else reply.message_id
    await outbox.put(tx, [_note(house.practice.clinic.id, reply.chat_id, to, words, now, patient_id=patient_id)])


def _note(
    clinic: str,
    chat_id: int,
    to_message: int,
    words: str,
    now: datetime,
    *,
    key: str | None = None,
    patient_id: str | None = None,
) -> Item:
    """Words under a staff member's message; with a patient, an answer to them goes to that patient too."""
    reply_to = {"message_id": to_message, "allow_sending_without_reply": True}
    return Item(
        clinic=clinic,
        chat_id=chat_id,
        lane=Lane.DIGEST,
        method="sendMessage",
        payload=json.dumps({"chat_id": chat_id, "text": words, "reply_parameters": reply_to}),
        created_at=now,
        due_at=now,
        patient_id=patient_id,
        key=key,
    )
