"""A clinic as its folder describes it: hours, people, the ladder, and its own words. Read from clinic.yaml."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from care.lines import Texts
from care.offset import Length
from care.protocol import LEVELS, Clock, Level, texts_in
from care.source import Model, Problem, Source, SourceError, did_you_mean, parse, read_source

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WAKING_HOURS_MIN = timedelta(hours=4)  # a shorter window would put every message of a day into one moment


def _zone(name: str) -> str:
    known = available_timezones()
    if name not in known:
        raise ValueError(f"no time zone '{name}'{did_you_mean(name, sorted(known))}; write one like `Europe/Madrid`")
    return name


ZoneName = Annotated[str, AfterValidator(_zone)]


def _periods(value: object) -> object:
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(",")] if value.strip() not in ("", "closed") else []


def _period(value: object) -> object:
    start, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    if not dash:
        raise ValueError("write opening hours such as `09:00-14:00, 16:00-19:00`, or `closed`")
    return {"start": start.strip(), "end": end.strip()}


class _Period(Model):
    start: Clock
    end: Clock

    @classmethod
    def check(cls, period: "_Period") -> "_Period":
        if period.start >= period.end:
            raise ValueError("a period must end after it starts, on the same day")
        return period


Period = Annotated[_Period, BeforeValidator(_period), AfterValidator(_Period.check)]
Periods = Annotated[tuple[Period, ...], BeforeValidator(_periods)]


class Quiet(Model):
    """Hours, in the patient's zone, in which nothing routine is sent."""

    start: Clock = Field(alias="from")
    end: Clock = Field(alias="until")

    def covers(self, at: time) -> bool:
        at = at.replace(second=0, microsecond=0)
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def check(self) -> str | None:
        minutes = (_minutes(self.end) - _minutes(self.start)) % (24 * 60)
        if minutes == 0:
            return "begin and end are the same; write for example `from: 21:00` and `until: 08:00`"
        if timedelta(minutes=24 * 60 - minutes) < WAKING_HOURS_MIN:
            return "leave fewer than 4 hours a day for messages; make the quiet hours shorter"
        return None


class Holiday(Model):
    on: date
    name: str


class Staff(Model):
    """A named person on the staff. Only people listed here may act on alerts."""

    name: str = Field(min_length=1, max_length=60)
    telegram: int = Field(gt=0)
    roles: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")], ...] = Field(min_length=1)


class Rung(Model):
    """Who is told, and how long after the alert was raised."""

    after: Annotated[timedelta, BeforeValidator(lambda v: timedelta() if v in ("at once", 0) else v)] | Length
    tell: str  # `staff_chat`, or a role


class HelpLine(Model):
    """Whom somebody in despair can call at any hour; the phone is said after the name."""

    name: Texts
    phone: str


class ComplaintHead(Model):
    """Who answers complaints, and within how long."""

    name: str = Field(min_length=1, max_length=60)
    within: Length


class Consent(Model):
    version: str
    text: Texts | None = None  # else the catalogue's


_LADDER: dict[Level, tuple[Rung, ...]] = {
    "emergency": (Rung(after=timedelta(), tell="staff_chat"), Rung(after=timedelta(minutes=5), tell="on_call")),
    "urgent": (Rung(after=timedelta(), tell="staff_chat"), Rung(after=timedelta(minutes=15), tell="on_call")),
    "same_day": (Rung(after=timedelta(), tell="staff_chat"), Rung(after=timedelta(hours=2), tell="on_call")),
    "next_day": (Rung(after=timedelta(), tell="staff_chat"), Rung(after=timedelta(hours=24), tell="on_call")),
    "note": (Rung(after=timedelta(), tell="staff_chat"), Rung(after=timedelta(days=3), tell="staff_chat")),
}


