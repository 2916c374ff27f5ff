"""A year goes by while one looks on."""

import pytest

from bot.play.serve import Opened
from storage import timers
from tests.play.visitor import START
from tests.play.year import play_year

BOUND_S = 60.0  # `python -m tests.play.year` measures: 3 s, where 20 are the target; here others may be at work too


@pytest.mark.slow
async def test_a_year_of_answers_is_played_in_seconds(opened: Opened) -> None:
    """Every check-in of the first year is asked and answered, through the bot's own process and real HTTP."""
    year = await play_year(opened)

    async with opened.play.stage.db.read() as tx:
        (patient_id,) = opened.play.persons.followed
        rows = await timers.of_patient(tx, patient_id)
    asked = {row.key for row in rows if row.kind == "check_in_due" and START < row.due_at < opened.play.stage.now}
    assert year.seconds < BOUND_S
    assert year.presses > 30
    assert {row.state for row in rows if row.key in asked} == {"done"}
