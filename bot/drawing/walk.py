"""Everything a patient can tap in a conversation, found by running `advance`: breadth first, button by button."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from itertools import combinations
from typing import Literal, get_args, get_origin, get_type_hints

from care.effects import Schedule
from care.events import CheckInDue, ReminderDue, Tapped, WaitExpired, Wrote
from care.flow import Turn, advance
from care.patient import CheckingIn, Closing, Concern, Joining, Patient, Setting, Topic, Waiting, Worrying
from care.practice import Practice

STEPS_MAX = 20_000  # in one walk, some seconds; more means that states multiply
BAND = 4  # numbers of one band count as the same: a weight of 1 to 3 of 10, of 4 to 7, of 8 and more
WRITTEN = "These are my own words."  # what the made-up patient writes where words are taken

_OF_A_WAIT = (ReminderDue, WaitExpired, CheckInDue)  # what time does to an open question is another story


class EndlessWalk(Exception):  # noqa: N818
    """A conversation has too many states to be walked through; look at what `_pairs` tells apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One press in a walk: on which question, what was chosen (None: words were written), and what came of it."""

    patient: Patient
    waiting: Waiting
    choice: str | None
    at: datetime
    turn: Turn

    @property
    def screen(self) -> str:
        return screen_of(self.waiting.topic)

    @property
    def after(self) -> str | None:
        """The screen that follows; None when nothing is asked any more."""
        return _asked(self.turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Something that the press of a step planned, at its time: `turn` is what happened then."""

    step: Step
    planned: Schedule
    turn: Turn

    @property
    def at(self) -> datetime:
        return self.planned.at

    @property
    def after(self) -> str | None:
        return _asked(self.turn)


def _asked(turn: Turn) -> str | None:
    waiting = turn.patient.waiting
    return screen_of(waiting.topic) if waiting else None


def screen_of(topic: Topic) -> str:
    """The name of what is asked: a state of the concern, a question of a check-in, a step of another conversation."""
    match topic:
        case Worrying(concern=concern):
            return concern.state
        case CheckingIn(question=question):
            return question
        case Closing(step=step) | Joining(step=step) | Setting(step=step):
            return f"{topic.kind}_{step}"
        case _:
            return topic.kind


def walk(practice: Practice, patient: Patient, *, at: datetime) -> Iterator[Step | Appointment]:
    """Every choice of every question that can follow from the one that waits, and what is planned on the way. What
    happens on a later day comes after all that happens now. Raises EndlessWalk.

    A conversation has more states than can be walked through, since each thing it remembers multiplies them. So a
    state is gone on from when two things come together in it, on its screen, that have not been seen together there."""
    seen = set(_pairs(patient))
    now, later = deque([(patient, at)]), deque[tuple[Patient, datetime]]()
    steps = 0
    while now or later:
        for found in pressed(practice, *(now or later).popleft()):
            yield found
            pairs = _pairs(found.turn.patient)
            if not pairs <= seen:
                seen |= pairs
                ahead = later if isinstance(found, Appointment) else now
                ahead.append((found.turn.patient, found.at))
            steps += 1
            if steps > STEPS_MAX:
                raise EndlessWalk


def pressed(practice: Practice, patient: Patient, at: datetime) -> Iterator[Step | Appointment]:
    """Each choice of the question that waits, tried on its own, and what it plans."""
    waiting = patient.waiting
    if waiting is None:
        return
    taps = [button.choice for row in waiting.buttons for button in row]
    for choice in [*taps, None] if waiting.takes_words else taps:
        event = Tapped(prompt=waiting.prompt, choice=choice) if choice is not None else Wrote(text=WRITTEN)
        turn = advance(practice, patient, event, now=at)
        step = Step(patient=patient, waiting=waiting, choice=choice, at=at, turn=turn)
        yield step
        for effect in turn.effects:
            if isinstance(effect, Schedule) and not isinstance(effect.event, _OF_A_WAIT):
                later = advance(practice, turn.patient, effect.event, now=effect.at)
                yield Appointment(step=step, planned=effect, turn=later)


def _pairs(patient: Patient) -> frozenset[tuple[object, ...]]:
    """What comes together in one moment of a conversation, two by two; nothing when nothing is asked."""
    waiting = patient.waiting
    if waiting is None:
        return frozenset()
    buttons = tuple(button.choice for row in waiting.buttons for button in row)
    here = (waiting.topic.concern,) if isinstance(waiting.topic, Worrying) else patient.open_concerns[-1:]
    remembered = [(name, _rough(name, getattr(concern, name))) for concern in here for name in _names()]
    facts = [("buttons", buttons), ("distressed", patient.distressed_at is not None), *remembered]
    screen = screen_of(waiting.topic)
    return frozenset((screen, *one, *other) for one, other in combinations(facts, 2))


def _rough(name: str, value: object) -> object:
    """Fixed words, yes and no as they are; numbers in bands; of free words and lists nothing, for what they change
    shows in the buttons."""
    if name in _fixed() or isinstance(value, bool):
        return value
    return (value > 0) + value // BAND if isinstance(value, int) else None


@cache
def _names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Concern))


@cache
def _fixed() -> frozenset[str]:
    """The fields of a concern that hold one of a few words."""
    hints = get_type_hints(Concern)
    return frozenset(
        name for name, hint in hints.items() if any(get_origin(part) is Literal for part in (hint, *get_args(hint)))
    )
