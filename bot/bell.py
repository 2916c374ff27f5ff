"""A bell between two loops: the one that has made work rings, the one that does it wakes."""

import asyncio
import contextlib


class Bell:
    """Ringing is never lost: a ring before the wait ends the wait at once."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, *, at_most_s: float) -> None:
        """Until the bell rings, or so long: the database may hold work that nobody rang for."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(at_most_s):
                await self._event.wait()
        self._event.clear()
