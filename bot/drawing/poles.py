"""Marks of a strip with their words, like flags on poles: no words stand on others, and no pole goes through words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.drawing.lettering import shortened, width_of, wrap
from bot.drawing.scale import Strip
from bot.drawing.svg import element, number, points, words
from bot.drawing.timeline import Mark

NAME, WHEN = 11.5, 11.0
LINE = 13.0
NAME_LINES_MAX = 3  # of a name at the edge of a telephone; the whole stands in words below
GAP = 6.0  # between a flag and the next pole
HALF = 4.6  # of a mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A mark, where its pole stands, its words, and how many flags it is raised over others."""

    mark: Mark
    x: float
    name: tuple[str, ...]
    when: str
    lane: int = 0

    @property
    def width(self) -> float:
        return 4 + max(width_of(self.when, size=WHEN), *(width_of(line, size=NAME, bold=True) for line in self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """All flags of one kind on a strip; they are of one height."""

    flags: tuple[Flag, ...]

    @property
    def tall(self) -> float:
        """A flag: its name, below it the date, and some air."""
        return LINE * (max((len(flag.name) for flag in self.flags), default=0) + 1) + 3

    @property
    def height(self) -> float:
        return self.tall * (max((flag.lane for flag in self.flags), default=-1) + 1) + 2 * HALF + 4

    def drawn(self, *, base: float) -> str:
        """Above a base line on which the marks stand."""
        return "".join(self._drawn(flag, base) for flag in self.flags)

    def _drawn(self, flag: Flag, base: float) -> str:
        top = base - HALF - self.tall * (flag.lane + 1)
        lines = [*((line, "strong") for line in flag.name), (flag.when, "small")]
        return "".join(
            (
                element("path", class_="axis pole", d=f"M{number(flag.x)} {number(top + 3)}V{number(base)}"),
                sign(flag.mark.kind, flag.x, base),
                *(
                    element("text", words(text), class_=style, x=flag.x + 4, y=top + LINE * (i + 1) - 1)
                    for i, (text, style) in enumerate(lines)
                ),
            )
        )


def flags(marks: Sequence[Mark], strip: Strip) -> Flags:
    """From the right to the left, each is raised over all the poles that its words would cover."""
    raised: list[Flag] = []
    for mark in sorted((mark for mark in marks if strip.has(mark.day)), key=lambda mark: -mark.day):
        flag = _flag(mark, strip)
        covered = [other.lane for other in raised if other.x < flag.x + flag.width + GAP]
        raised.append(replace(flag, lane=max(covered, default=-1) + 1))
    return Flags(flags=tuple(reversed(raised)))


def _flag(mark: Mark, strip: Strip) -> Flag:
    x = strip.x(mark.day)
    lines = wrap(mark.name, room=strip.edge - x - 8, size=NAME, bold=True)
    return Flag(mark=mark, x=x, name=shortened(lines, NAME_LINES_MAX), when=shown(mark.at, strip))


def sign(kind: str, x: float, y: float) -> str:
    """A shape for each kind of mark, so that colour is not needed to tell them apart."""
    if kind == "recovery":
        return element("circle", class_=kind, cx=x, cy=y, r=HALF)
    if kind == "visit":
        corners = [(x, y - HALF), (x + HALF, y + HALF), (x - HALF, y + HALF)]
    elif kind == "satisfaction":
        corners = [(x, y - HALF - 1), (x + HALF + 1, y), (x, y + HALF + 1), (x - HALF - 1, y)]
    else:
        corners = [(x - 2, y - HALF), (x + 2, y - HALF), (x + 2, y + HALF), (x - 2, y + HALF)]
    return element("polygon", class_=kind, points=points(corners))


def shown(at: date | datetime, strip: Strip) -> str:
    """`Tue 3 Mar, 10:00` where days are counted, else `Tue 3 Mar 2026`."""
    if not strip.in_days:
        return f"{at:%a} {at.day} {at:%b} {at.year}"
    hour = f", {at:%H:%M}" if isinstance(at, datetime) else ""
    return f"{at:%a} {at.day} {at:%b}{hour}"
