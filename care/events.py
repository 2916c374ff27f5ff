"""What happened to a patient. Past tense; JSON between the queues."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from care.patient import Episode
from care.protocol import Level

Promised = Literal["papers", "complaint"]
Medium = Literal[
    "photo", "voice", "video", "document", "sticker", "audio", "animation", "contact", "location", "poll", "other"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """Staff enrolled the patient: the plan can be written, though nobody has opened the link yet."""

    kind: Literal["registered"] = "registered"


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeAdded:
    """Another operation of the same patient."""

    kind: Literal["episode_added"] = "episode_added"
    episode: Episode


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeryMoved:
    kind: Literal["surgery_moved"] = "surgery_moved"
    episode: str
    surgery_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Link and code were right: this chat is the patient's from now on."""

    kind: Literal["joined"] = "joined"
    language: str | None = None  # as Telegram tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    kind: Literal["tapped"] = "tapped"
    prompt: str
    choice: str
    message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    kind: Literal["wrote"] = "wrote"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The patient changed a message sent before."""

    kind: Literal["edited"] = "edited"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Anything that is no text: a photo, a voice message, a sticker …, with its caption."""

    kind: Literal["sent"] = "sent"
    medium: Medium
    file_id: str | None = None
    caption: str = ""
    album: str | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commanded:
    kind: Literal["commanded"] = "commanded"
    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInDue:
    kind: Literal["check_in_due"] = "check_in_due"
    episode: str
    step: str
    nth: int
    expires_at: datetime
    late: bool = False  # asked once although its day had passed before the patient joined


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDue:
    kind: Literal["reminder_due"] = "reminder_due"
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitExpired:
    kind: Literal["wait_expired"] = "wait_expired"
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingDue:
    """Time to ask: did somebody call you?"""

    kind: Literal["closing_due"] = "closing_due"
    concern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAgainDue:
    """The day on which a patient who chose to wait is asked again."""

    kind: Literal["look_again_due"] = "look_again_due"
    concern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseDue:
    """The day by which the patient was promised something."""

    kind: Literal["promise_due"] = "promise_due"
    episode: str
    what: Promised
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapEnded:
    """We could not receive for a while: presses of that time are lost, so what waits is asked again."""

    kind: Literal["gap_ended"] = "gap_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    kind: Literal["blocked"] = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unblocked:
    kind: Literal["unblocked"] = "unblocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTaken:
    """A named person acknowledged an alert of this patient."""

    kind: Literal["alert_taken"] = "alert_taken"
    level: Level
    key: str
    staff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertResolved:
    kind: Literal["alert_resolved"] = "alert_resolved"
    key: str
    staff: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffWrote:
    """A staff member answered through the bot."""

    kind: Literal["staff_wrote"] = "staff_wrote"
    staff: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersReady:
    """The papers for a second opinion were made, looked through and released by a named person."""

    kind: Literal["papers_ready"] = "papers_ready"
    episode: str
    staff: str


Event = Annotated[
    Registered
    | EpisodeAdded
    | SurgeryMoved
    | Joined
    | Tapped
    | Wrote
    | Edited
    | Sent
    | Commanded
    | CheckInDue
    | ReminderDue
    | WaitExpired
    | ClosingDue
    | LookAgainDue
    | PromiseDue
    | GapEnded
    | Blocked
    | Unblocked
    | AlertTaken
    | AlertResolved
    | StaffWrote
    | PapersReady,
    Field(discriminator="kind"),
]

_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def dump_event(event: Event) -> str:
    return _EVENT.dump_json(event).decode()


def load_event(text: str) -> Event:
    return _EVENT.validate_json(text)
