"""The loops of one process: receive, work, send, keep time; started together, stopped gracefully."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from datetime import timedelta

from telegram import Bot

from bot.bell import Bell
from bot.clock import Clock
from bot.logs import reason_of
from bot.menus import set_menus
from bot.pace import Pace
from bot.receive import PAUSES_S, POLL_S, Receiver
from bot.send import Sender
from bot.telegram import call
from bot.work import Toast, Worker
from scheduler.due import Due
from scheduler.heartbeat import Heartbeat
from scheduler.upkeep import Upkeep
from storage import Database
from storage.house import House

STOP_WITHIN = timedelta(seconds=8)  # for what is in flight; process managers kill after ten

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Rhythm:
    """How often things are looked at."""

    due: timedelta = timedelta(seconds=1)
    upkeep: timedelta = timedelta(seconds=5)
    poll_s: int = POLL_S
    pauses_s: tuple[float, ...] = PAUSES_S


@dataclass(slots=True, kw_only=True)
class ClinicRun:
    """One clinic in this process. `run` returns when it is cancelled and everything in flight has landed."""

    bot: Bot
    db: Database
    house: House
    clock: Clock
    replica: str
    rhythm: Rhythm = field(default_factory=Rhythm)
    pace: Pace = field(default_factory=Pace)
    work_bell: Bell = field(default_factory=Bell)
    send_bell: Bell = field(default_factory=Bell)
    toasts: "asyncio.Queue[Toast]" = field(default_factory=lambda: asyncio.Queue(maxsize=10_000))
    receiver: Receiver = field(init=False)
    worker: Worker = field(init=False)
    sender: Sender = field(init=False)
    due: Due = field(init=False)
    upkeep: Upkeep = field(init=False)

    def __post_init__(self) -> None:
        db, house, clock, clinic = self.db, self.house, self.clock, self.house.practice.clinic.id
        self.receiver = Receiver(
            bot=self.bot,
            db=db,
            clinic=clinic,
            replica=self.replica,
            clock=clock,
            bell=self.work_bell,
            poll_s=self.rhythm.poll_s,
            pauses_s=self.rhythm.pauses_s,
        )
        self.worker = Worker(
            db=db, house=house, clock=clock, bell=self.work_bell, done=self.send_bell, toasts=self.toasts
        )
        self.sender = Sender(
            bot=self.bot, db=db, house=house, replica=self.replica, clock=clock, bell=self.send_bell, pace=self.pace
        )
        self.due = Due(db=db, house=house, clock=clock, ring=self.send_bell.ring)
        self.upkeep = Upkeep(db=db, house=house, clock=clock, ring=self.send_bell.ring)

    async def run(self, *, polling: bool = True) -> None:
        """Serve the clinic until cancelled. Without polling, updates come through the webhook's `receiver.keep`."""
        loops = [self.worker.run(), self.sender.run(), self._answer_presses(), set_menus(self.bot, self.house)]
        if polling:
            loops.append(self.receiver.run())
        heartbeat = self._heartbeat()
        heartbeat.start()
        try:
            async with asyncio.TaskGroup() as group:
                for loop in loops:
                    group.create_task(loop)
        finally:
            await asyncio.gather(self._land(), heartbeat.stop(within=STOP_WITHIN))

    def _heartbeat(self) -> Heartbeat:
        heartbeat = Heartbeat()
        clinic = self.house.practice.clinic.id
        heartbeat.every(self.rhythm.due, self.due.beat, name=f"due:{clinic}")
        heartbeat.every(self.rhythm.upkeep, self.look_after, name=f"upkeep:{clinic}")
        return heartbeat

    async def look_after(self) -> int:
        """What goes on by itself: asking again after a gap, alerts that climb. Returns how much there was to do."""
        asked = 0
        if self.receiver.gap:
            self.receiver.gap = False
            try:
                asked = await self.upkeep.after_gap()
            except BaseException:
                self.receiver.gap = True  # nothing else remembers it
                raise
        return asked + await self.upkeep.beat()

    async def _answer_presses(self) -> None:
        """Tell Telegram that a press has arrived. Never a reason to fail anything."""
        while True:
            toast = await self.toasts.get()
            payload: dict[str, object] = {"callback_query_id": toast.callback_id}
            if toast.words:
                payload["text"] = toast.words[:200]
            try:
                await call(self.bot, "answerCallbackQuery", payload, read_timeout=5)
            except Exception as error:  # noqa: BLE001  # the top of a loop: it says what failed, and goes on
                logger.debug("A press was not answered", extra={"action": "toast_failed", "error": reason_of(error)})
            finally:
                self.toasts.task_done()

    async def _land(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_WITHIN.total_seconds()):
                await self.sender.land()
