"""A story with one patient becomes a golden conversation that goes as written."""

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.demo.golden import as_yaml, dump, read_story
from bot.demo.golden_play import play, told
from bot.demo.steps import Mishap, Person, Step
from bot.demo.story import Story
from bot.demo.story import read_story as read_played
from bot.demo.to_golden import NotGolden, to_golden
from tests.stage import template_house

SURGERY = date(2026, 3, 2)
CLINIC = template_house().practice.clinic


@pytest.mark.parametrize("name", ["unhappy-nose", "nobody-called", "happy-recovery", "red-flag-at-night"])
def test_a_shipped_story_becomes_a_golden_conversation(name: str, tmp_path: Path) -> None:
    """The file reads back, and each step brings what stands under it."""
    file = tmp_path / "golden.yaml"

    file.write_text(dump(to_golden(read_played(name), CLINIC)), encoding="utf-8")
    happened = [(as_yaml([dict(row) for row in p.step.comes]), as_yaml(told(p))) for p in play(read_story(file))]

    assert len(happened) > 5
    assert [expected for expected, _ in happened] == [actual for _, actual in happened]


def a_story(*steps: Step, patients: dict[str, Person] | None = None) -> Story:
    lena = Person(initials="L.M.", procedure="rhinoplasty", surgery=SURGERY)
    return Story(
        title="A story",
        about="About Lena.",
        start=datetime(2026, 3, 2, 10),  # noqa: DTZ001  # the clinic's
        patients={"Lena": lena} if patients is None else patients,
        play=steps,
    )


def test_a_patient_of_another_zone_and_an_old_button() -> None:
    """Times become the patient's own; a press on an older question is told as one."""
    away = Person(
        initials="L.M.",
        procedure="rhinoplasty",
        surgery=SURGERY,
        zone="America/New_York",
    )
    story = a_story(
        Step(who="Lena", at=datetime(2026, 3, 2, 12), enrolls=away),  # noqa: DTZ001
        Step(who="Lena", opens="Lena"),
        Step(who="Lena", code_of="Lena"),
        Step(who="Lena", taps="English"),
        Step(who="Lena", taps="English", on="Which language"),
        patients={},
    )

    tree = to_golden(story, CLINIC)

    assert (tree["start"], tree["zone"]) == ("2026-03-02 06:00", "America/New_York")
    assert [next(iter(row)) for row in tree["steps"]] == ["joins", "taps", "taps_old"]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step(trouble=Mishap(outage=60.0)), "step 2: a golden conversation knows no trouble"),
        (Step(bot="kill"), "step 2: a golden conversation knows no trouble"),
        (Step(who="Lena", taps="No such button"), "step 2: no earlier question had a button"),
        (Step(who="Ana Ruiz", taps="I take it"), "step 2: there is no alert yet"),
        (Step(who="Ana Ruiz", writes="Hello"), "step 2: in a golden conversation staff take, close and reply"),
        (Step(who="Lena", sends="album"), "step 2: send the pictures one by one"),
    ],
)
def test_what_cannot_be_golden_says_at_which_step(step: Step, words: str) -> None:
    """Refused with the number of the step, never left out in silence."""
    with pytest.raises(NotGolden, match=words):
        to_golden(a_story(Step(who="Lena", joins=True), step), CLINIC)


def test_a_golden_conversation_has_one_patient() -> None:
    with pytest.raises(NotGolden, match="one patient, this story 3"):
        to_golden(read_played("three-patients"), CLINIC)
