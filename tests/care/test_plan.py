"""The plan of check-ins: in waking hours, once a day, in any zone, on any date, whatever the clocks do."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from care.plan import Due, plan
from tests.care.conversation import the_house

ZONES = (
    "Europe/Madrid", "America/New_York", "America/St_Johns", "America/Sao_Paulo", "Asia/Kathmandu", "Asia/Tokyo",
    "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca", "Asia/Tehran", "Atlantic/Azores",
)  # fmt: skip
HOURS = (time(0, 0), time(2, 30), time(7, 59), time(13, 0), time(18, 0), time(20, 59), time(21, 0), time(23, 59))
LEAP_YEAR = [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]
QUIET = (time(21, 0), time(8, 0))


def _plans() -> Iterator[tuple[ZoneInfo, date, time, tuple[Due, ...]]]:
    """Every day of a leap year as the day of surgery, with zones and hours in turn."""
    practice = the_house().practice
    ways = list(product(ZONES, HOURS))
    for number, day in enumerate(LEAP_YEAR):
        name, hour = ways[number * 7 % len(ways)]
        zone = ZoneInfo(name)
        procedure = ("rhinoplasty", "breast_augmentation")[number % 2]
        protocol = practice.protocols[procedure]
        yield zone, day, hour, plan(protocol, surgery_on=day, zone=zone, hour=hour, clinic=practice.clinic)


def test_nothing_is_planned_for_the_night() -> None:
    """Each due time lies between the end and the beginning of the quiet hours of the patient's zone."""
    night = [
        (zone.key, day, due.step)
        for zone, day, _, dues in _plans()
        for due in dues
        if not QUIET[1] <= due.at.astimezone(zone).time() < QUIET[0]
    ]

    assert night == []


def test_each_step_comes_once_and_never_two_on_one_day() -> None:
    """No step is planned twice, and a local day has at most one check-in of an operation."""
    for zone, day, _, dues in _plans():
        days = Counter(due.at.astimezone(zone).date() for due in dues if due.step not in ("scan", "yearly"))

        assert len({due.key for due in dues}) == len(dues)
        assert [on for on, count in days.items() if count > 1] == [], (zone.key, day)


def test_each_due_ends_after_it_begins_and_says_why() -> None:
    """A planned check-in has a time to live, and its reason counts from surgery."""
    assert all(due.at < due.expires_at and "surgery" in due.why[0] for _, _, _, dues in _plans() for due in dues)


@pytest.mark.parametrize(
    ("surgery", "step", "nth", "expected"),
    [
        (date(2028, 2, 29), "month_12", 0, date(2029, 2, 28)),
        (date(2026, 1, 31), "month_3", 0, date(2026, 4, 30)),
        (date(2026, 8, 31), "month_6", 0, date(2027, 3, 1)),  # 28 February is a Sunday: the clinic is closed
        (date(2026, 12, 24), "day_1", 0, date(2026, 12, 25)),  # a critical day does not wait for the clinic
        (date(2026, 3, 2), "yearly", 8, date(2036, 3, 3)),  # ten years; 2 March is a Sunday
    ],
)
def test_the_day_of_a_check_in(surgery: date, step: str, nth: int, expected: date) -> None:
    """Ends of months, leap days, and closed days for those steps that may move."""
    practice = the_house().practice
    zone = ZoneInfo("Europe/Madrid")

    dues = plan(practice.protocols["rhinoplasty"], surgery_on=surgery, zone=zone, hour=time(18), clinic=practice.clinic)

    found = next(due for due in dues if (due.step, due.nth) == (step, nth))
    assert found.at.astimezone(zone).date() == expected


def test_a_moved_time_says_so() -> None:
    """An hour in the quiet hours is moved to their end, with the reason."""
    practice = the_house().practice
    zone = ZoneInfo("Europe/Madrid")

    dues = plan(
        practice.protocols["rhinoplasty"],
        surgery_on=date(2026, 3, 2),
        zone=zone,
        hour=time(22, 30),
        clinic=practice.clinic,
    )

    day_4 = next(due for due in dues if due.step == "day_4")
    assert day_4.at.astimezone(zone) == datetime(2026, 3, 7, 8, 0, tzinfo=zone)
    assert day_4.why[-1] == "moved from 22:30 to 08:00: quiet hours"
