"""An alert's life: raised, climbing its ladder until a named person acknowledges it, resolved with an outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from pydantic import TypeAdapter

from care.calendar import CLIMB_BEFORE, awake, opens, read_by
from care.clinic import Clinic
from care.effects import RaiseAlert
from care.patient import Patient
from care.protocol import LEVELS, Level

WORDS_MAX = 30  # messages quoted in one alert; what comes after opens another
REPEAT_AFTER: Mapping[Level, timedelta] = {  # at the top of the ladder, until somebody takes it
    "emergency": timedelta(minutes=5),
    "urgent": timedelta(minutes=15),
    "same_day": timedelta(hours=2),
    "next_day": timedelta(hours=24),
    "note": timedelta(days=7),
}
Outcome = Literal["spoke", "wrote", "visit", "nothing", "other"]
OUTCOMES: Mapping[Outcome, str] = {
    "spoke": "Spoke with the patient",
    "wrote": "Answered in writing",
    "visit": "A visit is booked",
    "nothing": "Nothing needed",
    "other": "Solved otherwise",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an alert says. It names the patient by initials and case number only."""

    initials: str
    case: int
    title: str
    words: tuple[str, ...]
    facts: tuple[str, ...]
    do: str
    to_surgeon: str | None = None
    sealed: bool = False  # only that person sees words and facts
    level: Level | None = None  # how bad it was when the title was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """Who is told now, which rung that is, and when the next is reached if nobody acknowledges."""

    rung: int
    tell: str
    next_at: datetime


_SUBJECT: TypeAdapter[Subject] = TypeAdapter(Subject)


def dump_subject(subject: Subject) -> str:
    return _SUBJECT.dump_json(subject).decode()


def load_subject(text: str) -> Subject:
    return _SUBJECT.validate_json(text)


def subject_of(patient: Patient, alert: RaiseAlert) -> Subject:
    return Subject(
        initials=patient.initials,
        case=patient.case,
        title=alert.title,
        words=alert.words[-WORDS_MAX:],
        facts=alert.facts,
        do=alert.do,
        to_surgeon=alert.to_surgeon,
        sealed=alert.sealed,
        level=alert.level,
    )


def is_full(old: Subject, new: Subject) -> bool:
    """Whether the open alert has no room for what has come: then another is opened, and nobody's words fall out."""
    return len(set(old.words) | set(new.words)) > WORDS_MAX


def repeated(old: Subject, new: Subject) -> Subject:
    """The open alert with what has come since: newest title and facts, all words in order. What is less bad than
    before does not hide what was worse, and what was for one person alone stays so."""
    if old.sealed:
        new = replace(new, sealed=True, to_surgeon=old.to_surgeon)
    if old.level and new.level and worse(old.level, new.level) != new.level:
        since = () if new.title == old.title else (f"Since then: {new.title}",)
        new = replace(new, title=old.title, do=old.do, level=old.level, facts=(*new.facts, *since))
    if new.words[: len(old.words)] == old.words:
        return replace(new, words=new.words[-WORDS_MAX:])
    fresh = tuple(words for words in new.words if words not in old.words or len(new.words) == 1)
    return replace(new, words=(*old.words, *fresh)[-WORDS_MAX:])


def promised_by(clinic: Clinic, level: Level, *, at: datetime) -> datetime | None:
    """By when the patient was told that an alert raised then is read. None when it is now, or a note."""
    return read_by(clinic, level, at) if level in ("same_day", "next_day") else None


def raised(clinic: Clinic, level: Level, *, at: datetime) -> Climb:
    """The first rung: told at once, whatever the hour."""
    rungs = clinic.rungs(level)
    return Climb(rung=0, tell=rungs[0].tell, next_at=_next_at(clinic, level, 0, raised_at=at, now=at))


def climbed(clinic: Clinic, level: Level, rung: int, *, raised_at: datetime, now: datetime) -> Climb:
    """Nobody acknowledged: the next rung, or the last one again. There is always a next time."""
    reached = min(rung + 1, len(clinic.rungs(level)) - 1)
    next_at = _next_at(clinic, level, reached, raised_at=raised_at, now=now)
    return Climb(rung=reached, tell=clinic.rungs(level)[reached].tell, next_at=next_at)


def worse(one: Level, other: Level) -> Level:
    return max(one, other, key=LEVELS.index)


def _next_at(clinic: Clinic, level: Level, rung: int, *, raised_at: datetime, now: datetime) -> datetime:
    rungs = clinic.rungs(level)
    planned = raised_at + rungs[rung + 1].after if rung + 1 < len(rungs) else now + REPEAT_AFTER[level]
    soon = max(planned, now + timedelta(minutes=1))
    match level:
        case "emergency" | "urgent":
            return soon
        case "same_day":
            wanted = awake(soon, quiet=clinic.quiet, zone=clinic.tz)
        case "next_day" | "note":
            wanted = opens(clinic, soon)
    if rung or level == "note":
        return wanted
    promised = read_by(clinic, level, raised_at) - CLIMB_BEFORE  # the patient was told by when it is read
    return max(min(wanted, promised), now + timedelta(minutes=1))
