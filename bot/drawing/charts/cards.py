"""A box as it is drawn: its words broken into lines, its rows as buttons, and where each row ends."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from bot.drawing.charts.chart import Box, Row
from bot.drawing.lettering import shortened, width_of, wrap
from care.protocol import Level

EDGE = 12  # from the border of a box to its words
BUTTON_EDGE = 7  # from the border of a box to its buttons
LINE = 16
TEXT_LINES_MAX = 4
LABEL_LINES_MAX = 12  # more choices of one kind than fit are named in the list below the picture
SHORT = 3  # a choice of so few signs, such as a number, shares a line with others
SIZES: Mapping[str, float] = {"title": 13.5, "text": 12.5, "label": 12.5, "reply": 11.5, "lead": 12.5, "chip": 11}

Style = Literal["title", "text", "label", "reply", "lead", "chip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of words in a card. `y` is their base line."""

    x: float
    y: float
    text: str
    style: Style
    end: bool = False  # `x` is where they end


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A filled field behind words: a button, or the level of an alert."""

    x: float
    y: float
    width: float
    height: float
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A box with its size. `ports` tells at which height each of its rows ends."""

    box: Box
    width: float
    height: float
    words: tuple[Words, ...]
    plates: tuple[Plate, ...]
    ports: tuple[float, ...]


def card(box: Box, *, width: float, leads: Sequence[str]) -> Card:
    """The box at this width. `leads` says for each row where it leads, in a few signs."""
    page = _Page(width=width)
    top = 22.0
    title = f"{box.number}  {box.title}" if box.number is not None else box.title
    for line in wrap(title, room=width - 2 * EDGE, size=SIZES["title"], bold=True):
        page = page.write(line, top, "title")
        top += LINE + 1
    for text in box.text:
        for line in shortened(wrap(text, room=width - 2 * EDGE, size=SIZES["text"]), TEXT_LINES_MAX):
            page = page.write(line, top, "text")
            top += LINE
    page, top = _chips(page, box.levels, top - 11)
    ports: list[float] = []
    for row, lead in zip(box.rows, leads, strict=True):
        page, bottom = _row(page, row, lead, top + 2)
        ports.append((top + 2 + bottom) / 2)
        top = bottom + 3
    return Card(box=box, width=width, height=top + 6, words=page.words, plates=page.plates, ports=tuple(ports))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What stands on a card so far."""

    width: float
    words: tuple[Words, ...] = ()
    plates: tuple[Plate, ...] = ()

    def write(self, text: str, y: float, style: Style, *, x: float = EDGE, end: bool = False) -> "_Page":
        return replace(self, words=(*self.words, Words(x=x, y=y, text=text, style=style, end=end)))

    def fill(self, plate: Plate) -> "_Page":
        return replace(self, plates=(*self.plates, plate))


def _row(page: _Page, row: Row, lead: str, top: float) -> tuple[_Page, float]:
    """A button with its words, where it leads, and below them its alert and what is said back."""
    lead_width = width_of(lead, size=SIZES["lead"], bold=True) + 10 if lead else 0
    room = page.width - 2 * EDGE - lead_width
    lines = tuple(_label_lines(row, room))
    height = 6 + LINE * len(lines) + 2
    start = len(page.plates)
    for i, line in enumerate(lines):
        page = page.write(line, top + 17 + LINE * i - 1, "label")
    if lead:
        page = page.write(lead, top + 16, "lead", x=page.width - EDGE, end=True)
    page, bottom = _chips(page, row.levels, top + height - 1)
    for line in wrap(row.reply, room=page.width - 2 * EDGE, size=SIZES["reply"]):
        page = page.write(line, bottom + 12, "reply")
        bottom += LINE - 1
    bottom = max(bottom + (5 if row.reply or row.levels else 0), top + height)
    button = Plate(x=BUTTON_EDGE, y=top, width=page.width - 2 * BUTTON_EDGE, height=bottom - top)
    return replace(page, plates=(*page.plates[:start], button, *page.plates[start:])), bottom


def _label_lines(row: Row, room: float) -> Iterator[str]:
    """Each choice on lines of its own, very short ones side by side; of too many, how many more there are."""
    used = 0
    for number, label in enumerate(labels := _side_by_side(row.labels)):
        lines = wrap(label, room=room, size=SIZES["label"])
        if number and used + len(lines) > LABEL_LINES_MAX:
            yield f"… and {len(labels) - number} more"
            return
        yield from lines
        used += len(lines)


def _side_by_side(labels: Sequence[str]) -> list[str]:
    groups = ((short, list(some)) for short, some in groupby(labels, key=lambda label: len(label) <= SHORT))
    return [label for short, some in groups for label in (["\u2002".join(some)] if short else some)]


def _chips(page: _Page, levels: Sequence[Level], top: float) -> tuple[_Page, float]:
    """The levels of the alerts that are raised, in a row; and where the next line begins."""
    x = float(EDGE)
    for level in levels:
        name = level_name(level)
        width = width_of(name, size=SIZES["chip"], bold=True) + 14
        if x + width > page.width - EDGE and x > EDGE:
            x, top = EDGE, top + 21
        page = page.fill(Plate(x=x, y=top, width=width, height=17, level=level))
        page = page.write(name, top + 12.5, "chip", x=x + 7)
        x += width + 5
    return page, top + 21 if levels else top


def level_name(level: Level) -> str:
    """`Alert: same day`; a note is no alarm."""
    return "Note to staff" if level == "note" else f"Alert: {level.replace('_', ' ')}"
