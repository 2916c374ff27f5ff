"""Which boxes stand beside one another and which below: each way leads down, but for those that lead back."""

from collections import deque
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from bot.drawing.charts.chart import Chart, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """For each box its layer, counted from the top; and which of the ways lead down and are drawn as lines."""

    of: Mapping[str, int]
    down: tuple[Link, ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The boxes of each layer, in the order in which they were found."""
        return tuple(
            tuple(box for box, layer in self.of.items() if layer == number)
            for number in range(max(self.of.values(), default=-1) + 1)
        )


def layered(chart: Chart, *, beside: int, ends_last: bool = False) -> Layers:
    """Every box as low as the longest way to it, with at most so many beside one another; the ends near what leads to
    them, or below everything."""
    boxes = [box.id for box in chart.boxes]
    last = {box.id for box in chart.boxes if ends_last and box.kind == "end"}
    down = _downward(boxes, chart.links)
    of: dict[str, int] = {}
    filled: dict[int, int] = {}
    for box in _from_the_top(boxes, down, last):
        layer = max((of[link.source] + 1 for link in down if link.target == box), default=0)
        while filled.get(layer, 0) >= beside:
            layer += 1
        of[box] = layer
        filled[layer] = filled.get(layer, 0) + 1
    return Layers(of=of, down=down)


def _downward(boxes: Sequence[str], links: Sequence[Link]) -> tuple[Link, ...]:
    """All the ways but those that would close a circle. What leads away from the beginning goes first, so that it is
    the way back that is left out."""
    depth = _depths(boxes, links)
    order = sorted(range(len(links)), key=lambda i: (depth[links[i].source] - depth[links[i].target], i))
    below: dict[str, set[str]] = {box: {box} for box in boxes}
    kept: set[int] = set()
    for i in order:
        link = links[i]
        if link.source in below[link.target]:
            continue
        kept.add(i)
        for reached in below.values():
            if link.source in reached:
                reached |= below[link.target]
    return tuple(link for i, link in enumerate(links) if i in kept)


def _depths(boxes: Sequence[str], links: Sequence[Link]) -> Mapping[str, int]:
    """How many ways lead from the beginning to each box, at least. What comes on a later day is deeper than all that
    comes before; a box that nothing leads to is a beginning."""
    reached = {link.target for link in links if link.target != link.source}
    depth = {box: 0 for i, box in enumerate(boxes) if i == 0 or box not in reached}
    now, later = deque(depth), deque[str]()
    while now or later:
        box = (now or later).popleft()
        for link in links:
            if link.source == box and link.target not in depth:
                depth[link.target] = max(depth.values()) + 1 if link.later else depth[box] + 1
                (later if link.later else now).append(link.target)
    return depth | {box: 0 for box in boxes if box not in depth}


def _from_the_top(boxes: Sequence[str], down: Sequence[Link], last: Set[str]) -> list[str]:
    """Each box after all that lead to it; where nothing decides, those nearest to the top first."""
    height: dict[str, int] = dict.fromkeys(boxes, 0)
    for _ in boxes:
        for link in down:
            height[link.target] = max(height[link.target], height[link.source] + 1)
    return sorted(boxes, key=lambda box: (box in last, 0 if box in last else height[box], boxes.index(box)))
