"""The clock in the hands of whoever plays: jump, run, pause; always through everything that falls due on the way."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.play.play import Play
from care.calendar import awake

TICK_S = 0.05  # of real time between two movements of a running clock
RATE_MAX = 31 * 86_400.0  # virtual seconds per real second: a month
JUMP_MAX = timedelta(days=366 * 30)

logger = logging.getLogger(__name__)


class NoSuchMoment(ValueError):  # noqa: N818
    """The clock cannot be set to this moment."""


@dataclass(slots=True, kw_only=True)
class Clockwork:
    """Moves the play's clock. Whatever is asked for ends what went on before; `pause` lets nothing begin."""

    play: Play
    stood: Callable[[], None] | None = None  # called whenever the clock has come to stand
    rate: float = 0.0  # virtual seconds per real second, while it runs
    target: datetime | None = None  # while it jumps
    _task: "asyncio.Task[None] | None" = None
    _stopping: bool = False
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def playing(self) -> bool:
        return self.rate > 0

    @property
    def busy(self) -> bool:
        return self.target is not None

    async def advance(self, by: timedelta, *, stop_at_questions: bool = False) -> datetime:
        return await self.to(self.play.stage.now + by, stop_at_questions=stop_at_questions)

    async def to(self, at: datetime, *, stop_at_questions: bool = False) -> datetime:
        """Begin a jump to this moment; returns it. Raises NoSuchMoment."""
        now = self.play.stage.now
        if at < now:
            raise NoSuchMoment("at: time goes forward only")
        if at - now > JUMP_MAX:
            raise NoSuchMoment(f"at: at most {JUMP_MAX.days // 366} years ahead")
        await self._begin(self._travel(at, stop_at_questions=stop_at_questions))
        self.target = at
        self.play.news.tell("clock")
        return at

    async def next(self, *, stop_at_questions: bool = False) -> datetime:
        """Jump to whatever happens next by itself. Raises NoSuchMoment when nothing is planned."""
        await self.pause()
        due = await self.play.stage.next_stop()
        if due is None:
            raise NoSuchMoment("nothing is planned: enrol a patient first, or start the bot")
        return await self.to(max(due, self.play.stage.now), stop_at_questions=stop_at_questions)

    async def awaken(self, zone: ZoneInfo, *, stop_at_questions: bool = False) -> datetime:
        """Jump to the end of the quiet hours in this zone; where it is day, time stays."""
        quiet = self.play.stage.house.practice.clinic.quiet
        return await self.to(awake(self.play.stage.now, quiet=quiet, zone=zone), stop_at_questions=stop_at_questions)

    async def run(self, rate: float, *, stop_at_questions: bool = False) -> None:
        """Let time run at so many virtual seconds per real second."""
        if not 0 < rate <= RATE_MAX:
            raise NoSuchMoment(f"rate: more than 0 and at most {RATE_MAX:g} virtual seconds per real second")
        await self._begin(self._run(rate, stop_at_questions=stop_at_questions))
        self.rate = rate
        self.play.news.tell("clock")

    async def pause(self) -> None:
        """Stop at the next stop, and return when the clock stands."""
        async with self._turn:
            await self._stop()

    async def finished(self) -> None:
        """Wait until the jump is over."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def _begin(self, going: Coroutine[Any, Any, object]) -> None:
        async with self._turn:
            await self._stop()
            self._stopping = False
            self._task = asyncio.create_task(self._guarded(going))

    async def _stop(self) -> None:
        self._stopping = True
        await self.finished()

    async def _guarded(self, going: Coroutine[Any, Any, object]) -> None:
        try:
            await going
        except Exception:
            logger.exception("The clock stopped", extra={"action": "clock_stopped"})
        finally:
            self.target, self.rate = None, 0.0
            if self.stood is not None:
                self.stood()
            self.play.news.tell("clock", "timeline", "bot")

    async def _run(self, rate: float, *, stop_at_questions: bool) -> None:
        loop = asyncio.get_running_loop()
        last, goes_on = loop.time(), True
        while goes_on:
            await asyncio.sleep(TICK_S)
            passed, last = loop.time() - last, loop.time()
            at = self.play.stage.now + timedelta(seconds=passed * rate)
            goes_on = await self._travel(at, stop_at_questions=stop_at_questions)

    async def _travel(self, at: datetime, *, stop_at_questions: bool) -> bool:
        """Let time pass until then. False when something stopped it: a pause, a question, or the bot died (or came
        back) on the way, and whoever plays says what is to be done."""
        asked, alive = self.play.questions_delivered(), self.play.stage.bot.alive
        while not self._stopping:
            there = await self.play.step(at, alive=alive)
            if stop_at_questions and self.play.questions_delivered() != asked:
                return False
            if there:
                return True
            if alive != self.play.stage.bot.alive:
                return False
        return False
