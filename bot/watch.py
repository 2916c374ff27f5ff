"""A word each minute to somebody outside, for as long as everything here is alive: silence is the alarm.

The other side is any dead man's switch that wants a GET and tells a person when it stops coming.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from bot.clock import Clock
from bot.logs import reason_of
from storage import Database, beats

EVERY = timedelta(seconds=60)
FRESH = timedelta(seconds=120)  # with a switch that waits two minutes, somebody is told within five
LOOPS = ("receive", "work", "send", "due", "tick")
ANSWER_WITHIN_S = 10

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Watch:
    """Calls the URL only while every loop of every clinic has a fresh beat."""

    db: Database
    clock: Clock
    clinics: Sequence[str]
    url: str
    every: timedelta = EVERY

    async def run(self) -> None:
        async with httpx.AsyncClient(timeout=ANSWER_WITHIN_S, follow_redirects=True) as client:
            while True:
                try:
                    await self.look(client)
                except Exception as error:  # noqa: BLE001  # the top of a loop: it says what failed, and goes on
                    extra = {"action": "heartbeat_failed", "error": reason_of(error)}
                    logger.warning("The heartbeat did not get out", extra=extra)
                await asyncio.sleep(self.every.total_seconds())

    async def look(self, client: httpx.AsyncClient) -> tuple[str, ...]:
        """Call the URL when all is well. Returns the loops that are silent."""
        silent = await self.silent()
        if silent:
            extra = {"action": "loops_silent", "loops": ", ".join(silent)}
            logger.error("Not alive, so no heartbeat is sent", extra=extra)
            return silent
        (await client.get(self.url)).raise_for_status()
        return ()

    async def silent(self) -> tuple[str, ...]:
        """The loops that have not succeeded lately, such as "receive:rosa"."""
        now = self.clock()
        async with self.db.read() as tx:
            last = await beats.last(tx)
        wanted = (f"{loop}:{clinic}" for clinic in self.clinics for loop in LOOPS)
        return tuple(name for name in wanted if not _is_fresh(last.get(name), now))


def _is_fresh(at: datetime | None, now: datetime) -> bool:
    return at is not None and now - at <= FRESH
