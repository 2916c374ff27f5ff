"""Who is not yet a patient here: links, codes, and strangers. The first lock of a patient's conversation."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from care.alert import Subject
from care.events import Commanded, Event, Joined, Sent, Wrote
from care.lines import Line, say
from care.triage import read
from messages import Reader
from storage import Tx, invitations, outbox, patients
from storage.escalation import raise_alert
from storage.invitations import InvitationRow
from storage.outbox import Item, Lane
from storage.turn import House, take_turn

TOKEN_CHARS_MAX = 64  # Telegram's limit for what follows /start

_CODE = re.compile(r"\s*(\d{3})[\s-]?(\d{3})\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A private chat that belongs to no patient of the clinic."""

    chat_id: int
    user_id: int
    language: str | None


async def knock(tx: Tx, *, visitor: Visitor, event: Event, house: House, now: datetime) -> str:
    """Answer a visitor: the code is asked, checked, and opens the door; danger is never turned away.

    Returns what happened, for the log.
    """
    match event:
        case Commanded(name="start", rest=token) if token:
            return await _link(tx, visitor, token, house, now)
        case Wrote(text=text):
            return await _words(tx, visitor, text, house, now)
        case Sent(caption=caption) if caption:
            return await _words(tx, visitor, caption, house, now)
        case _:
            return await _needs_link(tx, visitor, house, now)


async def link_used_again(
    tx: Tx, *, token: str, patient_id: str, visitor: Visitor, house: House, now: datetime
) -> bool:
    """A patient's chat opened a link: True when it was somebody else's, which is refused and told to the staff."""
    if len(token) > TOKEN_CHARS_MAX:
        return False
    row = await invitations.by_token(tx, clinic=house.practice.clinic.id, token_hash=invitations.hash_token(token))
    if row is None or row.patient_id == patient_id:
        return False
    await _tell_staff_of_link(tx, row, "A link was opened from the phone of another patient", house, now)
    await _say(tx, visitor, house, now, say("link-neutral"))
    return True


async def _link(tx: Tx, visitor: Visitor, token: str, house: House, now: datetime) -> str:
    clinic = house.practice.clinic.id
    row = None
    if len(token) <= TOKEN_CHARS_MAX:
        row = await invitations.by_token(tx, clinic=clinic, token_hash=invitations.hash_token(token))
    if row is None or not row.is_usable(now):
        if row is not None and row.used_at is not None:
            await _tell_staff_of_link(tx, row, "A used link was opened from another phone", house, now)
        await _say(tx, visitor, house, now, say("link-neutral"))
        return "link refused"
    if not await invitations.opened(tx, row.id, user_id=visitor.user_id, now=now):
        await _tell_staff_of_link(tx, row, "A second account opened a link", house, now)
        await _say(tx, visitor, house, now, say("link-neutral"))
        return "link refused: opened by somebody else"
    await _say(tx, visitor, house, now, say("code-ask"))
    return "link opened"


async def _words(tx: Tx, visitor: Visitor, text: str, house: House, now: datetime) -> str:
    clinic = house.practice.clinic
    row = await invitations.opened_by(tx, clinic=clinic.id, user_id=visitor.user_id, now=now)
    if row is not None and (typed := _CODE.fullmatch(text)):
        return await _code(tx, visitor, row, typed[1] + typed[2], house, now)
    if read(house.practice.rules, text).danger:
        await _alert(tx, house, f"stranger.{visitor.chat_id}", "Danger, in words of somebody not enrolled", text, now)
        words = say("stranger-danger", phone=clinic.phone, emergency=clinic.emergency_number, clinic=clinic.name)
        await _say(tx, visitor, house, now, words)
        return "a stranger in danger"
    if row is not None:
        await _say(tx, visitor, house, now, say("code-ask"))
        return "code asked again"
    return await _needs_link(tx, visitor, house, now)


async def _code(tx: Tx, visitor: Visitor, row: InvitationRow, code: str, house: House, now: datetime) -> str:
    if not invitations.is_code(row, code):
        left = await invitations.wrong_code(tx, row.id, now=now)
        if left:
            await _say(tx, visitor, house, now, say("code-wrong", left=left))
            return "wrong code"
        await _tell_staff_of_link(tx, row, "A link is locked after too many wrong codes", house, now)
        await _say(tx, visitor, house, now, say("code-locked"))
        return "link locked"
    if not await patients.bind(tx, row.patient_id, chat_id=visitor.chat_id, user_id=visitor.user_id, now=now):
        await _tell_staff_of_link(tx, row, "The right code, but this patient has another phone already", house, now)
        await _say(tx, visitor, house, now, say("link-neutral"))
        return "bound already"
    await invitations.used(tx, row.id, now=now)
    await take_turn(tx, patient_id=row.patient_id, event=Joined(language=visitor.language), now=now, house=house)
    return "joined"


async def _needs_link(tx: Tx, visitor: Visitor, house: House, now: datetime) -> str:
    clinic = house.practice.clinic
    words = say("link-needed", clinic=clinic.name, phone=clinic.phone, emergency=clinic.emergency_number)
    await _say(tx, visitor, house, now, words)
    return "a stranger"


async def _say(tx: Tx, visitor: Visitor, house: House, now: datetime, words: Line) -> None:
    clinic = house.practice.clinic
    wanted = (visitor.language or "").split("-")[0]
    language = next((code for code in clinic.languages if code.split("-")[0] == wanted), clinic.languages[0])
    reader = Reader(language=language, zone=ZoneInfo(clinic.zone), places={})
    text = house.catalog.render(words, reader)
    payload = {"chat_id": visitor.chat_id, "text": text.html, "parse_mode": "HTML"}
    item = Item(
        clinic=clinic.id,
        chat_id=visitor.chat_id,
        lane=Lane.REPLY,
        method="sendMessage",
        payload=json.dumps(payload),
        created_at=now,
        due_at=now,
    )
    await outbox.put(tx, [item])


async def _tell_staff_of_link(tx: Tx, row: InvitationRow, title: str, house: House, now: datetime) -> None:
    patient = await patients.load(tx, row.patient_id)
    number = patient.case_number if patient else 0
    await _alert(tx, house, f"link.{row.id}", title, "", now, case=number, patient_id=row.patient_id)


async def _alert(
    tx: Tx,
    house: House,
    key: str,
    title: str,
    words: str,
    now: datetime,
    *,
    case: int = 0,
    patient_id: str | None = None,
) -> None:
    danger = not patient_id
    subject = Subject(
        initials="?" if danger else "link",
        case=case,
        title=title,
        words=(words,) if words else (),
        facts=("They were told the emergency number and the clinic's phone.",) if danger else (),
        do="The bot cannot know who it is. Answer by replying here."
        if danger
        else "Ask the patient; a new link may be needed.",
    )
    await raise_alert(
        tx,
        clinic=house.practice.clinic,
        patient_id=patient_id,
        key=key,
        level="urgent" if danger else "next_day",
        subject=subject,
        now=now,
    )
