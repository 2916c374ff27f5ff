"""What was promised for a day is looked after on that day: papers, and an answer to a complaint."""

from dataclasses import replace
from datetime import timedelta

from care.effects import RaiseAlert, Schedule, Skip, Tell
from care.events import (
    Blocked,
    ClosingDue,
    Commanded,
    Edited,
    Event,
    PapersReady,
    PromiseDue,
    Tapped,
    Unblocked,
    Wrote,
)
from care.flow import Turn, advance
from care.patient import Patient, Worrying
from tests.care.conversation import the_house
from tests.care.walks import a_followed, on_day, tapped

ASKED = on_day(200)


def happens(patient: Patient, event: Event, *, days: int) -> Turn:
    return advance(the_house().practice, patient, event, now=on_day(days))


def chose(*choices: str) -> Turn:
    """The last of these choices in a concern, 200 days after surgery."""
    turn = happens(a_followed(procedure="rhinoplasty"), Commanded(name="concern"), days=200)
    for choice in ("_none", "asymmetry", "4", *choices):
        turn = tapped(turn.patient, choice, at=ASKED)
    return turn


def looks(turn: Turn) -> Schedule:
    return next(e for e in turn.effects if isinstance(e, Schedule) and isinstance(e.event, PromiseDue))


def told(turn: Turn) -> list[tuple[str, str]]:
    return [(effect.level, effect.title) for effect in turn.effects if isinstance(effect, RaiseAlert)]


def test_papers_that_nobody_handed_over_are_told_on_the_morning_of_their_day() -> None:
    asked = chose("_second_opinion", "_packet", "_send")

    due = looks(asked)
    turn = advance(the_house().practice, asked.patient, due.event, now=due.at)

    assert timedelta(days=6) < due.at - ASKED < timedelta(days=8)
    assert told(turn) == [("same_day", "The papers for a second opinion are promised for today")]


def test_papers_that_were_handed_over_are_not() -> None:
    asked = chose("_second_opinion", "_packet", "_send")
    ready = happens(asked.patient, PapersReady(episode="e1", staff="Ana Ruiz"), days=203)

    turn = advance(the_house().practice, ready.patient, looks(asked).event, now=looks(asked).at)

    assert [effect for effect in ready.effects if isinstance(effect, Tell)]
    assert turn.effects == (Skip(reason="the papers have been handed over"),)


def test_papers_asked_for_again_are_promised_again() -> None:
    asked = chose("_second_opinion", "_packet", "_send")
    ready = happens(asked.patient, PapersReady(episode="e1", staff="Ana Ruiz"), days=203)
    turn = happens(ready.patient, Commanded(name="concern"), days=300)
    for choice in ("_none", "asymmetry", "4", "_second_opinion", "_packet", "_send"):
        turn = tapped(turn.patient, choice, at=on_day(300))

    turn = advance(the_house().practice, turn.patient, looks(turn).event, now=looks(turn).at)

    assert told(turn) == [("same_day", "The papers for a second opinion are promised for today")]


def test_a_patient_who_sends_nothing_is_promised_nothing() -> None:
    kept = chose("_second_opinion", "_packet", "_keep")

    assert not [e for e in kept.effects if isinstance(e, Schedule) and isinstance(e.event, PromiseDue)]


def test_a_complaint_is_asked_after_on_its_day() -> None:
    head = the_house().practice.clinic.complaint_head
    assert head is not None
    writing = chose("_complaint", "_write_complaint")
    written = happens(writing.patient, Wrote(text="Three times I was told to come back next week."), days=200)
    complained = tapped(written.patient, "_send", at=ASKED)

    due = looks(complained)
    turn = advance(the_house().practice, complained.patient, due.event, now=due.at)

    assert due.at - ASKED < head.within + timedelta(days=4)
    assert told(turn) == [("same_day", "The complaint is to be answered today")]
    assert head.name in next(effect.do for effect in turn.effects if isinstance(effect, RaiseAlert))


def test_an_operation_that_is_gone_is_promised_all_the_same() -> None:
    turn = happens(a_followed(procedure="rhinoplasty"), PromiseDue(episode="e9", what="papers"), days=30)

    assert told(turn) == [("same_day", "The papers for a second opinion are promised for today")]


def test_papers_ready_for_somebody_who_blocked_the_bot_are_told_by_a_person() -> None:
    asked = chose("_second_opinion", "_packet", "_send")
    blocked = happens(asked.patient, Blocked(), days=202)

    ready = happens(blocked.patient, PapersReady(episode="e1", staff="Ana Ruiz"), days=203)
    back = happens(ready.patient, Unblocked(), days=204)
    due = advance(the_house().practice, back.patient, looks(asked).event, now=looks(asked).at)

    assert told(ready) == [("next_day", "The papers are ready, and the bot cannot tell the patient")]
    assert told(due) == [("same_day", "The papers for a second opinion are promised for today")]


def test_asked_for_again_the_earlier_day_is_nobodys() -> None:
    """Handed over, and asked for again two days later: the first promise is kept, the second is not due."""
    first = chose("_second_opinion", "_packet", "_send")
    turn = happens(first.patient, PapersReady(episode="e1", staff="Ana Ruiz"), days=201)
    turn = happens(turn.patient, Commanded(name="concern"), days=203)
    for choice in ("_none", "asymmetry", "4", "_second_opinion", "_packet", "_send"):
        turn = tapped(turn.patient, choice, at=on_day(203))

    early = advance(the_house().practice, turn.patient, looks(first).event, now=looks(first).at)

    assert told(early) == []


