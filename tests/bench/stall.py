"""How long everybody else in the loop had to wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

TICK_S = 0.002


@dataclass(slots=True)
class Stall:
    """The longest wait seen, in milliseconds."""

    longest_ms: float = 0.0


@asynccontextmanager
async def watched() -> AsyncIterator[Stall]:
    """A task that only wants to run every two milliseconds, and notes when it could not."""
    stall = Stall()
    ticking = asyncio.create_task(_tick(stall))
    await asyncio.sleep(0)
    try:
        yield stall
        await asyncio.sleep(2 * TICK_S)  # a wait that is still going on counts too
    finally:
        ticking.cancel()


async def _tick(stall: Stall) -> None:
    loop = asyncio.get_running_loop()
    while True:
        before = loop.time()
        await asyncio.sleep(TICK_S)
        stall.longest_ms = max(stall.longest_ms, (loop.time() - before - TICK_S) * 1000)
