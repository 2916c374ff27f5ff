"""`day 7`, `month 6`, `year 2`, `day -14`: a moment counted from the day of surgery."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer

Unit = Literal["day", "week", "month", "year"]

_TEXT = re.compile(r"(day|week|month|year)s? (-?\d{1,4})")
_LENGTH = re.compile(r"(\d{1,4}) (minute|hour|day|week)s?")
_BASE: dict[Unit, tuple[Unit, int]] = {
    "day": ("day", 1),
    "week": ("day", 7),
    "month": ("month", 1),
    "year": ("month", 12),
}
_ABOUT_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}  # for ordering only, never for a date


@dataclass(frozen=True, slots=True, order=False)
class Offset:
    """So many days, weeks, months or years after surgery (before it, when negative)."""

    unit: Unit
    count: int

    def on(self, surgery: date) -> date:
        """The calendar day. The 31st falls on the last day of a shorter month; 29 February on the 28th."""
        match self.unit:
            case "day":
                return surgery + timedelta(days=self.count)
            case "week":
                return surgery + timedelta(weeks=self.count)
            case "month":
                return _months_later(surgery, self.count)
            case "year":
                return _months_later(surgery, 12 * self.count)

    def counts_like(self, other: "Offset") -> bool:
        """Whether the two can be added: days and weeks, or months and years."""
        return _BASE[self.unit][0] == _BASE[other.unit][0]

    def plus(self, other: "Offset") -> "Offset":
        """So much later, in this unit where it comes out even."""
        base, each = _BASE[self.unit]
        total = self.count * each + other.count * _BASE[other.unit][1]
        return Offset(self.unit, total // each) if total % each == 0 else Offset(base, total)

    @property
    def about_days(self) -> float:
        """Roughly how many days, to put offsets in order."""
        return self.count * _ABOUT_DAYS[self.unit]

    def __str__(self) -> str:
        return f"{self.unit} {self.count}"


def _months_later(day: date, months: int) -> date:
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def _parse(value: Any) -> Any:
    if isinstance(value, Offset):
        return value
    found = _TEXT.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError(
            "write a moment counted from surgery, such as `day 7`, `week 6`, `month 3`, `year 1`, `day -7`"
        )
    offset = Offset(found[1], int(found[2]))  # type: ignore[arg-type]  # the pattern admits only these units
    if abs(offset.about_days) > 50 * 366:
        raise ValueError("more than 50 years away")
    return offset


def _parse_length(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    found = _LENGTH.fullmatch(value) if isinstance(value, str) else None
    if not found or int(found[1]) == 0:
        raise ValueError("write a length of time, such as `15 minutes`, `4 hours`, `2 days`, `1 week`")
    return timedelta(**{f"{found[2]}s": int(found[1])})


Moment = Annotated[Offset, BeforeValidator(_parse), PlainSerializer(str)]
Length = Annotated[timedelta, BeforeValidator(_parse_length)]
