"""What people are told when the bot itself fails: as much as can still be had, and something in any case."""

from datetime import datetime
from typing import cast

from bot.parse import words_of
from care.alert import Subject
from care.patient import load_patient
from care.protocol import Level
from care.triage import read
from storage import Tx, inbox, patients
from storage.escalation import raise_alert
from storage.house import House
from storage.inbox import InboxRow
from storage.patients import PatientRow
from storage.vault import VaultError

_CRISIS: Level = "urgent"  # somebody on the telephone within minutes


async def tell_words(tx: Tx, row: InboxRow, *, house: House, now: datetime) -> None:
    """A message that the bot could not act on: its words, as urgent as they read, and who wrote them."""
    known = await _patient_of(tx, row.chat_id, house)
    words = words_of(row.text)
    danger = read(house.practice.rules, words).danger
    level = _CRISIS if danger == "crisis" else cast(Level, danger or "same_day")
    subject = Subject(
        initials=_initials(known),
        case=known.case_number if known else 0,
        title="The bot could not act on this message",
        words=(words,) if words else (),
        facts=("It failed several times; the patient has had no answer.",),
        do=f"Call the patient, and tell whoever looks after the bot (message {row.id} in the inbox).",
    )
    await _raise(tx, f"dead.{row.id}", level, subject, house, now, patient_id=known.id if known else None)


async def tell_bare(tx: Tx, row: InboxRow, *, house: House, now: datetime) -> None:
    """The same when not even the words can be passed on."""
    subject = Subject(
        initials="?",
        case=0,
        title="The bot could not act on a message, nor show it",
        words=(),
        facts=("It failed several times; whoever wrote it has had no answer.",),
        do=f"Tell whoever looks after the bot at once (message {row.id} in the inbox).",
    )
    await _raise(tx, f"dead.{row.id}", "urgent", subject, house, now)


async def tell_unread(tx: Tx, row_id: int, *, house: House, now: datetime) -> None:
    """A message arrived and was damaged on our disk: nobody has read it, so it may be anything."""
    known = await _patient_of(tx, await inbox.chat_of(tx, row_id), house)
    subject = Subject(
        initials=_initials(known),
        case=known.case_number if known else 0,
        title="A message arrived that cannot be opened",
        words=(),
        facts=("Nobody has read it, and it was not answered.",),
        do=f"Ask the patient what it was, and tell whoever looks after the bot (message {row_id} in the inbox).",
    )
    await _raise(tx, f"damaged.in.{row_id}", "urgent", subject, house, now, patient_id=known.id if known else None)


async def tell_unsent(tx: Tx, row_id: int, *, house: House, now: datetime) -> None:
    """A message of ours was damaged before it was sent."""
    subject = Subject(
        initials="bot",
        case=0,
        title="A message of the bot cannot be opened, and was not sent",
        words=(),
        facts=(),
        do=f"Tell whoever looks after the bot (call {row_id} in the outbox); they can see for whom it was.",
    )
    await _raise(tx, f"damaged.out.{row_id}", "same_day", subject, house, now)


async def _raise(
    tx: Tx, key: str, level: Level, subject: Subject, house: House, now: datetime, *, patient_id: str | None = None
) -> None:
    clinic = house.practice.clinic
    await raise_alert(tx, clinic=clinic, patient_id=patient_id, key=key, level=level, subject=subject, now=now)


async def _patient_of(tx: Tx, chat_id: int | None, house: House) -> PatientRow | None:
    """Whose chat it is, as far as that can be read: the patient's own document may be what is damaged."""
    if chat_id is None:
        return None
    try:
        return await patients.by_chat(tx, clinic=house.practice.clinic.id, chat_id=chat_id, lock=False)
    except VaultError:
        return None


def _initials(known: PatientRow | None) -> str:
    try:
        return load_patient(known.state).initials if known else "?"
    except ValueError:
        return "?"
