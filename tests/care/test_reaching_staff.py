"""Whatever door danger comes through, a person hears of it; and what is over is not asked or said again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from care.alarm import sound
from care.alert import raised, repeated, subject_of
from care.calendar import CLIMB_BEFORE, read_by
from care.effects import Ask, Effect, RaiseAlert, Settle, Skip, Tell, Unask
from care.events import AlertTaken, CheckInDue, Commanded, Event, GapEnded, ReminderDue, Tapped, WaitExpired, Wrote
from care.flow import Turn, advance
from care.outcome import closing_at
from care.patient import Episode, Patient, Worrying
from care.practice import Practice
from care.protocol import Level
from care.scene import Scene
from care.triage import Reading
from tests.care.conversation import the_house
from tests.care.walks import a_followed, begun, check_ins, on_day, tapped


def happens(patient: Patient, event: Event, *, at: datetime) -> Turn:
    return advance(the_house().practice, patient, event, now=at)


def alerts(turn: Turn) -> list[RaiseAlert]:
    return [effect for effect in turn.effects if isinstance(effect, RaiseAlert)]


def kinds(turn: Turn) -> set[type[Effect]]:
    return {type(effect) for effect in turn.effects}


@pytest.mark.parametrize("name", ["message", "help", "concern", "stop", "refund", "start"])
def test_danger_behind_a_command_is_heard(name: str) -> None:
    """Words of danger behind any command raise the same alert as without it."""
    patient, words = a_followed(procedure="rhinoplasty"), "I am bleeding heavily and it won't stop"

    plain = alerts(happens(patient, Wrote(text=words), at=on_day(3)))
    turn = happens(patient, Commanded(name=name, rest=words), at=on_day(3))

    assert plain[0].key in [alert.key for alert in alerts(turn)]
    assert any(words in alert.words for alert in alerts(turn))


def test_words_behind_a_command_reach_the_team() -> None:
    """What stands behind a command is handed over, and behind /stop it goes with the wish to stop."""
    patient = a_followed(procedure="rhinoplasty")

    told = {
        name: alerts(happens(patient, Commanded(name=name, rest="may I swim?"), at=on_day(3)))[0]
        for name in ("message", "help", "stop", "status")
    }

    assert all(alert.words == ("may I swim?",) for alert in told.values())
    assert [told[name].key for name in ("message", "stop")] == ["message", "stopped"]


def test_a_link_opened_again_is_no_message() -> None:
    """`/start` with a token behind it tells nobody the token."""
    turn = happens(a_followed(procedure="rhinoplasty"), Commanded(name="start", rest="Xy7token"), at=on_day(3))

    assert alerts(turn) == []


def test_a_red_flag_on_an_old_message_is_raised_once() -> None:
    """Its question has ended; the alert is raised all the same, and not fifty times for fifty presses."""
    patient = a_followed(procedure="rhinoplasty")
    tap = Tapped(prompt="k7f2q.1", choice="infection", message_id=1)

    first = happens(patient, tap, at=on_day(3))
    second = happens(first.patient, tap, at=on_day(3) + timedelta(seconds=1))

    assert [alert.key for alert in alerts(first)] == ["flag.e1.infection"]
    assert second.effects == ()


def test_a_red_flag_of_somebody_elses_message_is_nothing() -> None:
    """A prompt of another patient cannot be pressed here."""
    turn = happens(
        a_followed(procedure="rhinoplasty"), Tapped(prompt="zzzzz.1", choice="infection", message_id=1), at=on_day(3)
    )

    assert turn.effects == ()


def test_a_flag_pressed_twice_in_its_question_is_one() -> None:
    """The second of two quick presses finds the question answered, and raises nothing more."""
    turn, at = begun(a_followed(procedure="rhinoplasty"), check_ins("rhinoplasty")[3])
    assert turn.patient.waiting is not None
    prompt = turn.patient.waiting.prompt

    answered = tapped(turn.patient, "infection", at=at)
    again = happens(answered.patient, Tapped(prompt=prompt, choice="infection"), at=at + timedelta(seconds=1))

    assert alerts(answered)
    assert alerts(again) == []


def test_a_question_that_lapses_loses_its_buttons() -> None:
    """Nobody answered: the question stays as text, and what is unsent of it is not sent."""
    turn, at = begun(a_followed(procedure="rhinoplasty"), check_ins("rhinoplasty")[3])
    assert turn.patient.waiting is not None

    lapsed = happens(turn.patient, WaitExpired(prompt=turn.patient.waiting.prompt), at=at + timedelta(days=2))

    assert {Settle, Unask} <= kinds(lapsed)


@pytest.mark.parametrize(
    ("rules", "goes_on"), [(("breathing", "learnt-urgent"), False), (("learnt-urgent", "unhappy-shape"), True)]
)
def test_a_check_in_ends_only_for_danger_that_a_rule_knows(rules: tuple[str, ...], goes_on: bool) -> None:
    """What was only learnt may mislead: the alert is raised, and the question still waits."""
    turn, at = begun(a_followed(procedure="rhinoplasty"), check_ins("rhinoplasty")[3])
    scene = Scene(practice=the_house().practice, patient=turn.patient, now=at)
    reading = Reading(danger="urgent", rules=rules, unhappy=False, unsure=False, stop=False, matched=())

    after = sound(scene, "urgent", reading, "some words")

    assert [effect.level for effect in after.effects if isinstance(effect, RaiseAlert)] == ["urgent"]
    assert (after.patient.waiting is not None) == goes_on


def test_a_chosen_call_is_asked_about_after_its_time() -> None:
    """Nobody is asked "did somebody call?" before the call was to come."""
    now = on_day(90)
    scene = Scene(practice=the_house().practice, patient=a_followed(procedure="rhinoplasty"), now=now)
    promised = now + timedelta(days=4)

    assert closing_at(scene, "same_day", timedelta(hours=48)) < promised
    assert closing_at(scene, "same_day", timedelta(hours=48), due=promised) >= promised


def test_words_are_read_for_every_operation() -> None:
    """What is danger after one operation is heard although another one is nearer."""
    patient, words = a_followed(procedure="breast_augmentation"), "pus is coming out and I have a fever of 39.5"
    nose = Episode(id="e2", procedure="rhinoplasty", version=1, surgery_on=date(2031, 1, 1), surgeon="Dr Elena Vega")
    both = replace(patient, episodes=(nose, *patient.episodes))
    far = replace(patient, episodes=(replace(patient.episodes[0], surgery_on=date(2031, 1, 1)), nose))

    heard = alerts(happens(both, Wrote(text=words), at=on_day(3)))

    assert heard[0].episode == "e1"
    assert alerts(happens(far, Wrote(text=words), at=on_day(3)))


def test_nothing_is_asked_after_its_time() -> None:
    """After a long downtime a reminder, and the end of the gap, leave an ended question alone."""
    turn, at = begun(a_followed(procedure="rhinoplasty"), check_ins("rhinoplasty")[3])
    waiting = turn.patient.waiting
    assert waiting is not None
    assert waiting.expires_at is not None

    reminded = happens(turn.patient, ReminderDue(prompt=waiting.prompt), at=waiting.expires_at)
    gap = happens(turn.patient, GapEnded(), at=waiting.expires_at)
    in_time = happens(turn.patient, GapEnded(), at=at + timedelta(minutes=5))

    assert kinds(reminded) == {Skip}
    assert gap.effects == ()
    assert [e.expires_at for e in in_time.effects if isinstance(e, Ask)] == [waiting.expires_at]


def test_whoever_writes_can_be_written_to() -> None:
    """A patient thought to have blocked the bot is reachable again as soon as they write."""
    patient = a_followed(procedure="rhinoplasty", reachable=False)

    assert happens(patient, Wrote(text="hello"), at=on_day(3)).patient.reachable


@pytest.mark.parametrize("key", ["link", "timer.7", "unhappy.e1", "silence.e1", "blocked", "stopped"])
def test_a_taken_alert_that_the_patient_did_not_cause_is_not_told(key: str) -> None:
    """Nobody has "read what you sent" when nothing was sent."""
    taken = AlertTaken(level="next_day", key=key, staff="Ana Ruiz")

    assert happens(a_followed(procedure="rhinoplasty"), taken, at=on_day(3)).effects == ()


def test_a_taken_alert_is_told_by_day_and_never_after_stop() -> None:
    """Only what is urgent is answered at any hour."""
    patient = a_followed(procedure="rhinoplasty")

    def told(patient: Patient, level: Level) -> list[str]:
        turn = happens(patient, AlertTaken(level=level, key="message", staff="Ana Ruiz"), at=on_day(3))
        return [effect.lane for effect in turn.effects if isinstance(effect, Tell)]

    assert told(patient, "next_day") == ["check_in"]
    assert told(patient, "urgent") == ["reply"]
    assert told(replace(patient, stage="stopped"), "urgent") == []


@pytest.mark.parametrize("level", ["same_day", "next_day"])
def test_somebody_else_is_told_before_the_promised_time(level: Level) -> None:
    """In every hour of a year the second rung comes at least an hour before the patient was told it is read."""
    clinic = the_house().practice.clinic
    hours = [datetime(2026, 1, 1, 0, 57, tzinfo=UTC) + timedelta(hours=7 * number) for number in range(1250)]

    late = [now for now in hours if raised(clinic, level, at=now).next_at > read_by(clinic, level, now) - CLIMB_BEFORE]

    assert late == []


def test_a_lesser_repeat_does_not_hide_what_was_worse() -> None:
    """The open alert keeps the worse title and what to do, and tells what came since."""
    worse = RaiseAlert(key="concern.c1", level="urgent", episode="e1", title="In despair", do="Call now.")
    lesser = replace(worse, level="next_day", title="Did not finish", do="Call.")
    patient = a_followed(procedure="rhinoplasty")

    both = repeated(subject_of(patient, worse), subject_of(patient, lesser))

    assert (both.title, both.do) == ("In despair", "Call now.")
    assert both.facts == ("Since then: Did not finish",)


def asks_words(*, on: str) -> Practice:
    """The shipped clinic, whose nose patients are asked in their own words, and nothing else, in this check-in."""
    practice = the_house().practice
    nose = practice.protocols["rhinoplasty"]
    question = nose.questions["hopes"]
    steps = tuple(step.model_copy(update={"ask": ("hopes",)}) if step.id == on else step for step in nose.check_ins)
    asking = nose.model_copy(update={"check_ins": steps, "questions": nose.questions | {"hopes": question}})
    return replace(practice, protocols=practice.protocols | {"rhinoplasty": asking})


def in_own_words(words: str, *, day: int, step: str) -> list[Turn]:
    """The check-in of this day, and what comes of an answer in these words."""
    practice, patient = asks_words(on=step), a_followed(procedure="rhinoplasty")
    due = CheckInDue(episode="e1", step=step, nth=0, expires_at=on_day(day + 1))
    asked = advance(practice, patient, due, now=on_day(day))
    return [asked, advance(practice, asked.patient, Wrote(text=words), now=on_day(day))]


def test_own_words_in_a_check_in_reach_a_person() -> None:
    """They are kept for the patient, and somebody has to read them."""
    asked, answered = in_own_words("a straight bridge, and my breath back", day=-7, step="before_hopes")

    (alert,) = alerts(answered)
    assert asked.patient.waiting
    assert (alert.level, alert.words) == ("note", ("a straight bridge, and my breath back",))
    assert answered.patient.waiting is None


def test_unhappy_words_in_a_check_in_start_the_concern() -> None:
    """After surgery, what is unhappy is heard whatever was asked; and the words reach a person by the next day."""
    _, answered = in_own_words("I hate it, my nose is crooked and nobody listens", day=92, step="month_3")

    assert [alert.level for alert in alerts(answered)] == ["next_day"]
    assert answered.patient.waiting
    assert isinstance(answered.patient.waiting.topic, Worrying)


def test_what_one_wishes_before_surgery_is_no_complaint() -> None:
    """The nose that is hated is the one that will be changed."""
    _, answered = in_own_words("I hate my crooked nose", day=-7, step="before_hopes")

    assert [alert.level for alert in alerts(answered)] == ["note"]
    assert answered.patient.waiting is None
