"""An alert's ladder: there is always somebody who is told next, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from care.alert import Subject, climbed, raised, repeated
from care.protocol import LEVELS, Level
from tests.care.conversation import the_house

NIGHT = datetime(2026, 3, 7, 2, 0, tzinfo=UTC)  # a Saturday, 3 o'clock in Madrid
DAY = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def a_subject(*words: str, title: str = "Message") -> Subject:
    return Subject(initials="L.M.", case=117, title=title, words=words, facts=(), do="Call.")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("now", [NIGHT, DAY])
def test_the_ladder_never_ends(level: Level, now: datetime) -> None:
    """However often nobody takes it, there is a next time, and it lies ahead."""
    clinic = the_house().practice.clinic
    climb = raised(clinic, level, at=now)
    assert climb.tell == "staff_chat"

    at = now
    for _ in range(50):
        assert climb.next_at > at
        at = climb.next_at
        climb = climbed(clinic, level, climb.rung, raised_at=now, now=at)


@pytest.mark.parametrize(
    ("level", "now", "expected"),
    [
        ("emergency", NIGHT, timedelta(minutes=5)),
        ("urgent", NIGHT, timedelta(minutes=15)),
        ("same_day", DAY, timedelta(hours=2)),
        ("same_day", NIGHT, timedelta(hours=5)),  # Saturday at eight: on call, though the clinic is closed
        ("next_day", DAY, timedelta(hours=24)),
    ],
)
def test_the_second_rung_is_told(level: Level, now: datetime, expected: timedelta) -> None:
    """What is urgent climbs at night, what is for today by day, the rest when the clinic is open."""
    clinic = the_house().practice.clinic

    assert raised(clinic, level, at=now).next_at - now == expected


def test_a_repeat_keeps_all_words() -> None:
    """The open alert shows everything that was written, and the newest title."""
    old, new = a_subject("one", "two"), a_subject("three", title="Message; sounds unhappy")

    both = repeated(old, new)

    assert both.words == ("one", "two", "three")
    assert both.title == "Message; sounds unhappy"


def test_the_same_words_come_once_when_told_with_others() -> None:
    """An alert that tells its words again with more of them shows each once."""
    both = repeated(a_subject("one", "two"), a_subject("one", "two", "three"))

    assert both.words == ("one", "two", "three")
