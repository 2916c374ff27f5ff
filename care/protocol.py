"""A protocol: what a clinic asks after one procedure, when, and what an answer means. Read from YAML."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from care.lines import Label, Texts
from care.offset import Length, Moment, Offset
from care.source import Model

Level = Literal["emergency", "urgent", "same_day", "next_day", "note"]
LEVELS: tuple[Level, ...] = ("note", "next_day", "same_day", "urgent", "emergency")  # from least to most
Grade = Literal["A", "A-", "B", "B-", "C", "D", "G", "P"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,23}$")]

CHECK_INS_MAX = 200  # planned messages for one operation; more is a mistake in the file
QUESTIONS_A_CHECK_IN_MAX = 3  # three taps: what people answer in two minutes (clinical facts, evidence on messaging)


def _clock(value: object) -> object:
    if isinstance(value, str) and len(value) == 5 and value[2] == ":":
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, time):
        return value
    raise ValueError("write a time of day with two digits each, such as `18:00`")


Clock = Annotated[time, BeforeValidator(_clock)]


class Sourced(Model):
    """A row with a medical fact: where it comes from, how good that is, and who signed it."""

    source: str = Field(min_length=3)
    grade: Grade
    reviewed_by: str | None = None
    reviewed_on: date | None = None


class Choice(Model):
    """One answer to a question, and what follows from it."""

    id: Id
    label: Label
    level: Level | None = None  # opens an alert for the staff
    unhappy: bool = False  # starts the concern
    reply: Texts | None = None  # said back, once


class PainAlert(Model):
    """When a number on a scale is a reason to tell the staff."""

    at_least: int | None = Field(default=None, ge=0, le=10)
    rises_by: int | None = Field(default=None, ge=1, le=10)
    level: Level


About = Literal["coping", "pain", "adherence", "satisfaction", "safety", "hopes", "realistic", "surveillance"]


class Question(Sourced):
    """Something the patient is asked. `choice` has buttons, `scale` is 0 to 10, `words` is free text,
    `safety` shows the red flags of the day."""

    kind: Literal["choice", "scale", "words", "safety"]
    about: About
    ask: Texts
    why: Texts | None = None  # the purpose of the question, said with it
    choices: tuple[Choice, ...] = ()
    alerts: tuple[PainAlert, ...] = ()


class Repeat(Model):
    every: Moment
    until: Moment


class CheckIn(Sourced):
    """One planned set of questions."""

    id: Id
    kind: Literal["recovery", "satisfaction"]
    on: Moment
    at: Clock | None = None  # else the hour the patient chose
    ask: tuple[Id, ...] = Field(min_length=1, max_length=QUESTIONS_A_CHECK_IN_MAX)
    intro: Texts | None = None
    expires: Length = timedelta(days=3)  # after this it is skipped, never sent late
    remind_after: Length | None = timedelta(hours=24)
    silence: Level | None = None  # what staff are told when no answer comes
    late: Literal["skip", "ask"] = "skip"  # for a patient enrolled after the day
    on_closed: Literal["send", "move"] = "send"  # `move`: to the clinic's next open day
    repeat: Repeat | None = None

    def days(self) -> Iterator[Offset]:
        """Each moment at which it is asked."""
        yield self.on
        if self.repeat:
            moment = self.on
            while True:
                moment = moment.plus(self.repeat.every)
                if moment.about_days > self.repeat.until.about_days:
                    return
                yield moment


class RedFlag(Sourced):
    """A symptom that cannot wait: button words, the days on which it is offered, how urgent, what to do."""

    id: Id
    label: Label
    from_: Moment = Field(alias="from")
    until: Moment
    level: Level
    advice: Texts
    covers: tuple[Id, ...] = ()  # flags of other operations whose words these say as well: not shown beside this one


class Stage(Sourced):
    """A healing stage: what is still changing, so that 'too early' never sounds like 'we don't care'."""

    id: Id
    from_: Moment = Field(alias="from")
    until: Moment
    changing: Texts


class Judged(Sourced):
    """When the result can be judged, first asked about, and operated on again."""

    from_: Moment = Field(alias="from")
    until: Moment
    first_asked: Moment  # no satisfaction question before
    revision_from: Moment


class Visit(Sourced):
    """A planned look by the surgeon."""

    id: Id
    on: Moment
    what: Label