class Clinic(Model):
    """One clinic. `read_clinic` also checks what refers to what."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]
    name: str = Field(min_length=1, max_length=80)
    zone: ZoneName
    zones: tuple[ZoneName, ...] = ()  # zones patients may choose in /settings, for those who travelled
    phone: str = Field(min_length=3)
    emergency_number: str = Field(min_length=2)
    languages: tuple[str, ...] = Field(min_length=1)
    hours: dict[Weekday, Periods]
    holidays: tuple[Holiday, ...] = ()
    quiet: Quiet
    check_in_hour: Clock = time(18, 0)
    staff: tuple[Staff, ...] = Field(min_length=1)
    staff_chat: int
    surgeons: tuple[str, ...] = Field(min_length=1)
    ladder: dict[Level, tuple[Rung, ...]] = Field(default_factory=lambda: dict(_LADDER))
    protocols: tuple[str, ...] = Field(min_length=1)
    consent: Consent
    help_line: HelpLine
    complaints: Texts
    complaint_head: ComplaintHead | None = None
    second_opinion: Texts | None = None
    token_variable: str = "AFTERCARE_BOT_TOKEN"  # noqa: S105  # the name of a variable, not a token

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def person(self, telegram: int) -> Staff | None:
        """The staff member with this Telegram id; None for anybody else."""
        return next((person for person in self.staff if person.telegram == telegram), None)

    def with_role(self, role: str) -> tuple[Staff, ...]:
        return tuple(person for person in self.staff if role in person.roles)

    def periods(self, day: date) -> tuple[tuple[time, time], ...]:
        """When the clinic is open on a day: nothing on holidays."""
        if any(holiday.on == day for holiday in self.holidays):
            return ()
        return tuple((period.start, period.end) for period in self.hours.get(WEEKDAYS[day.weekday()], ()))

    def rungs(self, level: Level) -> tuple[Rung, ...]:
        return self.ladder.get(level) or _LADDER[level]

    def texts(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Every text a patient may read, with its path."""
        yield from texts_in(self)

    def check_whole(self, source: Source) -> Iterator[Problem]:
        if what := self.quiet.check():
            yield source.problem(("quiet",), what)
        if "en" not in self.languages and not self.languages[0]:
            yield source.problem(("languages",), "name at least one language")
        if not any(self.hours.get(day) for day in WEEKDAYS):
            yield source.problem(("hours",), "the clinic is never open; write opening hours for at least one weekday")
        yield from self._check_ladder(source)
        yield from self._check_texts(source)
        yield from _check_staff(self.staff, source)

    def _check_texts(self, source: Source) -> Iterator[Problem]:
        """Whoever reads another language is not given an English help line."""
        for path, texts in self.texts():
            missing = [language for language in self.languages if language not in texts]
            if missing:
                what = f"has no text in {', '.join(missing)}, which `languages` lists; write it under that key"
                yield source.problem(tuple(path.split(".")), what)

    def _check_ladder(self, source: Source) -> Iterator[Problem]:
        """Every level's ladder, as written or built in, must lead to somebody."""
        roles = {role for person in self.staff for role in person.roles} | {"staff_chat"}
        for level in LEVELS:
            written = level in self.ladder and "ladder" in source.tree
            if written and not self.ladder[level]:
                yield source.problem(("ladder", level), "is empty; name at least who is told `at once`")
            rungs = self.rungs(level)
            for number, rung in enumerate(rungs):
                path = ("ladder", level, number) if written else ("ladder",)
                if rung.tell not in roles:
                    hint = did_you_mean(rung.tell, sorted(roles))
                    of = "" if written else f" of `{level}`, which is not written here and built in"
                    yield source.problem((*path, "tell"), f"nobody has the role '{rung.tell}'{of}{hint}")
                if number and rung.after <= rungs[number - 1].after:
                    yield source.problem((*path, "after"), "comes no later than the rung before it")


def _check_staff(staff: tuple[Staff, ...], source: Source) -> Iterator[Problem]:
    seen: set[int | str] = set()
    for number, person in enumerate(staff):
        for field, value in (("telegram", person.telegram), ("name", person.name)):
            if value in seen:
                yield source.problem(("staff", number, field), f"{value} stands here twice")
            seen.add(value)


def read_clinic(text: str, *, file: str) -> Clinic:
    """The clinic a file describes, or SourceError naming every line to mend."""
    source = read_source(text, file=file)
    clinic = parse(Clinic, source)
    problems = sorted(clinic.check_whole(source), key=lambda problem: problem.line)
    if problems:
        raise SourceError(problems)
    return clinic


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
