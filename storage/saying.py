"""What one turn says: messages to the patient, and what the staff chat is shown of theirs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from care.effects import Ask, PassOn, Settle, Tell, TellStaff
from care.lines import Button, Line, quoted
from care.patient import Patient
from messages import Text
from messages.alerts import note_text
from storage import groups, outbox
from storage.database import Tx
from storage.house import House
from storage.media import Original
from storage.outbox import Item, Lane

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One turn being written down."""

    tx: Tx
    house: House
    patient: Patient
    chat_id: int | None
    now: datetime

    @property
    def clinic(self) -> str:
        return self.house.practice.clinic.id


async def say(desk: Desk, effect: Tell | Ask) -> None:
    """One message or more; the buttons are under the last. A patient without a chat has nobody to tell."""
    await outbox.put(desk.tx, list(_messages(desk, effect)))


def _messages(desk: Desk, effect: Tell | Ask) -> Iterator[Item]:
    if desk.chat_id is None:
        return
    *before, last = _words(desk, effect.text).pieces()
    for piece in before:
        yield _item(desk, effect, _payload(desk.chat_id, piece))
    payload = _payload(desk.chat_id, last)
    if isinstance(effect, Ask):
        payload["reply_markup"] = {"inline_keyboard": _keyboard(desk, effect)}
    yield _item(desk, effect, payload)


def _item(desk: Desk, effect: Tell | Ask, payload: dict[str, Any]) -> Item:
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
    desk: Desk,
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


def _words(desk: Desk, lines: Sequence[Line]) -> Text:
    return desk.house.catalog.render(lines, desk.house.reader(desk.patient))


def _payload(chat_id: int, text: Text) -> dict[str, Any]:
    return {"chat_id": chat_id, "text": text.html, "parse_mode": "HTML"}


def _keyboard(desk: Desk, ask: Ask) -> list[list[dict[str, str]]]:
    return [[_button(desk, ask.prompt, button) for button in row] for row in ask.buttons]


_STYLES = {"danger": "danger", "primary": "primary"}


def _button(desk: Desk, prompt: str, button: Button) -> dict[str, str]:
    words = desk.house.catalog.words(button.label, desk.house.reader(desk.patient))
    shown = {"text": words, "callback_data": f"p:{prompt}:{button.choice}"}
    return shown | {"style": _STYLES[button.style]} if button.style in _STYLES else shown


async def settle(desk: Desk, effect: Settle) -> None:
    """The question becomes question and answer, in place. When its message is not known, there is none to change."""
    message_id = effect.message_id or await outbox.message_of_prompt(desk.tx, clinic=desk.clinic, prompt=effect.prompt)
    if desk.chat_id is None or message_id is None:
        return
    chosen = (_mark(desk, effect.chosen),) if effect.chosen else ()
    text = _words(desk, (*effect.text, *chosen)).pieces()[-1]
    payload = _payload(desk.chat_id, text) | {"message_id": message_id}
    await outbox.put(desk.tx, [_to_patient(desk, "editMessageText", payload, lane=Lane.REPLY)])


def _mark(desk: Desk, chosen: Line) -> Line:
    return quoted(f"✓ {desk.house.catalog.words(chosen, desk.house.reader(desk.patient))}")


async def pass_on(desk: Desk, effect: PassOn) -> None:
    """What the patient sent, to the staff chat."""
    await outbox.put(desk.tx, [_passed_on(desk, effect, await _staff_chat(desk))])


def _passed_on(desk: Desk, effect: PassOn, staff_chat: int) -> Item:
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


async def tell_staff(desk: Desk, effect: TellStaff) -> None:
    text = note_text(initials=desk.patient.initials, case=desk.patient.case, text=effect.text)
    payload = _payload(await _staff_chat(desk), text)
    await outbox.put(desk.tx, [_to_patient(desk, "sendMessage", payload, lane=Lane.DIGEST)])


async def _staff_chat(desk: Desk) -> int:
    return await groups.current(desk.tx, clinic=desk.clinic, chat_id=desk.house.practice.clinic.staff_chat)
