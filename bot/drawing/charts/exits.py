"""Where the lines leave a box: below it when all lead to the same place, else beside the rows that they come from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.drawing.charts.cards import Card
from bot.drawing.charts.layers import Layers
from bot.drawing.charts.order import Bus, Order, Slot
from bot.drawing.charts.place import Room

LANE = 8.0  # between two lines that run down beside a box
FIRST_LANE = 11.0  # from the box to the nearest of them
PASSAGE = 7.0  # on each side of a line that passes a layer

Side = Literal["left", "right", "below"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """The way from some rows of a box onto a bus. Lane 0 is the nearest to the box."""

    slot: Slot
    bus: Bus
    side: Side
    rows: tuple[int, ...] = ()
    lane: int = 0

    def x(self, middle: float, width: float) -> float:
        """Where its line runs down, for a box of this width with its middle there."""
        if self.side == "below":
            return middle
        out = width / 2 + FIRST_LANE + LANE * self.lane
        return middle + out if self.side == "right" else middle - out


def exits(layers: Layers, order: Order) -> tuple[Exit, ...]:
    """Every way out of every box; each leaves on the side on which it goes on."""
    return tuple(found for row in order.rows for slot in row for found in _of(slot, layers, order))


def _of(slot: Slot, layers: Layers, order: Order) -> Iterator[Exit]:
    if isinstance(slot.holds, Bus):
        return
    rows: dict[Bus, list[int | None]] = {}
    for link in layers.down:
        if link.source == slot.holds:
            rows.setdefault(Bus(link.target, link.later), []).append(link.row)
    if len(rows) == 1:
        yield from (Exit(slot=slot, bus=bus, side="below") for bus in rows)
        return
    beside = {bus: tuple(row for row in found if row is not None) for bus, found in rows.items() if None not in found}
    yield from (Exit(slot=slot, bus=bus, side="below") for bus in rows if bus not in beside)
    for side in ("left", "right"):
        chosen = [bus for bus in beside if _side(slot, bus, order) == side]
        for lane, bus in enumerate(sorted(chosen, key=lambda bus: -min(beside[bus]))):
            yield Exit(slot=slot, bus=bus, side=side, rows=beside[bus], lane=lane)


def _side(slot: Slot, bus: Bus, order: Order) -> Side:
    return "left" if _place(order.wires[slot, bus], order) < _place(slot, order) else "right"


def _place(slot: Slot, order: Order) -> float:
    row = order.rows[slot.layer]
    return (row.index(slot) + 0.5) / len(row)


def rooms(order: Order, ways: Sequence[Exit], cards: Mapping[str, Card]) -> Mapping[Slot, Room]:
    """What each place needs on its sides: the box, and the lines that run down beside it."""
    return {slot: _room(slot, ways, cards) for row in order.rows for slot in row}


def _room(slot: Slot, ways: Sequence[Exit], cards: Mapping[str, Card]) -> Room:
    if isinstance(slot.holds, Bus):
        return Room(left=PASSAGE, right=PASSAGE)
    half = cards[slot.holds].width / 2 + FIRST_LANE
    lanes = {side: sum(way.slot == slot and way.side == side for way in ways) for side in ("left", "right")}
    return Room(left=half + LANE * lanes["left"], right=half + LANE * lanes["right"])
