"""A conversation played in memory: `advance`, a virtual clock, timers by the rules of storage, and words as read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import as_file, files
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.clinics import read_house
from care.alert import Subject, promised_by, repeated, subject_of, worse
from care.effects import (
    Ask,
    Cancel,
    Effect,
    PassOn,
    RaiseAlert,
    Replan,
    Schedule,
    Settle,
    Skip,
    Tell,
    TellStaff,
    Unask,
    Withdraw,
    dump_effects,
    load_effects,
)
from care.events import CheckInDue, Event, PromiseDue, Registered, Tapped, dump_event, load_event
from care.flow import Turn, advance
from care.lines import Line
from care.patient import Episode, Patient, PatientId, Waiting, dump_patient, load_patient
from care.protocol import Level
from messages.alerts import Standing, alert_text, note_text
from storage.house import House

FIRED_MAX = 20_000  # timers in one stretch of time; more is a loop


class NoSuchButton(LookupError):  # noqa: N818
    """The patient cannot press this now."""


Who = Literal["bot", "staff", "note", "planned", "skipped", "settled", "passed on", "withdrawn"]


@cache
def the_house() -> House:
    """The clinic of the template folder, with the shipped procedures."""
    with as_file(files("bot").joinpath("template")) as folder:
        return read_house(folder)


def a_patient(
    *, procedure: str = "rhinoplasty", surgery_on: date = date(2026, 3, 2), language: str = "en", **changes: Any
) -> Patient:
    """Somebody whom the clinic has just enrolled, who has not opened the link yet."""
    episode = Episode(id="e1", procedure=procedure, version=1, surgery_on=surgery_on, surgeon="Dr Elena Vega")
    patient = Patient(
        id=PatientId("k7f2q"),
        clinic="rosa",
        case=117,
        first_name="Lena",
        initials="L.M.",
        language=language,
        zone="Europe/Madrid",
        hour="18:00",
        episodes=(episode,),
    )
    return replace(patient, **changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Something that came of a turn, in words: who it is for, and when."""

    at: datetime
    who: Who
    text: str


@dataclass(slots=True, kw_only=True)
class Timer:
    at: datetime
    event: Event
    state: Literal["pending", "done", "skipped", "cancelled"] = "pending"


@dataclass(slots=True, kw_only=True)
class Alert:
    number: int
    key: str
    level: Level
    subject: Subject
    raised_at: datetime
    repeats: int = 0
    taken: bool = False


