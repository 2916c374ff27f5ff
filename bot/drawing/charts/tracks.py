"""Between two layers each bus runs across at a height of its own: in the order in which the fewest lines cross."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.drawing.charts.order import Bus

CLOSE = 5.0  # lines nearer than this would look like one
_ON_EACH_OTHER = 50  # how many crossings it is worth to keep two lines from lying on each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One bus between two layers: where it comes from above, and where it goes on below."""

    bus: Bus
    above: tuple[float, ...]
    below: float

    @property
    def straight(self) -> bool:
        return all(abs(x - self.below) < 0.5 for x in self.above)

    def covers(self, x: float) -> bool:
        ends = (*self.above, self.below)
        return min(ends) - CLOSE < x < max(ends) + CLOSE


def tracks(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs that need to go across, from the upper to the lower."""
    order = sorted((run for run in runs if not run.straight), key=lambda run: (run.below, run.bus.target))
    for _ in order:
        for i in range(len(order) - 1):
            upper, lower = order[i], order[i + 1]
            if _cost(lower, upper) < _cost(upper, lower):
                order[i], order[i + 1] = lower, upper
    return tuple(order)


def _cost(upper: Run, lower: Run) -> int:
    """How often two runs cross, and whether they lie on each other, when one is above the other."""
    crossings = sum(upper.covers(x) for x in lower.above) + lower.covers(upper.below)
    return crossings + _ON_EACH_OTHER * sum(abs(x - upper.below) < CLOSE for x in lower.above)


def apart(below: float, runs: Sequence[Run], *, room: float) -> float:
    """Where to enter a box, as near to its middle as can be without lying on another bus's line."""
    taken = [x for run in runs for x in (*run.above, run.below)]
    steps = range(int(room // CLOSE) + 1)
    tries = [below + sign * CLOSE * step for step in steps for sign in (1, -1)]
    return next((x for x in tries if all(abs(x - other) >= CLOSE for other in taken)), below)
