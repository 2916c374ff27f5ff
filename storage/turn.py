"""`take_turn`: the only place where a decision becomes rows."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from care.alert import subject_of
from care.effects import (
    Ask,
    Cancel,
    Effect,
    PassOn,
    RaiseAlert,
    Replan,
    Schedule,
    Settle,
    Skip,
    Tell,
    TellStaff,
    Unask,
    Withdraw,
    dump_effects,
)
from care.events import CheckInDue, Event, dump_event
from care.flow import Turn, advance
from care.lines import Button, Line, quoted
from care.patient import Patient, dump_patient, load_patient
from care.practice import Practice
from messages import Catalog, Reader, Text
from messages.alerts import note_text
from storage import groups, journal, outbox, patients, timers
from storage.database import Tx
from storage.escalation import raise_alert
from storage.media import Original
from storage.outbox import Item, Lane
from storage.timers import Timer

_MEDIA = {  # how each kind is sent again, and under which name
    "photo": ("sendPhoto", "photo"),
    "video": ("sendVideo", "video"),
    "document": ("sendDocument", "document"),
    "voice": ("sendVoice", "voice"),
    "audio": ("sendAudio", "audio"),
    "animation": ("sendAnimation", "animation"),
    "sticker": ("sendSticker", "sticker"),
}
_HIDDEN_FIRST = frozenset({"photo", "video", "animation"})  # medical pictures are covered until somebody taps


class UnknownPatient(Exception):  # noqa: N818
    """There is no patient with this id; the event cannot be acted on."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class House:
    """What every turn of a clinic needs: how it decides, and how it speaks."""

    practice: Practice
    catalog: Catalog

    def __repr__(self) -> str:
        return f"House({self.practice.clinic.id})"  # all of it would be half a megabyte

    def reader(self, patient: Patient) -> Reader:
        clinic = self.practice.clinic
        places = {
            "first_name": patient.first_name,
            "clinic": clinic.name,
            "clinic_phone": clinic.phone,
            "emergency_number": clinic.emergency_number,
            "surgeon": patient.episodes[0].surgeon,
        }
        return Reader(language=patient.language, zone=ZoneInfo(patient.zone), places=places)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """One turn being written down."""

    tx: Tx
    house: House
    patient: Patient
    chat_id: int | None
    now: datetime

    @property
    def clinic(self) -> str:
        return self.house.practice.clinic.id


async def take_turn(tx: Tx, *, patient_id: str, event: Event, now: datetime, house: House) -> Turn:
    """Load the patient, decide, and write state, journal, words, timers and alerts. The caller's transaction commits
    all of it or nothing. Raises UnknownPatient."""
    row = await patients.load(tx, patient_id)
    if row is None:
        raise UnknownPatient(patient_id)
    turn = advance(house.practice, load_patient(row.state), event, now=now)
    await patients.save(tx, patient_id, turn=turn.patient.turn, state=dump_patient(turn.patient), now=now)
    await journal.append(
        tx,
        patient_id=patient_id,
        turn=turn.patient.turn,
        at=now,
        event=dump_event(event),
        effects=dump_effects(turn.effects),
    )
    desk = _Desk(tx=tx, house=house, patient=turn.patient, chat_id=row.chat_id, now=now)
    for effect in turn.effects:
        await _carry_out(desk, effect)
    return turn


async def _carry_out(desk: _Desk, effect: Effect) -> None:
    match effect:
        case Tell() | Ask():
            await outbox.put(desk.tx, list(_messages(desk, effect)))
        case Settle():
            await _settle(desk, effect)
        case Unask(prompt=prompt):
            await outbox.cancel_prompt(desk.tx, clinic=desk.clinic, prompt=prompt, reason="answered or ended")
        case RaiseAlert():
            await _raise(desk, effect)
        case PassOn():
            await outbox.put(desk.tx, [_passed_on(desk, effect, await _staff_chat(desk))])
        case TellStaff():
            await _tell_staff(desk, effect)
        case Schedule():
            await timers.put(desk.tx, [_timer(desk, effect)])
        case Cancel():
            await timers.cancel_prefix(desk.tx, desk.patient.id, prefix=effect.prefix, reason=effect.why, now=desk.now)
        case Replan():
            await _replan(desk, effect)
        case Withdraw():
            await _withdraw(desk, effect)
        case Skip():
            pass  # the reason goes to the ledger with the timer itself, which the caller holds
        case _:
            assert_never(effect)


def _messages(desk: _Desk, effect: Tell | Ask) -> Iterator[Item]:
    """One message or more; the buttons are under the last. A patient without a chat has nobody to tell."""
    if desk.chat_id is None:
        return
    *before, last = _words(desk, effect.text).pieces()
    for piece in before:
        yield _item(desk, effect, _payload(desk.chat_id, piece))
    payload = _payload(desk.chat_id, last)
    if isinstance(effect, Ask):
        payload["reply_markup"] = {"inline_keyboard": _keyboard(desk, effect)}
    yield _item(desk, effect, payload)


def _item(desk: _Desk, effect: Tell | Ask, payload: dict[str, Any]) -> Item:
    asked = isinstance(effect, Ask) and "reply_markup" in payload
    return _to_patient(
        desk,
        "sendMessage",
        payload,
        lane=Lane.CHECK_IN if effect.lane == "check_in" else Lane.REPLY,
        prompt=effect.prompt if isinstance(effect, Ask) and asked else None,
        expires_at=effect.expires_at if isinstance(effect, Ask) else None,
    )


