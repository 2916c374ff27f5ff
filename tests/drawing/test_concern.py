"""The chart of the concern is what the concern does, as the walk of the conversation tests finds it too."""

from functools import cache

import pytest

from bot.drawing.charts.chart import Chart
from bot.drawing.charts.formats import narrow, wide
from bot.drawing.walk import screen_of
from care.effects import RaiseAlert
from tests.care.conversation import the_house
from tests.care.walks import Walked, a_followed, on_day, walk_concern
from tests.drawing.cases import shipped_case, shipped_concern

DAYS = (3, 100, 400, 3000)

every_procedure = pytest.mark.parametrize(
    "procedure", ["rhinoplasty", pytest.param("breast_augmentation", marks=pytest.mark.slow)]
)


@cache
def _walks(procedure: str) -> tuple[Walked, ...]:
    if procedure not in the_house().practice.protocols:
        pytest.skip("the template clinic does not offer it")
    patient = a_followed(procedure=procedure)
    return tuple(walked for days in DAYS for walked in walk_concern(patient, at=on_day(days)))


def _after(walked: Walked) -> str | None:
    waiting = walked.turn.patient.waiting
    return screen_of(waiting.topic) if waiting else None


@every_procedure
def test_every_screen_that_can_be_reached_is_drawn(procedure: str) -> None:
    """No state of the concern is missing, whenever it begins."""
    drawn = {box.id for box in shipped_concern(procedure).boxes}

    reached = {screen_of(walked.waiting.topic) for walked in _walks(procedure)}

    assert len(reached) > 10
    assert reached - drawn == set()


@every_procedure
def test_every_choice_leads_where_the_picture_says(procedure: str) -> None:
    """Each press that goes on has its way in the chart; each that ends has an end with its alerts."""
    chart = shipped_concern(procedure)

    untold = [(screen_of(w.waiting.topic), w.choice, _after(w)) for w in _walks(procedure) if not _told(w, chart)]

    assert untold == []


def _told(walked: Walked, chart: Chart) -> bool:
    screen, after = chart.box(screen_of(walked.waiting.topic)), _after(walked)
    targets = {target for row in screen.rows for target in row.leads_to}
    if after is not None:
        return after in targets
    raised = {effect.level for effect in walked.turn.effects if isinstance(effect, RaiseAlert)}
    ends = (box for box in chart.boxes if box.id in targets and box.kind == "end")
    return any(raised <= set(end.levels) for end in ends)


@every_procedure
def test_every_way_leads_to_a_box(procedure: str) -> None:
    """Both ends of each link are drawn, in both formats."""
    chart = shipped_concern(procedure)
    boxes = {box.id for box in chart.boxes}

    astray = [link for link in chart.links if not {link.source, link.target} <= boxes]

    assert astray == []
    for layout in (wide(chart), narrow(chart)):
        assert {one.card.box.id for one in layout.cards} == boxes
        assert {line.to for line in layout.lines} <= boxes


@every_procedure
def test_every_end_has_a_person_or_a_date(procedure: str) -> None:
    """An end without an alert and without another day is only reached by who says that it is better."""
    chart = shipped_concern(procedure)
    ends = [box for box in chart.boxes if box.kind == "end"]

    bare = [end.id for end in ends if not end.levels and not end.rows]

    assert len(ends) >= 5
    assert [id_ for id_ in bare if not id_.startswith("closing_feeling")] == []


@every_procedure
def test_no_screen_is_a_dead_end_or_out_of_reach(procedure: str) -> None:
    """From each screen something leads on, and something leads to each but the first."""
    chart = shipped_concern(procedure)
    sources, targets = {link.source for link in chart.links}, {link.target for link in chart.links}
    screens = {box.id for box in chart.screens}

    assert screens - sources == set()
    assert len(screens - targets) <= 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_chosen_stands_in_the_language_asked_for(language: str) -> None:
    """The protocol's own words: what bothers people, and its options."""
    case = shipped_case("rhinoplasty", language)
    words = {
        label for box in shipped_concern("rhinoplasty", language).boxes for row in box.rows for label in row.labels
    }

    protocol = case.protocol

    assert {row.label[language] for row in (*protocol.complaints, *protocol.options)} <= words
