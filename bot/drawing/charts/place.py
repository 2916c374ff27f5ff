"""Where each place of a layer stands: apart from its neighbours, and as near as can be to what it is tied to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.drawing.charts.order import Bus, Order, Slot

ROUNDS = 120  # of pulling each layer towards the others; the picture is at rest by then
MIDDLE = 0.4  # how much the middle of the picture pulls at each place, so that it does not grow wide
PASSING = 0.02  # the same for lines that pass
COLUMN = 1000.0  # the same for boxes that all stand below one another: in one straight column
STRAIGHT = 6.0  # how much more a passing line pulls towards being straight than a box towards its neighbours


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a place needs on each side of its middle."""

    left: float
    right: float


def placed(order: Order, rooms: Mapping[Slot, Room]) -> Mapping[Slot, float]:
    """The middle of each place, counted from the left edge of the picture."""
    column = all(sum(isinstance(slot.holds, str) for slot in row) == 1 for row in order.rows)
    middle = COLUMN if column else MIDDLE
    ties = _ties(order)
    x: dict[Slot, float] = {}
    for row in order.rows:
        x |= _apart(row, rooms, dict.fromkeys(row, 0.0), dict.fromkeys(row, 1.0))
    for turn in range(ROUNDS):
        for row in order.rows if turn % 2 == 0 else reversed(order.rows):
            wanted, weights = dict[Slot, float](), dict[Slot, float]()
            for slot in row:
                pulls = [(x[other], _pull(slot, other)) for other in ties[slot]]
                pulls.append((0.0, middle if isinstance(slot.holds, str) else PASSING))
                weights[slot] = sum(weight for _, weight in pulls)
                wanted[slot] = sum(at * weight for at, weight in pulls) / weights[slot]
            x |= _apart(row, rooms, wanted, weights)
    leftmost = min(at - rooms[slot].left for slot, at in x.items())
    return {slot: at - leftmost for slot, at in x.items()}


def _ties(order: Order) -> Mapping[Slot, list[Slot]]:
    ties: dict[Slot, list[Slot]] = {slot: [] for row in order.rows for slot in row}
    for (source, _), target in order.wires.items():
        ties[source].append(target)
        ties[target].append(source)
    return ties


def _pull(slot: Slot, other: Slot) -> float:
    return STRAIGHT if isinstance(slot.holds, Bus) and isinstance(other.holds, Bus) else 1.0


@dataclass(slots=True)
class _Block:
    """Neighbours that touch, and so move together."""

    slots: list[Slot]
    offsets: list[float]
    weight: float
    sum: float

    @property
    def at(self) -> float:
        return self.sum / self.weight


def _apart(
    row: Sequence[Slot], rooms: Mapping[Slot, Room], wanted: Mapping[Slot, float], weights: Mapping[Slot, float]
) -> dict[Slot, float]:
    """As near to what is wanted as the order and the room of each allow (least squares, by pooling)."""
    blocks: list[_Block] = []
    for slot in row:
        blocks.append(_Block([slot], [0.0], weights[slot], wanted[slot] * weights[slot]))
        while len(blocks) > 1:
            left, right = blocks[-2:]
            gap = left.offsets[-1] + rooms[left.slots[-1]].right + rooms[right.slots[0]].left
            if left.at + gap <= right.at:
                break
            left.slots += right.slots
            left.offsets += [offset + gap for offset in right.offsets]
            left.sum += right.sum - gap * right.weight
            left.weight += right.weight
            blocks.pop()
    return {
        slot: block.at + offset for block in blocks for slot, offset in zip(block.slots, block.offsets, strict=True)
    }
