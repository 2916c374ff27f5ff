"""When each check-in is due, and why then: protocol, surgery day, the patient's zone and hour, clinic calendar."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from care.calendar import awake, instant
from care.clinic import Clinic
from care.offset import Offset
from care.protocol import CheckIn, Protocol

MOVE_DAYS_MAX = 7  # a check-in that may wait for the clinic to open waits at most this long


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One planned check-in: `step` and `nth` name it, `why` says how its time came about."""

    step: str
    nth: int
    at: datetime
    expires_at: datetime
    why: tuple[str, ...]

    @property
    def key(self) -> str:
        """Unique among the check-ins of one episode, whatever the surgery date becomes."""
        return due_key(self.step, self.nth)


def due_key(step: str, nth: int) -> str:
    """`day_7`, `yearly.3`."""
    return step + (f".{nth}" if nth else "")


def plan(protocol: Protocol, *, surgery_on: date, zone: ZoneInfo, hour: time, clinic: Clinic) -> tuple[Due, ...]:
    """Every check-in of the protocol in order of time, each inside the patient's waking hours."""
    dues = (
        _due(step, nth, moment, surgery_on=surgery_on, zone=zone, hour=hour, clinic=clinic)
        for step in protocol.check_ins
        for nth, moment in enumerate(step.days())
    )
    return tuple(sorted(dues, key=lambda due: (due.at, due.key)))


def _due(
    step: CheckIn, nth: int, moment: Offset, *, surgery_on: date, zone: ZoneInfo, hour: time, clinic: Clinic
) -> Due:
    day = moment.on(surgery_on)
    why = [_counted(moment, surgery_on)]
    open_day = _open_day(step, day, clinic)
    if open_day != day:
        why.append(f"moved from {day} to {open_day}: the clinic is closed")
    wanted = step.at or hour
    at = instant(open_day, wanted, zone)
    shown = at.astimezone(zone)
    if shown.time() != wanted:
        why.append(f"moved from {wanted:%H:%M} to {shown:%H:%M}: clocks change that day")
    wake = awake(at, quiet=clinic.quiet, zone=zone)
    if wake != at:
        why.append(f"moved from {shown:%H:%M} to {wake.astimezone(zone):%H:%M}: quiet hours")
    expires_at = (wake + step.expires).astimezone(UTC)
    return Due(step=step.id, nth=nth, at=wake.astimezone(UTC), expires_at=expires_at, why=tuple(why))


def _counted(moment: Offset, surgery_on: date) -> str:
    if moment.count == 0:
        return f"the day of surgery, {surgery_on}"
    side = "after" if moment.count > 0 else "before"
    return f"{moment.unit} {abs(moment.count)} {side} surgery on {surgery_on}"


def _open_day(step: CheckIn, day: date, clinic: Clinic) -> date:
    if step.on_closed == "send":
        return day
    later = (day + timedelta(days=ahead) for ahead in range(MOVE_DAYS_MAX + 1))
    return next((open_ for open_ in later if clinic.periods(open_)), day)
