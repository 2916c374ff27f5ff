"""Take what arrived, one update at a time, and turn it into turns: parse, decide, write, all in one transaction."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime

from bot.bell import Bell
from bot.clock import Clock
from bot.door import Visitor, knock, link_used_again
from bot.logs import reason_of
from bot.parse import AlertPressed, FromPerson, Ignored, Inbound, Migrated, Replied, parse_text, words_of
from bot.staff import pressed, replied
from care.alert import Subject
from care.events import Blocked, Commanded, Tapped
from care.lines import say
from care.patient import Patient
from storage import Database, Tx, groups, inbox, patients, queue
from storage.escalation import raise_alert
from storage.inbox import InboxRow
from storage.pulse import Pulse
from storage.turn import House, take_turn

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
        except queue.Unreadable as error:
            async with self.db.write() as tx:
                await queue.bury(tx, error)
            logger.error("A row cannot be opened", extra={"action": "inbox_unreadable"})  # noqa: TRY400
            return True
        except Exception as error:  # one poison update must not hold up other chats
            if row is None:
                raise
            await self._failed(row, error, now)
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
                return await replied(tx, inbound, house=self.house, now=now)
            case Migrated(old=old, new=new):
                await groups.move(tx, clinic=self.clinic, old=old, new=new, now=now)
                logger.warning("A group has a new id", extra={"action": "chat_migrated", "old": old, "new": new})
                return None
            case Ignored():
                return None

    async def _person(self, tx: Tx, inbound: FromPerson, now: datetime) -> str | None:
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
        late = isinstance(inbound.event, Tapped) and not turn.effects
        return late_words(self.house, turn.patient) if late else None

    async def _failed(self, row: InboxRow, error: Exception, now: datetime) -> None:
        """Count the failure; when it is the last, a person gets the words instead."""
        async with self.db.write() as tx:
            dead = await inbox.fail(tx, row.id, now=now, reason=reason_of(error))
            if dead:
                await self._give_to_staff(tx, row, now)
        extra = {"action": "turn_failed", "inbox": row.id, "dead": dead, "error": reason_of(error)}
        logger.error("A turn failed", extra=extra)
        self.done.ring()

    async def _give_to_staff(self, tx: Tx, row: InboxRow, now: datetime) -> None:
        known = None
        if row.chat_id is not None:
            known = await patients.by_chat(tx, clinic=self.clinic, chat_id=row.chat_id, lock=False)
        words = words_of(row.text)
        subject = Subject(
            initials="?",
            case=known.case_number if known else 0,
            title="The bot could not act on this message",
            words=(words,) if words else (),
            facts=("It failed several times; the patient has had no answer.",),
            do=f"Call the patient, and tell whoever looks after the bot (message {row.id} in the inbox).",
        )
        await raise_alert(
            tx,
            clinic=self.house.practice.clinic,
            patient_id=known.id if known else None,
            key=f"dead.{row.id}",
            level="same_day",
            subject=subject,
            now=now,
        )


def late_words(house: House, patient: Patient) -> str:
    """Said over a button whose question is closed."""
    return house.catalog.words(say("button-pressed-late"), house.reader(patient))
