"""Moments of a story: as the clinic's clock shows them, to the minute or finer; or with an offset of their own."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

_FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S.%f%z")


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        return value
    for form in _FORMS:
        try:
            return datetime.strptime(str(value), form)  # noqa: DTZ007  # the clinic's zone is added by `instant_of`
        except ValueError:
            continue
    raise ValueError("write a date and time of the clinic, such as `2026-03-04 18:00`")


Moment = Annotated[datetime, BeforeValidator(_moment)]


def instant_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment on the world's clock."""
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def as_written(at: datetime, zone: ZoneInfo) -> str:
    """The moment as a story says it; with its offset only where the clinic's clock shows that hour twice."""
    local = at.astimezone(zone)
    if local.fold:
        return f"{local:%Y-%m-%d %H:%M:%S.%f%z}"
    fine = 0 if not (local.second or local.microsecond) else 1 if not local.microsecond else 2
    return local.strftime(_FORMS[fine])
