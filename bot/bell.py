"""A bell between two loops: the one that has made work rings, the one that does it wakes."""

import asyncio
import contextlib


class Bell:
    """Ringing is never lost: a ring before the wait ends the wait at once."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self._waiting = False

    @property
    def at_rest(self) -> bool:
        """Whether somebody waits here and nobody has rung: the one that does the work found nothing to do."""
        return self._waiting and not self._event.is_set()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, *, at_most_s: float) -> None:
        """Until the bell rings, or so long: the database may hold work that nobody rang for."""
        self._waiting = True
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(at_most_s):
                    await self._event.wait()
        finally:
            self._waiting = False
            self._event.clear()
