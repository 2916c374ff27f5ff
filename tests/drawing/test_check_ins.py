"""The charts of the check-ins have all that the protocol asks, offers and says."""

from collections.abc import Iterator

import pytest

from bot.drawing.charts.chart import Box, Row
from bot.drawing.charts.formats import NARROW, short
from bot.drawing.check_ins import CONCERN, STOP, check_in_charts
from bot.protocols import shipped_protocols
from care.alarm import CALL_NOW
from care.protocol import Choice, Question
from tests.drawing.cases import shipped_case

every_procedure = pytest.mark.parametrize("procedure", shipped_protocols())
PHONE = 360  # pixels across a small telephone


def _drawn(procedure: str, language: str = "en") -> Iterator[tuple[Box, Question]]:
    """Each box of a question in each chart, with the question."""
    case = shipped_case(procedure, language)
    for one in check_in_charts(case):
        yield from ((box, case.protocol.questions[box.id]) for box in one.chart.screens)


@every_procedure
def test_every_check_in_has_a_picture(procedure: str) -> None:
    """Each planned time belongs to one chart, which asks what the check-in asks, in its order."""
    case = shipped_case(procedure)
    charts = check_in_charts(case)

    asked = {due: tuple(box.id for box in one.chart.screens) for one in charts for due in one.dues}

    assert sorted(due.key for due in asked) == sorted(due.key for due in case.dues)
    for due, questions in asked.items():
        step = case.protocol.check_in(due.step)
        assert step is not None
        assert questions == tuple(id_ for id_ in step.ask if id_ in questions)
        assert set(step.ask) - set(questions) <= {id_ for id_ in step.ask if _is_safety(case.protocol.questions[id_])}


def _is_safety(question: Question) -> bool:
    return question.kind == "safety"


@every_procedure
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_choice_appears_with_what_it_does(procedure: str, language: str) -> None:
    """Its words, the level of its alert, what is said back, and whether it starts the concern."""
    drawn = [(box, question) for box, question in _drawn(procedure, language) if question.kind == "choice"]

    shown = [_shown(row) for box, _ in drawn for row in box.rows]

    assert shown == [_meant(choice, language) for _, question in drawn for choice in question.choices]


def _shown(row: Row) -> tuple[object, ...]:
    return row.labels, row.levels, bool(row.reply), CONCERN in row.leads_to


def _meant(choice: Choice, language: str) -> tuple[object, ...]:
    levels = (choice.level,) if choice.level and not choice.unhappy else ()
    return (choice.label[language],), levels, choice.reply is not None, choice.unhappy


@every_procedure
def test_every_alert_of_a_scale_appears(procedure: str) -> None:
    """The number from which staff are told, and the rise."""
    scales = [(box, question) for box, question in _drawn(procedure) if question.alerts]

    assert scales
    for box, question in scales:
        shown = {(row.labels[0].split()[0], row.levels) for row in box.rows}
        for alert in question.alerts:
            number = alert.at_least if alert.at_least is not None else alert.rises_by
            assert (str(number), (alert.level,)) in shown


@every_procedure
def test_the_danger_signs_of_the_day_appear(procedure: str) -> None:
    """Each with its level and its advice; a sign that needs a telephone ends the check-in."""
    case = shipped_case(procedure)
    for one in check_in_charts(case):
        for box in one.chart.screens:
            if case.protocol.questions[box.id].kind == "safety":
                on = one.dues[0].at.astimezone(case.zone).date()
                flags = case.protocol.flags_on(case.surgery_on, on)
                signs = box.rows[:-1]
                assert [row.labels[0] for row in signs] == [flag.label["en"] for flag in flags]
                assert [row.levels for row in signs] == [(flag.level,) for flag in flags]
                assert [_stops(row) for row in signs] == [flag.level in CALL_NOW for flag in flags]
                assert all(row.reply for row in signs)


def _stops(row: Row) -> bool:
    return STOP in row.leads_to


@every_procedure
def test_a_check_in_fits_a_telephone(procedure: str) -> None:
    """No picture is wider than a small telephone, its lines included."""
    widths = [short(one.chart).width for one in check_in_charts(shipped_case(procedure))]

    assert min(widths) >= NARROW
    assert max(widths) <= PHONE