class Surveillance(Sourced):
    """Something that is looked at for years without any complaint, and the check-in that asks about it. Such rules
    change, so this one says of which day it is."""

    id: Id
    check_in: Id
    from_: Moment = Field(alias="from")
    until: Moment  # the first time is between the two
    every: Moment
    at_most_every: Moment
    rule_of: date
    says: Texts


class Complaint(Sourced):
    """What bothers a patient, to tap. With a level it is medical: somebody looks at it, whatever else is wished."""

    id: Id
    label: Label
    level: Level | None = None


class View(Model):
    """One picture, taken the same way each time, so that two of them can be held side by side."""

    id: Id
    label: Label
    how: Texts


class Photos(Sourced):
    """How this operation is photographed. Of intimate parts the bot asks for none: a person arranges that."""

    intimate: bool = False
    views: tuple[View, ...] = ()


Fee = Literal["surgeon", "facility", "anaesthesia", "laboratory", "implant", "garment", "medicines"]


class RevisionPolicy(Model):
    """What the clinic has laid down about a second operation, in its own words. Shipped protocols have none."""

    text: Texts
    until: Moment | None = None
    clinic_bears: tuple[Fee, ...] = ()
    patient_bears: tuple[Fee, ...] = ()
    not_for: Texts | None = None  # what it leaves out
    signed_by: str = Field(min_length=2)
    signed_on: date


class Blocks(Model):
    """Doing this option first rules another out, or makes it wait."""

    option: Id
    why: Texts


class Option(Sourced):
    """Something that can be done; explained, never recommended."""

    id: Id
    kind: Literal["surgical", "non_surgical"]
    label: Label
    means: Texts
    cannot: Texts
    who_decides: Texts
    earliest: Moment | None = None
    blocks: tuple[Blocks, ...] = ()


class Protocol(Model):
    """Everything about following up one procedure. `protocol_file.read_protocol` reads and checks it."""

    procedure: Id
    version: int = Field(ge=1)
    name: Texts
    judged: Judged
    visits: tuple[Visit, ...] = Field(min_length=1)
    stages: tuple[Stage, ...] = Field(min_length=1)
    questions: dict[Id, Question]
    check_ins: tuple[CheckIn, ...] = Field(min_length=1, max_length=CHECK_INS_MAX)
    red_flags: tuple[RedFlag, ...] = Field(min_length=1)
    complaints: tuple[Complaint, ...] = Field(min_length=1)
    options: tuple[Option, ...] = Field(min_length=1)
    photos: Photos | None = None
    surveillance: tuple[Surveillance, ...] = ()
    revision_policy: RevisionPolicy | None = None

    def check_in(self, id_: str) -> CheckIn | None:
        return next((step for step in self.check_ins if step.id == id_), None)

    def flags_on(self, surgery: date, today: date) -> tuple[RedFlag, ...]:
        """The red flags whose day window covers today, the most urgent first."""
        open_ = (flag for flag in self.red_flags if flag.from_.on(surgery) <= today <= flag.until.on(surgery))
        return tuple(sorted(open_, key=lambda flag: -LEVELS.index(flag.level)))

    def stage_on(self, surgery: date, today: date) -> Stage | None:
        return next((s for s in self.stages if s.from_.on(surgery) <= today <= s.until.on(surgery)), None)

    def next_visit(self, surgery: date, today: date) -> Visit | None:
        return next((visit for visit in self.visits if visit.on.on(surgery) >= today), None)

    def option(self, id_: str) -> Option | None:
        return next((option for option in self.options if option.id == id_), None)

    def complaint(self, id_: str) -> Complaint | None:
        return next((complaint for complaint in self.complaints if complaint.id == id_), None)

    def view(self, id_: str) -> View | None:
        return next((view for view in self.photos.views if view.id == id_), None) if self.photos else None

    def texts(self) -> "Iterator[tuple[str, Mapping[str, str]]]":
        """Every text a patient may read, with its path: to find what a language lacks."""
        yield from texts_in(self)


def texts_in(value: object, path: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text in a part of a file, with its path."""
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from texts_in(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, dict):
        if "en" in value:
            yield path, value
            return
        for key, item in value.items():
            yield from texts_in(item, f"{path}.{key}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from texts_in(item, f"{path}.{number}")
