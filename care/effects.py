"""What is to be done. Imperative; `storage.turn` makes rows of them in the same transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from care.events import CheckInDue, ClosingDue, LookAgainDue, Medium, PromiseDue, ReminderDue, WaitExpired
from care.lines import Button, Line
from care.plan import Due
from care.protocol import Level

Lane = Literal["reply", "check_in"]  # an answer goes out at any hour; the other waits for the patient's morning
Later = Annotated[
    CheckInDue | ReminderDue | WaitExpired | ClosingDue | LookAgainDue | PromiseDue, Field(discriminator="kind")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Send the patient a message without a question."""

    kind: Literal["tell"] = "tell"
    text: tuple[Line, ...]
    lane: Lane = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Send the patient a question; its buttons carry the prompt."""

    kind: Literal["ask"] = "ask"
    prompt: str
    text: tuple[Line, ...]
    buttons: tuple[tuple[Button, ...], ...]
    lane: Lane = "reply"
    expires_at: datetime | None = None  # not sent after this


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which question of a check-in it was, and of which operation."""

    episode: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle:
    """Change the question in place into question and answer, without buttons."""

    kind: Literal["settle"] = "settle"
    prompt: str
    message_id: int | None  # as the press told; else the message that carried the prompt
    text: tuple[Line, ...]
    chosen: Line | None
    asked: Asked | None = None  # in a check-in


@dataclass(frozen=True, slots=True, kw_only=True)
class Unask:
    """Do not send what still waits to be sent of this question: it was answered, or has ended."""

    kind: Literal["unask"] = "unask"
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseAlert:
    """Open an alert for the staff, or mark the open one with this key as repeated and add the words."""

    kind: Literal["raise_alert"] = "raise_alert"
    key: str
    level: Level
    episode: str | None
    title: str  # in the staff's words: what it is
    words: tuple[str, ...] = ()  # the patient's own
    facts: tuple[str, ...] = ()  # what else helps: day, last answers
    do: str  # what to do now
    to_surgeon: str | None = None
    sealed: bool = False  # the words are for that person alone; others see that something waits


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOn:
    """Copy what the patient sent to the staff chat, under the alert with this key."""

    kind: Literal["pass_on"] = "pass_on"
    key: str
    medium: Medium
    file_id: str | None
    message_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellStaff:
    """Say something to the staff chat that nobody needs to acknowledge."""

    kind: Literal["tell_staff"] = "tell_staff"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Let this event happen at a time. A timer of the same key is replaced."""

    kind: Literal["schedule"] = "schedule"
    key: str
    at: datetime
    event: Later
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Cancel the pending timers whose key begins so."""

    kind: Literal["cancel"] = "cancel"
    prefix: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """Write the plan of an episode: what was sent or skipped stays as it is."""

    kind: Literal["replan"] = "replan"
    episode: str
    dues: tuple[Due, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """The timer of this turn ends here, with a reason that stands in the ledger."""

    kind: Literal["skip"] = "skip"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Do not send what still waits to be sent to this patient: they have opted out, or blocked us."""

    kind: Literal["withdraw"] = "withdraw"
    reason: str


Effect = Annotated[
    Tell | Ask | Settle | Unask | RaiseAlert | PassOn | TellStaff | Schedule | Cancel | Replan | Skip | Withdraw,
    Field(discriminator="kind"),
]

_EFFECTS: TypeAdapter[tuple[Effect, ...]] = TypeAdapter(tuple[Effect, ...])


def dump_effects(effects: tuple[Effect, ...]) -> str:
    return _EFFECTS.dump_json(effects).decode()


def load_effects(text: str) -> tuple[Effect, ...]:
    return _EFFECTS.validate_json(text)
