"""One play: the stage with all that is done to it from the page, one thing after the other."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.demo.stage import NotSettled, Stage
from bot.enroll import Invitation, Request
from bot.play.news import News
from bot.play.persons import Followed, Persons
from care.patient import load_patient
from storage import patients
from storage.timeline import unsent

PATIENCE_S = 20.0  # real seconds for the bot to come to rest; then time goes on without it, as it does in life
PULSE_S = 0.25  # of real time between two looks whether the bot lives

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Play:
    """What the page looks at and acts upon. `watch` must run beside it."""

    stage: Stage
    news: News = field(default_factory=News)
    persons: Persons = field(init=False)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # settling and moving the clock: one at a time
    patience_s: float = PATIENCE_S
    next_due: datetime | None = None
    unsent: int = 0  # calls that wait to be made
    _stirred: asyncio.Event = field(default_factory=asyncio.Event)
    _calls: int = 0
    _updates: int = 0
    _counted: int = 0
    _questions: int = 0

    def __post_init__(self) -> None:
        self.persons = Persons(stage=self.stage)

    async def watch(self) -> None:
        """Notice what happens at Telegram's door, and let the bot come to rest after it. Runs until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._keep_settled())
            group.create_task(self._take_pulse())

    def stir(self) -> None:
        """Something happened that the bot may act upon."""
        self._stirred.set()

    async def step(self, at: datetime, *, alive: bool) -> bool:
        """Let time pass to what falls due next, at most until then. True when it is then; no step is made when the bot
        lives or is dead otherwise than the caller thinks."""
        async with self.turn:
            if self.stage.bot.alive != alive:
                return False
            try:
                done = await self.stage.step(at, within_s=self.patience_s)
            except NotSettled:
                done = self.stage.now >= at
                logger.warning("Time passes without the bot", extra={"action": "not_settled"})
            await self.look()
        return done

    async def settle(self) -> None:
        """Let everything that is due now happen."""
        async with self.turn:
            try:
                await self.stage.settle(within_s=self.patience_s)
            except NotSettled:
                logger.warning("The bot did not come to rest", extra={"action": "not_settled"})
            await self.look()

    async def enroll(self, request: Request) -> Followed:
        """A patient with a phone of their own, who has not opened the link yet. Raises EnrolmentError."""
        async with self.turn:
            name = self.free_name(request.first_name)
            one = await self._followed(name, await self.stage.enroll(request, known_as=name))
        self.news.tell("people", "timeline")
        self.stir()
        return one

    def questions_delivered(self) -> int:
        """How many messages with buttons the bot has sent to patients so far."""
        phones = {one.phone.id for one in self.persons.followed.values()}
        fresh = [item for item in self.stage.world.history.delivered(self._counted) if item.seq > self._counted]
        self._counted = self.stage.world.history.cursor
        self._questions += sum(1 for item in fresh if item.chat_id in phones and item.sent.rows)
        return self._questions

    async def look(self) -> None:
        """Read what may have changed: who is where, and what comes next."""
        self.next_due = await self.stage.next_stop()
        async with self.stage.db.read() as tx:
            waiting = await unsent(tx, self.stage.house.practice.clinic.id)
        if waiting != self.unsent:
            self.unsent = waiting
            self.news.tell("bot")
        if await self.persons.refresh():
            self.news.tell("people")
        self.news.tell("clock", "timeline")

    def free_name(self, first: str) -> str:
        """By what a story tells of the next patient of this name; the second Lena is `Lena 2`."""
        name = first.strip()
        names = (name if number == 1 else f"{name} {number}" for number in count(1))
        return next(free for free in names if free not in self.stage.people)

    async def _followed(self, name: str, invitation: Invitation) -> Followed:
        async with self.stage.db.read() as tx:
            row = await patients.load(tx, invitation.patient_id, lock=False)
        assert row is not None  # noqa: S101  # it has just been enrolled
        phone = self.stage.people[name]
        one = Followed(name=name, phone=phone, invitation=invitation, state=load_patient(row.state))
        self.persons.followed[invitation.patient_id] = one
        return one

    async def _listen(self) -> None:
        changes = self.stage.world.changes
        seen = -1
        while True:
            while seen == changes.count:
                await changes.next()
            seen = changes.count
            if self._something_was_said():
                self.news.tell("chat")
                self.stir()

    def _something_was_said(self) -> bool:
        """Whether people or the bot did anything but wait for each other."""
        calls, updates = self.stage.world.history.calls, self.stage.world.counters["updates"]
        fresh, self._calls = calls[self._calls :], len(calls)
        grew, self._updates = updates != self._updates, updates
        return grew or any(call.method.lower() != "getupdates" for call in fresh)

    async def _keep_settled(self) -> None:
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            await self.settle()

    async def _take_pulse(self) -> None:
        """The bot may end by itself, too."""
        alive = self.stage.bot.alive
        while True:
            await asyncio.sleep(PULSE_S)
            if alive != self.stage.bot.alive:
                alive = not alive
                self.news.tell("bot")
