"""The concern as a chart: its screens, their buttons and its ends, as a made-up patient finds them by pressing all."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.drawing.charts.chart import Box, Chart, Row
from bot.drawing.made_up import Case
from bot.drawing.spoken import label, levels, ranked, told
from bot.drawing.walk import Appointment, Step, walk
from care.events import Commanded
from care.flow import advance
from care.lines import Say
from care.patient import Waiting
from care.protocol import Level

ASKS = "?؟？"  # what a question ends with
TEXTS_MAX = 3  # ways of asking that one screen shows


@dataclass(slots=True, kw_only=True)
class _Way:
    """One choice of a screen, over all the states in which it was pressed."""

    label: str
    screens: dict[str, None] = field(default_factory=dict)
    passing: set[Level] = field(default_factory=set)  # alerts that are raised while the conversation goes on
    ending: set[Level] | None = None  # alerts that are raised where it ends
    said: str = ""
    days: dict[str, set[int]] = field(default_factory=dict)  # after how many days which screen comes

    @property
    def leads(self) -> tuple[object, ...]:
        """What is the same for choices of one kind."""
        ending = None if self.ending is None else frozenset(self.ending)
        return frozenset(self.screens), frozenset(self.passing), ending, frozenset(self.days)


@dataclass(slots=True, kw_only=True)
class _Screen:
    first: datetime  # when it was seen first
    asks: dict[tuple[str, ...], str] = field(default_factory=dict)  # by what its text consists of
    ways: dict[str | None, _Way] = field(default_factory=dict)
    shown_first: set[str | None] = field(default_factory=set)

    @property
    def text(self) -> tuple[str, ...]:
        """The ways in which it asks; where nothing has a question mark, what it says first."""
        said = tuple(dict.fromkeys(self.asks.values()))
        asking = tuple(line for line in said if _asking(line))
        return asking[:TEXTS_MAX] or said[:1]

    def kinds(self) -> Iterator[_Way]:
        """The choices it showed first; and of later ones, such as other dates, those that lead somewhere else."""
        led: set[tuple[object, ...]] = set()
        for choice, way in sorted(self.ways.items(), key=lambda item: item[0] not in self.shown_first):
            if choice in self.shown_first or way.leads not in led:
                yield way
            led.add(way.leads)


def concern_chart(case: Case) -> Chart:
    """Every screen that any of the patient's lives reaches, with all that can be chosen on it."""
    screens: dict[str, _Screen] = {}
    for patient, at in case.lives():
        practice = case.practice
        begun = advance(practice, patient, Commanded(name="concern"), now=at).patient
        for seen in walk(practice, begun, at=at):
            _note(screens, seen, case)
    return Chart(boxes=tuple(box for name in screens for box in _boxes(name, screens[name])))


def _note(screens: dict[str, _Screen], seen: Step | Appointment, case: Case) -> None:
    if isinstance(seen, Appointment):
        screen = screens[seen.step.screen]
        days = screen.ways[seen.step.choice].days
        if seen.after is not None and (seen.step.at == screen.first or seen.after not in days):
            days.setdefault(seen.after, set()).add(_days(seen, case))
        return
    screen = screens.setdefault(seen.screen, _Screen(first=seen.at))
    if (made_of := _made_of(seen.waiting)) not in screen.asks:
        screen.asks[made_of] = _question(seen.waiting, case)
    if seen.at == screen.first:
        screen.shown_first.add(seen.choice)
    if seen.choice not in screen.ways:
        screen.ways[seen.choice] = _Way(label=label(seen, case))
    way = screen.ways[seen.choice]
    if seen.after is not None:
        way.screens[seen.after] = None
        way.passing |= set(levels(seen))
    else:
        way.ending = (way.ending or set()) | set(levels(seen))
        way.said = way.said or next(map(case.words, told(seen)), "")


def _days(seen: Appointment, case: Case) -> int:
    """How many nights lie between, where the patient lives."""
    return (seen.at.astimezone(case.zone).date() - seen.step.at.astimezone(case.zone).date()).days


def _made_of(waiting: Waiting) -> tuple[str, ...]:
    return tuple(line.key if isinstance(line, Say) else line.kind for line in waiting.text[waiting.lead :])


def _question(waiting: Waiting, case: Case) -> str:
    """The line that asks; where none has a question mark, the first."""
    lines = [case.words(line) for line in waiting.text[waiting.lead :]]
    return next((line for line in lines if _asking(line)), lines[0])


def _asking(line: str) -> bool:
    return any(mark in line for mark in ASKS)


def _boxes(name: str, screen: _Screen) -> Iterator[Box]:
    """The screen with its choices by where they lead, and the ends that hang from it."""
    ends: dict[tuple[object, ...], _Way] = {}
    rows: dict[tuple[object, ...], Row] = {}
    for way in screen.kinds():
        leads = tuple(way.screens)
        if way.ending is not None:
            key = (frozenset(way.ending), frozenset(way.days))
            ends[key] = _together(ends.get(key), way)
            leads += (_end_id(name, list(ends).index(key)),)
        else:
            leads += tuple(way.days)
        kind = (leads, frozenset(way.passing))
        row = rows.get(kind) or Row(labels=(), levels=ranked(way.passing), leads_to=leads)
        rows[kind] = replace(row, labels=(*row.labels, way.label))
    yield Box(
        id=name,
        kind="screen",
        title=name.replace("_", " ").capitalize(),
        text=screen.text,
        rows=tuple(rows.values()),
    )
    for i, way in enumerate(ends.values()):
        yield _end(_end_id(name, i), way)


def _end_id(screen: str, number: int) -> str:
    return f"{screen}.end{number + 1}"


def _together(known: _Way | None, way: _Way) -> _Way:
    if known is None:
        return way
    days = {screen: known.days[screen] | way.days[screen] for screen in way.days}
    return replace(known, days=days)


def _end(id_: str, way: _Way) -> Box:
    raised = ranked(way.ending or set())
    person = any(level != "note" for level in raised)
    title = "A person takes it up" if person else "A date is set" if way.days else "It is closed"
    rows = tuple(
        Row(labels=(f"Asked again {_after(days)}",), leads_to=(screen,), later=True)
        for screen, days in way.days.items()
    )
    return Box(id=id_, kind="end", title=title, text=(way.said,) if way.said else (), levels=raised, rows=rows)


def _after(days: set[int]) -> str:
    first, last = min(days), max(days)
    count = f"{first} to {last}" if first != last else f"{first}"
    return f"after {count} {'day' if count == '1' else 'days'}"
