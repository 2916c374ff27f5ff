"""A check-in that nobody answers: staff are told in time, once, and learn when an answer comes after all."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from care.effects import Ask, RaiseAlert, Schedule, TellStaff
from care.events import AlertResolved, CheckInDue, Commanded, Event, ReminderDue, WaitExpired
from care.flow import Turn, advance
from care.patient import Patient, Waiting
from tests.care.conversation import the_house
from tests.care.walks import SURGERY, a_followed, begun, check_ins, on_day, tapped


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


def test_of_two_operations_the_critical_one_is_told() -> None:
    """The second day of one operation and the first of another in one sitting: told in time, about the second."""
    nose = a_followed(procedure="rhinoplasty")
    face = replace(nose.episodes[0], id="e2", procedure="facelift", surgery_on=SURGERY + timedelta(days=1))
    both = replace(nose, episodes=(*nose.episodes, face))
    at = on_day(2).replace(hour=8)
    due = CheckInDue(episode="e1", step="day_2", nth=0, expires_at=at + timedelta(hours=20))
    turn = happens(both, due, at=at)
    reminder = looks_again(turn)
    turn = happens(turn.patient, reminder.event, at=reminder.at)
    look = looks_again(turn)

    missed = happens(turn.patient, look.event, at=look.at)
    lapsed = happens(missed.patient, WaitExpired(prompt=question(missed).prompt), at=look.at + timedelta(days=1))

    assert told(missed) == [("same_day", "No answer yet to the check-in of day 1")]
    assert told(lapsed) == [("next_day", "No answer to the check-in of day 2")]


def test_a_check_in_that_was_set_aside_is_missed_too() -> None:
    """She began to write to the team, and did not go on; the reminder fell into that."""
    turn, at = begun_on("day_1")
    reminder = looks_again(turn)
    aside = happens(turn.patient, Commanded(name="message"), at=at + timedelta(hours=2))
    reminded = happens(aside.patient, reminder.event, at=reminder.at)
    look = looks_again(reminded)

    assert not [effect for effect in reminded.effects if isinstance(effect, Ask)]
    assert told(happens(reminded.patient, look.event, at=look.at)) == [
        ("same_day", "No answer yet to the check-in of day 1")
    ]


def test_nobody_is_sent_to_call_at_night() -> None:
    """Asked in the afternoon, the look after the reminder would fall into the quiet hours: it waits for their end."""
    step = next(step for step in check_ins("rhinoplasty") if step.id == "day_1")
    patient = a_followed(procedure="rhinoplasty")
    asked_at = on_day(1).replace(hour=15)
    due = CheckInDue(episode="e1", step=step.id, nth=0, expires_at=asked_at + timedelta(hours=20))
    turn = happens(patient, due, at=asked_at)
    reminder = looks_again(turn)
    reminded = happens(turn.patient, reminder.event, at=reminder.at)

    looks = [effect.at for effect in reminded.effects if isinstance(effect, Schedule)]
    quiet = the_house().practice.clinic.quiet

    assert looks
    assert not any(quiet.covers(at.astimezone(ZoneInfo(patient.zone)).time()) for at in looks)


def silent_on_the_second_day(patient: Patient) -> Turn:
    at = on_day(2).replace(hour=9)
    asked = happens(patient, CheckInDue(episode="e1", step="day_2", nth=0, expires_at=at + timedelta(hours=20)), at=at)
    return happens(asked.patient, WaitExpired(prompt=question(asked).prompt), at=at + timedelta(hours=20))


def lapsed_on_the_first_day() -> Patient:
    missed, at = missed_on_the_first_day()
    return happens(missed.patient, WaitExpired(prompt=question(missed).prompt), at=at + timedelta(hours=12)).patient


def test_a_second_day_of_silence_is_more_urgent() -> None:
    lapsed = silent_on_the_second_day(lapsed_on_the_first_day())

    assert told(lapsed) == [("same_day", "No answer to the check-in of day 2, nor to the one before")]


def test_the_second_day_is_told_while_somebody_can_still_call() -> None:
    at = on_day(2).replace(hour=9)
    due = CheckInDue(episode="e1", step="day_2", nth=0, expires_at=at + timedelta(hours=20))
    turn = happens(lapsed_on_the_first_day(), due, at=at)
    reminder = looks_again(turn)
    turn = happens(turn.patient, reminder.event, at=reminder.at)
    look = looks_again(turn)

    missed = happens(turn.patient, look.event, at=look.at)
    lapsed = happens(missed.patient, WaitExpired(prompt=question(missed).prompt), at=at + timedelta(hours=20))

    assert look.at == at + timedelta(hours=7)
    assert told(missed) == [("same_day", "No answer yet to the check-in of day 2, nor to the one before")]
    assert told(lapsed) == []


def test_a_word_in_between_and_it_is_the_first_day_of_silence() -> None:
    wrote = happens(lapsed_on_the_first_day(), Commanded(name="help"), at=on_day(2).replace(hour=8))

    assert told(silent_on_the_second_day(wrote.patient)) == [("next_day", "No answer to the check-in of day 2")]


def test_staff_who_have_reached_the_patient_are_not_hurried() -> None:
    resolved = AlertResolved(key="silence.e1", staff="Nurse Ana", outcome="reached")
    reached = happens(lapsed_on_the_first_day(), resolved, at=on_day(2).replace(hour=8))

    assert told(silent_on_the_second_day(reached.patient)) == [("next_day", "No answer to the check-in of day 2")]


def test_weeks_apart_silence_does_not_add_up() -> None:
    patient = lapsed_on_the_first_day()
    at = on_day(90).replace(hour=9)
    step = next(step for step in check_ins("rhinoplasty") if step.silence == "next_day")
    due = CheckInDue(episode="e1", step=step.id, nth=0, expires_at=at + timedelta(hours=20))
    asked = happens(patient, due, at=at)

    lapsed = happens(asked.patient, WaitExpired(prompt=question(asked).prompt), at=at + timedelta(hours=20))

    assert [level for level, _ in told(lapsed)] == ["next_day"]


def test_what_staff_have_settled_is_not_told_again_when_the_question_ends() -> None:
    """The second day was told in the afternoon; a nurse reached the patient; in the morning the question ends."""
    at = on_day(2).replace(hour=9)
    due = CheckInDue(episode="e1", step="day_2", nth=0, expires_at=at + timedelta(hours=20))
    turn = happens(lapsed_on_the_first_day(), due, at=at)
    for _ in range(2):
        turn = happens(turn.patient, looks_again(turn).event, at=looks_again(turn).at)
    prompt = question(turn).prompt
    resolved = AlertResolved(key="silence.e1", staff="Nurse Ana", outcome="reached")
    reached = happens(turn.patient, resolved, at=at + timedelta(hours=8))

    lapsed = happens(reached.patient, WaitExpired(prompt=prompt), at=at + timedelta(hours=20))

    assert told(turn)
    assert told(lapsed) == []
