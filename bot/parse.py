"""One raw update, whatever it holds, as something the house knows. Pure; never an exception."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from care.events import Blocked, Commanded, Edited, Event, Medium, Sent, Tapped, Unblocked, Wrote

CALLBACK_BYTES_MAX = 64  # Telegram's limit; anything longer is forged

_PATIENT_BUTTON = re.compile(r"p:([A-Za-z0-9]{1,24}\.\d{1,9}):([A-Za-z0-9_]{1,24}(?:\.[A-Za-z0-9]{1,8})?)")
_ALERT_BUTTON = re.compile(r"a:(\d{1,18}):([a-z]{1,16})")
_COMMAND = re.compile(r"/([A-Za-z_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_LONE = re.compile("[\ud800-\udfff]")
_GONE = frozenset({"kicked", "left"})
_GROUPS = ("group", "supergroup")
_ONLY_COPIED = frozenset({"video_note"})  # Telegram refuses its file as a video
_MEDIA: tuple[tuple[str, Medium], ...] = (
    ("photo", "photo"),
    ("voice", "voice"),
    ("video", "video"),
    ("video_note", "video"),
    ("animation", "animation"),
    ("document", "document"),
    ("sticker", "sticker"),
    ("audio", "audio"),
    ("contact", "contact"),
    ("location", "location"),
    ("venue", "location"),
    ("poll", "poll"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FromPerson:
    """Something a person did in their private chat with the bot."""

    chat_id: int
    user_id: int
    language: str | None
    event: Event
    callback_id: str | None = None
    reply: "Replied | None" = None  # the same as an answer to one of our messages, when it is one


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPressed:
    """A button of an alert, pressed by anybody who can see it."""

    chat_id: int
    user_id: int
    callback_id: str | None
    alert_id: int
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """An answer to a message, in a group or in private. Without a text it is a picture, a voice message …"""

    chat_id: int
    user_id: int | None  # None for somebody who hides their name: an anonymous administrator
    message_id: int | None
    to_message: int
    to_bot: bool
    text: str
    private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """A group became a supergroup, with a new id."""

    old: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Nothing is asked of us; the reason names no words of anybody."""

    reason: str
    callback_id: str | None = None


Inbound = FromPerson | AlertPressed | Replied | Migrated | Ignored


def parse(update: object) -> Inbound:
    """What the update means to us."""
    if not isinstance(update, Mapping):
        return Ignored(reason="the update is no object")
    if press := _object(update, "callback_query"):
        return _pressed(press)
    if message := _object(update, "message"):
        return _message(message, edited=False)
    if message := _object(update, "edited_message"):
        return _message(message, edited=True)
    if member := _object(update, "my_chat_member"):
        return _membership(member)
    kinds = sorted(key for key in update if key != "update_id")
    return Ignored(reason=f"nothing we act on: {', '.join(map(str, kinds))[:80]}")


def parse_text(text: str) -> Inbound:
    """The same for the JSON text that the inbox keeps."""
    try:
        return parse(json.loads(text))
    except (ValueError, RecursionError):
        return Ignored(reason="the update is no JSON")


def chat_of(update: object) -> int | None:
    """The chat in which it happened: updates of one chat are acted on in order."""
    if not isinstance(update, Mapping):
        return None
    for kind in ("message", "edited_message", "my_chat_member", "channel_post"):
        if found := _object(update, kind):
            return _int(_object(found, "chat"), "id")
    if press := _object(update, "callback_query"):
        return _int(_object(_object(press, "message"), "chat"), "id") or _int(_object(press, "from"), "id")
    return None


def words_of(text: str) -> str:
    """The words a person wrote in an update, as far as there are any: for the alert when a turn fails for good."""
    match parse_text(text):
        case FromPerson(event=Wrote(text=words) | Edited(text=words) | Sent(caption=words)):
            return words
        case FromPerson(event=Commanded(name=name, rest=rest)):
            return f"/{name} {rest}".strip()
        case Replied(text=words):
            return words
        case _:
            return ""


def _pressed(press: Mapping[str, Any]) -> Inbound:
    callback_id = _str(press, "id")
    user_id = _int(_object(press, "from"), "id")
    data = _str(press, "data") or ""
    message = _object(press, "message")
    chat_id = _int(_object(message, "chat"), "id")
    if user_id is None or len(data.encode("utf-8", "replace")) > CALLBACK_BYTES_MAX:
        return Ignored(reason="a press without a person, or forged", callback_id=callback_id)
    if found := _ALERT_BUTTON.fullmatch(data):
        return AlertPressed(
            chat_id=user_id if chat_id is None else chat_id,
            user_id=user_id,
            callback_id=callback_id,
            alert_id=int(found[1]),
            action=found[2],
        )
    found = _PATIENT_BUTTON.fullmatch(data)
    if not found or (chat_id is not None and chat_id != user_id):
        return Ignored(reason="a press on no button of ours", callback_id=callback_id)
    tap = Tapped(prompt=found[1], choice=found[2], message_id=_int(message, "message_id"))
    return FromPerson(chat_id=user_id, user_id=user_id, language=_language(press), event=tap, callback_id=callback_id)


