"""Three strips of time, each with its own measure: days 0 to 14 must be readable beside years 1 to 10."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.drawing.timeline import Timeline
from care.offset import Offset, Unit

EARLY_ENDS = 14  # days after surgery, the first strip
MONTHS_FROM = 70  # a second strip that ends before this day counts in days
LEFT = 14.0
WORDS_ROOM = 108.0  # to the right of the last day, for the words of its mark
AIR = 0.02  # of a strip, before its first day and after its last
BEFORE = 0.3  # of the first strip, at most, for the time before surgery
TICK_ROOM = 72.0  # what the words under a tick need

_STEPS: tuple[tuple[Unit, int, int], ...] = (  # unit, about how many days it has, and how many of it may be passed over
    ("day", 1, 2),
    ("day", 1, 7),
    ("day", 1, 14),
    ("day", 1, 28),
    ("month", 30, 1),
    ("month", 30, 2),
    ("month", 30, 3),
    ("month", 30, 6),
    ("year", 365, 1),
    ("year", 365, 2),
    ("year", 365, 5),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A stretch of days on so many pixels. The days before surgery are drawn closer, so that those after it can be
    read."""

    title: str
    first: int
    last: int
    left: float
    width: float
    edge: float  # how far to the right words may run
    units: tuple[Unit, ...]
    begins: bool = False

    @property
    def in_days(self) -> bool:
        return self.units == ("day",)

    def x(self, day: float) -> float:
        """Where a day stands; one before or after the strip stands at its edge."""
        inside = min(max(day, self.first), self.last)
        if inside < 0:
            return self._zero + inside * self._each_before
        return self._zero + (inside - max(self.first, 0)) * self._each

    def has(self, day: int) -> bool:
        """Whether the day is told here. The day on which two strips meet is told in the earlier one."""
        return self.first < day <= self.last or (self.begins and day == self.first)

    def meets(self, first: int, last: int) -> bool:
        return first < self.last and last > self.first

    def ticks(self, surgery_on: date) -> tuple[tuple[Offset, date], ...]:
        """The days that are named under the strip: as many as fit."""
        before = self._every(self._each_before, range(self.first, 0), surgery_on) if self.first < 0 else ()
        after = self._every(self._each, range(max(self.first, 0), self.last + 1), surgery_on)
        return (*before, *after)

    @property
    def _air(self) -> float:
        return self.width * AIR

    @property
    def _before(self) -> float:
        """The room for the days before surgery."""
        share = -self.first / (self.last - self.first) if self.first < 0 else 0
        return (self.width - 2 * self._air) * min(share, BEFORE)

    @property
    def _zero(self) -> float:
        return self.left + self._air + self._before

    @property
    def _each_before(self) -> float:
        return self._before / max(-self.first, 1)

    @property
    def _each(self) -> float:
        return (self.width - 2 * self._air - self._before) / (self.last - max(self.first, 0))

    def _every(self, each: float, days: range, surgery_on: date) -> Iterator[tuple[Offset, date]]:
        most = max(abs(days.start), abs(days.stop))
        fitting = ((unit, n) for unit, about, n in _STEPS if unit in self.units and about * n * each >= TICK_ROOM)
        unit, step = next(fitting, (self.units[-1], most + 1))  # where nothing fits, only the day of surgery
        for number in range(-most // step, most // step + 1):
            moment = Offset(unit, number * step)
            if abs(moment.about_days) <= most + 40 and (moment.on(surgery_on) - surgery_on).days in days:
                yield moment, moment.on(surgery_on)


def strips(timeline: Timeline, *, width: float) -> tuple[Strip, ...]:
    """As many as the protocol needs on a picture of this width: about the operation, the first year, the years
    after."""
    start, last = timeline.first_day, timeline.last_day
    year = (Offset("year", 1).on(timeline.surgery_on) - timeline.surgery_on).days
    stretches: list[tuple[str, int, int, tuple[Unit, ...]]] = [
        ("Before surgery and the first two weeks" if start < 0 else "The first two weeks", start, EARLY_ENDS, ("day",))
    ]
    if last > EARLY_ENDS:
        end = min(year, last)
        title = "Two weeks to one year" if last >= year else "From two weeks on"
        stretches.append((title, EARLY_ENDS, end, ("month",) if end >= MONTHS_FROM else ("day",)))
    if last > year:
        stretches.append(("The years after", year, last, ("month", "year")))
    return tuple(
        Strip(
            title=title,
            first=first,
            last=end,
            left=LEFT,
            width=width - LEFT - WORDS_ROOM,
            edge=width,
            units=units,
            begins=first == start,
        )
        for title, first, end, units in stretches
    )
