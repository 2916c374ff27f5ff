"""Everything put together: a clinic on a stage, its bot in a process of its own, the page before it, one address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot.demo.apart import Apart, open_apart
from bot.demo.process import BotProcess
from bot.play.clockwork import Clockwork
from bot.play.desk import Desk
from bot.play.guard import Guard
from bot.play.page_files import page_routes
from bot.play.play import Play
from bot.play.recorder import Recorder
from bot.play.recording import Recording
from bot.play.routes import play_routes
from simulator import create_app


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A play that can be looked at: its address, and for tests its inside."""

    url: str
    play: Play
    clockwork: Clockwork
    process: BotProcess


@asynccontextmanager
async def open_play(
    folder: Path, clinic: Path, *, start: datetime, port: int = 0, record: Path | None = None
) -> AsyncIterator[Opened]:
    """The play of the clinic in this folder, from this moment on; what it writes goes into `folder`, and what is played
    into the story `record`."""
    desks: list[Desk] = []

    def app(apart: Apart) -> Starlette:
        desk = _desk(apart, record)
        desks.append(desk)
        routes = [*page_routes(), *play_routes(desk)]
        return create_app(apart.stage.world, beside=routes, middleware=[Middleware(Guard)])

    async with AsyncExitStack() as stack:
        apart = await stack.enter_async_context(open_apart(folder, clinic, start=start, port=port, app=app))
        desk = desks[0]
        stack.push_async_callback(_end, asyncio.create_task(desk.play.watch()))
        stack.push_async_callback(desk.clockwork.pause)
        await desk.play.settle()
        yield Opened(
            url=apart.stage.url,
            play=desk.play,
            clockwork=desk.clockwork,
            process=apart.process,
        )


def _desk(apart: Apart, record: Path | None) -> Desk:
    play = Play(stage=apart.stage)
    recorder = None if record is None else Recorder(stage=apart.stage, path=record)
    clockwork = Clockwork(play=play, stood=recorder.stood if recorder else None)
    recording = Recording(play=play, recorder=recorder)
    return Desk(play=play, clockwork=clockwork, process=apart.process, recording=recording)


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