def test_a_complaint_of_somebody_who_left_the_bot_is_looked_after_too() -> None:
    """They wrote /stop in the middle, and sent the complaint all the same."""
    stopped = happens(a_followed(procedure="rhinoplasty"), Commanded(name="stop"), days=200)
    turn = happens(stopped.patient, Commanded(name="concern"), days=200)
    for choice in ("_none", "asymmetry", "4", "_complaint", "_write_complaint"):
        turn = tapped(turn.patient, choice, at=ASKED)
    written = happens(turn.patient, Wrote(text="Three times I was told to come back."), days=200)

    sent = tapped(written.patient, "_send", at=ASKED)

    assert looks(sent).event == PromiseDue(episode="e1", what="complaint", by=looks(sent).at.date())


def test_a_complaint_after_words_for_the_surgeon_alone_is_not_the_surgeons() -> None:
    """First only the surgeon was to read it. It did not help; now she complains, and somebody else has to answer."""
    writing = chose("_surgeon", "_write")
    written = happens(writing.patient, Wrote(text="You did not listen to me."), days=200)
    sealed = tapped(written.patient, "_only_surgeon", at=ASKED)
    concern = sealed.patient.open_concerns[0].id
    turn = happens(sealed.patient, ClosingDue(concern=concern), days=203)
    for choice in ("_yes", "_same"):
        turn = tapped(turn.patient, choice, at=on_day(203))
    still = [effect for effect in turn.effects if isinstance(effect, RaiseAlert)]
    for choice in ("_complaint", "_write_complaint"):
        turn = tapped(turn.patient, choice, at=on_day(203))
    complained = happens(turn.patient, Wrote(text="Nobody answers me."), days=203)

    sent = tapped(complained.patient, "_send", at=on_day(203))

    (alert,) = [effect for effect in sent.effects if isinstance(effect, RaiseAlert)]
    assert [(one.title, one.sealed) for one in still] == [("Still unhappy", True)]
    assert (alert.title, alert.sealed, alert.words) == ("Complaint", False, ("Nobody answers me.",))
    assert alert.key != f"concern.{concern}"
    assert "Marta Soler" in alert.do


def test_a_complaint_for_its_head_alone_stays_with_them() -> None:
    """Also when the first answer did not help: neither the team nor the surgeon reads of it."""
    writing = chose("_complaint", "_write_complaint")
    written = happens(writing.patient, Wrote(text="Dr Vega laughed at me."), days=200)
    sent = tapped(written.patient, "_only_head", at=ASKED)
    turn = happens(sent.patient, ClosingDue(concern=sent.patient.open_concerns[0].id), days=203)
    for choice in ("_yes", "_same"):
        turn = tapped(turn.patient, choice, at=on_day(203))

    alerts = [effect for each in (sent, turn) for effect in each.effects if isinstance(effect, RaiseAlert)]

    assert [(one.title, one.to_surgeon, one.sealed) for one in alerts] == [
        ("Complaint", "Marta Soler", True),
        ("Still unhappy", "Marta Soler", True),
    ]
    assert turn.patient.waiting
    assert isinstance(turn.patient.waiting.topic, Worrying)
    assert turn.patient.waiting.topic.concern.sealed_for is None


def test_a_sealed_complaint_is_never_told_to_others() -> None:
    """Not when the words are changed afterwards, and not when the last question has no answer."""
    writing = chose("_complaint", "_write_complaint")
    written = happens(writing.patient, Wrote(text="Dr Vega laughed at me."), days=200)
    sent = tapped(written.patient, "_only_head", at=ASKED)
    changed = happens(sent.patient, Edited(text="Dr Vega laughed at me, twice."), days=200)
    asked = happens(sent.patient, ClosingDue(concern=sent.patient.open_concerns[0].id), days=203)
    stopped = happens(asked.patient, Commanded(name="stop"), days=203)

    alerts = [effect for each in (changed, stopped) for effect in each.effects if isinstance(effect, RaiseAlert)]

    about_it = [one for one in alerts if one.key.startswith("concern")]
    assert [(one.title, one.to_surgeon, one.sealed) for one in about_it] == [
        ("Changed an earlier message", "Marta Soler", True),
        ("The closing question has no answer", "Marta Soler", True),
    ]
    assert [one.words for one in alerts if one.words] == [about_it[0].words]


def test_a_complaint_whose_head_has_left_goes_to_nobody_unasked() -> None:
    """Between the summary and the tap the clinic changed its file: the patient is asked anew, without that choice."""
    writing = chose("_complaint", "_write_complaint")
    written = happens(writing.patient, Wrote(text="Dr Vega laughed at me."), days=200)
    practice = the_house().practice
    staff = tuple(person for person in practice.clinic.staff if person.name != "Marta Soler")
    without = replace(practice, clinic=practice.clinic.model_copy(update={"staff": staff}))
    waiting = written.patient.waiting
    assert waiting
    tap = Tapped(prompt=waiting.prompt, choice="_only_head")

    turn = advance(without, written.patient, tap, now=ASKED)

    assert told(turn) == []
    assert turn.patient.waiting
    assert turn.patient.waiting.label("_only_head") is None


def test_papers_of_an_earlier_round_are_not_promised_anew() -> None:
    asked = chose("_second_opinion", "_packet", "_send")
    turn = happens(asked.patient, ClosingDue(concern=asked.patient.open_concerns[0].id), days=203)
    for choice in ("_yes", "_worse", "_none", "10", "_call_me"):
        turn = tapped(turn.patient, choice, at=on_day(203))

    assert not [e for e in turn.effects if isinstance(e, Schedule) and isinstance(e.event, PromiseDue)]
