"""Who is not yet a patient here: links, codes, and strangers. The first lock of a patient's conversation."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from care.alert import Subject
from care.events import Commanded, Edited, Event, Joined, Sent, Wrote
from care.lines import Line, say
from care.protocol import Level
from care.triage import read
from messages import Reader
from storage import Tx, invitations, outbox, patients, strangers
from storage.escalation import raise_alert
from storage.house import House
from storage.invitations import InvitationRow
from storage.outbox import Item, Lane
from storage.turn import take_turn

TOKEN_CHARS_MAX = 64  # Telegram's limit for what follows /start
WORDS_CHARS_MAX = 4096  # what Telegram carries

_CODE = re.compile(r"\s*(\d{3})[\s-]?(\d{3})\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A private chat that belongs to no patient of the clinic."""

    chat_id: int
    user_id: int
    language: str | None


async def knock(tx: Tx, *, visitor: Visitor, event: Event, house: House, now: datetime) -> str:
    """Answer a visitor: the code is asked, checked, and opens the door; danger is never turned away, nor is anybody
    with whom staff are busy.

    Returns what happened, for the log.
    """
    clinic = house.practice.clinic
    if isinstance(event, Commanded) and event.name == "start" and event.rest:
        return await _link(tx, visitor, event.rest, house, now)
    row = await invitations.opened_by(tx, clinic=clinic.id, user_id=visitor.user_id, now=now)
    if row is not None and isinstance(event, Wrote) and (typed := _CODE.fullmatch(event.text)):
        return await _code(tx, visitor, row, typed[1] + typed[2], house, now)
    said = _said(event)
    if said and read(house.practice.rules, said).danger:
        return await _danger(tx, visitor, said, house, now)
    if said and await strangers.is_heard(tx, clinic=clinic.id, chat_id=visitor.chat_id):
        return await _pass_on(tx, visitor, row, said, house, now)
    if row is not None and any(sign.isalpha() for sign in said):  # digits alone are a code mistyped
        return await _pass_on(tx, visitor, row, said, house, now)
    if row is not None:
        await say_to(tx, visitor, house, now, say("code-ask"))
        return "code asked again"
    if person := clinic.person(visitor.user_id):
        await say_to(tx, visitor, house, now, say("staff-hello", staff=person.name, clinic=clinic.name))
        return "staff"
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
    await say_to(tx, visitor, house, now, say("link-neutral"))
    return True


async def _link(tx: Tx, visitor: Visitor, token: str, house: House, now: datetime) -> str:
    clinic = house.practice.clinic.id
    row = None
    if len(token) <= TOKEN_CHARS_MAX:
        row = await invitations.by_token(tx, clinic=clinic, token_hash=invitations.hash_token(token))
    if row is None or not row.is_usable(now):
        if row is not None and row.used_at is not None:
            await _tell_staff_of_link(tx, row, "A used link was opened from another phone", house, now)
        await say_to(tx, visitor, house, now, say("link-neutral"))
        return "link refused"
    if not await invitations.opened(tx, row.id, user_id=visitor.user_id, now=now):
        await _tell_staff_of_link(tx, row, "A second account opened a link", house, now)
        await say_to(tx, visitor, house, now, say("link-neutral"))
        return "link refused: opened by somebody else"
    await say_to(tx, visitor, house, now, say("code-ask"))
    return "link opened"


def _said(event: Event) -> str:
    """A visitor's words, as far as there are any."""
    match event:
        case Wrote(text=text) | Edited(text=text):
            return text[:WORDS_CHARS_MAX]
        case Sent(caption=caption, medium=medium):
            return caption or f"[{medium}: the bot does not show what strangers send]"
        case Commanded(rest=rest):
            return rest
        case _:
            return ""


async def _danger(tx: Tx, visitor: Visitor, said: str, house: House, now: datetime) -> str:
    clinic = house.practice.clinic
    title = "Danger, in words of somebody not enrolled"
    facts = ("They were told the emergency number and the clinic's phone.",)
    await _alert_of_words(tx, visitor, said, house, now, title=title, level="urgent", facts=facts)
    words = say("stranger-danger", phone=clinic.phone, emergency=clinic.emergency_number, clinic=clinic.name)
    await say_to(tx, visitor, house, now, words)
    return "a stranger in danger"


