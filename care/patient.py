"""One patient's follow-up: frozen state that goes through JSON between any two turns."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Literal, NewType

from pydantic import Field, TypeAdapter

from care.lines import Button, Line

PatientId = NewType("PatientId", str)

Stage = Literal["invited", "joining", "followed", "stopped", "declined"]
ConcernState = Literal[
    "which",
    "safety",
    "bothers",
    "own_words",
    "weight",
    "choose",
    "call",
    "write",
    "photo",
    "view",
    "options",
    "option",
    "policy",
    "second_opinion",
    "agreed",
    "wait",
    "complaint",
    "somebody",
    "summary",
    "distress",
]
Route = Literal[
    "surgeon", "photo", "options", "policy", "second_opinion", "agreed", "wait", "complaint", "somebody", "distress"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a patient answered to a question last: a choice, a number or words."""

    question: str
    choice: str | None = None
    number: int | None = None
    words: str | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersAsked:
    """The patient asked for the papers for a second opinion, and agreed to what is in them."""

    at: datetime
    complaints: tuple[str, ...]
    words: tuple[str, ...]
    weight: int | None
    by: date | None = None  # promised for this day
    ready: bool = False  # looked through and released


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The latest picture of one view; the pictures themselves are with the staff."""

    view: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """The follow-up of one operation."""

    id: str
    procedure: str
    version: int
    surgery_on: date
    surgeon: str
    answers: tuple[Answer, ...] = ()  # the latest to each question; all of them are in the journal
    papers: PapersAsked | None = None
    pictures: tuple[Picture, ...] = ()

    def picture(self, view: str) -> Picture | None:
        return next((picture for picture in self.pictures if picture.view == view), None)

    def pictured(self, picture: Picture) -> "Episode":
        others = tuple(old for old in self.pictures if old.view != picture.view)
        return replace(self, pictures=(*others, picture))

    def answer(self, question: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.question == question), None)

    def answered(self, answer: Answer) -> "Episode":
        others = tuple(old for old in self.answers if old.question != answer.question)
        return replace(self, answers=(*others, answer))


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """An unhappy patient's guided conversation: where it stands and what was said in it."""

    id: str
    episode: str
    state: ConcernState
    began: datetime
    origin: str  # what started it, in words for the staff
    complaints: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    weight: int | None = None
    burden: Literal["life", "despair"] | None = None  # said instead of a number
    route: Route | None = None
    option: str | None = None  # the option being read now
    view: str | None = None  # the picture being taken now
    seen: tuple[str, ...] = ()  # the views sent
    read: tuple[str, ...] = ()  # the options read
    detail: str | None = None  # a call-back slot, a person, a date: what the route was settled on
    distressed: bool = False  # said so in words: no list of procedures
    despair: bool = False  # cannot go on like this: a person is needed now
    told: bool = False  # the staff have its words already
    private: bool = False  # the patient does not want it sent
    sealed: bool = False  # only one person shall read it
    sealed_for: str | None = None  # that person; None: the surgeon
    due: datetime | None = None  # the end of the time in which the patient was promised a call
    papers: bool = False  # agreed to what is in the papers for a second opinion
    round: int = 0  # how often it came back after "nobody called" or "still unhappy"

    @property
    def told_words(self) -> tuple[str, ...]:
        """The words that staff may read."""
        return () if self.private else self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    kind: Literal["joining"] = "joining"
    step: Literal["language", "consent", "hour"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A check-in of another operation, asked in the same sitting."""

    episode: str
    step: str
    nth: int
    questions: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckingIn:
    kind: Literal["checking_in"] = "checking_in"
    episode: str
    step: str
    nth: int
    question: str  # asked now
    left: tuple[str, ...]  # to be asked after it
    expires_at: datetime
    then: tuple[Part, ...] = ()  # what other operations ask today, after that
    unhappy: str | None = None  # the answer that starts the concern when the check-in is through
    unhappy_about: tuple[str, ...] = ()  # the operations it was given about
    told: tuple[str, ...] = ()  # the operations for which staff know that nobody answers the question asked now


@dataclass(frozen=True, slots=True, kw_only=True)
class Worrying:
    kind: Literal["worrying"] = "worrying"
    concern: Concern


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Asked whether to begin a concern, after words that sounded unhappy."""

    kind: Literal["offered"] = "offered"
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Did somebody call you? And then: better, same, worse."""

    kind: Literal["closing"] = "closing"
    concern: str  # the id of one of the patient's open concerns
    step: Literal["called", "feeling"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """/message: the next words go to the team."""

    kind: Literal["writing"] = "writing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """/settings and /language."""

    kind: Literal["setting"] = "setting"
    step: Literal["menu", "language", "hour", "zone"]


Topic = Annotated[
    Joining | CheckingIn | Worrying | Offered | Closing | Writing | Setting,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What the patient is asked now. `prompt` stands in its buttons and timers: a press or timer with another
    prompt is late, and harmless."""

    prompt: str
    since: datetime
    topic: Topic
    text: tuple[Line, ...]
    buttons: tuple[tuple[Button, ...], ...]
    lead: int = 0  # how many lines of the text came before the question itself, and are not said again
    takes_words: bool = False
    reminded: bool = False
    expires_at: datetime | None = None  # from then on it is not asked again

    def ended(self, now: datetime) -> bool:
        """Whether its time is over, even if the timer that ends it has not come yet."""
        return self.expires_at is not None and now >= self.expires_at

    def label(self, choice: str) -> Line | None:
        """The words on the button with this choice; None when there is no such button."""
        return next((b.label for row in self.buttons for b in row if b.choice == choice), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """A press on a red flag that was heard: the same press again, moments later, is not another."""

    prompt: str
    choice: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One person's conversation with the clinic: language, zone, what waits now, and their episodes."""

    id: PatientId
    clinic: str
    case: int
    first_name: str
    initials: str
    language: str
    zone: str
    hour: str  # HH:MM, when routine check-ins come
    stage: Stage = "invited"
    consent: str | None = None  # the version agreed to
    consented_at: datetime | None = None
    reachable: bool = True  # False while Telegram says that they blocked the bot
    episodes: tuple[Episode, ...]
    waiting: Waiting | None = None
    aside: tuple[Waiting, ...] = ()  # interrupted by another question, with their time limits; the latest is last
    album: str | None = None  # the album of pictures answered last
    turn: int = 0
    open_concerns: tuple[Concern, ...] = ()  # with the staff, or waiting for a day: a question about them is to come
    distressed_at: datetime | None = None  # when words or answers last told of distress
    flagged: tuple[Flagged, ...] = ()  # the latest presses on red flags
    unanswered: tuple[datetime, ...] = ()  # when the latest check-ins were given up on, since the patient last spoke
    taken_along: tuple[str, ...] = ()  # the latest check-ins that were asked together with another operation's

    def episode(self, id_: str) -> Episode | None:
        return next((episode for episode in self.episodes if episode.id == id_), None)

    def with_episode(self, episode: Episode) -> "Patient":
        episodes = tuple(episode if old.id == episode.id else old for old in self.episodes)
        return replace(self, episodes=episodes)


_PATIENT: TypeAdapter[Patient] = TypeAdapter(Patient)


def dump_patient(patient: Patient) -> str:
    """The state as JSON text, which `load_patient` reads back unchanged."""
    return _PATIENT.dump_json(patient).decode()


def load_patient(text: str) -> Patient:
    return _PATIENT.validate_json(text)
