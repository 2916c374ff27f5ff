"""APScheduler as a heartbeat: it holds no schedule, only says "look now"; the schedule is rows."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Look = Callable[[], Awaitable[object]]

logger = logging.getLogger(__name__)


class Heartbeat:
    """Calls each look at its interval, one call at a time; a late or failed one is simply followed by the next."""

    def __init__(self) -> None:
        self._looking: set[asyncio.Task[object]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def every(self, interval: timedelta, look: Look, *, name: str) -> None:
        self._scheduler.add_job(self._safely(look, name), "interval", seconds=interval.total_seconds(), id=name)

    def start(self) -> None:
        """Begin beating in the running loop."""
        self._scheduler.start()

    async def stop(self, *, within: timedelta) -> None:
        """Start no further look, and let the ones under way finish; one that takes longer is cut, and rolls back."""
        self._scheduler.pause()
        if self._looking:
            await asyncio.wait(self._looking, timeout=within.total_seconds())
        for late in self._looking:
            late.cancel()
        self._scheduler.shutdown(wait=False)

    def _safely(self, look: Look, name: str) -> Look:
        """A job that raises would be logged with its words and, in a job store, lost; this one does neither."""

        async def looked() -> None:
            task = asyncio.current_task()
            assert task is not None  # noqa: S101  # APScheduler runs coroutine jobs as tasks
            self._looking.add(task)
            try:
                await look()
            except Exception as error:  # noqa: BLE001  # the top of a loop: it says what failed, and goes on
                extra = {"action": "look_failed", "look": name, "error": type(error).__name__}
                logger.warning("A look failed", extra=extra)
            finally:
                self._looking.discard(task)

        return looked