def _message(message: Mapping[str, Any], *, edited: bool) -> Inbound:
    chat = _object(message, "chat")
    chat_id, kind = _int(chat, "id"), _str(chat, "type")
    if chat_id is None:
        return Ignored(reason="a message without a chat")
    if (new := _int(message, "migrate_to_chat_id")) is not None:
        return Migrated(old=chat_id, new=new)
    user_id = _int(_object(message, "from"), "id")
    if user_id is None or _object(message, "sender_chat"):
        nobody = _reply(message, chat_id, None, private=False) if kind in _GROUPS else None
        return nobody or Ignored(reason="a message of no person: a channel, or an anonymous admin")
    if kind not in ("private", None) or chat_id != user_id:
        return _reply(message, chat_id, user_id, private=False) or Ignored(reason="talk in a group")
    event = _said(message, edited=edited)
    if event is None:
        return Ignored(reason="a service message")
    reply = _reply(message, chat_id, user_id, private=True)
    return FromPerson(chat_id=chat_id, user_id=user_id, language=_language(message), event=event, reply=reply)


def _reply(message: Mapping[str, Any], chat_id: int, user_id: int | None, *, private: bool) -> Replied | None:
    quoted = _object(message, "reply_to_message")
    to_message = _int(quoted, "message_id")
    if to_message is None:
        return None
    return Replied(
        chat_id=chat_id,
        user_id=user_id,
        message_id=_int(message, "message_id"),
        to_message=to_message,
        to_bot=_object(quoted, "from").get("is_bot") is True,
        text=_str(message, "text") or "",
        private=private,
    )


def _said(message: Mapping[str, Any], *, edited: bool) -> Event | None:
    text = _str(message, "text")
    if text is not None:
        if edited:
            return Edited(text=text)
        command = _COMMAND.fullmatch(text)
        if command:
            return Commanded(name=command[1].lower(), rest=(command[2] or "").strip())
        return Wrote(text=text)
    caption = _str(message, "caption") or ""
    if edited:
        return Edited(text=caption) if caption else None
    for field, medium in _MEDIA:
        if field in message:
            return Sent(
                medium=medium,
                file_id=None if field in _ONLY_COPIED else _file_id(message[field]),
                caption=caption,
                album=_str(message, "media_group_id"),
                message_id=_int(message, "message_id"),
            )
    known = {"message_id", "from", "chat", "date"}
    service = any(key.endswith(("_created", "_changed", "_title", "_pinned")) or key in _SERVICE for key in message)
    if service or set(message) <= known:
        return None
    return Sent(medium="other", caption=caption, message_id=_int(message, "message_id"))


_SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_photo",
        "delete_chat_photo",
        "pinned_message",
        "migrate_from_chat_id",
        "message_auto_delete_timer_changed",
        "write_access_allowed",
        "chat_background_set",
    }
)


def _file_id(media: object) -> str | None:
    if isinstance(media, list):
        return _file_id(media[-1]) if media else None
    return _str(media, "file_id") if isinstance(media, Mapping) else None


def _membership(member: Mapping[str, Any]) -> Inbound:
    chat = _object(member, "chat")
    chat_id, user_id = _int(chat, "id"), _int(_object(member, "from"), "id")
    status = _str(_object(member, "new_chat_member"), "status")
    if chat_id is None or user_id is None or chat_id != user_id:
        return Ignored(reason=f"the bot is now '{status or 'unknown'}' in a group")
    event: Event = Blocked() if status in _GONE else Unblocked()
    return FromPerson(chat_id=chat_id, user_id=user_id, language=_language(member), event=event)


def _language(update: Mapping[str, Any]) -> str | None:
    return _str(_object(update, "from"), "language_code")


def _object(value: object, key: str) -> Mapping[str, Any]:
    """The object under a key, or an empty one: whatever else stands there is as good as nothing."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _int(value: object, key: str) -> int | None:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 2**63 else None


def _str(value: object, key: str) -> str | None:
    """The text under a key; half a surrogate pair, which no database takes, becomes U+FFFD."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return _LONE.sub("\N{REPLACEMENT CHARACTER}", found) if isinstance(found, str) else None
