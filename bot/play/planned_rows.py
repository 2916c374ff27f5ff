"""Rows for what was planned: check-ins, reminders, closing questions, and how each of them went."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.play.rows import Row, State
from care.events import Tapped, load_event
from storage.outbox import Lane
from storage.timeline import Around, Decided, Said
from storage.timers import TimerRow

LATE = timedelta(minutes=2)  # what is asked so long after its time was held up by something

_WHAT: Mapping[str, str] = {
    "reminder_due": "Reminder",
    "wait_expired": "The open question lapses",
    "closing_due": "Did somebody call?",
    "look_again_due": "Asked again after waiting",
    "promise_due": "Is what was promised done?",
}
_ENDS: Mapping[str, State] = {"skipped": "skipped", "cancelled": "cancelled", "dead": "failed"}
_LOST: Mapping[str, State] = {
    "unknown": "unknown",
    "rejected": "failed",
    "unreachable": "failed",
    "cancelled": "cancelled",
}


def planned_rows(around: Around) -> Iterator[Row]:
    """A row for each timer, with the message it became."""
    asked = _Asked.of(around)
    for timer in around.planned:
        if timer.kind == "wait_expired" and timer.state in ("done", "cancelled"):
            continue  # an answer, or a question that lapsed: the row before it says so
        yield _row(timer, asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The messages in which something was asked, by whom and when; and the prompts that were answered."""

    messages: Mapping[tuple[str | None, datetime], Said]
    answered: frozenset[str]

    @classmethod
    def of(cls, around: Around) -> "_Asked":
        routine = (said for said in around.said if said.lane == Lane.CHECK_IN and said.prompt is not None)
        return cls(
            messages={(said.patient_id, said.created_at): said for said in routine},
            answered=frozenset(prompt for turn in around.decided if (prompt := _answered(turn)) is not None),
        )


def _answered(turn: Decided) -> str | None:
    if '"tapped"' not in turn.event or turn.effects == "[]":
        return None
    event = load_event(turn.event)
    return event.prompt if isinstance(event, Tapped) else None


def _row(timer: TimerRow, asked: _Asked) -> Row:
    said = None if timer.settled_at is None else asked.messages.get((timer.patient_id, timer.settled_at))
    state, why = _state(timer, said, asked)
    return Row(
        id=f"timer:{timer.id}",
        at=_moment(timer, said),
        what=_what(timer),
        state=state,
        why=why,
        patient_id=timer.patient_id,
        chat_id=said.chat_id if said else None,
        message_id=said.message_id if said else None,
    )


def _moment(timer: TimerRow, said: Said | None) -> datetime:
    if timer.state != "done":
        return timer.due_at
    if said is None:
        return timer.settled_at or timer.due_at
    return said.sent_at or max(said.due_at, said.created_at)


def _state(timer: TimerRow, said: Said | None, asked: _Asked) -> tuple[State, str]:
    if timer.state == "pending":
        return "planned", timer.why
    if timer.state in _ENDS:
        return _ENDS[timer.state], timer.reason or timer.why
    if said is None:
        return "sent", timer.why
    if said.prompt in asked.answered:
        return "answered", timer.why
    if said.state in _LOST:
        return _LOST[said.state], said.reason or timer.why
    if said.state in ("new", "claimed"):
        return ("held", "quiet hours") if said.due_at > said.created_at else ("planned", "on its way")
    asked_at = said.sent_at or said.created_at
    if asked_at - timer.due_at > LATE:
        return "late", f"was due {timer.local or timer.due_at}; {timer.why}"
    return "sent", timer.why


def _what(timer: TimerRow) -> str:
    if timer.kind != "check_in_due":
        return _WHAT.get(timer.kind, timer.kind.replace("_", " "))
    step = timer.key.rpartition(":")[2]
    name, _, nth = step.partition(".")
    return f"Check-in: {name.replace('_', ' ')}" + (f", {nth}" if nth else "")
