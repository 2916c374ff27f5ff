"""However time is moved, the same happens: one jump is as many small ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.demo.stage import open_stage
from storage import Database
from storage.house import House
from tests.play.patient import lena_of
from tests.play.same import alerts_of, journals_of, ledgers_of
from tests.play.visitor import START
from tests.stage import empty, template_house

SPAN = timedelta(days=35)
YEAR = timedelta(days=365)
DAY = timedelta(days=1)


@cache
def unworried() -> House:
    """The shipped clinic, but nobody is alerted when an answer does not come: its ladder would ring all year."""
    house = template_house()
    protocols = {
        name: protocol.model_copy(
            update={"check_ins": tuple(step.model_copy(update={"silence": None}) for step in protocol.check_ins)}
        )
        for name, protocol in house.practice.protocols.items()
    }
    return replace(house, practice=replace(house.practice, protocols=protocols))


async def silence(house: House, stops: Sequence[timedelta], folder: Path, db: Database) -> tuple[object, ...]:
    """What is decided, planned, alerted and said while nobody answers, and time is moved from stop to stop."""
    await empty(db)
    async with open_stage(folder, house, start=START, db=db) as stage:
        lena = await lena_of(stage)
        for stop in stops:
            await stage.until(START + stop)
        said = [(item.sent.at, item.sent.text) for item in stage.world.delivered(lena)]
        return await journals_of(stage), await ledgers_of(stage), await alerts_of(stage), said


@pytest.fixture(scope="session")
async def in_one_jump(sqlite_of_stages: Database, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    return await silence(unworried(), [SPAN], tmp_path_factory.mktemp("jump"), sqlite_of_stages)


minutes = st.integers(min_value=0, max_value=SPAN // timedelta(minutes=1))


@pytest.mark.slow
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(cuts=st.lists(minutes, max_size=15))
@example(cuts=[24 * 60 * day for day in range(1, 35)])
async def test_any_split_is_one_jump(
    cuts: list[int],
    in_one_jump: tuple[object, ...],
    sqlite_of_stages: Database,
    tmp_path: Path,
) -> None:
    """The same turns with the same effects at the same times, the same ledger, the same messages."""
    stops = [*(timedelta(minutes=cut) for cut in sorted(cuts)), SPAN]

    assert await silence(unworried(), stops, tmp_path, sqlite_of_stages) == in_one_jump


@pytest.mark.slow
async def test_a_year_is_365_days(sqlite_of_stages: Database, tmp_path: Path) -> None:
    """Jumped over at once, or day by day."""
    at_once = await silence(unworried(), [YEAR], tmp_path, sqlite_of_stages)
    by_day = await silence(unworried(), [DAY * number for number in range(1, 366)], tmp_path, sqlite_of_stages)

    assert by_day == at_once


@pytest.mark.slow
async def test_alerts_climb_alike(house: House, sqlite_of_stages: Database, tmp_path: Path) -> None:
    """Three days in which nobody answers the patient's silence: rungs and repeats come at the same times."""
    at_once = await silence(house, [DAY * 3], tmp_path, sqlite_of_stages)
    by_hours = [timedelta(hours=7) * number for number in range(1, 11)]

    assert await silence(house, [*by_hours, DAY * 3], tmp_path, sqlite_of_stages) == at_once
    assert at_once[2]
