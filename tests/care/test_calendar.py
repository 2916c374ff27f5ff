"""Local time: waking hours, opening hours, and what patients are told about who reads when."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from care.calendar import awake, closes, instant, opens, read_by
from care.clinic import Quiet
from care.protocol import LEVELS, Level
from tests.care.conversation import the_house

MADRID = ZoneInfo("Europe/Madrid")
NIGHT = Quiet.model_validate({"from": "21:00", "until": "08:00"})
SIESTA = Quiet.model_validate({"from": "14:00", "until": "16:00"})


def at(text: str, zone: ZoneInfo = MADRID) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-04 10:00", "2026-03-04 10:00"),  # Wednesday, open
        ("2026-03-04 08:00", "2026-03-04 09:00"),
        ("2026-03-04 14:00", "2026-03-04 16:00"),  # the pause at midday
        ("2026-03-04 19:00", "2026-03-05 09:00"),
        ("2026-03-06 13:59", "2026-03-06 13:59"),  # Friday
        ("2026-03-06 14:00", "2026-03-09 09:00"),
        ("2026-12-24 19:30", "2026-12-28 09:00"),  # Christmas, then a weekend
    ],
)
def test_the_clinic_opens(now: str, expected: str) -> None:
    """Now when it is open, else when it next opens; holidays and pauses count."""
    assert opens(the_house().practice.clinic, at(now)) == at(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-04 10:00", "2026-03-04 19:00"),
        ("2026-03-04 20:00", "2026-03-05 19:00"),
        ("2026-03-06 15:00", "2026-03-09 19:00"),
    ],
)
def test_the_clinic_closes(now: str, expected: str) -> None:
    """The end of the last period of the day on which it is next open."""
    assert closes(the_house().practice.clinic, at(now)) == at(expected)


@pytest.mark.parametrize(
    ("level", "now", "expected"),
    [
        ("urgent", "2026-03-07 03:00", "2026-03-07 03:15"),
        ("same_day", "2026-03-04 10:00", "2026-03-04 19:00"),
        ("same_day", "2026-03-07 10:00", "2026-03-07 14:00"),  # Saturday: whoever is on call, not Monday
        ("same_day", "2026-03-06 23:30", "2026-03-07 12:00"),
        ("next_day", "2026-03-04 10:00", "2026-03-05 19:00"),
        ("next_day", "2026-03-04 23:00", "2026-03-05 19:00"),
        ("next_day", "2026-03-06 10:00", "2026-03-09 19:00"),
    ],
)
def test_patients_are_told_by_when_it_is_read(level: Level, now: str, expected: str) -> None:
    """By level, and never a time at which the clinic is closed the whole day."""
    assert read_by(the_house().practice.clinic, level, at(now)) == at(expected)


def test_a_promise_is_never_in_the_past() -> None:
    """In every hour of a year each level is read after now."""
    clinic = the_house().practice.clinic
    hours = [at("2026-01-01 00:30") + timedelta(hours=7 * number) for number in range(1250)]

    past = [(level, now) for now in hours for level in LEVELS if read_by(clinic, level, now) <= now]

    assert past == []


@pytest.mark.parametrize(
    ("quiet", "now", "expected"),
    [
        (NIGHT, "2026-03-04 20:59", "2026-03-04 20:59"),
        (NIGHT, "2026-03-04 21:00", "2026-03-05 08:00"),
        (NIGHT, "2026-03-05 07:59", "2026-03-05 08:00"),
        (NIGHT, "2026-03-05 08:00", "2026-03-05 08:00"),
        (NIGHT, "2026-03-28 22:00", "2026-03-29 08:00"),  # the clocks go forward in that night
        (NIGHT, "2026-10-24 22:00", "2026-10-25 08:00"),  # and back
        (SIESTA, "2026-03-04 15:00", "2026-03-04 16:00"),
        (SIESTA, "2026-03-04 22:00", "2026-03-04 22:00"),
    ],
)
def test_quiet_hours_end(quiet: Quiet, now: str, expected: str) -> None:
    """A moment in the quiet hours moves to their end, any other stays."""
    assert awake(at(now), quiet=quiet, zone=MADRID) == at(expected)


@pytest.mark.parametrize(
    ("zone", "day", "wanted", "shown"),
    [
        ("Europe/Madrid", date(2026, 3, 29), time(2, 30), time(3, 0)),  # 02:30 does not exist
        ("Europe/Madrid", date(2026, 10, 25), time(2, 30), time(2, 30)),  # 02:30 comes twice
        ("Pacific/Apia", date(2011, 12, 30), time(12, 0), time(0, 0)),  # the whole day does not exist
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), time(2, 30)),
    ],
)
def test_clocks_that_change(zone: str, day: date, wanted: time, shown: time) -> None:
    """In a gap the first minute after it; of two equal times the first."""
    local = instant(day, wanted, ZoneInfo(zone)).astimezone(ZoneInfo(zone))

    assert local.time() == shown
    assert local.fold == 0
