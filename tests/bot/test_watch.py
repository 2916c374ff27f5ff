"""P8 and P9: silence is noticed outside, and what was lost in it is asked again."""

from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.demo.stage import Stage
from bot.watch import Watch
from storage import beats
from tests.bot.served import served
from tests.stage import MADRID, alerts_of, followed, refused, texts


def watch(stage: Stage, url: str) -> Watch:
    """What tells somebody outside that this clinic is alive."""
    return Watch(db=stage.db, clock=stage.world.clock, clinics=("rosa",), url=url)


async def looked(stage: Stage) -> tuple[tuple[str, ...], int]:
    """The silent loops, and how often the outside was called."""
    called: list[str] = []

    async def switch(request: Request) -> PlainTextResponse:
        called.append(request.method)
        return PlainTextResponse("ok")

    async with served(Starlette(routes=[Route("/alive", switch)])) as url, httpx.AsyncClient() as client:
        silent = await watch(stage, f"{url}/alive").look(client)
    return silent, len(called)


async def test_while_all_loops_live_the_outside_hears_of_it(stage: Stage) -> None:
    """An idle clinic is alive: nothing to do is success too."""
    await stage.until(stage.now)
    await stage.run.due.beat()
    await stage.run.look_after()

    assert await looked(stage) == ((), 1)


@pytest.mark.parametrize("loop", ["receive", "work", "send", "due", "tick"])
async def test_one_silent_loop_is_enough_for_silence(loop: str, sqlite_stage: Stage) -> None:
    """Within two minutes of its last success the outside hears nothing more."""
    stage = sqlite_stage
    await stage.until(stage.now)
    await stage.run.due.beat()
    await stage.run.look_after()

    await _let_all_but_one_go_on(stage, loop)

    assert await looked(stage) == ((f"{loop}:rosa",), 0)


async def test_sending_that_never_gets_through_is_silence(sqlite_stage: Stage) -> None:
    """The loop runs, but Telegram has taken nothing for minutes."""
    stage = sqlite_stage
    lena = await followed(stage)
    stage.world.faults.add("5xx", method="sendMessage", times=None)

    stage.world.act.text(lena, "I cannot breathe")
    await stage.until(stage.now + timedelta(minutes=4))

    assert "send:rosa" in (await looked(stage))[0]


async def test_after_a_gap_open_questions_and_alerts_are_asked_again(stage: Stage) -> None:
    """Presses of the time in which we could not receive are lost at Telegram."""
    lena = await followed(stage)
    await stage.until(datetime(2026, 3, 17, 18, 1, tzinfo=MADRID))
    stage.world.act.text(lena, "there is pus")
    await stage.settle()
    said, told = len(texts(stage, lena)), len(list(alerts_of(stage)))

    stage.world.clock.advance(timedelta(minutes=3))  # the process was suspended
    stage.world.act.text(stage.world.create_user("Passer-by"), "hello")
    await stage.settle()

    again = texts(stage, lena)[said:]
    assert any("How do you feel about the result so far?" in text for text in again)
    assert any("AGAIN" in text for text in list(alerts_of(stage))[told:])


async def test_what_was_asked_after_the_gap_is_not_asked_twice(sqlite_stage: Stage) -> None:
    """The first beat after an outage asks what is due; nobody could have pressed a button under it before."""
    stage = sqlite_stage
    lena = await followed(stage)
    await stage.until(datetime(2026, 3, 17, 17, 59, tzinfo=MADRID))

    stage.world.clock.advance(timedelta(hours=1))  # the process was suspended
    await stage.run.due.beat()
    stage.world.act.text(stage.world.create_user("Passer-by"), "hello")
    await stage.settle()

    assert len(texts(stage, lena)) == 1


async def test_a_gap_that_could_not_be_mended_is_not_forgotten(sqlite_stage: Stage) -> None:
    """The database fails while we ask again: the next beat asks."""
    stage = sqlite_stage
    await stage.settle()
    stage.run.receiver.gap = True

    async with refused(stage, "alert"):
        with pytest.raises(OperationalError):
            await stage.run.look_after()

    assert stage.run.receiver.gap is True


async def _let_all_but_one_go_on(stage: Stage, loop: str) -> None:
    later = stage.now + timedelta(minutes=3)
    stage.world.clock.set(later)
    beating = [name for name in ("receive", "work", "send", "due", "tick") if name != loop]
    async with stage.db.write() as tx:
        for name in beating:
            await beats.beat(tx, f"{name}:rosa", now=later)
