"""The timeline as a picture: one strip of time below the other, each with what falls into it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.drawing import poles
from bot.drawing.lettering import width_of, wrap
from bot.drawing.picture import picture
from bot.drawing.poles import sign
from bot.drawing.scale import LEFT, Strip, strips
from bot.drawing.svg import element, number, words
from bot.drawing.timeline import Mark, Span, Timeline, named

WIDE, NARROW = 1120.0, 344.0
BAR, THIN, BAR_LINE = 21.0, 8.0, 14.0
SMALL = 11.5

_SIGNS = (("recovery", "how it heals"), ("satisfaction", "the result"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A piece of the picture of some height; `draw` puts it at a height of its own."""

    height: float
    draw: Callable[[float], str]


def timeline_picture(found: Timeline, *, width: float, name: str, title: str, desc: str, alone: bool = False) -> str:
    """All strips; a narrow width puts more flags above one another and breaks the words on the bars."""
    drawn: list[str] = []
    y = 6.0
    for strip in strips(found, width=width):
        parts = list(_parts(found, strip, width))
        top, y = y, y + 26
        body: list[str] = []
        for part in parts:
            body.append(part.draw(y))
            y += part.height
        drawn.append(element("text", words(strip.title), class_="title", x=LEFT, y=top + 20))
        drawn += [_grid(strip, found, top + 30, y), *body]
        y += 16
    return picture(*drawn, name=name, title=title, desc=desc, width=width, height=y, alone=alone)


def _parts(found: Timeline, strip: Strip, width: float) -> Iterator[_Part]:
    yield from _marked("Check-ins", found.check_ins, strip, legend=_SIGNS)
    yield _axis(found, strip)
    yield from _marked("Surgeon's visits", found.visits, strip)
    judged = [found.judged] if strip.meets(found.judged.first, found.judged.last) else []
    if judged or any(strip.has(mark.day) for mark in found.result):
        yield from _marked("The result", found.result, strip)
        yield from (_bar(span, strip, width, kind="judged") for span in judged)
    yield from _barred("Healing stages", found.stages, strip, width)
    yield from _barred("Danger signs that are offered", found.red_flags, strip, width)


def _marked(
    heading: str, marks: Sequence[Mark], strip: Strip, *, legend: Sequence[tuple[str, str]] = ()
) -> Iterator[_Part]:
    some = poles.flags(marks, strip)
    if not some.flags:
        return
    kinds = {flag.mark.kind for flag in some.flags}
    yield _heading(heading, strip, [(kind, meaning) for kind, meaning in legend if kind in kinds])
    height = some.height

    def draw(y: float) -> str:
        base = y + height - 6
        line = element(
            "path", class_="axis", d=f"M{number(strip.left)} {number(base)}H{number(strip.left + strip.width)}"
        )
        return line + some.drawn(base=base)

    yield _Part(height=height, draw=draw)


def _barred(heading: str, spans: Sequence[Span], strip: Strip, width: float) -> Iterator[_Part]:
    inside = [span for span in spans if strip.meets(span.first, span.last)]
    if inside:
        yield _heading(heading, strip)
        yield from (_bar(span, strip, width, kind=span.level or "stage") for span in inside)


def _heading(heading: str, strip: Strip, legend: Sequence[tuple[str, str]] = ()) -> _Part:
    def draw(y: float) -> str:
        parts = [element("text", words(heading), class_="heading", x=strip.left, y=y + 18)]
        x = strip.left + width_of(heading, size=12, bold=True) + 18
        for kind, meaning in legend:
            parts.append(sign(kind, x, y + 14))
            parts.append(element("text", words(meaning), class_="small", x=x + 9, y=y + 18))
            x += width_of(meaning, size=11) + 30
        return "".join(parts)

    return _Part(height=26, draw=draw)


def _axis(found: Timeline, strip: Strip) -> _Part:
    """The names of the days, and their dates."""

    def draw(y: float) -> str:
        parts = []
        for moment, on in strip.ticks(found.surgery_on):
            name = "Surgery" if moment.count == 0 else named(moment)
            half = max(width_of(name, size=poles.NAME, bold=True), width_of(_date(on), size=poles.WHEN)) / 2
            x = max(strip.x((on - found.surgery_on).days), half + 3)
            parts.append(element("text", words(name), class_="strong middle", x=x, y=y + 12))
            parts.append(element("text", words(_date(on)), class_="small middle", x=x, y=y + 25))
        return "".join(parts)

    return _Part(height=34, draw=draw)


def _grid(strip: Strip, found: Timeline, top: float, bottom: float) -> str:
    xs = [strip.x((on - found.surgery_on).days) for _, on in strip.ticks(found.surgery_on)]
    return "".join(element("path", class_="grid", d=f"M{number(x)} {number(top)}V{number(bottom)}") for x in xs)


def _bar(span: Span, strip: Strip, width: float, *, kind: str) -> _Part:
    """A span as a bar. Its words stand on it and may run on beyond it; on a telephone they stand above it."""
    begins, ends = strip.x(span.first), strip.x(span.last)
    said = f"{span.name} · {span.level.replace('_', ' ')}" if span.level else span.name
    lines = wrap(said, room=width - 2 * LEFT, size=SMALL)
    x = max(LEFT, min(begins + 5, width - LEFT - max(width_of(line, size=SMALL) for line in lines)))
    over = 0.0 if width > NARROW else BAR_LINE * len(lines) + 3
    thick = BAR - 3 if width > NARROW else THIN

    def draw(y: float) -> str:
        long = max(ends - begins, 3)
        bar = element("rect", class_=f"bar-{kind}", x=begins, y=y + over, width=long, height=thick, rx=4)
        texts = (
            element("text", words(line), class_=f"small on-{kind}", x=x if over == 0 else LEFT, y=y + 13 + BAR_LINE * i)
            for i, line in enumerate(lines)
        )
        return bar + "".join(texts)

    return _Part(height=over + thick + (6 if over else 3), draw=draw)


def _date(on: date) -> str:
    return f"{on.day} {on:%b} {on.year}"
