"""Say what the outbox holds: claim, call, mark. The only place that waits on the network with a row in hand."""

import asyncio
import json
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, assert_never

from telegram import Bot

from bot.bell import Bell
from bot.clock import Clock
from bot.logs import reason_of
from bot.mishaps import tell_unsent
from bot.pace import Pace
from bot.staff import DOUBTFUL, words_lost
from bot.telegram import Later, Moved, Outcome, Rejected, Sent, Unknown, Unreachable, send
from messages import Text
from storage import Database, Tx, groups, leases, outbox, patients, queue, staff_words
from storage.house import House
from storage.outbox import OutboxRow
from storage.pulse import Pulse
from storage.quiet import hold_routine
from storage.unsent import AGAIN_MAX, moved, never, send_again

AT_ONCE = 8  # calls in flight
IDLE_S = 1.0
LEASE = timedelta(seconds=60)  # longer than a call and its time-outs

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Sender:
    """Sends for one clinic, as long as it holds the lease. `failures` and `unknown` are counted for the metrics."""

    bot: Bot
    db: Database
    house: House
    replica: str
    clock: Clock
    bell: Bell
    pace: Pace = field(default_factory=Pace)
    token: int | None = None
    renew_at: datetime | None = None  # when the lease is to be renewed; None while it is not ours
    flying: set["asyncio.Task[None]"] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    failing: bool = False  # the last call did not get through, as far as we know
    pulse: Pulse = field(init=False)

    def __post_init__(self) -> None:
        self.pulse = Pulse(name=f"send:{self.clinic}")

    @property
    def clinic(self) -> str:
        return self.house.practice.clinic.id

    async def run(self) -> None:
        while True:
            try:
                if not await self.step():
                    await self._rest()
            except Exception as error:  # noqa: BLE001  # the top of a loop: it says what failed, and goes on
                self.renew_at = None  # what was just noted about the lease may have been rolled back
                logger.warning("Sending failed", extra={"action": "send_loop_failed", "error": reason_of(error)})
                if not await self._buried(error):
                    await asyncio.sleep(IDLE_S)

    async def _buried(self, error: Exception) -> bool:
        """A call that cannot be opened is taken out of the way of the others, and staff are told. False when it was
        something else that failed."""
        if not isinstance(error, queue.Unreadable) or error.table.name != "outbox":
            return False
        for tell in (tell_unsent, None):
            try:
                async with self.db.write() as tx:
                    await queue.bury(tx, error)
                    if tell is not None:
                        await tell(tx, error.row_id, house=self.house, now=self.clock())
            except Exception as another:  # noqa: BLE001  # the loop goes on, and comes back to it
                extra = {"action": "staff_not_told", "outbox": error.row_id, "error": reason_of(another)}
                logger.error("A damaged row could not be told of", extra=extra)  # noqa: TRY400
            else:
                return True
        return False

    async def step(self) -> bool:
        """Claim what may go now and let it fly. False when there was nothing."""
        free = AT_ONCE - len(self.flying)
        if free <= 0:
            await asyncio.wait(self.flying, return_when=asyncio.FIRST_COMPLETED)
            return True
        rows = await self._claim(free)
        for row in rows:
            self.pace.spoken(row.chat_id, asyncio.get_running_loop().time())
            task = asyncio.create_task(self._fly(row))
            self.flying.add(task)
            task.add_done_callback(self._landed)
        return bool(rows)

    async def land(self) -> None:
        """Wait until nothing is in flight: what was claimed is marked before the process ends."""
        while self.flying:
            await asyncio.wait(self.flying)

    def _landed(self, task: "asyncio.Task[None]") -> None:
        self.flying.discard(task)
        self.bell.ring()

    async def _rest(self) -> None:
        """Until there is something new to say, or a chat has rested long enough to be spoken to again."""
        now = asyncio.get_running_loop().time()
        soonest = min(self.pace.resting(now).values(), default=now + IDLE_S)
        await self.bell.wait(at_most_s=max(0.01, min(IDLE_S, soonest - now)))

    async def _claim(self, limit: int) -> list[OutboxRow]:
        now = self.clock()
        resting = self.pace.resting(asyncio.get_running_loop().time())
        async with self.db.write() as tx:
            if not await self._leads(tx, now):
                return []
            assert self.token is not None  # noqa: S101  # _leads has just set it
            rows = await outbox.claim(
                tx, clinic=self.clinic, now=now, lease=LEASE, token=self.token, limit=limit, busy_chats=list(resting)
            )
            if not rows:
                await self._idle(tx, now)
            return [row for row in rows if not await hold_routine(tx, row, house=self.house, now=now)]

    async def _idle(self, tx: Tx, now: datetime) -> None:
        """Nothing to send is success too, but not while what failed to get through waits for another try."""
        if self.failing and not self.flying and not await outbox.waits(tx, clinic=self.clinic):
            self.failing = False
        if not self.failing:
            await self.pulse.beat(tx, now=now)

    async def _leads(self, tx: Tx, now: datetime) -> bool:
        """Hold the lease, renewed well before it ends; what nobody marked in time is given up then."""
        if self.renew_at is not None and now < self.renew_at:
            return True
        name = f"send:{self.clinic}"
        kept = self.token is not None and await leases.renew(tx, name, token=self.token, now=now, ttl=LEASE)
        if not kept:
            self.token = await leases.take(tx, name, holder=self.replica, now=now, ttl=LEASE)
        self.renew_at = None if self.token is None else now + LEASE / 3
        if self.token is None:
            return False
        late = await outbox.release_expired(tx, clinic=self.clinic, now=now)
        older = await outbox.release_older(tx, clinic=self.clinic, token=self.token)
        for lost in (*late, *older):
            await send_again(tx, lost, house=self.house, now=now)
        return True

    async def _fly(self, row: OutboxRow) -> None:
        try:
            await self._slot()
            async with self.db.read() as tx:
                if row.token is None or not await outbox.still_ours(tx, row.id, token=row.token, now=self.clock()):
                    return
            outcome = await send(self.bot, row.method, json.loads(row.payload) | {"chat_id": row.chat_id})
            await self._mark(row, outcome)
        except Exception as error:  # noqa: BLE001  # its lease runs out, and it counts as unknown then
            extra = {"action": "send_failed", "outbox": row.id, "error": reason_of(error)}
            logger.warning("A send was not marked", extra=extra)

    async def _slot(self) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self.pace.slot(loop.time()) - loop.time()))

    async def _mark(self, row: OutboxRow, outcome: Outcome) -> None:
        now, token = self.clock(), row.token or 0
        kind = type(outcome).__name__.lower()
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.failing = isinstance(outcome, Unknown) or (isinstance(outcome, Later) and outcome.after is None)
        async with self.db.write() as tx:
            if row.patient_id is not None and not isinstance(outcome, Sent):
                await patients.load(tx, row.patient_id)  # the patient before their rows: the order in which turns lock
            if not self.failing:
                await self.pulse.beat(tx, now=now)
            match outcome:
                case Sent(message_id=message_id):
                    await outbox.sent(tx, row.id, message_id=message_id, now=now, token=token)
                    return
                case Later(after=after, reason=reason) if after is None:
                    await outbox.fail(tx, row.id, now=now, reason=reason, token=token)
                case Later(after=after):
                    await outbox.snooze(tx, row.id, until=now + (after or timedelta()), token=token)
                    await outbox.snooze_chat(
                        tx, clinic=self.clinic, chat_id=row.chat_id, until=now + (after or timedelta())
                    )
                case Unknown(reason=reason):
                    if await outbox.unknown(tx, row.id, reason=reason, token=token):
                        await send_again(tx, row, house=self.house, now=now)
                        await self._words_in_doubt(tx, row, now)
                case Rejected(reason=reason, fallback=fallback):
                    if await outbox.rejected(tx, row.id, reason=reason, token=token):
                        other = other_form(row, fallback) if fallback else None
                        await never(tx, row, house=self.house, now=now, instead=other)
                        if other is None or (row.key or "").startswith("instead:"):
                            await self._words_lost(tx, row, now)
                case Unreachable(reason=reason):
                    if await outbox.unreachable(tx, row.id, reason=reason, token=token):
                        await never(tx, row, house=self.house, now=now, unreachable=True)
                        await self._words_lost(tx, row, now)
                case Moved(chat_id=chat_id):
                    await groups.move(tx, clinic=self.clinic, old=row.chat_id, new=chat_id, now=now)
                    await moved(tx, row, new_chat=chat_id, token=token, now=now)
                case _:
                    assert_never(outcome)
        logger.info(
            "A send did not go through", extra={"action": f"send_{kind}", "outbox": row.id, "method": row.method}
        )

    async def _words_lost(self, tx: Tx, row: OutboxRow, now: datetime) -> None:
        """Words of staff in this call, or called back because of it, did not arrive: whoever wrote them is told."""
        of_row = await staff_words.origin(tx, row)
        lost = await staff_words.cancelled(tx, clinic=self.clinic, chat_id=row.chat_id)
        for written in dict.fromkeys([*lost, *([of_row] if of_row else [])]):
            await words_lost(tx, written, house=self.house, now=now)

    async def _words_in_doubt(self, tx: Tx, row: OutboxRow, now: datetime) -> None:
        """Words of staff that were tried for the last time, without Telegram's word that they arrived."""
        is_last = (row.key or "").startswith(f"again:{AGAIN_MAX}:")
        if is_last and (written := await staff_words.origin(tx, row)):
            await words_lost(tx, written, house=self.house, now=now, words=DOUBTFUL)


def other_form(row: OutboxRow, fallback: str) -> tuple[str, dict[str, Any]]:
    """The same message in a form that Telegram may take: without markup, or as a new message instead of an edit."""
    payload: dict[str, Any] = json.loads(row.payload)
    if fallback == "plain":
        field_name = "text" if "text" in payload else "caption"
        payload[field_name] = Text(payload.get(field_name, "")).plain
        payload.pop("parse_mode", None)
        return row.method, payload
    payload.pop("message_id", None)
    return "sendMessage", payload
