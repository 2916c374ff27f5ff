"""The timeline has every planned day, at its own date, where it can be read."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest

from bot.drawing.poles import Flag, flags
from bot.drawing.scale import Strip, strips
from bot.drawing.strips import NARROW, WIDE, timeline_picture
from bot.drawing.svg import words
from bot.drawing.timeline import Timeline, timeline
from bot.protocols import shipped_protocols
from tests.drawing.cases import shipped_case

every_procedure = pytest.mark.parametrize("procedure", shipped_protocols())
every_width = pytest.mark.parametrize("width", [NARROW, WIDE])
MARK_APART = 9.0  # pixels; marks nearer than this are one blot


def _strips(found: Timeline, width: float) -> tuple[Strip, ...]:
    return strips(found, width=width)


@every_procedure
@every_width
def test_every_mark_stands_in_one_strip(procedure: str, width: float) -> None:
    """Check-ins, visits and the days of the result are each told once."""
    found = timeline(shipped_case(procedure))
    marks = [*found.check_ins, *found.visits, *found.result]

    told = [sum(strip.has(mark.day) for strip in _strips(found, width)) for mark in marks]

    assert told == [1] * len(marks)


@every_procedure
def test_check_ins_stand_at_their_own_dates(procedure: str) -> None:
    """The day of each mark is the local date on which the plan sends it."""
    case = shipped_case(procedure)

    found = timeline(case)

    days = [case.surgery_on + timedelta(days=mark.day) for mark in found.check_ins]
    assert days == [due.at.astimezone(case.zone).date() for due in case.dues]


@every_procedure
def test_the_days_after_surgery_can_be_told_apart(procedure: str) -> None:
    """On a wide screen, marks of different days in the first two weeks do not touch."""
    found = timeline(shipped_case(procedure))
    first = _strips(found, WIDE)[0]

    xs = sorted({first.x(mark.day) for mark in found.check_ins if 0 <= mark.day <= 14})

    assert min(b - a for a, b in pairwise(xs)) > MARK_APART


@every_procedure
@every_width
def test_no_words_stand_on_others(procedure: str, width: float) -> None:
    """Flags of a strip do not overlap, and no pole goes through a flag."""
    found = timeline(shipped_case(procedure))

    for strip in _strips(found, width):
        for marks in (found.check_ins, found.visits, found.result):
            some = flags(marks, strip).flags
            assert [pair for pair in combinations(some, 2) if _clash(*pair)] == []
            assert all(flag.x + flag.width <= width for flag in some)


def _clash(left: Flag, right: Flag) -> bool:
    """Whether the left one's words reach over the right one's pole, below its top."""
    return left.x + left.width > right.x and left.lane <= right.lane


@every_procedure
@every_width
def test_everything_is_written_on_the_picture(procedure: str, width: float) -> None:
    """Each check-in, visit, stage and danger sign is named on it."""
    found = timeline(shipped_case(procedure))

    picture = timeline_picture(found, width=width, name="t", title="T", desc="D")

    written = re.sub(r"\s+", " ", " ".join(re.findall(r"<text[^>]*>([^<]*)<", picture)))
    named = (*found.check_ins, *found.visits, *found.result, *found.stages, *found.red_flags)
    assert [one.name for one in named if words(one.name) not in written] == []


@every_procedure
def test_time_runs_from_left_to_right(procedure: str) -> None:
    """A later day never stands left of an earlier one, and no day leaves its strip."""
    for strip in _strips(timeline(shipped_case(procedure)), WIDE):
        xs = [strip.x(day) for day in range(strip.first - 3, strip.last + 4)]

        assert xs == sorted(xs)
        assert strip.left <= min(xs)
        assert max(xs) <= strip.left + strip.width


@pytest.mark.parametrize("surgery_on", [date(2024, 2, 29), date(2026, 12, 31), date(2027, 8, 31)])
def test_any_day_of_surgery_can_be_drawn(surgery_on: date) -> None:
    """Leap days and ends of months: ticks stand on real dates, in order."""
    found = timeline(replace(shipped_case("rhinoplasty"), surgery_on=surgery_on))

    for strip in _strips(found, WIDE):
        dates = [on for _, on in strip.ticks(surgery_on)]
        assert dates == sorted(dates)
        assert len(dates) > 3
