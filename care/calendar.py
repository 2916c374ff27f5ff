"""Local time done right: waking hours, opening hours, and the days on which clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from care.clinic import Clinic, Quiet
from care.protocol import Level

ON_CALL_READS_WITHIN = timedelta(hours=4)  # twice the built-in ladder's step from the staff chat to those on call
CLIMB_BEFORE = timedelta(hours=1)  # before the promised time the next person is told
PROMISE_AHEAD = timedelta(hours=2)  # less than that is no time to tell a second person in
OPEN_SEARCH_DAYS = 60  # a clinic closed for longer than this has another problem


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment at which clocks in the zone show this time; in a spring gap the first minute after it; when it
    comes twice, the first."""
    moment = datetime.combine(day, at, zone).astimezone(UTC)
    shown = moment.astimezone(zone)
    if shown.replace(tzinfo=None) == datetime.combine(day, at):
        return moment
    return _after_gap(datetime.combine(day, at), zone)


def _after_gap(wanted: datetime, zone: ZoneInfo) -> datetime:
    low = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC) - timedelta(hours=26)
    high = low + timedelta(hours=52)
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < wanted:
            low = middle
        else:
            high = middle
    return high.replace(second=0, microsecond=0)


def awake(moment: datetime, *, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls in."""
    local = moment.astimezone(zone)
    if not quiet.covers(local.time()):
        return moment
    day = local.date() if local.time() < quiet.end else local.date() + timedelta(days=1)
    ended = instant(day, quiet.end, zone)
    return ended if ended >= moment else instant(day + timedelta(days=1), quiet.end, zone)


def opens(clinic: Clinic, after: datetime) -> datetime:
    """The moment itself when the clinic is open, else when it next opens."""
    local = after.astimezone(clinic.tz)
    for ahead in range(OPEN_SEARCH_DAYS):
        day = local.date() + timedelta(days=ahead)
        for start, end in clinic.periods(day):
            if instant(day, end, clinic.tz) > after:
                return max(after, instant(day, start, clinic.tz))
    return after


def closes(clinic: Clinic, after: datetime) -> datetime:
    """The end of the last opening period on the day on which the clinic is next open."""
    day = opens(clinic, after).astimezone(clinic.tz).date()
    periods = clinic.periods(day)
    return instant(day, periods[-1][1], clinic.tz) if periods else after


def read_by(clinic: Clinic, level: Level, now: datetime) -> datetime:
    """By when somebody on the staff will have read an alert of this level; what patients are told."""
    match level:
        case "emergency" | "urgent":
            return now + timedelta(minutes=15)
        case "same_day":
            return _same_day(clinic, now)
        case "next_day" | "note":
            return closes(clinic, _next_day(clinic, now))


def _same_day(clinic: Clinic, now: datetime) -> datetime:
    """By the end of today's opening hours; when too little is left of them, by whoever is on call, nights excepted.
    A fever on a Saturday does not wait for Monday."""
    today = opens(clinic, now).astimezone(clinic.tz).date() == now.astimezone(clinic.tz).date()
    if today and closes(clinic, now) - now >= PROMISE_AHEAD:
        return closes(clinic, now)
    by = awake(now, quiet=clinic.quiet, zone=clinic.tz) + ON_CALL_READS_WITHIN
    morning = awake(by, quiet=clinic.quiet, zone=clinic.tz)
    return by if morning == by else morning + ON_CALL_READS_WITHIN


def _next_day(clinic: Clinic, now: datetime) -> datetime:
    """From when on the clinic's next closing time counts: tomorrow, when it is open already or closes soon."""
    is_open = clinic.periods(now.astimezone(clinic.tz).date()) and opens(clinic, now) == now
    if is_open or closes(clinic, now) - now < PROMISE_AHEAD:
        tomorrow = now.astimezone(clinic.tz).date() + timedelta(days=1)
        return instant(tomorrow, time(0, 0), clinic.tz)
    return now
