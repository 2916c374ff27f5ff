"""A bot that is killed again and again decides what an undisturbed one decides."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.demo.apart import Apart, open_apart
from bot.demo.stage import Stage, open_stage
from simulator.people import User
from storage import Database
from tests.play.patient import lena_of, mildest
from tests.play.same import journals_of, ledgers_of
from tests.play.visitor import START
from tests.stage import empty, template_house

KILLS = 20
MONTH = timedelta(days=30)
SITTING = timedelta(minutes=10)  # between two presses: time for what has to be said again
CHANGES_MAX = 12  # at Telegram's door from one kill to the next
TURNS_MAX = 300  # of the loop after such a change: somewhere inside what the bot does then

Pressed = tuple[datetime, str]  # when, and the button's data


@dataclass(slots=True, kw_only=True)
class Killer:
    """Kills the bot at random moments, and starts it again at once."""

    apart: Apart
    chance: Random
    killed: int = 0
    risen: asyncio.Event = field(default_factory=asyncio.Event)

    async def kill_on(self) -> None:
        self.risen.set()
        while self.killed < KILLS:
            for _ in range(self.chance.randint(1, CHANGES_MAX)):
                await self.apart.stage.world.changes.next()
            for _ in range(self.chance.randint(0, TURNS_MAX)):
                await asyncio.sleep(0)  # not a pause: a turn of the loop
            self.risen.clear()
            await self.apart.process.kill()
            await self.apart.process.start()
            self.killed += 1
            self.risen.set()

    async def settled(self) -> None:
        """All that is due has happened, by whichever bot."""
        while True:
            await self.risen.wait()
            life = self.apart.process.starts
            await self.apart.stage.settle()
            if self.apart.stage.bot.alive and life == self.apart.process.starts:
                return

    async def until(self, at: datetime) -> None:
        while True:
            await self.settled()
            if await self.apart.stage.step(at) and self.apart.stage.bot.alive:
                return


@asynccontextmanager
async def at_work(killer: Killer) -> AsyncIterator[None]:
    task = asyncio.create_task(killer.kill_on())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def button(stage: Stage, lena: User) -> str | None:
    """The data of the mildest button of the newest message, if it has any."""
    newest = stage.world.delivered(lena)[-1]
    if not newest.labels:
        return None
    return next(one.data for one in newest.buttons if one.text == mildest(newest))


async def a_month_with_kills(template: Path, folder: Path, chance: Random) -> tuple[object, list[Pressed], int]:
    """What was decided, what she pressed, and how often the bot was killed."""
    pressed: list[Pressed] = []
    async with open_apart(folder, template, start=START) as apart:
        stage, killer = apart.stage, Killer(apart=apart, chance=chance)
        lena = await lena_of(stage)
        (patient_id,) = [one.patient_id for one in stage.invitations.values()]
        async with at_work(killer):
            while stage.now < START + MONTH:
                await killer.until(stage.now + SITTING * 72)
                while (data := button(stage, lena)) is not None:
                    stage.world.act.press(lena, data=data)
                    pressed.append((stage.now, data.replace(patient_id, "patient")))
                    await killer.until(stage.now + SITTING)
        await stage.settle()
        return (await journals_of(stage), await ledgers_of(stage)), pressed, killer.killed


async def the_same_month_in_peace(pressed: list[Pressed], folder: Path, db: Database) -> object:
    """The same presses at the same times, and nobody is killed."""
    await empty(db)
    async with open_stage(folder, template_house(), start=START, db=db) as stage:
        lena = await lena_of(stage)
        (patient_id,) = [one.patient_id for one in stage.invitations.values()]
        for at, data in pressed:
            await stage.until(at)
            stage.world.act.press(lena, data=data.replace("patient", patient_id), forged=True)
            await stage.settle()
        await stage.until(START + MONTH)
        return await journals_of(stage), await ledgers_of(stage)


@pytest.mark.slow
async def test_a_month_with_twenty_kills_is_decided_as_in_peace(
    template: Path, tmp_path: Path, sqlite_of_stages: Database
) -> None:
    """Whatever the bot was doing when it was killed: the same turns with the same effects at the same times, for the
    same presses; and the same became of every plan."""
    was, pressed, kills = await a_month_with_kills(template, tmp_path, Random(20_260_302))  # noqa: S311  # not for secrets

    peace = await the_same_month_in_peace(pressed, tmp_path, sqlite_of_stages)

    assert kills == KILLS
    assert len(pressed) > 10
    assert was == peace
