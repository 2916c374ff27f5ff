"""What a press says: the words on the button, the alerts for staff, and what the patient reads after it."""

from collections.abc import Iterable, Iterator

from bot.drawing.made_up import Case
from bot.drawing.walk import Step
from care.effects import RaiseAlert, Tell
from care.lines import Line, Say, Written
from care.protocol import LEVELS, Level

OWN_WORDS = "✎ writes it"


def label(step: Step, case: Case) -> str:
    """The words on the button."""
    line = step.waiting.label(step.choice) if step.choice is not None else None
    return case.words(line) if line else OWN_WORDS


def levels(step: Step) -> tuple[Level, ...]:
    """Of the alerts that the press raises, the most urgent first."""
    return ranked({effect.level for effect in step.turn.effects if isinstance(effect, RaiseAlert)})


def ranked(some: Iterable[Level]) -> tuple[Level, ...]:
    return tuple(sorted(some, key=LEVELS.index, reverse=True))


def told(step: Step) -> tuple[Line, ...]:
    """What the patient reads in messages that ask nothing."""
    return tuple(line for effect in step.turn.effects if isinstance(effect, Tell) for line in effect.text)


def reply(step: Step, case: Case) -> str:
    """What the protocol itself answers to the choice; the bot's own words are the same everywhere."""
    return " ".join(case.words(line) for line in _heard(step) if isinstance(line, Written))


def _heard(step: Step) -> Iterator[Line]:
    """Everything that is said before the next question."""
    yield from told(step)
    after = step.turn.patient.waiting
    if after and after.prompt != step.waiting.prompt:
        yield from after.text[: after.lead]


def keys(lines: Iterable[Line]) -> frozenset[str]:
    """Which of the bot's own words are among them."""
    return frozenset(line.key for line in lines if isinstance(line, Say))