def _to_patient(
    desk: _Desk,
    method: str,
    payload: dict[str, Any],
    *,
    lane: Lane,
    prompt: str | None = None,
    expires_at: datetime | None = None,
) -> Item:
    return Item(
        clinic=desk.clinic,
        chat_id=payload["chat_id"],
        lane=lane,
        method=method,
        payload=json.dumps(payload),
        created_at=desk.now,
        due_at=desk.now,
        expires_at=expires_at,
        patient_id=desk.patient.id,
        prompt=prompt,
    )


def _words(desk: _Desk, lines: Sequence[Line]) -> Text:
    return desk.house.catalog.render(lines, desk.house.reader(desk.patient))


def _payload(chat_id: int, text: Text) -> dict[str, Any]:
    return {"chat_id": chat_id, "text": text.html, "parse_mode": "HTML"}


def _keyboard(desk: _Desk, ask: Ask) -> list[list[dict[str, str]]]:
    return [[_button(desk, ask.prompt, button) for button in row] for row in ask.buttons]


_STYLES = {"danger": "danger", "primary": "primary"}


def _button(desk: _Desk, prompt: str, button: Button) -> dict[str, str]:
    words = desk.house.catalog.words(button.label, desk.house.reader(desk.patient))
    shown = {"text": words, "callback_data": f"p:{prompt}:{button.choice}"}
    return shown | {"style": _STYLES[button.style]} if button.style in _STYLES else shown


async def _settle(desk: _Desk, effect: Settle) -> None:
    """The question becomes question and answer, in place. When its message is not known, there is none to change."""
    message_id = effect.message_id or await outbox.message_of_prompt(desk.tx, clinic=desk.clinic, prompt=effect.prompt)
    if desk.chat_id is None or message_id is None:
        return
    chosen = (_mark(desk, effect.chosen),) if effect.chosen else ()
    text = _words(desk, (*effect.text, *chosen)).pieces()[-1]
    payload = _payload(desk.chat_id, text) | {"message_id": message_id}
    await outbox.put(desk.tx, [_to_patient(desk, "editMessageText", payload, lane=Lane.REPLY)])


def _mark(desk: _Desk, chosen: Line) -> Line:
    return quoted(f"✓ {desk.house.catalog.words(chosen, desk.house.reader(desk.patient))}")


async def _raise(desk: _Desk, effect: RaiseAlert) -> None:
    await raise_alert(
        desk.tx,
        clinic=desk.house.practice.clinic,
        patient_id=desk.patient.id,
        key=effect.key,
        level=effect.level,
        subject=subject_of(desk.patient, effect),
        now=desk.now,
    )


async def _staff_chat(desk: _Desk) -> int:
    return await groups.current(desk.tx, clinic=desk.clinic, chat_id=desk.house.practice.clinic.staff_chat)


def _passed_on(desk: _Desk, effect: PassOn, staff_chat: int) -> Item:
    """What the patient sent, to the staff chat: by its own kind when there is one, else as a plain copy."""
    caption = f"{desk.patient.initials} · case {desk.patient.case}"
    payload: dict[str, Any] = {"chat_id": staff_chat, "protect_content": True}
    method, name = _MEDIA.get(effect.medium, ("copyMessage", ""))
    if name and effect.file_id:
        payload[name] = effect.file_id
        if effect.medium != "sticker":
            payload["caption"] = caption
        if effect.medium in _HIDDEN_FIRST:
            payload["has_spoiler"] = True
    else:
        method = "copyMessage"
        payload |= {"from_chat_id": desk.chat_id, "message_id": effect.message_id}
    shown = _to_patient(desk, method, payload, lane=Lane.MEDIA)
    if desk.chat_id is None or effect.message_id is None:
        return shown
    turn = f"{desk.patient.id}.{desk.patient.turn}"
    original = Original(prompt=turn, chat_id=desk.chat_id, message_id=effect.message_id)
    return replace(shown, key=original.key(method))


async def _tell_staff(desk: _Desk, effect: TellStaff) -> None:
    text = note_text(initials=desk.patient.initials, case=desk.patient.case, text=effect.text)
    payload = _payload(await _staff_chat(desk), text)
    await outbox.put(desk.tx, [_to_patient(desk, "sendMessage", payload, lane=Lane.DIGEST)])


def _timer(desk: _Desk, effect: Schedule) -> Timer:
    return Timer(
        clinic=desk.clinic,
        patient_id=desk.patient.id,
        key=effect.key,
        kind=effect.event.kind,
        due_at=effect.at,
        payload=dump_event(effect.event),
        local=_local(desk, effect.at),
        why=effect.why,
    )


async def _replan(desk: _Desk, effect: Replan) -> None:
    planned = [
        Timer(
            clinic=desk.clinic,
            patient_id=desk.patient.id,
            key=f"check_in:{effect.episode}:{due.key}",
            kind="check_in_due",
            due_at=due.at,
            expires_at=due.expires_at,
            payload=dump_event(
                CheckInDue(episode=effect.episode, step=due.step, nth=due.nth, expires_at=due.expires_at)
            ),
            local=_local(desk, due.at),
            why="; ".join(due.why),
        )
        for due in effect.dues
    ]
    await timers.replan(
        desk.tx,
        desk.patient.id,
        prefix=f"check_in:{effect.episode}:",
        timers=planned,
        reason=effect.why,
        now=desk.now,
    )


def _local(desk: _Desk, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(desk.patient.zone)):%Y-%m-%d %H:%M} {desk.patient.zone}"


async def _withdraw(desk: _Desk, effect: Withdraw) -> None:
    if desk.chat_id is not None:
        lanes = (Lane.REPLY, Lane.CHECK_IN)
        await outbox.cancel_chat(desk.tx, clinic=desk.clinic, chat_id=desk.chat_id, reason=effect.reason, lanes=lanes)
