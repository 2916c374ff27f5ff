"""A chart, laid out: whatever it consists of, boxes stand apart, and every line leads from a box to a box."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drawing.charts.chart import Box, Chart, Row
from bot.drawing.charts.formats import narrow, numbered, short, wide
from bot.drawing.charts.layout import Layout, Line, Point, Standing
from bot.drawing.charts.tracks import CLOSE

NAMES = tuple("abcdefghij")
FORMATS = {"wide": wide, "narrow": narrow, "short": short}

every_format = pytest.mark.parametrize("format_", FORMATS)


def _rows() -> st.SearchStrategy[tuple[Row, ...]]:
    rows = st.builds(
        Row,
        labels=st.lists(st.text("abc de", min_size=1, max_size=40), min_size=1, max_size=4).map(tuple),
        levels=st.sampled_from([(), ("note",), ("urgent", "same_day", "next_day")]),
        leads_to=st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
        later=st.booleans(),
    )
    return st.lists(rows, max_size=4).map(tuple)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Up to ten boxes, with any ways between them: circles, ways to itself, boxes that nothing leads to."""
    names = NAMES[: draw(st.integers(min_value=1, max_value=len(NAMES)))]
    boxes = []
    for name in names:
        rows = tuple(
            Row(
                labels=row.labels,
                levels=row.levels,
                leads_to=tuple(target for target in row.leads_to if target in names),
                later=row.later,
            )
            for row in draw(_rows())
        )
        then = draw(st.sampled_from([None, *names]))
        boxes.append(Box(id=name, kind="screen", title=f"Box {name}", text=("Why?",), rows=rows, then=then))
    return numbered(Chart(boxes=tuple(boxes)))


@every_format
@settings(max_examples=30, deadline=None)
@given(chart=charts())
def test_no_two_boxes_overlap(format_: str, chart: Chart) -> None:
    """Between any two boxes there is room."""
    layout = FORMATS[format_](chart)

    assert sorted(one.card.box.id for one in layout.cards) == sorted(box.id for box in chart.boxes)
    assert [pair for pair in combinations(layout.cards, 2) if _overlap(*pair)] == []


def _overlap(one: Standing, other: Standing) -> bool:
    beside = one.x + one.card.width <= other.x or other.x + other.card.width <= one.x
    below = one.y + one.card.height <= other.y or other.y + other.card.height <= one.y
    return not (beside or below)


@every_format
@settings(max_examples=30, deadline=None)
@given(chart=charts())
def test_no_line_runs_through_a_box(format_: str, chart: Chart) -> None:
    """Lines touch the borders of boxes and never their inside."""
    layout = FORMATS[format_](chart)

    through = [(line, one) for line in layout.lines for one in layout.cards if _runs_through(line, one)]

    assert through == []


def _runs_through(line: Line, one: Standing) -> bool:
    left, right = one.x + 0.1, one.x + one.card.width - 0.1
    top, bottom = one.y + 0.1, one.y + one.card.height - 0.1
    for (x, y), (x_, y_) in pairwise(line.points):
        if max(x, x_) > left and min(x, x_) < right and max(y, y_) > top and min(y, y_) < bottom:
            return True
    return False


@settings(max_examples=30, deadline=None)
@given(chart=charts())
def test_every_way_down_arrives_at_its_box(chart: Chart) -> None:
    """Each arrow ends on the upper border of the box it names, and every box that is led down to has one."""
    layout = wide(chart)
    cards = {one.card.box.id: one for one in layout.cards}

    astray = [line for line in layout.lines if line.arrow and not _arrives(line, cards[line.to])]

    assert astray == []
    assert {line.to for line in layout.lines} == {line.to for line in layout.lines if line.arrow}


def _arrives(line: Line, one: Standing) -> bool:
    x, y = line.points[-1]
    return abs(y - one.y) < 0.1 and one.x <= x <= one.x + one.card.width


@settings(max_examples=30, deadline=None)
@given(chart=charts())
def test_every_line_goes_on_where_it_came_from(chart: Chart) -> None:
    """A stretch begins at a border of a box, or where the stretch before it ended."""
    layout = wide(chart)
    ends = {(line.to, line.later, _rounded(line.points[-1])) for line in layout.lines if not line.arrow}

    lost = [
        line
        for line in layout.lines
        if (line.to, line.later, _rounded(line.points[0])) not in ends and not _leaves_a_box(line, layout)
    ]

    assert lost == []


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 3), round(point[1], 3)


def _leaves_a_box(line: Line, layout: Layout) -> bool:
    x, y = line.points[0]
    for one in layout.cards:
        left, right, bottom = one.x, one.x + one.card.width, one.y + one.card.height
        beside = min(abs(x - left), abs(x - right)) < 0.1 and one.y <= y <= bottom
        below = abs(y - bottom) < 0.1 and left <= x <= right
        if beside or below:
            return True
    return False


@settings(max_examples=30, deadline=None)
@given(chart=charts())
def test_a_chart_is_always_drawn_alike(chart: Chart) -> None:
    """Nothing in it depends on chance."""
    assert wide(chart) == wide(chart)


def test_a_way_back_is_told_and_not_drawn() -> None:
    """What leads back to an earlier box has its number and no line."""
    first = Box(id="a", kind="screen", title="A", rows=(Row(labels=("on",), leads_to=("b",)),))
    second = Box(id="b", kind="screen", title="B", rows=(Row(labels=("back",), leads_to=("a",)),))

    layout = wide(numbered(Chart(boxes=(first, second))))

    assert {line.to for line in layout.lines} == {"b"}
    assert "↩ 1" in [line.text for one in layout.cards for line in one.card.words]


def test_lines_to_different_boxes_do_not_lie_on_each_other() -> None:
    """A list with six ways out: where two lines run the same way, they can be told apart."""
    boxes = [Box(id="a", kind="screen", title="A", rows=tuple(_way_to(name) for name in NAMES[1:7]))]
    boxes += [Box(id=name, kind="screen", title=name, then="j") for name in NAMES[1:7]]
    boxes.append(Box(id="j", kind="end", title="J"))

    layout = wide(Chart(boxes=tuple(boxes)))

    assert [pair for pair in combinations(layout.lines, 2) if pair[0].to != pair[1].to and _along(*pair)] == []


def _way_to(name: str) -> Row:
    return Row(labels=(f"to {name}",), leads_to=(name,))


def _along(one: Line, other: Line) -> bool:
    """Whether stretches of both run side by side, nearer than lines may be."""
    stretches = [(a, b) for a in pairwise(one.points) for b in pairwise(other.points)]
    return any(_near(a, b, across=0) or _near(a, b, across=1) for a, b in stretches)


def _near(one: tuple[Point, Point], other: tuple[Point, Point], *, across: int) -> bool:
    """Two stretches of one direction beside each other; `across` is the coordinate in which neither moves."""
    still = all(abs(begin[across] - end[across]) < 0.1 for begin, end in (one, other))
    ways = [sorted(point[1 - across] for point in stretch) for stretch in (one, other)]
    shared = min(ways[0][1], ways[1][1]) - max(ways[0][0], ways[1][0])
    return still and abs(one[0][across] - other[0][across]) < CLOSE and shared > 1
