"""What several operations ask on one day."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations

import pytest

from bot.parse import FromPerson, parse_text
from care.effects import RaiseAlert
from care.events import CheckInDue, Tapped
from care.flow import Turn, advance
from care.lines import Button, Written, written
from care.patient import Answer, CheckingIn, Episode, Patient
from care.report import answers
from care.scene import Scene
from tests.care.conversation import the_house
from tests.care.walks import SURGERY, a_followed, on_day

PROCEDURES = tuple(the_house().practice.protocols)
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


def both(first: str, second: str, *, day: int) -> tuple[Patient, datetime]:
    """A patient who had two operations on one day, and that day of their recovery."""
    patient = a_followed(procedure=first)
    other = replace(patient.episodes[0], id="e2", procedure=second)
    return replace(patient, episodes=(*patient.episodes, other)), on_day(day).replace(hour=9)


def danger_asked(patient: Patient, now: datetime) -> Turn:
    due = CheckInDue(episode="e1", step="day_2", nth=0, expires_at=now + timedelta(hours=20))
    return advance(the_house().practice, patient, due, now=now)


def shown(turn: Turn) -> list[str]:
    assert turn.patient.waiting is not None
    labels = [row[0].label for row in turn.patient.waiting.buttons]
    return [label.texts["en"] for label in labels if isinstance(label, Written)]


def test_danger_of_both_operations_is_offered_though_they_call_it_by_one_name() -> None:
    """Both protocols name a row `one_side`: one means a breast, the other a side of the face."""
    patient, now = both("breast_augmentation", "facelift", day=2)

    asked = danger_asked(patient, now)

    assert {
        "One breast suddenly big, tight, painful",
        "One side: growing pain, swelling, bleeding",
        "Nipple or skin dark, grey or blistered",
        "Skin dark, blue-grey or blistered",
    } <= set(shown(asked))


@pytest.mark.parametrize(
    "label", ["One breast suddenly big, tight, painful", "One side: growing pain, swelling, bleeding"]
)
def test_the_alert_is_about_the_operation_whose_danger_it_is(label: str) -> None:
    patient, now = both("breast_augmentation", "facelift", day=2)
    asked = danger_asked(patient, now)
    waiting = asked.patient.waiting
    assert waiting is not None
    choice = next(row[0].choice for row in waiting.buttons if getattr(row[0].label, "texts", {}).get("en") == label)

    in_time = advance(the_house().practice, asked.patient, Tapped(prompt=waiting.prompt, choice=choice), now=now)
    months_later = Tapped(prompt=waiting.prompt, choice=choice, message_id=1)
    late = advance(the_house().practice, patient, months_later, now=now + timedelta(days=200))

    about = "e1" if "breast" in label else "e2"
    scene = Scene(practice=the_house().practice, patient=in_time.patient, now=now)
    assert f"safety \u201c{label}\u201d" in str(answers(scene, in_time.patient.episodes[0]))
    for turn in (in_time, late):
        told = [effect for effect in turn.effects if isinstance(effect, RaiseAlert)]
        assert [(alert.episode, alert.title) for alert in told] == [(about, f"Red flag: {label}")]


def test_a_sign_of_the_first_operation_stays_its_own_when_a_second_came_later() -> None:
    """A button from the time of one operation names none; pressed late, it is still about that operation."""
    patient, now = both("breast_augmentation", "facelift", day=2)
    face = replace(patient.episodes[1], surgery_on=SURGERY + timedelta(days=5))
    later = replace(patient, episodes=(patient.episodes[0], face))
    tap = Tapped(prompt=f"{patient.id}.1", choice="one_side", message_id=1)

    turn = advance(the_house().practice, later, tap, now=now + timedelta(days=6))

    assert [effect.episode for effect in turn.effects if isinstance(effect, RaiseAlert)] == ["e1"]


def test_a_sign_that_the_protocol_has_no_more_is_urgent() -> None:
    """The file was changed while the question waited: the press is not taken for "none of these"."""
    patient, now = both("breast_augmentation", "facelift", day=2)
    asked = danger_asked(patient, now)
    waiting = asked.patient.waiting
    assert waiting is not None
    gone = Button(choice="gone.e1", label=written({"en": "Something else"}))
    old = replace(asked.patient, waiting=replace(waiting, buttons=((gone,), *waiting.buttons)))

    turn = advance(the_house().practice, old, Tapped(prompt=waiting.prompt, choice="gone.e1"), now=now)

    told = [(effect.level, effect.title) for effect in turn.effects if isinstance(effect, RaiseAlert)]
    assert told == [("urgent", "Red flag: gone")]


@pytest.mark.parametrize(("one", "other"), list(combinations(PROCEDURES, 2)))
def test_every_button_comes_back_through_the_door(one: str, other: str) -> None:
    """What stands in a button is what Telegram sends back: understood, and within its 64 bytes."""
    patient, now = both(one, other, day=2)
    waiting = danger_asked(patient, now).patient.waiting
    assert waiting is not None

    for row in waiting.buttons:
        data = f"p:{waiting.prompt}:{row[0].choice}"
        press = {
            "id": "1",
            "from": {"id": 7},
            "data": data,
            "message": {"message_id": 1, "chat": {"id": 7, "type": "private"}},
        }
        parsed = parse_text(json.dumps({"update_id": 1, "callback_query": press}))

        assert isinstance(parsed, FromPerson), data
        assert parsed.event == Tapped(prompt=waiting.prompt, choice=row[0].choice, message_id=1)


def test_danger_in_the_same_words_is_offered_once() -> None:
    """A calf is a calf, and a dark nipple the same after either operation, whatever the row is called."""
    patient, now = both("breast_augmentation", "breast_reduction", day=2)

    labels = shown(danger_asked(patient, now))

    assert len(labels) == len(set(labels))
    assert "Nipple or skin dark, grey or blistered" in labels


def test_danger_that_another_button_says_as_well_is_not_offered_twice() -> None:
    """The nose has one button for fever, pus and redness; the breast's own for fever would say it again."""
    patient, now = both("breast_augmentation", "rhinoplasty", day=2)

    labels = shown(danger_asked(patient, now))

    assert "38 °C (100.4 °F), pus, growing redness" in labels
    assert "Fever of 38 °C (100.4 °F) or more" not in labels
    assert [label for label in labels if "reathless" in label] == ["Breathless, chest pain, heavy bleeding"]


def test_no_two_operations_make_a_list_that_nobody_reads() -> None:
    """On the second day, when most is watched, any two operations done together have at most eleven danger signs."""
    lengths = {
        (one, other): len(shown(danger_asked(*both(one, other, day=2)))) for one, other in combinations(PROCEDURES, 2)
    }

    assert {pair: length for pair, length in lengths.items() if length > 11} == {}
