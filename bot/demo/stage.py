"""A clinic at work on a stage of its own: real loops, real HTTP, a real database, and a clock that we move."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.demo.cast import new_cast, new_place
from bot.demo.child import REPLICA
from bot.demo.loops import Loops
from bot.demo.running import BotDied, Running
from bot.demo.trouble import Trouble
from bot.enroll import Invitation, Request, enroll
from bot.pace import Pace
from bot.runner import ClinicRun, Rhythm
from bot.telegram import make_bot
from simulator import Clock, World, serve
from simulator.chats import Chat
from simulator.people import User
from simulator.updates import Queue
from storage import Database, ahead, beats
from storage.house import House

SETTLE_S = 10.0  # real seconds in which everything that is due must have happened
LISTEN_S = 3.0  # real seconds in which a bot that can be reached asks for updates again
LOOK_S = 0.001  # how often we look whether the bot listens
RHYTHM = Rhythm(due=timedelta(hours=1), upkeep=timedelta(hours=1), poll_s=5, pauses_s=(0.02, 0.1))  # we beat ourselves

logger = logging.getLogger(__name__)


class NotSettled(Exception):  # noqa: N818
    """The loops did not come to rest: something is done again and again, or hangs."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """One clinic. Everything goes through Telegram's door, but for enrolling, which staff do at a terminal."""

    world: World
    db: Database
    house: House
    bot: Running
    url: str
    staff_chat: Chat
    polling: bool = True
    trouble: Trouble
    people: dict[str, User] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    missed: bool = False  # time has passed while the bot could not receive, and it does not know yet

    @property
    def now(self) -> datetime:
        return self.world.clock()

    @property
    def run(self) -> ClinicRun:
        """The loops themselves, where the bot lives in this process."""
        assert isinstance(self.bot, Loops)  # noqa: S101  # only tests ask, and they know their stage
        return self.bot.run

    async def enroll(self, request: Request, *, known_as: str | None = None) -> Invitation:
        """A patient with a phone of their own, who has not opened the link yet; known here by the first name, unless
        told otherwise."""
        invitation = await enroll(
            self.db, request, house=self.house, bot_name=self.world.bot().user.username or "", now=self.now
        )
        name = known_as or request.first_name
        self.people[name] = self.world.create_user(request.first_name, language_code=request.language or "en")
        self.invitations[name] = invitation
        return invitation

    async def join(self, name: str) -> None:
        """Open the link and type the code."""
        invitation = self.invitations[name]
        self.world.act.open_link(self.people[name], invitation.link.partition("start=")[2])
        await self.settle()
        self.world.act.text(self.people[name], invitation.code)
        await self.settle()

    async def settle(self, *, within_s: float = SETTLE_S) -> None:
        """Wait until all that is due now has happened: received, decided, sent. A dead bot does nothing."""
        try:
            async with asyncio.timeout(within_s):
                while self.bot.alive:
                    await self.heard()
                    await self.bot.rest()
                    if not self._unheard:
                        return
        except BotDied:
            return
        except TimeoutError:
            raise NotSettled from None

    async def until(self, at: datetime) -> None:
        """Let time pass, stopping at everything that falls due on the way."""
        await self.settle()
        while not await self.step(at):
            pass

    async def step(self, at: datetime, *, within_s: float = SETTLE_S) -> bool:
        """Let time pass until something falls due, or until then. True when it is then, and all of it has happened.

        A bot that does not come to rest is not waited for: time passes until then, and NotSettled is raised.
        """
        alive = self.bot.alive
        settled = await self._settles(within_s)
        next_ = await self.next_stop() if settled else self.trouble.outage_until
        await self._move(max(at if next_ is None else min(next_, at), self.now), within_s, alive=alive, settled=settled)
        self.trouble.passes()
        await self.settle(within_s=within_s)
        after = await self.next_stop()
        return self.now >= at and (after is None or after > at)

    async def next_due(self) -> datetime | None:
        """When something happens next by itself; None when nothing is planned."""
        async with self.db.read() as tx:
            return await ahead.next_due(tx)

    async def next_stop(self) -> datetime | None:
        """The same, as things are: a dead bot does nothing, and trouble ends."""
        due = await self.next_due() if self.bot.alive else None
        return min((moment for moment in (due, self.trouble.outage_until) if moment is not None), default=None)

    async def _move(self, at: datetime, within_s: float, *, alive: bool, settled: bool) -> None:
        """Set the clock. What was done before is acted on before. While the stand-in can be reached this is no gap in
        receiving, so the beat of receiving goes along; and it is set while the bot listens, or it would note the old
        time after us."""
        loop = asyncio.get_running_loop()
        by = loop.time() + within_s
        while self._reachable:
            poll = self._queue.poll
            async with self.db.write() as tx:
                await beats.beat(tx, f"receive:{self.house.practice.clinic.id}", now=at)
            listens = not self.polling or (poll is not None and poll is self._queue.poll)
            if (listens and not self._unheard) or not settled or loop.time() > by:
                break
            settled = await self._settles(within_s)
        if alive and not self.bot.alive:
            return  # it died just now: whether time passes without it is for others to say
        self.missed = self.missed or not self._reachable
        self.world.clock.set(at)

    async def _settles(self, within_s: float) -> bool:
        try:
            await self.settle(within_s=within_s)
        except NotSettled:
            return False
        return True

    async def heard(self) -> None:
        """Wait until the bot has taken what waits for it at Telegram, and listens for more."""
        while self._unheard:  # noqa: ASYNC110  # as long as a call takes; an event would need one more seam
            await asyncio.sleep(LOOK_S)
        await self._listening()
        if self.missed and self._reachable:
            self._queue.end_poll()  # it learns of its gap when a poll has come back, and Telegram may take its time
            await self._listening(after=self._queue.poll)
            self.missed = False

    async def _listening(self, *, after: object = None) -> None:
        """Wait for a poll, other than this one; but not for long, for it may be that something goes wrong with it."""
        loop = asyncio.get_running_loop()
        by = loop.time() + LISTEN_S
        while self.polling and self._reachable and self._queue.poll in (None, after) and loop.time() < by:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_S)

    @property
    def _queue(self) -> Queue:
        return self.world.bot().queue

    @property
    def _unheard(self) -> bool:
        return bool(self._queue.pending) and self._reachable

    @property
    def _reachable(self) -> bool:
        return self.bot.alive and self.world.faults.outage is None


