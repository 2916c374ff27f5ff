"""What a protocol plans for one patient, as marks and spans of days counted from surgery: the facts of a timeline."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Literal

from bot.drawing.made_up import Case
from care.lines import written
from care.offset import Offset
from care.plan import Due
from care.protocol import LEVELS, Level

Kind = Literal["recovery", "satisfaction", "visit", "result"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something on one day. `at` has the hour when there is one."""

    day: int
    at: date | datetime
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something from one day to another, both included."""

    first: int
    last: int
    begins: date
    ends: date
    name: str
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    surgery_on: date
    check_ins: tuple[Mark, ...]
    visits: tuple[Mark, ...]
    result: tuple[Mark, ...]
    judged: Span
    stages: tuple[Span, ...]
    red_flags: tuple[Span, ...]

    @property
    def first_day(self) -> int:
        return min(0, *(mark.day for mark in self.check_ins))

    @property
    def last_day(self) -> int:
        """The last day on which something happens. What is offered for life goes on after it."""
        return max(self.judged.last, *(mark.day for mark in (*self.check_ins, *self.visits, *self.result)))


def timeline(case: Case) -> Timeline:
    """The protocol with this patient's own dates."""
    protocol = case.protocol
    judged = protocol.judged
    flags = sorted(protocol.red_flags, key=lambda flag: (-LEVELS.index(flag.level), flag.from_.about_days))
    return Timeline(
        surgery_on=case.surgery_on,
        check_ins=tuple(_check_in(case, due) for due in case.dues),
        visits=tuple(_mark(case, visit.on, _in(case, visit.what), "visit") for visit in protocol.visits),
        result=(
            _mark(case, judged.first_asked, "First asked", "result"),
            _mark(case, judged.revision_from, "Revision from", "result"),
        ),
        judged=_span(case, judged.from_, judged.until, "Can be judged"),
        stages=tuple(_span(case, stage.from_, stage.until, plain(stage.id)) for stage in protocol.stages),
        red_flags=tuple(_span(case, flag.from_, flag.until, _in(case, flag.label), flag.level) for flag in flags),
    )


def moment_name(case: Case, due: Due) -> str:
    """`Day 7`, `Year 4`: when a check-in was planned, before anything shifted it."""
    step = case.protocol.check_in(due.step)
    return named(next(islice(step.days(), due.nth, None))) if step else due.key


def named(moment: Offset) -> str:
    return f"{moment.unit.capitalize()} {moment.count}".replace("-", "\N{MINUS SIGN}")


def plain(id_: str) -> str:
    """An id of the protocol as words."""
    return id_.replace("_", " ").capitalize()


def _check_in(case: Case, due: Due) -> Mark:
    at = due.at.astimezone(case.zone)
    step = case.protocol.check_in(due.step)
    kind: Kind = step.kind if step else "recovery"
    return Mark(day=(at.date() - case.surgery_on).days, at=at, name=moment_name(case, due), kind=kind)


def _mark(case: Case, moment: Offset, name: str, kind: Kind) -> Mark:
    on = moment.on(case.surgery_on)
    return Mark(day=(on - case.surgery_on).days, at=on, name=name, kind=kind)


def _span(case: Case, first: Offset, last: Offset, name: str, level: Level | None = None) -> Span:
    begins, ends = first.on(case.surgery_on), last.on(case.surgery_on)
    days = [(on - case.surgery_on).days for on in (begins, ends)]
    return Span(first=days[0], last=days[1], begins=begins, ends=ends, name=name, level=level)


def _in(case: Case, texts: dict[str, str]) -> str:
    return case.words(written(texts))
