"""A clinic at work on a stage of its own: real loops, real HTTP, a real database, and a clock that we move."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.enroll import Invitation, Request, enroll
from bot.pace import Pace
from bot.runner import ClinicRun, Rhythm
from bot.telegram import make_bot
from simulator import Clock, World, serve
from simulator.chats import Chat
from simulator.people import User
from storage import Database, Vault, ahead, beats, migrate
from storage.turn import House
from storage.vault import new_key

SETTLE_S = 10.0  # real seconds in which everything that is due must have happened
LOOK_S = 0.001  # how often we look whether the loops have come to rest
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
    run: ClinicRun
    url: str
    staff_chat: Chat
    people: dict[str, User] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.world.clock()

    async def enroll(self, request: Request) -> Invitation:
        """A patient with a phone of their own, who has not opened the link yet."""
        invitation = await enroll(
            self.db, request, house=self.house, bot_name=self.world.bot().user.username or "", now=self.now
        )
        name = request.first_name
        self.people[name] = self.world.create_user(name, language_code=request.language or "en")
        self.invitations[name] = invitation
        return invitation

    async def join(self, name: str) -> None:
        """Open the link and type the code."""
        invitation = self.invitations[name]
        self.world.act.open_link(self.people[name], invitation.link.partition("start=")[2])
        await self.settle()
        self.world.act.text(self.people[name], invitation.code)
        await self.settle()

    async def settle(self) -> None:
        """Wait until all that is due now has happened: received, decided, sent."""
        try:
            async with asyncio.timeout(SETTLE_S):
                await self._rest()
                while await self._is_due():
                    await self.run.due.beat()
                    await self.run.look_after()
                    await self._rest()
        except TimeoutError:
            raise NotSettled from None

    async def until(self, at: datetime) -> None:
        """Let time pass, stopping at everything that falls due on the way."""
        await self.settle()
        while (due := await self.next_due()) is not None and due <= at:
            await self._set(max(due, self.now))
            await self.settle()
        await self._set(at)
        await self.settle()

    async def next_due(self) -> datetime | None:
        """When something happens next by itself; None when nothing is planned."""
        async with self.db.read() as tx:
            return await ahead.next_due(tx)

    async def _set(self, at: datetime) -> None:
        self.world.clock.set(at)
        async with self.db.write() as tx:  # the stand-in could be reached all the while: this is no gap in receiving
            await beats.beat(tx, self.run.receiver.beat_name, now=at)
        self.run.work_bell.ring()
        self.run.send_bell.ring()

    async def _is_due(self) -> bool:
        due = await self.next_due()
        return self.run.receiver.gap or not self._at_rest() or (due is not None and due <= self.now)

    async def _rest(self) -> None:
        while not self._at_rest():  # noqa: ASYNC110  # two bells, a queue and calls in flight: no one event
            await asyncio.sleep(LOOK_S)
        await self.run.toasts.join()

    def _at_rest(self) -> bool:
        run = self.run
        asleep = run.work_bell.at_rest and run.send_bell.at_rest
        return asleep and not run.sender.flying and not self.world.bot().queue.pending


@asynccontextmanager
async def open_stage(
    folder: Path, house: House, *, start: datetime, db: Database | None = None, polling: bool = True
) -> AsyncIterator[Stage]:
    """A stage at this moment. Unless a migrated, empty database is given, it gets a new one in the folder."""
    async with AsyncExitStack() as stack:
        if db is None:
            url = f"sqlite:///{folder / 'stage.sqlite3'}"
            await asyncio.to_thread(migrate, url)
            db = Database.connect(url, Vault.from_text(new_key()))
            stack.push_async_callback(db.close)
        world, group, people = _world(house, start)
        address = await stack.enter_async_context(serve(world))
        bot = await stack.enter_async_context(make_bot(world.bot().token, api_url=address))
        pace = Pace(bot_per_s=10_000, chat_burst=10_000, group_per_minute=10_000)
        run = ClinicRun(bot=bot, db=db, house=house, clock=world.clock, replica="stage", rhythm=RHYTHM, pace=pace)
        stage = Stage(world=world, db=db, house=house, run=run, url=address, staff_chat=group, people=people)
        stack.push_async_callback(_end, asyncio.create_task(run.run(polling=polling)))
        await stage.settle()
        yield stage


def _world(house: House, start: datetime) -> tuple[World, Chat, dict[str, User]]:
    """Telegram with our bot, the staff, who have all pressed Start, and their group."""
    clinic, world = house.practice.clinic, World(clock=Clock(start))
    world.limits.on = False  # they run on the clock that we move, and would never let go
    world.create_bot()
    people = {
        person.name: world.create_user(person.name, user_id=person.telegram, language_code="en")
        for person in clinic.staff
    }
    for person in people.values():
        world.chat(person.id).started = True
    group = world.create_group("Staff", chat_id=clinic.staff_chat, members=list(people.values()))
    return world, group, people


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