@asynccontextmanager
async def open_stage(
    folder: Path, house: House, *, start: datetime, db: Database | None = None, polling: bool = True
) -> AsyncIterator[Stage]:
    """A stage at this moment, the bot in this process. Unless a migrated, empty database is given, it gets a new one in
    the folder."""
    async with AsyncExitStack() as stack:
        if db is None:
            db = (await asyncio.to_thread(new_place, folder)).open()
            stack.push_async_callback(db.close)
        cast = new_cast(house, Clock(start))
        world = cast.world
        address = await stack.enter_async_context(serve(world))
        bot = await stack.enter_async_context(make_bot(world.bot().token, api_url=address))
        run = ClinicRun(bot=bot, db=db, house=house, clock=world.clock, replica=REPLICA, rhythm=RHYTHM, pace=unpaced())
        stage = Stage(
            world=world,
            db=db,
            house=house,
            bot=Loops(run=run),
            url=address,
            staff_chat=cast.staff_chat,
            polling=polling,
            trouble=Trouble(world=world),
            people=cast.people,
        )
        stack.push_async_callback(_end, asyncio.create_task(run.run(polling=polling)))
        await stage.settle()
        yield stage


def unpaced() -> Pace:
    """No limits of our own: they run on real time, and here time is moved."""
    return Pace(bot_per_s=10_000, chat_burst=10_000, group_per_minute=10_000)


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
