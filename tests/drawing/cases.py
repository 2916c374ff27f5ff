"""Shipped protocols for one made-up patient, as the pictures in docs/ show them."""

from dataclasses import replace
from datetime import date, time
from functools import cache
from zoneinfo import ZoneInfo

from bot.drawing.charts.chart import Chart
from bot.drawing.charts.formats import numbered
from bot.drawing.concern import concern_chart
from bot.drawing.made_up import Case
from bot.drawing.preview import preview_page
from bot.protocols import read_protocol_named
from tests.care.conversation import the_house

SURGERY = date(2026, 3, 2)


@cache
def shipped_case(procedure: str, language: str = "en") -> Case:
    """Surgery on a Monday in March, in Madrid, check-ins at 18:00."""
    protocol, house = read_protocol_named(procedure), the_house()
    practice = replace(house.practice, protocols={procedure: protocol})
    return Case(
        house=replace(house, practice=practice),
        protocol=protocol,
        surgery_on=SURGERY,
        zone=ZoneInfo("Europe/Madrid"),
        hour=time(18),
        language=language,
    )


@cache
def shipped_concern(procedure: str, language: str = "en") -> Chart:
    return numbered(concern_chart(shipped_case(procedure, language)))


@cache
def shipped_page(procedure: str, language: str = "en") -> str:
    return preview_page(shipped_case(procedure, language))
