"""The bot in a process of its own, composed of the same parts; told through a pipe when to come to rest."""

import asyncio
import os
import signal
from ctypes import c_longlong
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from bot.clinics import read_house
from bot.demo.cast import Place
from bot.demo.loops import Loops
from bot.demo.shared_clock import Reading
from bot.logs import set_up_logs
from bot.pace import Pace
from bot.runner import ClinicRun, Rhythm
from bot.telegram import make_bot
from storage.house import House

CLINIC_VARIABLE = "PLAYED_CLINIC"  # read once, in the process from which the bots are forked
REPLICA = "stage"  # a bot that was killed and started again is the same replica, and takes its leases up at once
READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What the bot needs to know at its start."""

    clinic: Path
    place: Place
    api_url: str
    token: str
    rhythm: Rhythm
    pace: Pace


def live(part: Part, cell: c_longlong, pipe: Connection) -> None:
    """Be the bot, until killed or left alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then leaves us alone
    set_up_logs(level="ERROR")
    asyncio.run(_live(part, cell, pipe))
    os._exit(0)  # threads of the database need not be waited for


@cache
def house_in(folder: Path) -> House:
    """The clinic's folder, read once: what is read before the fork need not be read after it."""
    return read_house(folder)


async def _live(part: Part, cell: c_longlong, pipe: Connection) -> None:
    db = part.place.open()
    async with make_bot(part.token, api_url=part.api_url) as bot:
        run = ClinicRun(
            bot=bot,
            db=db,
            house=house_in(part.clinic),
            clock=Reading(cell),
            replica=REPLICA,
            rhythm=part.rhythm,
            pace=part.pace,
        )
        working = asyncio.create_task(run.run())
        obeying = asyncio.create_task(_obey(Loops(run=run), pipe))
        await asyncio.wait({working, obeying}, return_when=asyncio.FIRST_COMPLETED)


async def _obey(loops: Loops, pipe: Connection) -> None:
    """Come to rest whenever the parent asks, and say so by its number; return when it is gone."""
    called = asyncio.Event()
    asyncio.get_running_loop().add_reader(pipe.fileno(), called.set)
    pipe.send(READY)
    while True:
        await called.wait()
        called.clear()
        try:
            while pipe.poll():
                asked = pipe.recv()
                await loops.rest()
                pipe.send(asked)
        except (EOFError, OSError):
            return


if CLINIC_VARIABLE in os.environ:  # we are being loaded by the process that forks
    house_in(Path(os.environ[CLINIC_VARIABLE]))
