"""What a patient reads about fees: the clinic's own words and this patient's date, when the clinic has written them."""

from dataclasses import replace
from datetime import date

from care.events import Commanded, Tapped
from care.flow import advance
from care.offset import Offset
from care.patient import Patient
from care.practice import Practice
from care.protocol import RevisionPolicy
from tests.care.conversation import the_house
from tests.care.walks import a_followed, on_day, said

OURS = RevisionPolicy(
    text={"en": "For twelve months we do what we both find advisable."},
    until=Offset("month", 12),
    clinic_bears=("surgeon",),
    patient_bears=("facility", "anaesthesia"),
    not_for={"en": "It leaves out new wishes."},
    signed_by="Dr Elena Vega",
    signed_on=date(2026, 1, 31),
)


def _with_policy(policy: RevisionPolicy | None) -> Practice:
    practice = the_house().practice
    nose = practice.protocols["rhinoplasty"].model_copy(update={"revision_policy": policy})
    return replace(practice, protocols={**practice.protocols, "rhinoplasty": nose})


def _asked_about_fees(practice: Practice) -> str:
    """What comes after the button about fees, 200 days after surgery."""
    patient: Patient = a_followed(procedure="rhinoplasty")
    turn = advance(practice, patient, Commanded(name="concern"), now=on_day(200))
    for choice in ("_none", "asymmetry", "4", "_policy"):
        assert turn.patient.waiting is not None
        tap = Tapped(prompt=turn.patient.waiting.prompt, choice=choice)
        turn = advance(practice, turn.patient, tap, now=on_day(200))
    return said(turn.patient, turn.effects)[-1]


def test_the_clinics_own_words() -> None:
    """Word for word, with the day until which it holds for this patient, and who bears what."""
    text = _asked_about_fees(_with_policy(OURS))

    assert "For twelve months we do what we both find advisable." in text
    assert "the time in this text ends on 2 March 2027" in text
    assert "The clinic bears: the surgeon’s fee." in text
    assert "The patient bears: the facility’s fee, the anaesthesia fee." in text
    assert "It leaves out new wishes." in text


def test_a_clinic_that_has_written_nothing() -> None:
    """Policies differ, and what to ask is named; nothing is made up."""
    text = _asked_about_fees(_with_policy(None))

    assert "policies differ from clinic to clinic" in text
    assert "The clinic bears" not in text
