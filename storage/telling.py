"""What staff read about an alert, in which chat, and how it changes when somebody takes it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from care.alert import OUTCOMES, WORDS_MAX, Subject, load_subject, promised_by
from care.clinic import Clinic
from care.protocol import Level
from messages.alerts import Standing, alert_text
from messages.text import Text, clean
from storage import groups, outbox
from storage.alerts import AlertRow
from storage.database import Tx
from storage.outbox import Item, Lane, OutboxRow

SAME_BREATH = timedelta(seconds=10)  # the pictures of an album come within it
TOLD_MAX = 2 * WORDS_MAX + 10  # messages looked back on: an alert in its longest form, and each of its words as news

Buttons = list[list[dict[str, str]]]

_LANES = {"emergency": Lane.EMERGENCY, "urgent": Lane.URGENT}
_SHOWN = ("claimed", "sent")
_SEEN = (*_SHOWN, "unknown")  # by somebody, perhaps


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """How a message about an alert differs from the one before."""

    again: bool = False
    new: bool = False
    words: int = 0  # how many of the last


_NOTHING = News()


async def tell(tx: Tx, clinic: Clinic, row: AlertRow, chats: Iterable[int], *, now: datetime, news: News) -> None:
    """Say it in each chat; what waits there to say the same is not sent any more, or one alert would bury others."""
    for chat in dict.fromkeys(chats):
        told = await _told(tx, row, chat)
        waiting = _waiting(told)
        await outbox.cancel(tx, waiting, reason="told anew")
        seen = [one for one in told if one.state in _SEEN]
        text = _text(clinic, row, chat, _here(row, seen, news))
        due_at = max((now, *(one.due_at for one in waiting)))
        await outbox.put(tx, [replace(item, due_at=due_at) for item in _items(clinic, row, chat, text, now)])


async def repeat(
    tx: Tx, row: AlertRow, *, chat_id: int, key: str, due_at: datetime, clinic: Clinic, now: datetime
) -> None:
    """The same alert once more to one chat, which has perhaps seen it and perhaps not. The same key: only once."""
    told = await _told(tx, row, chat_id)
    await outbox.cancel(tx, _waiting(told), reason="told once more")
    items = _items(clinic, row, chat_id, _text(clinic, row, chat_id, News(again=True)), now)
    keyed = [replace(item, key=f"{key}.{number}", due_at=due_at) for number, item in enumerate(items)]
    await outbox.put(tx, keyed)


async def _told(tx: Tx, row: AlertRow, chat_id: int) -> list[OutboxRow]:
    """The messages, sent or not, that tell this alert in this chat."""
    return await outbox.newest_of_alert(tx, row.id, chat_id=chat_id, limit=TOLD_MAX)


def _waiting(told: Iterable[OutboxRow]) -> list[OutboxRow]:
    return [one for one in told if one.state == "new"]


async def told_just_now(tx: Tx, row: AlertRow, now: datetime) -> bool:
    """Whether what would be told again was told a breath ago."""
    said = await outbox.of_alert(tx, row.id)
    alive = (one for one in said if one.method == "sendMessage" and one.state in ("new", *_SEEN))
    return any(now - one.created_at < SAME_BREATH for one in alive)


def _here(row: AlertRow, seen: Sequence[OutboxRow], news: News) -> News:
    """What is new for the readers of one chat: at least what is new to all, and what was never shown to them."""
    if not seen:
        return News(again=news.again and not news.new)
    words = load_subject(row.subject).words
    certain = (json.loads(one.payload)["text"] for one in seen if one.state in _SHOWN)
    shown = _bare("".join(Text(text).plain for text in certain))
    unseen = next((at for at, said in enumerate(words) if _bare(f"“{clean(said)}”") not in shown), len(words))
    fresh = max(news.words, len(words) - unseen)
    return News(again=news.again, new=news.new or fresh > 0, words=fresh)


def _bare(text: str) -> str:
    """Without blanks, at which long messages are cut."""
    return "".join(text.split())


async def chats_of(tx: Tx, clinic: Clinic, tell: str) -> list[int]:
    """Where this rung hears of an alert: the staff chat, or the private chats of everybody with the role."""
    if tell == "staff_chat":
        return [await groups.current(tx, clinic=clinic.id, chat_id=clinic.staff_chat)]
    return [person.telegram for person in clinic.with_role(tell)]


def reader_of(clinic: Clinic, subject: Subject) -> list[int]:
    """The private chat of the one person it is meant for, if it is meant for one."""
    return [person.telegram for person in clinic.staff if subject.to_surgeon and person.name == subject.to_surgeon]


def sealed_for(clinic: Clinic, row: AlertRow) -> list[int]:
    """The private chat of the only person who may read it, if only one may."""
    subject = load_subject(row.subject)
    return reader_of(clinic, subject) if subject.sealed else []


def _items(clinic: Clinic, row: AlertRow, chat_id: int, text: Text, now: datetime) -> Iterable[Item]:
    *before, last = text.pieces()
    for piece in before:
        yield _item(clinic, row, chat_id, _payload(chat_id, piece), now)
    yield _item(clinic, row, chat_id, _payload(chat_id, last, _buttons(row)), now)


def _item(clinic: Clinic, row: AlertRow, chat_id: int, payload: dict[str, Any], now: datetime) -> Item:
    return Item(
        clinic=clinic.id,
        chat_id=chat_id,
        lane=_LANES.get(row.level, Lane.ALERT),
        method="sendMessage",
        payload=json.dumps(payload),
        created_at=now,
        due_at=now,
        patient_id=row.patient_id,
        alert_id=row.id,
    )


def _payload(chat_id: int, text: Text, buttons: Buttons | None = None) -> dict[str, Any]:
    payload: dict[str, Any] = {"chat_id": chat_id, "text": text.html, "parse_mode": "HTML"}
    return payload | {"reply_markup": {"inline_keyboard": buttons}} if buttons is not None else payload


async def show(tx: Tx, clinic: Clinic, row: AlertRow, *, now: datetime, choosing: bool = False) -> None:
    """Change the newest message of each chat that shows this alert, so that all staff see how it stands; older ones
    keep their words and lose their buttons. What waits to tell it as open tells how it stands, where none was shown."""
    said = await outbox.of_alert(tx, row.id)
    waiting = _waiting(one for one in said if one.method == "editMessageText" or row.state != "open")
    await outbox.cancel(tx, waiting, reason="the alert has changed since")
    shown = [one for one in said if _has_buttons(one)]
    newest = {one.chat_id: one for one in shown}
    for chat in dict.fromkeys(one.chat_id for one in waiting if one.chat_id not in newest):
        await outbox.put(tx, list(_items(clinic, row, chat, _text(clinic, row, chat), now)))
    buttons = _outcomes(row) if choosing else _buttons(row)
    await outbox.put(tx, [_changed(clinic, row, one, said, buttons, now) for one in newest.values()])
    if row.state != "open":
        older = [one for one in shown if one.id != newest[one.chat_id].id]
        await outbox.put(tx, [_stripped(clinic, row, one, now) for one in older])


def _changed(
    clinic: Clinic, row: AlertRow, shown: OutboxRow, said: Sequence[OutboxRow], buttons: Buttons, now: datetime
) -> Item:
    """The same words in the same order as when it was told, with how it stands now."""
    before = [one for one in said if one.chat_id == shown.chat_id and one.id < shown.id and one.method == "sendMessage"]
    last = max((one.id for one in before if _has_buttons(one)), default=0)  # what follows is the same message's start
    told = [one for one in before if one.id <= last and one.state in _SEEN]
    news = News(words=_here(row, told, _NOTHING).words)
    text = _text(clinic, row, shown.chat_id, news).pieces()[-1]
    payload = _payload(shown.chat_id, text, buttons) | {"message_id": shown.message_id}
    return replace(_item(clinic, row, shown.chat_id, payload, now), method="editMessageText", lane=Lane.ALERT)


def _stripped(clinic: Clinic, row: AlertRow, shown: OutboxRow, now: datetime) -> Item:
    payload: dict[str, Any] = {
        "chat_id": shown.chat_id,
        "message_id": shown.message_id,
        "reply_markup": {"inline_keyboard": []},
    }
    item = _item(clinic, row, shown.chat_id, payload, now)
    key = f"stripped:{shown.id}"  # once is enough
    return replace(item, method="editMessageReplyMarkup", lane=Lane.DIGEST, key=key)


def _has_buttons(sent: OutboxRow) -> bool:
    """Whether it is the message of an alert under which staff press: the last of its pieces."""
    return sent.method == "sendMessage" and sent.message_id is not None and "reply_markup" in json.loads(sent.payload)


def _text(clinic: Clinic, row: AlertRow, chat_id: int, news: News = _NOTHING) -> Text:
    subject = load_subject(row.subject)
    readers = reader_of(clinic, subject)
    sealed = subject.sealed and chat_id not in readers
    standing = Standing(
        number=row.id,
        level=cast("Level", row.level),
        raised_at=row.raised_at,
        repeats=row.repeats,
        read_by=promised_by(clinic, cast("Level", row.level), at=row.raised_at),
        again=news.again,
        new=news.new,
        new_words=news.words,
        taken=taken_by(clinic, row),
        resolved=resolved_by(clinic, row),
    )
    return alert_text(subject, standing, clinic.tz, sealed=sealed, gone=not readers)


def _buttons(row: AlertRow) -> Buttons:
    take, done = _button(row, "I take it", "ack"), _button(row, "Close…", "close")
    return {"open": [[take, done]], "acknowledged": [[done]], "resolved": []}[row.state]


def _outcomes(row: AlertRow) -> Buttons:
    return [[_button(row, words, name)] for name, words in OUTCOMES.items()]


def _button(row: AlertRow, words: str, action: str) -> dict[str, str]:
    return {"text": words, "callback_data": f"a:{row.id}:{action}"}


def taken_by(clinic: Clinic, row: AlertRow) -> str | None:
    """Who took it, and when."""
    return _who_when(clinic, row.acknowledged_by, row.acknowledged_at)


def resolved_by(clinic: Clinic, row: AlertRow) -> str | None:
    """The outcome, and who closed it."""
    if row.outcome is None:
        return None
    words = OUTCOMES[cast("Literal['spoke', 'wrote', 'visit', 'nothing', 'other']", row.outcome)]
    return f"{words} ({_who_when(clinic, row.resolved_by, row.resolved_at)})"


def _who_when(clinic: Clinic, telegram: int | None, at: datetime | None) -> str | None:
    if telegram is None or at is None:
        return None
    person = clinic.person(telegram)
    return f"{person.name if person else 'somebody who has left'}, {at.astimezone(clinic.tz):%H:%M}"
