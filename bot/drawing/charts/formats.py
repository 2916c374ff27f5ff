"""A chart as a picture, for a wide screen or for a telephone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.drawing.charts.cards import Card, card
from bot.drawing.charts.chart import Box, Chart
from bot.drawing.charts.layers import Layers, layered
from bot.drawing.charts.layout import Layout, lay_out

WIDE, BESIDE = 232.0, 4  # the width of a box, and how many stand beside one another
NARROW, NEAR = 290.0, 2  # one below the other for a telephone, where no line is drawn to a box that is far away
FAR = 1_000  # layers: any line is drawn


def numbered(chart: Chart) -> Chart:
    """With a number on each screen, from the top to the bottom."""
    layer = layered(chart, beside=BESIDE).of
    screens = sorted((box.id for box in chart.boxes if box.kind == "screen"), key=layer.__getitem__)
    number = {id_: i for i, id_ in enumerate(screens, start=1)}
    return Chart(boxes=tuple(replace(box, number=number.get(box.id)) for box in chart.boxes))


def wide(chart: Chart) -> Layout:
    """For a screen on which several boxes fit beside one another."""
    return _drawn(chart, layered(chart, beside=BESIDE), width=WIDE, longest=FAR)


def narrow(chart: Chart) -> Layout:
    """For a telephone: one box under the other."""
    return _drawn(chart, layered(chart, beside=1), width=NARROW, longest=NEAR)


def short(chart: Chart) -> Layout:
    """A conversation of a few questions: every line, and no wider than a telephone."""
    return _drawn(chart, layered(chart, beside=1, ends_last=True), width=NARROW, longest=FAR)


def _drawn(chart: Chart, layers: Layers, *, width: float, longest: int) -> Layout:
    numbers = {box.id: box.number for box in chart.boxes}

    def draw(box: Box) -> Card:
        return card(box, width=width, leads=[_signs(row.leads_to, box.id, layers.of, numbers) for row in box.rows])

    return lay_out(chart, layers, longest=longest, draw=draw)


def _signs(targets: Sequence[str], source: str, layer: Mapping[str, int], numbers: Mapping[str, int | None]) -> str:
    """`→ 6`, or `↩ 2` when it leads back and no line is drawn; `→` alone to an end; `→ 6 or 7`."""
    back = [target for target in targets if layer[target] <= layer[source]]
    down = [target for target in targets if target not in back]
    signs = (f"{sign} {_or(numbers[target] for target in some)}" for sign, some in (("→", down), ("↩", back)) if some)
    return "  ".join(signs).rstrip()


def _or(numbers: Iterable[int | None]) -> str:
    return " or ".join(str(number) for number in sorted(number for number in numbers if number is not None))
