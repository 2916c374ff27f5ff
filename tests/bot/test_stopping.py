"""A stop is quick and loses nothing; a crash loses nothing either."""

import asyncio
from datetime import timedelta

from bot.demo.stage import Stage
from bot.runner import ClinicRun
from tests.stage import followed, rows, texts


async def test_a_stop_with_a_backlog_loses_nothing(stage: Stage) -> None:
    """Forty messages wait when the process is told to stop; the next one answers each of them once."""
    lena = await followed(stage)
    first = asyncio.create_task(_another(stage).run(polling=False))
    for number in range(40):
        stage.world.act.text(lena, f"message {number}")
    await stage.world.wait_for(lambda: not stage.world.bot().queue.pending)

    first.cancel()
    async with asyncio.timeout(10):
        await asyncio.gather(first, return_exceptions=True)
    await stage.until(stage.now + timedelta(minutes=2))

    assert {row["state"] for row in await rows(stage, "inbox")} == {"done"}
    assert len(await rows(stage, "journal")) == 1 + 40
    assert len(texts(stage, lena)) >= 40


def _another(stage: Stage) -> ClinicRun:
    """A second replica of the same clinic."""
    return ClinicRun(
        bot=stage.run.bot,
        db=stage.db,
        house=stage.house,
        clock=stage.world.clock,
        replica="another",
        rhythm=stage.run.rhythm,
        pace=stage.run.pace,
    )
