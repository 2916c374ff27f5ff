"""A placed chart as SVG."""

from collections.abc import Iterator, Sequence

from bot.drawing.charts.cards import Card, Plate, Words
from bot.drawing.charts.layout import Layout, Line, Point, Standing
from bot.drawing.palette import LINES
from bot.drawing.picture import picture
from bot.drawing.svg import element, number, points, words

MARGIN = 8.0
ROUND = 6.0  # the radius of a line's bends
TIP = 4.5  # half the width of an arrow


def painted(layout: Layout, *, name: str, title: str, desc: str, alone: bool = False) -> str:
    """The chart: lines first, so that boxes stand on them."""
    order = [standing.card.box.id for standing in layout.cards]
    parts = [_line(line, order.index(line.to) % LINES) for line in layout.lines]
    parts += [part for standing in layout.cards for part in _card(standing)]
    moved = element("g", *parts, transform=f"translate({number(MARGIN)} {number(MARGIN)})")
    width, height = layout.width + 2 * MARGIN, layout.height + 2 * MARGIN
    return picture(moved, name=name, title=title, desc=desc, width=width, height=height, alone=alone)


def _line(line: Line, hue: int) -> str:
    later = " later" if line.later else ""
    x, y = line.points[-1]
    ends = (*line.points[:-1], (x, y - TIP)) if line.arrow else line.points
    path = element("path", class_=f"line to{hue}{later}", d=bent(ends))
    if not line.arrow:
        return path
    corners = [(x - TIP, y - 2 * TIP), (x + TIP, y - 2 * TIP), (x, y)]
    return path + element("polygon", class_=f"tip{hue}", points=points(corners))


def bent(corners: Sequence[Point]) -> str:
    """A path along the corners, each of them rounded."""
    parts = [f"M{_at(corners[0])}"]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        near, far = _toward(corner, before), _toward(corner, after)
        parts.append(f"L{_at(near)}Q{_at(corner)} {_at(far)}")
    return "".join((*parts, f"L{_at(corners[-1])}"))


def _toward(corner: Point, other: Point) -> Point:
    """The point at which a bend begins or ends: never beyond the middle of the stretch."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = abs(dx) + abs(dy)
    step = min(ROUND, length / 2) / length if length else 0
    return corner[0] + dx * step, corner[1] + dy * step


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _card(standing: Standing) -> Iterator[str]:
    card, x, y = standing.card, standing.x, standing.y
    yield element(
        "rect", class_=f"box-{card.box.kind}", x=x, y=y, width=card.width, height=card.height, rx=_roundness(card)
    )
    yield from (_plate(plate, x, y) for plate in card.plates)
    yield from (_words(line, card, x, y) for line in card.words)


def _roundness(card: Card) -> float:
    return 8 if card.box.kind == "screen" else 16


def _plate(plate: Plate, x: float, y: float) -> str:
    kind = f"bar-{plate.level}" if plate.level else "button"
    radius = 8 if plate.level else 6
    return element("rect", class_=kind, x=x + plate.x, y=y + plate.y, width=plate.width, height=plate.height, rx=radius)


def _words(line: Words, card: Card, x: float, y: float) -> str:
    shade = next((f" on-{plate.level}" for plate in card.plates if plate.level and _on(plate, line)), "")
    end = " end" if line.end else ""
    return element("text", words(line.text), class_=f"{line.style}{shade}{end}", x=x + line.x, y=y + line.y)


def _on(plate: Plate, line: Words) -> bool:
    return line.style == "chip" and plate.x <= line.x <= plate.x + plate.width and plate.y < line.y < plate.y + 20
