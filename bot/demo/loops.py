"""The bot's loops in this process, beaten by hand and brought to rest."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot.runner import ClinicRun
from storage import ahead

LOOK_S = 0.001  # how often we look whether the loops have come to rest


@dataclass(slots=True, kw_only=True)
class Loops:
    """A bot whose heart we beat ourselves, so that nothing happens between two looks at the clock."""

    run: ClinicRun
    looked_at: datetime | None = None

    @property
    def alive(self) -> bool:
        return True

    async def rest(self) -> None:
        """Beat until nothing is due any more, each time waiting for what came of it."""
        self._wake()
        await self.still()
        while await self._is_due():
            await self.run.due.beat()
            await self.run.look_after()
            await self.still()

    def _wake(self) -> None:
        """Whoever waits for a time looks at the clock again when it was moved."""
        now = self.run.clock()
        if now != self.looked_at:
            self.looked_at = now
            self.run.work_bell.ring()
            self.run.send_bell.ring()

    async def _is_due(self) -> bool:
        async with self.run.db.read() as tx:
            due = await ahead.next_due(tx)
        return self.run.receiver.gap or not self._at_rest or (due is not None and due <= self.run.clock())

    async def still(self) -> None:
        """Wait until nothing goes on, though something may be due."""
        while not self._at_rest:  # noqa: ASYNC110  # two bells and calls in flight: no one event
            await asyncio.sleep(LOOK_S)
        await self.run.toasts.join()

    @property
    def _at_rest(self) -> bool:
        run = self.run
        return run.work_bell.at_rest and run.send_bell.at_rest and not run.sender.flying