@dataclass(slots=True, kw_only=True)
class Conversation:
    """One patient, from enrolment on. Everything goes through JSON between any two turns and must come back equal."""

    patient: Patient
    now: datetime
    house: House = field(default_factory=the_house)
    with_check_ins: bool = True  # False: a story about something else, in which no check-in is planned
    timers: dict[str, Timer] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)
    numbered: int = 0
    asked: list[Waiting] = field(default_factory=list)
    turns: list[tuple[datetime, Event, Turn]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    def enrol(self) -> None:
        self.happens(Registered())

    def happens(self, event: Event) -> list[Seen]:
        """One event now, and whatever timers are due already."""
        start = len(self.seen)
        self._turn(event)
        self._fire(self.now)
        return self.seen[start:]

    def until(self, moment: datetime) -> list[Seen]:
        """Let time pass: every timer that falls due happens at its time."""
        start = len(self.seen)
        self._fire(moment)
        self.now = max(self.now, moment)
        return self.seen[start:]

    def tap(self, label: str) -> list[Seen]:
        """Press the button with these words, of the question that waits."""
        waiting = self.patient.waiting
        shown = self.labels(waiting) if waiting else {}
        if waiting is None or label not in shown:
            raise NoSuchButton(f"no button '{label}' waits; there are: {', '.join(shown) or 'none'}")
        return self.happens(Tapped(prompt=waiting.prompt, choice=shown[label], message_id=self.patient.turn))

    def tap_old(self, label: str) -> list[Seen]:
        """Press a button of an earlier question, the newest that has these words."""
        for asked in reversed(self.asked):
            live = self.patient.waiting is not None and asked.prompt == self.patient.waiting.prompt
            if not live and label in self.labels(asked):
                return self.happens(Tapped(prompt=asked.prompt, choice=self.labels(asked)[label], message_id=1))
        raise NoSuchButton(f"no earlier question had a button '{label}'")

    def labels(self, waiting: Waiting) -> dict[str, str]:
        """Words on the buttons -> choice."""
        return {self.words(button.label): button.choice for row in waiting.buttons for button in row}

    def words(self, line: Line) -> str:
        return self.house.catalog.words(line, self.house.reader(self.patient))

    def pending(self, prefix: str = "") -> dict[str, Timer]:
        return {key: timer for key, timer in self.timers.items() if timer.state == "pending" and key.startswith(prefix)}

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.patient.zone)

    def _turn(self, event: Event, *, of: str | None = None) -> Turn:
        assert load_event(dump_event(event)) == event  # noqa: S101  # as between any two turns in storage
        turn = advance(self.house.practice, self.patient, event, now=self.now)
        assert load_patient(dump_patient(turn.patient)) == turn.patient  # noqa: S101  # the same
        assert load_effects(dump_effects(turn.effects)) == turn.effects  # noqa: S101  # the same
        self.patient = turn.patient
        self.turns.append((self.now, event, turn))
        if turn.patient.waiting and (not self.asked or self.asked[-1].prompt != turn.patient.waiting.prompt):
            self.asked.append(turn.patient.waiting)
        for effect in turn.effects:
            self.seen += [Seen(at=self.now, who=who, text=text) for who, text in self._carried_out(effect, event)]
        if of is not None:
            self._close(of, turn.effects)
        return turn

    def _fire(self, moment: datetime) -> None:
        for _ in range(FIRED_MAX):
            due = [(timer.at, key) for key, timer in self.timers.items() if timer.state == "pending"]
            first = min(due, default=None)
            if first is None or first[0] > moment:
                return
            self.now = max(self.now, first[0])
            self._turn(self.timers[first[1]].event, of=first[1])
        raise RuntimeError("timers go on for ever")

    def _close(self, key: str, effects: tuple[Effect, ...]) -> None:
        """A turn that planned the same timer again has settled it already."""
        if any(isinstance(effect, Schedule) and effect.key == key for effect in effects):
            return
        skipped = any(isinstance(effect, Skip) for effect in effects)
        self.timers[key].state = "skipped" if skipped else "done"

    def _carried_out(self, effect: Effect, event: Event) -> Iterator[tuple[Who, str]]:
        match effect:
            case Tell() | Ask():
                yield "bot", self._message(effect)
            case Settle():
                if not isinstance(event, Tapped):
                    yield "settled", self.words(effect.chosen) if effect.chosen else "without an answer"
            case RaiseAlert():
                yield "staff", self._alert(effect)
            case PassOn():
                yield "passed on", effect.medium
            case TellStaff():
                yield "note", note_text(initials=self.patient.initials, case=self.patient.case, text=effect.text).plain
            case Schedule():
                self._put(effect.key, Timer(at=effect.at, event=effect.event))
                if not effect.key.startswith("wait:"):
                    yield "planned", f"{self._shown(effect.at)} · {_named(effect.event)}: {effect.why}"
            case Cancel():
                self._cancel(effect.prefix, keep=())
            case Replan():
                yield from self._replan(effect)
            case Skip():
                yield "skipped", f"{_named(event)}: {effect.reason}"
            case Withdraw():
                yield "withdrawn", effect.reason
            case Unask():
                pass  # here everything is sent at once

    def _message(self, effect: Tell | Ask) -> str:
        text = self.house.catalog.render(effect.text, self.house.reader(self.patient)).plain
        local = self.now.astimezone(self.zone).time()
        if effect.lane == "check_in" and self.house.practice.clinic.quiet.covers(local):
            text = f"(sent in the morning) {text}"
        rows = effect.buttons if isinstance(effect, Ask) else ()
        return "\n".join([text, *("  ".join(f"[ {self.words(b.label)} ]" for b in row) for row in rows)])

    def _alert(self, effect: RaiseAlert) -> str:
        subject = subject_of(self.patient, effect)
        known = next((alert for alert in self.alerts if alert.key == effect.key and not alert.taken), None)
        if known is None:
            self.numbered += 1
            known = Alert(number=self.numbered, key=effect.key, level=effect.level, subject=subject, raised_at=self.now)
            self.alerts.append(known)
        else:
            known.subject = repeated(known.subject, subject)
            known.level, known.repeats = worse(known.level, effect.level), known.repeats + 1
        standing = Standing(
            number=known.number,
            level=known.level,
            raised_at=known.raised_at,
            repeats=known.repeats,
            again=known.repeats > 0,
            read_by=promised_by(self.house.practice.clinic, known.level, at=known.raised_at),
        )
        return alert_text(known.subject, standing, self.house.practice.clinic.tz, sealed=known.subject.sealed).plain

    def _put(self, key: str, timer: Timer) -> None:
        """As storage does: what is pending or cancelled moves, what is done or skipped stays."""
        known = self.timers.get(key)
        if known is None or known.state in ("pending", "cancelled"):
            self.timers[key] = timer

    def _cancel(self, prefix: str, *, keep: tuple[str, ...]) -> None:
        for key, timer in self.timers.items():
            if key.startswith(prefix) and key not in keep and timer.state == "pending":
                timer.state = "cancelled"

    def _replan(self, effect: Replan) -> Iterator[tuple[Who, str]]:
        if not self.with_check_ins:
            return
        planned: Mapping[str, Timer] = {
            f"check_in:{effect.episode}:{due.key}": Timer(
                at=due.at,
                event=CheckInDue(episode=effect.episode, step=due.step, nth=due.nth, expires_at=due.expires_at),
            )
            for due in effect.dues
        }
        self._cancel(f"check_in:{effect.episode}:", keep=tuple(planned))
        for key, timer in planned.items():
            self._put(key, timer)
        coming = sorted((timer.at, key) for key, timer in self.pending(f"check_in:{effect.episode}:").items())
        ahead = [(at, key) for at, key in coming if at > self.now]
        following = f"; next {self._shown(ahead[0][0])}, {ahead[0][1].rpartition(':')[2]}" if ahead else ""
        yield "planned", f"{len(ahead)} check-ins ({effect.why}){following}"

    def _shown(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%a %-d %b %Y %H:%M}"


def _named(event: Event) -> str:
    match event:
        case CheckInDue(step=step, nth=nth):
            return f"check-in {step}" + (f".{nth}" if nth else "")
        case PromiseDue(what=what):
            return f"the promised {'papers' if what == 'papers' else 'answer'}"
        case _:
            return {"closing_due": "closing question", "look_again_due": "asked again"}.get(event.kind, event.kind)


def later(moment: datetime, amount: str) -> datetime:
    """`3 days` or `4 hours` after the moment."""
    count, unit = amount.split()
    return moment + timedelta(**{unit.rstrip("s") + "s": int(count)})
