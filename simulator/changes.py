"""A counter of everything that happened, and a way to wait for the next thing."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

Seen = TypeVar("Seen")


class Changes:
    """Counts changes and wakes whoever waits for one."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def touch(self) -> None:
        """Something happened."""
        self.count += 1
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def next(self) -> None:
        """Return at the next change."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, seen: Callable[[], Seen], *, timeout: timedelta) -> Seen:  # noqa: ASYNC109
        """What `seen` gives once it is true; raises TimeoutError when it stays false."""
        async with asyncio.timeout(timeout.total_seconds()):
            while not (value := seen()):
                await self.next()
        return value
