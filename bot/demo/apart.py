"""A stage whose bot lives in a process of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette

from bot.demo.cast import new_cast, new_place
from bot.demo.child import Part, house_in
from bot.demo.process import BotProcess, new_cell
from bot.demo.shared_clock import SharedClock
from bot.demo.stage import RHYTHM, Stage, unpaced
from bot.demo.trouble import Trouble
from simulator import create_app, serve


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """The stage, and the process that can be killed."""

    stage: Stage
    process: BotProcess


def _plain(apart: Apart) -> Starlette:
    return create_app(apart.stage.world)


@asynccontextmanager
async def open_apart(
    folder: Path,
    clinic: Path,
    *,
    start: datetime,
    port: int = 0,
    app: Callable[[Apart], Starlette] = _plain,
) -> AsyncIterator[Apart]:
    """A stage of the clinic in this folder, at this moment; what it writes goes into `folder`. Before it stands the
    stand-in's own door, or another app that is made of it."""
    async with AsyncExitStack() as stack:
        house = await asyncio.to_thread(house_in, clinic)
        place = await asyncio.to_thread(new_place, folder)
        db = place.open()
        stack.push_async_callback(db.close)
        cell = new_cell()
        cast = new_cast(house, SharedClock(start, cell))
        token = cast.world.bot().token
        part = Part(clinic=clinic, place=place, api_url="", token=token, rhythm=RHYTHM, pace=unpaced())
        process = BotProcess(part=part, cell=cell)
        stage = Stage(
            world=cast.world,
            db=db,
            house=house,
            bot=process,
            url="",
            staff_chat=cast.staff_chat,
            trouble=Trouble(world=cast.world),
            people=cast.people,
        )
        apart = Apart(stage=stage, process=process)
        stage.url = await stack.enter_async_context(serve(cast.world, port=port, app=app(apart)))
        process.part = replace(part, api_url=stage.url)
        stack.push_async_callback(process.kill)
        await process.start()
        await stage.settle()
        yield apart
