"""Take what arrived, one update at a time, and turn it into turns: parse, decide, write, all in one transaction."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime

from bot.bell import Bell
from bot.clock import Clock
from bot.door import Visitor, knock, link_used_again
from bot.logs import reason_of
from bot.mishaps import tell_bare, tell_unread, tell_words
from bot.parse import AlertPressed, FromPerson, Ignored, Inbound, Migrated, Replied, parse_text
from bot.staff import pressed, replied, words_lost
from care.effects import Withdraw
from care.events import Blocked, Commanded, Tapped
from care.lines import say
from care.patient import Patient
from storage import Database, Tx, groups, inbox, patients, queue, staff_words
from storage.house import House
from storage.inbox import InboxRow
from storage.pulse import Pulse
from storage.turn import take_turn

IDLE_S = 1.0  # how long until the inbox is looked at without a ring
TURN_S = 30  # a turn that takes longer is given up, counted as failed, and others go on

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """What a press is answered with. Best effort: the work is done already."""

    callback_id: str
    words: str = ""


@dataclass(slots=True, kw_only=True)
class Worker:
    """Works one clinic's inbox. Several may run at once on PostgreSQL."""

    db: Database
    house: House
    clock: Clock
    bell: Bell
    done: Bell  # rung after each turn: there may be something to send
    toasts: "asyncio.Queue[Toast]"
    pulse: Pulse = field(init=False)

    def __post_init__(self) -> None:
        self.pulse = Pulse(name=f"work:{self.clinic}")

    @property
    def clinic(self) -> str:
        return self.house.practice.clinic.id

    async def run(self) -> None:
        while True:
            try:
                if not await self.step():
                    await self.bell.wait(at_most_s=IDLE_S)
            except Exception as error:  # noqa: BLE001  # the top of a loop: it says what failed, and goes on
                logger.warning("Working failed", extra={"action": "work_failed", "error": reason_of(error)})
                await asyncio.sleep(IDLE_S)

    async def step(self) -> bool:
        """Act on one update. False when nothing waits."""
        now = self.clock()
        row: InboxRow | None = None
        toast: Toast | None = None
        try:
            async with asyncio.timeout(TURN_S), self.db.write() as tx:
                await self.pulse.beat(tx, now=now)
                row = await inbox.next(tx, clinic=self.clinic, now=now)
                if row is None:
                    return False
                toast = await self._act(tx, row, now)
        except Exception as error:  # one poison update must not hold up other chats
            if row is not None:
                await self._failed(row, error, now)
            elif isinstance(error, queue.Unreadable):
                await self._bury(error, now)
            else:
                raise
            return True
        if toast and not self.toasts.full():  # best effort: Telegram stops the little clock by itself
            self.toasts.put_nowait(toast)
        self.done.ring()
        return True

    async def _act(self, tx: Tx, row: InboxRow, now: datetime) -> Toast | None:
        inbound = parse_text(row.text)
        words = await self._route(tx, inbound, now)
        if isinstance(inbound, Ignored):
            await inbox.ignored(tx, row.id, reason=inbound.reason)
        else:
            await inbox.done(tx, row.id)
        callback_id = getattr(inbound, "callback_id", None)
        return Toast(callback_id=callback_id, words=words or "") if callback_id else None

    async def _route(self, tx: Tx, inbound: Inbound, now: datetime) -> str | None:
        match inbound:
            case FromPerson():
                return await self._person(tx, inbound, now)
            case AlertPressed():
                return await pressed(tx, inbound, house=self.house, now=now)
            case Replied():
                await replied(tx, inbound, house=self.house, now=now)
                return None
            case Migrated(old=old, new=new):
                await groups.move(tx, clinic=self.clinic, old=old, new=new, now=now)
                logger.warning("A group has a new id", extra={"action": "chat_migrated", "old": old, "new": new})
                return None
            case Ignored():
                return None

    async def _person(self, tx: Tx, inbound: FromPerson, now: datetime) -> str | None:
        is_staff = self.house.practice.clinic.person(inbound.user_id) is not None
        if is_staff and inbound.reply and await replied(tx, inbound.reply, house=self.house, now=now):
            return None
        visitor = Visitor(chat_id=inbound.chat_id, user_id=inbound.user_id, language=inbound.language)
        patient = await patients.by_chat(tx, clinic=self.clinic, chat_id=inbound.chat_id)
        if patient is None:
            if not isinstance(inbound.event, Blocked):
                await knock(tx, visitor=visitor, event=inbound.event, house=self.house, now=now)
            return None
        match inbound.event:
            case Commanded(name="start", rest=token) if token and await link_used_again(
                tx, token=token, patient_id=patient.id, visitor=visitor, house=self.house, now=now
            ):
                return None
        turn = await take_turn(tx, patient_id=patient.id, event=inbound.event, now=now, house=self.house)
        if any(isinstance(effect, Withdraw) for effect in turn.effects):
            for written in await staff_words.cancelled(tx, clinic=self.clinic, chat_id=inbound.chat_id):
                await words_lost(tx, written, house=self.house, now=now)
        late = isinstance(inbound.event, Tapped) and not turn.effects
        return late_words(self.house, turn.patient) if late else None

    async def _failed(self, row: InboxRow, error: Exception, now: datetime) -> None:
        """Count the failure; when it is the last, a person gets the words, or at least learns of it, in the same
        transaction. What cannot be told must not keep the failure from being counted."""
        dead = False
        for tell in (tell_words, tell_bare, None):
            try:
                async with self.db.write() as tx:
                    dead = await inbox.fail(tx, row.id, now=now, reason=reason_of(error))
                    if dead and tell is not None:
                        await tell(tx, row, house=self.house, now=now)
                break
            except Exception as another:
                if tell is None:
                    raise
                self._not_told(another, row.id)
        extra = {"action": "turn_failed", "inbox": row.id, "dead": dead, "error": reason_of(error)}
        logger.error("A turn failed", extra=extra)
        self.done.ring()

    async def _bury(self, damaged: queue.Unreadable, now: datetime) -> None:
        """Take a row that cannot be opened out of the way, and say so to a person."""
        for tell in (tell_unread, None):
            try:
                async with self.db.write() as tx:
                    await queue.bury(tx, damaged)
                    if tell is not None:
                        await tell(tx, damaged.row_id, house=self.house, now=now)
                break
            except Exception as another:
                if tell is None:
                    raise
                self._not_told(another, damaged.row_id)
        logger.error("A row cannot be opened", extra={"action": "inbox_unreadable", "inbox": damaged.row_id})
        self.done.ring()

    def _not_told(self, error: Exception, row_id: int) -> None:
        extra = {"action": "staff_not_told", "inbox": row_id, "error": reason_of(error)}
        logger.error("Staff could not be told of a message in this way", extra=extra)


def late_words(house: House, patient: Patient) -> str:
    """Said over a button whose question is closed."""
    return house.catalog.words(say("button-pressed-late"), house.reader(patient))
