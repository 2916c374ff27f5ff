"""Rows for what people did: answers, words, commands, blocking; and for messages that did not simply arrive."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.play.rows import Row, State
from care.effects import Settle, load_effects
from care.events import (
    Blocked,
    Commanded,
    Edited,
    EpisodeAdded,
    Event,
    GapEnded,
    Joined,
    Registered,
    Sent,
    StaffWrote,
    SurgeryMoved,
    Tapped,
    Unblocked,
    Wrote,
    load_event,
)
from care.patient import Patient
from storage.house import House
from storage.outbox import Lane
from storage.timeline import Around, Decided, Said

WORDS_CHARS_MAX = 80

_DOUBTFUL: Mapping[str, tuple[State, str]] = {
    "unknown": ("unknown", "Telegram did not say whether it arrived"),
    "rejected": ("failed", "Telegram refused it"),
    "unreachable": ("failed", "this chat cannot be written to"),
    "cancelled": ("cancelled", "was not sent any more"),
}


def deed_rows(around: Around, house: House, states: Mapping[str, Patient]) -> Iterator[Row]:
    """A row for each turn that a person caused, and for each reply that did not simply arrive."""
    for turn in around.decided:
        what = _what(turn, house, states.get(turn.patient_id))
        if what is not None:
            yield Row(
                id=f"turn:{turn.patient_id}:{turn.turn}",
                at=turn.at,
                what=what,
                state="answered",
                patient_id=turn.patient_id,
            )
    yield from (_lost(said) for said in around.said if said.lane == Lane.REPLY and said.state in _DOUBTFUL)


def _lost(said: Said) -> Row:
    state, why = _DOUBTFUL[said.state]
    at: datetime = said.sent_at or max(said.created_at, said.due_at)
    return Row(
        id=f"outbox:{said.id}",
        at=at,
        what="A reply of the bot",
        state=state,
        why=f"{why}: {said.reason}" if said.reason else why,
        patient_id=said.patient_id,
        chat_id=said.chat_id,
        message_id=said.message_id,
    )


def _what(turn: Decided, house: House, patient: Patient | None) -> str | None:
    """What a person did, in a few words; None for what the plan did by itself, and for alerts, which have rows."""
    event: Event = load_event(turn.event)
    match event:
        case Tapped():
            return _tapped(turn, house, patient)
        case Wrote(text=text):
            return f"Wrote “{_short(text)}”"
        case Edited(text=text):
            return f"Changed a message to “{_short(text)}”"
        case Sent(medium=medium, caption=caption):
            return f"Sent a {medium}" + (f": “{_short(caption)}”" if caption else "")
        case Commanded(name=name):
            return f"Typed /{name}"
        case StaffWrote(staff=staff, text=text):
            return f"{staff} wrote “{_short(text)}”"
        case SurgeryMoved(surgery_on=day):
            return f"Surgery moved to {day:%-d %b %Y}"
        case _:
            return _PLAIN.get(type(event))


_PLAIN: Mapping[type, str] = {
    Registered: "Enrolled",
    Joined: "Joined with the link and the code",
    EpisodeAdded: "Another operation was added",
    Blocked: "Blocked the bot",
    Unblocked: "Unblocked the bot",
    GapEnded: "Asked again: the bot could not receive for a while",
}


def _tapped(turn: Decided, house: House, patient: Patient | None) -> str:
    effects = load_effects(turn.effects)
    chosen = next((effect.chosen for effect in effects if isinstance(effect, Settle) and effect.chosen), None)
    if chosen is None or patient is None:
        return "Pressed a button" if effects else "Pressed an old button: nothing happens"
    return f"Answered “{_short(house.catalog.words(chosen, house.reader(patient)))}”"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= WORDS_CHARS_MAX else line[: WORDS_CHARS_MAX - 1].rstrip() + "…"