async def _pass_on(tx: Tx, visitor: Visitor, row: InvitationRow | None, said: str, house: House, now: datetime) -> str:
    """Words of somebody whom we cannot know, but whom a person should hear."""
    clinic = house.practice.clinic
    facts: tuple[str, ...] = ()
    if row is not None:
        known = await patients.load(tx, row.patient_id)
        facts = (f"They have opened the link of case {known.case_number if known else '?'}, and not typed its code.",)
    title = "Words of somebody not enrolled"
    await _alert_of_words(tx, visitor, said, house, now, title=title, level="next_day", facts=facts)
    kept = say("stranger-kept", phone=clinic.phone, emergency=clinic.emergency_number, clinic=clinic.name)
    await say_to(tx, visitor, house, now, kept, *((say("code-ask"),) if row is not None else ()))
    return "words of a stranger passed on"


async def _code(tx: Tx, visitor: Visitor, row: InvitationRow, code: str, house: House, now: datetime) -> str:
    if not invitations.is_code(row, code):
        left = await invitations.wrong_code(tx, row.id, now=now)
        if left:
            await say_to(tx, visitor, house, now, say("code-wrong", left=left))
            return "wrong code"
        await _tell_staff_of_link(tx, row, "A link is locked after too many wrong codes", house, now)
        await say_to(tx, visitor, house, now, say("code-locked"))
        return "link locked"
    if not await patients.bind(tx, row.patient_id, chat_id=visitor.chat_id, user_id=visitor.user_id, now=now):
        title = "The right code, but this patient has another phone already"
        await _tell_staff_of_link(tx, row, title, house, now, new_phone=True)
        await say_to(tx, visitor, house, now, say("link-neutral"))
        return "bound already"
    await invitations.used(tx, row.id, now=now)
    await take_turn(tx, patient_id=row.patient_id, event=Joined(language=visitor.language), now=now, house=house)
    return "joined"


async def _needs_link(tx: Tx, visitor: Visitor, house: House, now: datetime) -> str:
    clinic = house.practice.clinic
    words = say("link-needed", clinic=clinic.name, phone=clinic.phone, emergency=clinic.emergency_number)
    await say_to(tx, visitor, house, now, words)
    return "a stranger"


async def say_to(tx: Tx, visitor: Visitor, house: House, now: datetime, *words: Line) -> None:
    """Words for a chat that belongs to no patient, in its language if the clinic has it."""
    clinic = house.practice.clinic
    wanted = (visitor.language or "").split("-")[0]
    language = next((code for code in clinic.languages if code.split("-")[0] == wanted), clinic.languages[0])
    reader = Reader(language=language, zone=ZoneInfo(clinic.zone), places={})
    items = [
        Item(
            clinic=clinic.id,
            chat_id=visitor.chat_id,
            lane=Lane.REPLY,
            method="sendMessage",
            payload=json.dumps({"chat_id": visitor.chat_id, "text": piece.html, "parse_mode": "HTML"}),
            created_at=now,
            due_at=now,
        )
        for piece in house.catalog.render(words, reader).pieces()
    ]
    await outbox.put(tx, items)


async def _tell_staff_of_link(
    tx: Tx, row: InvitationRow, title: str, house: House, now: datetime, *, new_phone: bool = False
) -> None:
    known = await patients.load(tx, row.patient_id)
    case = known.case_number if known else 0
    do = "Ask the patient; a new link may be needed."
    if new_phone:
        do = f"Ask the patient. If they have a new phone or account: `aftercare enroll --case {case} --new-phone`."
    subject = Subject(initials="link", case=case, title=title, words=(), facts=(), do=do)
    await raise_alert(
        tx,
        clinic=house.practice.clinic,
        patient_id=row.patient_id,
        key=f"link.{row.id}",
        level="next_day",
        subject=subject,
        now=now,
    )


async def _alert_of_words(
    tx: Tx,
    visitor: Visitor,
    said: str,
    house: House,
    now: datetime,
    *,
    title: str,
    level: Level,
    facts: tuple[str, ...],
) -> None:
    subject = Subject(
        initials="?",
        case=0,
        title=title,
        words=(said,),
        facts=facts,
        do="The bot cannot know who it is. Answer by replying here.",
    )
    await raise_alert(
        tx,
        clinic=house.practice.clinic,
        patient_id=None,
        key=strangers.alert_key(visitor.chat_id),
        level=level,
        subject=subject,
        now=now,
    )
