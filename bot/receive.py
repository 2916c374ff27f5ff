"""Fetch raw updates, write them down, and only then confirm them to Telegram."""

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.bell import Bell
from bot.clock import Clock
from bot.logs import reason_of
from bot.parse import chat_of
from bot.telegram import call
from storage import Database, beats, inbox, leases
from storage.inbox import Raw

POLL_S = 20  # Telegram holds the request so long when there is nothing; at most 50
BATCH = 100  # Telegram's own limit
LEASE = timedelta(seconds=90)  # longer than a poll and its time-outs
GAP = timedelta(seconds=120)  # a pause after which presses may have expired at Telegram (they live 150 s)
PAUSES_S = (1.0, 2.0, 5.0, 10.0, 30.0)  # between failures, then the last again
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Receiver:
    """Receives for one clinic. `run` ends when it is cancelled; what was fetched and not confirmed comes again."""

    bot: Bot
    db: Database
    clinic: str
    replica: str
    clock: Clock
    bell: Bell
    poll_s: int = POLL_S
    pauses_s: tuple[float, ...] = PAUSES_S
    gap: bool = False  # somebody must ask open questions again
    failures: int = 0
    renew_at: datetime | None = None  # when the lease is to be taken again; None while it is not ours

    async def run(self) -> None:
        offset: int | None = None
        while True:
            try:
                if not await self._leads():
                    await asyncio.sleep(self.poll_s)
                    continue
                offset = await self._fetch(offset)
                self.failures = 0
            except Exception as error:  # noqa: BLE001  # the top of a loop: it says what failed, and goes on
                await self._failed(error)

    async def _leads(self) -> bool:
        now = self.clock()
        if self.renew_at is not None and now < self.renew_at:
            return True
        async with self.db.write() as tx:
            token = await leases.take(tx, f"receive:{self.clinic}", holder=self.replica, now=now, ttl=LEASE)
        self.renew_at = None if token is None else now + LEASE / 3
        return token is not None

    async def _fetch(self, offset: int | None) -> int | None:
        """One poll. Returns the offset that confirms it; None when there is nothing to confirm.

        Without an offset Telegram sends whatever is unconfirmed, so a counter that starts again loses nothing.
        """
        wanted: dict[str, Any] = {"timeout": self.poll_s, "limit": BATCH, "allowed_updates": list(KINDS)}
        if offset is not None:
            wanted["offset"] = offset
        updates = await call(self.bot, "getUpdates", wanted, read_timeout=self.poll_s + 10)
        return await self.keep(updates)

    async def keep(self, updates: Sequence[Any]) -> int | None:
        """Write updates down; when this returns, they are on disk."""
        now = self.clock()
        async with self.db.write() as tx:
            self.gap = self.gap or _is_gap((await beats.last(tx)).get(self.beat_name), now)
            fresh = await inbox.put(tx, clinic=self.clinic, updates=[_raw(update) for update in updates], now=now)
            await beats.beat(tx, self.beat_name, now=now)
        if fresh or self.gap:
            self.bell.ring()
        numbers = [number for update in updates if (number := _update_id(update)) is not None]
        return max(numbers) + 1 if numbers else None

    @property
    def beat_name(self) -> str:
        return f"receive:{self.clinic}"

    async def _failed(self, error: Exception) -> None:
        pause = self.pauses_s[min(self.failures, len(self.pauses_s) - 1)]
        self.failures += 1
        if isinstance(error, RetryAfter):
            after = error.retry_after
            pause = after.total_seconds() if isinstance(after, timedelta) else float(after)
        action = "receive_conflict" if isinstance(error, Conflict) else "receive_failed"
        words = "Another program uses this bot token" if isinstance(error, Conflict) else "Receiving failed"
        known = type(error).__name__ if isinstance(error, TelegramError) else reason_of(error)
        logger.warning(words, extra={"action": action, "error": known, "again_in_s": pause})
        await asyncio.sleep(pause)


def _raw(update: object) -> Raw:
    return Raw(update_id=_update_id(update), chat_id=chat_of(update), text=json.dumps(update))


def _update_id(update: object) -> int | None:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) and abs(number) < 2**63 - 1 else None


def _is_gap(last: datetime | None, now: datetime) -> bool:
    return last is not None and now - last > GAP
