"""A bot's queue of updates, with Telegram's rules of offset, expiry and the one open poll."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Literal, TypeAlias

from simulator.errors import conflict

MESSAGE_KEPT = timedelta(hours=24)  # Telegram keeps updates no longer
CALLBACK_KEPT = timedelta(seconds=150)  # a press older than this cannot be answered
BATCH_MAX = 100  # Telegram's limit of one getUpdates
FUTURE_OFFSET_MAX = 10  # an offset further ahead than this is not believed, and confirms nothing
OPT_IN_KINDS = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

Wake: TypeAlias = Literal["ready", "other poll", "webhook", "stopping"]


@dataclass(slots=True, kw_only=True, eq=False)
class Entry:
    """One update in the queue."""

    serial: int
    update_id: int
    lane: int
    body: Any
    expires_at: datetime
    unread: bool = False  # handed out once more before it can be confirmed


class Queue:
    """The updates of one bot that it has not confirmed yet."""

    def __init__(self, *, next_id: int) -> None:
        self.next_id = next_id
        self.pending: OrderedDict[int, Entry] = OrderedDict()
        self.sent: dict[int, Entry] = {}
        self.allowed: frozenset[str] | None = None
        self.on_push: Callable[[], None] | None = None
        self._serial = 0
        self._held: list[tuple[Any, str | None, int, datetime]] | None = None
        self._poll: asyncio.Future[Wake] | None = None

    def push(self, body: Any, *, kind: str | None, lane: int, now: datetime) -> int | None:
        """Queue an update; the id it got, or None when it is held back or not wanted."""
        if kind is not None and not self._wants(kind):
            return None
        if self._held is not None:
            self._held.append((body, kind, lane, now))
            return None
        return self._append(body, kind, lane, now)

    @property
    def upcoming_id(self) -> int:
        """The id that the next update pushed will get."""
        return self.next_id + len(self._held or ())

    @property
    def poll(self) -> object | None:
        """The poll that is held open, if one is: its bot has taken all that came, and listens for more."""
        return self._poll

    def end_poll(self) -> None:
        """Answer the open poll with what there is, as Telegram does when its time is over."""
        self.wake("stopping")

    def hold(self) -> None:
        """Keep back whatever comes from now on."""
        self._held = self._held or []

    def release(self) -> int:
        """Let go what was held back; how many updates that were."""
        held, self._held = self._held or [], None
        for body, kind, lane, at in held:
            self._append(body, kind, lane, at)
        return len(held)

    def again(self, update_id: int, *, times: int) -> None:
        """Deliver an update that was already queued once more, or more often, under its old id."""
        original = self.sent[update_id]
        for _ in range(times):
            self._enqueue(update_id, original.body, original.lane, original.expires_at, unread=True)

    def confirm(self, offset: int) -> None:
        """Forget all below the offset, as Telegram does."""
        if offset <= 0 or not self.pending:
            return
        batch = list(islice(self.pending.values(), BATCH_MAX))
        last = max((n for n, entry in enumerate(batch) if entry.update_id == offset - 1), default=None)
        if last is not None:
            self._forget(batch[: last + 1])
            return
        if offset > self.next_id + FUTURE_OFFSET_MAX:
            return
        while (gone := [e for e in islice(self.pending.values(), BATCH_MAX) if e.update_id < offset]) and (
            self._forget(gone)
        ):
            pass

    def keep_last(self, count: int) -> None:
        """Forget all but the newest `count` updates (a negative offset)."""
        self._forget(list(islice(self.pending.values(), max(0, len(self.pending) - count))))

    def clear(self) -> None:
        self.pending.clear()

    def batch(self, limit: int, *, now: datetime) -> list[Entry]:
        """The oldest updates that have not expired."""
        found: list[Entry] = []
        expired: list[Entry] = []
        for entry in self.pending.values():
            if entry.expires_at <= now:
                expired.append(entry)
                continue
            found.append(entry)
            if len(found) == limit:
                break
        for entry in expired:
            del self.pending[entry.serial]
        for entry in found:
            entry.unread = False
        return found

    async def wait(self, *, seconds: float) -> Wake:
        """Hold the poll open until something comes, another poll ends it, or the time is over."""
        poll: asyncio.Future[Wake] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            async with asyncio.timeout(seconds):
                return await poll
        except TimeoutError:
            return "stopping"
        finally:
            if self._poll is poll:
                self._poll = None

    async def take(self, *, offset: int, limit: int, seconds: float, now: Callable[[], datetime]) -> list[Entry]:
        """One getUpdates: confirm, then the next batch, waiting for it if need be."""
        self.wake("other poll")
        if offset < 0:
            self.keep_last(-offset)
        self.confirm(offset)
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + seconds
        while not (batch := self.batch(limit, now=now())) and loop.time() < ends_at:
            match await self.wait(seconds=ends_at - loop.time()):
                case "other poll":
                    raise conflict(
                        "terminated by other getUpdates request; make sure that only one bot instance is running"
                    )
                case "webhook":
                    raise conflict("terminated by setWebhook request")
                case "stopping":
                    break
                case "ready":
                    continue
        return batch

    def wake(self, reason: Wake) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(reason)

    def _wants(self, kind: str) -> bool:
        return kind not in OPT_IN_KINDS if not self.allowed else kind in self.allowed

    def _append(self, body: Any, kind: str | None, lane: int, at: datetime) -> int:
        update_id = self.next_id
        self.next_id += 1
        if kind is not None:
            body = {"update_id": update_id, kind: body}
        elif isinstance(body, dict) and isinstance(body.get("update_id"), int):
            update_id = body["update_id"]
        kept = CALLBACK_KEPT if isinstance(body, dict) and "callback_query" in body else MESSAGE_KEPT
        self._enqueue(update_id, body, lane, at + kept)
        return update_id

    def _enqueue(self, update_id: int, body: Any, lane: int, expires_at: datetime, *, unread: bool = False) -> None:
        self._serial += 1
        entry = Entry(
            serial=self._serial, update_id=update_id, lane=lane, body=body, expires_at=expires_at, unread=unread
        )
        self.pending[entry.serial] = entry
        self.sent[update_id] = entry
        self.wake("ready")
        if self.on_push is not None:
            self.on_push()

    def _forget(self, entries: list[Entry]) -> int:
        gone = [entry for entry in entries if not entry.unread]
        for entry in gone:
            del self.pending[entry.serial]
        return len(gone)
