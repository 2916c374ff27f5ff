"""A check-in that nobody answers: staff are told in time, once, and learn when an answer comes after all."""

from datetime import datetime, timedelta

from care.effects import RaiseAlert, Schedule, TellStaff
from care.events import Event, ReminderDue, WaitExpired
from care.flow import Turn, advance
from care.patient import Patient, Waiting
from tests.care.conversation import the_house
from tests.care.walks import a_followed, begun, check_ins, tapped


def happens(patient: Patient, event: Event, *, at: datetime) -> Turn:
    return advance(the_house().practice, patient, event, now=at)


def begun_on(step: str) -> tuple[Turn, datetime]:
    return begun(a_followed(procedure="rhinoplasty"), next(e for e in check_ins("rhinoplasty") if e.id == step))


def question(turn: Turn) -> Waiting:
    assert turn.patient.waiting is not None
    return turn.patient.waiting


def looks_again(turn: Turn) -> Schedule:
    """The timer of the next reminder, or of the look after it."""
    return next(e for e in turn.effects if isinstance(e, Schedule) and isinstance(e.event, ReminderDue))


def told(turn: Turn) -> list[tuple[str, str]]:
    return [(effect.level, effect.title) for effect in turn.effects if isinstance(effect, RaiseAlert)]


def missed_on_the_first_day() -> tuple[Turn, datetime]:
    turn, _ = begun_on("day_1")
    reminder = looks_again(turn)
    turn = happens(turn.patient, reminder.event, at=reminder.at)
    look = looks_again(turn)
    return happens(turn.patient, look.event, at=look.at), look.at


def test_on_a_critical_day_staff_learn_it_while_they_can_still_call() -> None:
    """Neither the question of the first day nor its reminder is answered: told seven hours after it was asked."""
    _, asked_at = begun_on("day_1")
    missed, at = missed_on_the_first_day()

    assert at == asked_at + timedelta(hours=7)
    assert told(missed) == [("same_day", "No answer yet to the check-in of day 1")]


def test_the_question_still_waits_and_its_end_tells_nothing_new() -> None:
    missed, at = missed_on_the_first_day()
    prompt = question(missed).prompt

    again = happens(missed.patient, ReminderDue(prompt=prompt), at=at + timedelta(minutes=1))
    lapsed = happens(missed.patient, WaitExpired(prompt=prompt), at=at + timedelta(days=1))

    assert told(again) == []
    assert told(lapsed) == []


def test_an_answer_after_all_is_told() -> None:
    """Somebody may be about to call."""
    missed, at = missed_on_the_first_day()

    answered = tapped(missed.patient, "_none", at=at + timedelta(hours=1))

    assert [e.text for e in answered.effects if isinstance(e, TellStaff)] == ["has answered the check-in after all."]


def test_silence_after_that_answer_is_silence_again() -> None:
    """The first question was missed and then answered; the second is not."""
    missed, at = missed_on_the_first_day()
    answered = tapped(missed.patient, "_none", at=at + timedelta(hours=1))

    lapsed = happens(answered.patient, WaitExpired(prompt=question(answered).prompt), at=at + timedelta(days=1))

    assert told(lapsed) == [("same_day", "No answer to the check-in of day 1")]


def test_on_other_days_it_is_told_when_the_question_ends() -> None:
    """The team learns it the next day, and need not be told in the afternoon."""
    turn, _ = begun_on("day_2")
    reminder = looks_again(turn)
    reminded = happens(turn.patient, reminder.event, at=reminder.at)

    assert not [e for e in reminded.effects if isinstance(e, Schedule)]
