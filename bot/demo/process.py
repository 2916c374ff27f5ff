"""The bot as a child process that can really be killed, and started again in a moment."""

import asyncio
import multiprocessing
import os
from ctypes import c_longlong
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.forkserver import ensure_running
from multiprocessing.process import BaseProcess
from pathlib import Path

from bot.demo.child import CLINIC_VARIABLE, READY, Part, live
from bot.demo.running import BotDied

START_S = 30.0  # real seconds until a bot must be there; a warm start takes a tenth of one

_FORKS = multiprocessing.get_context("forkserver")  # clean: this process has threads, and must not be forked itself


def new_cell() -> c_longlong:
    """Shared memory for a clock."""
    cell: c_longlong = _FORKS.RawValue(c_longlong, 0)
    return cell


class NotStarted(Exception):  # noqa: N818
    """The bot's process did not come up."""


@dataclass(slots=True, kw_only=True)
class BotProcess:
    """One bot after the other, each in a process of its own, against the same stand-in and the same database."""

    part: Part
    cell: c_longlong
    starts: int = 0
    kills: int = 0
    _process: BaseProcess | None = None
    _pipe: Connection | None = None
    _asked: int = 0
    _speaking: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self.alive else None

    async def start(self) -> None:
        """Start it, unless it lives; return when it is at work. Raises NotStarted."""
        if self.alive:
            return
        await self._bury()
        ours, theirs = _FORKS.Pipe()
        process = _FORKS.Process(target=live, args=(self.part, self.cell, theirs), daemon=True)
        await asyncio.to_thread(_start, process, self.part.clinic)
        theirs.close()
        self._process, self._pipe = process, ours
        self.starts += 1
        try:
            async with self._speaking, asyncio.timeout(START_S):
                await self._said(READY)
        except (BotDied, TimeoutError) as error:
            raise NotStarted("the bot did not start; the lines above may say why") from error

    async def kill(self) -> bool:
        """SIGKILL, and gone when this returns. False when there was nobody."""
        if self._process is None or not self.alive:
            return False
        self._process.kill()
        self.kills += 1
        await self._bury()
        return True

    async def rest(self) -> None:
        """Let it do all that is due, and wait until it says so. Raises BotDied."""
        async with self._speaking:
            if self._pipe is None or not self.alive:
                raise BotDied
            self._asked += 1
            try:
                self._pipe.send(self._asked)
            except OSError:
                raise BotDied from None
            await self._said(self._asked)

    async def _said(self, awaited: object) -> None:
        """Wait until the bot says this; what it says besides answers a question that we gave up. Raises BotDied."""
        pipe = self._pipe
        assert pipe is not None  # noqa: S101  # it is closed by whoever holds the lock that our caller holds
        loop, heard = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(pipe.fileno(), heard.set)
        try:
            while True:
                await heard.wait()
                heard.clear()
                while pipe.poll():
                    if pipe.recv() == awaited:
                        return
        except (EOFError, OSError):
            raise BotDied from None
        finally:
            loop.remove_reader(pipe.fileno())

    async def _bury(self) -> None:
        """Let go of what is left of the last process."""
        process = self._process
        if process is None:
            return
        await asyncio.to_thread(process.join)
        async with self._speaking:  # whoever waits for a word hears first that there will be none
            if self._process is process:
                if self._pipe is not None:
                    self._pipe.close()
                self._process = self._pipe = None
                process.close()


def _start(process: BaseProcess, clinic: Path) -> None:
    """Start it; the first time, the server that forks learns from its environment what to read beforehand."""
    _FORKS.set_forkserver_preload(["bot.__main__", "bot.demo.child"])
    os.environ[CLINIC_VARIABLE] = str(clinic)
    try:
        ensure_running()
    finally:
        del os.environ[CLINIC_VARIABLE]
    process.start()
