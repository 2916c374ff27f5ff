"""The heartbeat says "look now", again and again, whatever a look does."""

import asyncio
from datetime import timedelta

from scheduler.heartbeat import Heartbeat

SOON = timedelta(milliseconds=5)


async def test_a_look_that_fails_is_followed_by_the_next() -> None:
    """An error is logged, and the beating goes on."""
    looks, often = 0, asyncio.Event()

    async def look() -> None:
        nonlocal looks
        looks += 1
        if looks >= 3:
            often.set()
        raise ValueError("koala")

    heartbeat = Heartbeat()
    heartbeat.every(SOON, look, name="look")
    heartbeat.start()
    async with asyncio.timeout(5):
        await often.wait()
    await heartbeat.stop(within=SOON)

    assert looks >= 3


async def test_stopping_lets_a_look_finish() -> None:
    """A turn under way is not cut in two."""
    began, go_on, finished = asyncio.Event(), asyncio.Event(), False

    async def look() -> None:
        nonlocal finished
        began.set()
        await go_on.wait()
        finished = True

    heartbeat = Heartbeat()
    heartbeat.every(SOON, look, name="look")
    heartbeat.start()
    await began.wait()
    stopping = asyncio.create_task(heartbeat.stop(within=timedelta(seconds=5)))
    go_on.set()
    await stopping

    assert finished


async def test_stopping_does_not_wait_for_ever() -> None:
    """A look that hangs is cut; its transaction rolls back."""
    began, never = asyncio.Event(), asyncio.Event()

    async def look() -> None:
        began.set()
        await never.wait()

    heartbeat = Heartbeat()
    heartbeat.every(SOON, look, name="look")
    heartbeat.start()
    await began.wait()

    async with asyncio.timeout(5):
        await heartbeat.stop(within=SOON)
