"""What several operations ask on one day."""

from dataclasses import replace
from datetime import timedelta

from care.effects import RaiseAlert
from care.events import CheckInDue, Tapped
from care.flow import advance
from care.patient import Answer, CheckingIn, Episode
from tests.care.conversation import the_house
from tests.care.walks import SURGERY, a_followed, on_day

FACE = Episode(id="e2", procedure="facelift", version=1, surgery_on=SURGERY, surgeon="Dr Elena Vega")


def test_pain_is_judged_by_the_operation_that_takes_it_most_seriously() -> None:
    """Six of ten is little after a nose and much after a facelift: asked once for both, it is much."""
    practice, now = the_house().practice, on_day(2)
    yesterday = Answer(question="pain", number=5, at=now - timedelta(days=1))
    nose, *_ = a_followed(procedure="rhinoplasty").episodes
    patient = replace(
        a_followed(procedure="rhinoplasty"), episodes=(nose.answered(yesterday), FACE.answered(yesterday))
    )
    due = CheckInDue(episode="e1", step="day_2", nth=0, expires_at=now + timedelta(hours=20))

    turn = advance(practice, patient, due, now=on_day(2).replace(hour=8))
    while (
        (waiting := turn.patient.waiting) and isinstance(waiting.topic, CheckingIn) and waiting.topic.question != "pain"
    ):
        tap = Tapped(prompt=waiting.prompt, choice="_none")
        turn = advance(practice, turn.patient, tap, now=on_day(2).replace(hour=9))
    assert turn.patient.waiting is not None
    tap = Tapped(prompt=turn.patient.waiting.prompt, choice="6")
    turn = advance(practice, turn.patient, tap, now=on_day(2).replace(hour=9))

    assert [effect.level for effect in turn.effects if isinstance(effect, RaiseAlert)] == ["urgent"]
