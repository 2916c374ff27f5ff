"""Who stands left of whom in a layer, so that few lines cross."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.drawing.charts.layers import Layers

SWEEPS = 12  # downward and upward in turn; more changes nothing in charts of this size


@dataclass(frozen=True, slots=True)
class Bus:
    """Lines that lead to the same box run together. Those of another day run apart, for they are drawn otherwise."""

    target: str
    later: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a layer: a box, or room for a bus that passes it."""

    layer: int
    holds: "str | Bus"


Wires = Mapping[tuple[Slot, Bus], Slot]  # from a place, along a bus, to the place in the next layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The places of each layer from left to right, and what runs between neighbouring layers."""

    rows: tuple[tuple[Slot, ...], ...]
    wires: Wires


def ordered(layers: Layers) -> Order:
    """The order with the fewest crossings that a few sweeps find."""
    wires = _wires(layers)
    passing = {slot for (slot, _), _ in wires.items()} | set(wires.values())
    rows = [[Slot(layer, box) for box in row] for layer, row in enumerate(layers.rows)]
    for slot in sorted(passing - {slot for row in rows for slot in row}, key=_name):
        rows[slot.layer].append(slot)
    best, fewest = [list(row) for row in rows], _crossings(rows, wires)
    for sweep in range(SWEEPS):
        _sweep(rows, wires, downward=sweep % 2 == 0)
        if (crossings := _crossings(rows, wires)) < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return Order(rows=tuple(map(tuple, best)), wires=wires)


def _wires(layers: Layers) -> Wires:
    """Each way down, layer by layer: through a passage of its bus where it is longer than one."""
    wires: dict[tuple[Slot, Bus], Slot] = {}
    for link in layers.down:
        bus = Bus(link.target, link.later)
        at = Slot(layers.of[link.source], link.source)
        for layer in range(at.layer + 1, layers.of[link.target] + 1):
            to = Slot(layer, link.target if layer == layers.of[link.target] else bus)
            wires[at, bus] = to
            at = to
    return wires


def _name(slot: Slot) -> tuple[int, str, bool]:
    bus = slot.holds if isinstance(slot.holds, Bus) else Bus(slot.holds, later=False)
    return slot.layer, bus.target, bus.later


def _sweep(rows: list[list[Slot]], wires: Wires, *, downward: bool) -> None:
    """Each layer by where its neighbours above (or below) stand on average; who has none keeps their place."""
    for layer in range(1, len(rows)) if downward else range(len(rows) - 2, -1, -1):
        beside = rows[layer - 1 if downward else layer + 1]
        place = {slot: (i + 0.5) / len(beside) for i, slot in enumerate(beside)}
        ties = {slot: [place[end] for end in _ends(slot, wires, downward=downward)] for slot in rows[layer]}
        now = {slot: (i + 0.5) / len(rows[layer]) for i, slot in enumerate(rows[layer])}
        mean = {slot: sum(ends) / len(ends) if ends else now[slot] for slot, ends in ties.items()}
        rows[layer].sort(key=mean.__getitem__)


def _ends(slot: Slot, wires: Wires, *, downward: bool) -> list[Slot]:
    if downward:
        return [source for (source, _), target in wires.items() if target == slot]
    return [target for (source, _), target in wires.items() if source == slot]


def _crossings(rows: Sequence[Sequence[Slot]], wires: Wires) -> int:
    place = {slot: i for row in rows for i, slot in enumerate(row)}
    pairs = [(source.layer, place[source], place[target]) for (source, _), target in wires.items()]
    return sum(
        1
        for i, (layer, above, below) in enumerate(pairs)
        for other, above_, below_ in pairs[i + 1 :]
        if layer == other and (above - above_) * (below - below_) < 0
    )
