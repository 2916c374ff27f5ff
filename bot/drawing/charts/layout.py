"""A chart, placed: where every card stands, and every line between them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.drawing.charts.cards import Card
from bot.drawing.charts.chart import Box, Chart
from bot.drawing.charts.exits import Exit, exits, rooms
from bot.drawing.charts.layers import Layers
from bot.drawing.charts.order import Bus, Order, Slot, ordered
from bot.drawing.charts.place import placed
from bot.drawing.charts.tracks import Run, apart, tracks

TRACK = 9.0  # between two lines that run across
CLEAR = 20.0  # above and below them; an arrow has to fit
ENTRY = 60.0  # how far from its middle a line may enter a box

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A card and its upper left corner."""

    card: Card
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One stretch of the way to a box. Only the last one has the arrow."""

    to: str
    later: bool
    points: tuple[Point, ...]
    arrow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    width: float
    height: float
    cards: tuple[Standing, ...]
    lines: tuple[Line, ...]


def lay_out(chart: Chart, layers: Layers, *, longest: int, draw: Callable[[Box], Card]) -> Layout:
    """Everything in its place. `draw` makes the card of a box. A way over more than the longest layers is left to the
    number in its row."""
    cards = {box.id: draw(box) for box in chart.boxes}
    short = tuple(link for link in layers.down if layers.of[link.target] - layers.of[link.source] <= longest)
    layers = replace(layers, down=short)
    order = ordered(layers)
    ways = exits(layers, order)
    x = placed(order, rooms(order, ways, cards))
    return _Board(order=order, ways=ways, cards=cards, x=x).layout()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Board:
    """What is known of the picture before its heights are."""

    order: Order
    ways: tuple[Exit, ...]
    cards: Mapping[str, Card]
    x: Mapping[Slot, float]

    def layout(self) -> Layout:
        gaps = [self._runs(layer) for layer in range(len(self.order.rows))]
        crossing = [tracks(runs) for runs in gaps]
        tops: list[float] = [1.0]
        for layer, across in enumerate(crossing[:-1]):
            tops.append(tops[-1] + self._height(layer) + 2 * CLEAR + TRACK * len(across))
        standing = tuple(self._standing(slot, tops) for slot in self.x if isinstance(slot.holds, str))
        lines = tuple(
            line for layer, runs in enumerate(gaps) for line in self._lines(layer, runs, crossing[layer], tops)
        )
        rights = [one.x + one.card.width for one in standing]
        rights += [x for line in lines for x, _ in line.points]
        return Layout(width=max(rights) + 1, height=tops[-1] + self._height(-1) + 1, cards=standing, lines=lines)

    def _height(self, layer: int) -> float:
        row = self.order.rows[layer]
        return max((self.cards[slot.holds].height for slot in row if isinstance(slot.holds, str)), default=0)

    def _standing(self, slot: Slot, tops: Sequence[float]) -> Standing:
        card = self.cards[str(slot.holds)]
        return Standing(card=card, x=self.x[slot] - card.width / 2, y=tops[slot.layer])

    def _runs(self, layer: int) -> tuple[Run, ...]:
        """What runs from this layer to the next, with its ends apart from one another."""
        found: dict[Bus, tuple[list[float], Slot]] = {}
        for (source, bus), target in self.order.wires.items():
            if source.layer == layer:
                found.setdefault(bus, ([], target))[0].extend(way_x for way_x in self._leaving(source, bus))
        runs = [Run(bus=bus, above=tuple(above), below=self.x[target]) for bus, (above, target) in _by_bus(found)]
        for i, run in enumerate(runs):
            if isinstance(found[run.bus][1].holds, str):
                others = [other for other in runs if other.bus != run.bus]
                runs[i] = replace(run, below=apart(run.below, others, room=ENTRY))
        return tuple(runs)

    def _leaving(self, slot: Slot, bus: Bus) -> Iterator[float]:
        if isinstance(slot.holds, Bus):
            yield self.x[slot]
            return
        width = self.cards[slot.holds].width
        yield from (way.x(self.x[slot], width) for way in self.ways if way.slot == slot and way.bus == bus)

    def _lines(self, layer: int, runs: Sequence[Run], across: Sequence[Run], tops: Sequence[float]) -> Iterator[Line]:
        floor = tops[layer] + self._height(layer)
        for run in runs:
            track = floor + CLEAR + TRACK * (across.index(run) + 0.5) if run in across else floor + CLEAR
            for source, bus in self.order.wires:
                if source.layer == layer and bus == run.bus:
                    target = self.order.wires[source, bus]
                    for start in self._starts(source, bus, tops[layer]):
                        end = ((start[-1][0], track), (run.below, track), (run.below, tops[layer + 1]))
                        yield Line(
                            to=bus.target,
                            later=bus.later,
                            points=_plain((*start, *end)),
                            arrow=isinstance(target.holds, str),
                        )

    def _starts(self, slot: Slot, bus: Bus, top: float) -> Iterator[tuple[Point, ...]]:
        if isinstance(slot.holds, Bus):
            yield ((self.x[slot], top),)
            return
        card, middle = self.cards[slot.holds], self.x[slot]
        for way in self.ways:
            if way.slot != slot or way.bus != bus:
                continue
            x = way.x(middle, card.width)
            if way.side == "below":
                yield ((x, top + card.height),)
            border = middle + card.width / 2 if way.side == "right" else middle - card.width / 2
            yield from (((border, top + card.ports[row]), (x, top + card.ports[row])) for row in way.rows)


def _by_bus(found: Mapping[Bus, tuple[list[float], Slot]]) -> list[tuple[Bus, tuple[list[float], Slot]]]:
    return sorted(found.items(), key=lambda item: (item[0].target, item[0].later))


def _plain(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without points that repeat the one before."""
    return (points[0], *(b for a, b in pairwise(points) if abs(a[0] - b[0]) + abs(a[1] - b[1]) > 0.01))
