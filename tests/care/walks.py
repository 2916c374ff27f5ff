"""Walks over everything a patient can tap: each check-in, each answer, each state of the concern."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from care.effects import Ask, Effect, RaiseAlert, Schedule, Tell
from care.events import CheckInDue, Commanded, Tapped
from care.flow import Turn, advance
from care.lines import Line
from care.patient import CheckingIn, Patient, Waiting, Worrying
from care.protocol import CheckIn
from tests.care.conversation import a_patient, the_house

SURGERY = date(2026, 3, 2)
MADRID = ZoneInfo("Europe/Madrid")
NODES_MAX = 400  # states of the concern seen in one walk; more means that states multiply


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """One tap in a walk: where it was made, on what, and what came of it."""

    before: Patient
    waiting: Waiting
    choice: str
    at: datetime
    turn: Turn


def a_followed(*, procedure: str, language: str = "en", **changes: Any) -> Patient:
    patient = a_patient(procedure=procedure, surgery_on=SURGERY, language=language)
    return replace(patient, stage="followed", consent="2026-1", **changes)


def on_day(days: int, *, at: time = time(12)) -> datetime:
    """Noon of so many days after surgery."""
    return datetime.combine(SURGERY + timedelta(days=days), at, MADRID).astimezone(UTC)


def tapped(patient: Patient, choice: str, *, at: datetime) -> Turn:
    assert patient.waiting is not None
    assert patient.waiting.label(choice) is not None, choice
    return advance(the_house().practice, patient, Tapped(prompt=patient.waiting.prompt, choice=choice), now=at)


def check_ins(procedure: str) -> tuple[CheckIn, ...]:
    return the_house().practice.protocols[procedure].check_ins


def begun(patient: Patient, step: CheckIn) -> tuple[Turn, datetime]:
    """The turn in which a check-in is asked, at noon of its day."""
    day = (step.on.on(SURGERY) - SURGERY).days
    event = CheckInDue(episode="e1", step=step.id, nth=0, expires_at=on_day(day) + timedelta(days=1))
    return advance(the_house().practice, patient, event, now=on_day(day)), on_day(day)


def walk_check_in(patient: Patient, step: CheckIn) -> Iterator[Walked]:
    """Every answer to every question of a check-in; on the way the calmest answer is given."""
    turn, at = begun(patient, step)
    current = turn.patient
    while current.waiting and isinstance(current.waiting.topic, CheckingIn):
        taps = [
            Walked(before=current, waiting=current.waiting, choice=choice, at=at, turn=tapped(current, choice, at=at))
            for choice in choices(current.waiting)
        ]
        yield from taps
        current = min(taps, key=_alarm).turn.patient


def _alarm(walked: Walked) -> tuple[int, int]:
    """The least alarming answer first."""
    alerts = sum(isinstance(effect, RaiseAlert) for effect in walked.turn.effects)
    return alerts, len(walked.turn.effects)


def walk_concern(patient: Patient, *, at: datetime) -> Iterator[Walked]:
    """Every choice in every state that the concern of this patient can reach."""
    turn = advance(the_house().practice, patient, Commanded(name="concern", rest="in my words"), now=at)
    seen, ahead = {node(turn.patient)}, deque([turn.patient])
    while ahead:
        assert len(seen) < NODES_MAX
        current = ahead.popleft()
        assert current.waiting is not None
        for choice in choices(current.waiting):
            walked = Walked(
                before=current,
                waiting=current.waiting,
                choice=choice,
                at=at,
                turn=tapped(current, choice, at=at),
            )
            yield walked
            after = node(walked.turn.patient)
            if after and after not in seen:
                seen.add(after)
                ahead.append(walked.turn.patient)


def node(patient: Patient) -> tuple[object, ...]:
    """What makes one state of the concern differ from another for a patient; empty when it has ended."""
    if patient.waiting is None or not isinstance(patient.waiting.topic, Worrying):
        return ()
    concern = patient.waiting.topic.concern
    weighed = concern.weight is not None
    return (concern.state, concern.option, concern.distressed, concern.despair, weighed, concern.round > 0)


def choices(waiting: Waiting) -> list[str]:
    return [button.choice for row in waiting.buttons for button in row]


def said(patient: Patient, effects: tuple[Effect, ...]) -> list[str]:
    """What the patient reads in a turn, message by message, without buttons."""
    return [rendered(patient, effect.text) for effect in effects if isinstance(effect, Tell | Ask)]


def rendered(patient: Patient, lines: tuple[Line, ...]) -> str:
    house = the_house()
    return house.catalog.render(lines, house.reader(patient)).plain


def label(patient: Patient, waiting: Waiting, choice: str) -> str:
    line = waiting.label(choice)
    assert line is not None
    house = the_house()
    return house.catalog.words(line, house.reader(patient))


def outcome(walked: Walked) -> str:
    """In one line: what staff get, what is planned, and where it goes on."""
    parts = [f"{e.level}: {e.title}" for e in walked.turn.effects if isinstance(e, RaiseAlert)]
    for effect in walked.turn.effects:
        if isinstance(effect, Schedule) and not effect.key.startswith("wait:"):
            days = (effect.at - walked.at).days
            parts.append(f"asked again after {days} days")
    after = walked.turn.patient.waiting
    return " · ".join([*parts, f"→ {_where(after)}"])


def _where(waiting: Waiting | None) -> str:
    match waiting.topic if waiting else None:
        case None:
            return "end"
        case Worrying(concern=concern):
            return concern.state
        case CheckingIn(question=question):
            return question
        case topic:
            return str(topic.kind)
