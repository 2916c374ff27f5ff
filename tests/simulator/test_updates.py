"""How a bot gets its updates: offsets, expiry, one poll at a time."""

import asyncio
from datetime import timedelta

import httpx

from simulator import World
from simulator.people import User
from tests.simulator.conftest import Api


def ids(answer: dict) -> list[int]:
    return [update["update_id"] for update in answer["result"]]


def texts(answer: dict) -> list[str]:
    return [update["message"]["text"] for update in answer["result"]]


async def test_updates_stay_until_confirmed(world: World, ana: User, api: Api) -> None:
    """Without an offset the same updates come again."""
    world.act.text(ana, "hello")

    first = await api("getUpdates")
    second = await api("getUpdates")

    assert texts(first) == ["/start", "hello"]
    assert first == second


async def test_an_offset_confirms_everything_below_it(world: World, ana: User, api: Api) -> None:
    """Asking from one id on forgets what came before, for ever."""
    world.act.text(ana, "one")
    world.act.text(ana, "two")
    newest = ids(await api("getUpdates"))[-1]

    from_newest = await api("getUpdates", offset=newest)
    from_start = await api("getUpdates")

    assert texts(from_newest) == ["two"]
    assert from_start == from_newest


async def test_an_offset_a_little_too_high_loses_unread_updates(ana: User, api: Api, world: World) -> None:
    """Up to ten above the next id Telegram believes the offset and deletes what nobody read."""
    next_id = world.bot().queue.next_id

    answer = await api("getUpdates", offset=next_id + 10)

    assert ids(answer) == []
    assert ids(await api("getUpdates")) == []


async def test_an_offset_far_too_high_confirms_nothing(ana: User, api: Api, world: World) -> None:
    """An offset from another server's numbering is not believed; the queue is given from its head."""
    next_id = world.bot().queue.next_id

    answer = await api("getUpdates", offset=next_id + 11)

    assert texts(answer) == ["/start"]


async def test_a_negative_offset_keeps_only_the_newest(world: World, ana: User, api: Api) -> None:
    """getUpdates with offset -1 deletes all but one."""
    for text in ("one", "two", "three"):
        world.act.text(ana, text)

    answer = await api("getUpdates", offset=-1)

    assert texts(answer) == ["three"]
    assert texts(await api("getUpdates")) == ["three"]


async def test_limit_bounds_the_batch(world: World, ana: User, api: Api) -> None:
    """At most `limit` updates come at once, and never more than a hundred."""
    for number in range(150):
        world.act.text(ana, str(number))

    assert len(ids(await api("getUpdates", limit=3))) == 3
    assert len(ids(await api("getUpdates"))) == 100


async def test_ids_may_start_again_lower(world: World, ana: User, api: Api) -> None:
    """After the numbering restarts, new updates can be fetched and confirmed."""
    newest = ids(await api("getUpdates"))[-1]
    await api("getUpdates", offset=newest + 1)
    world.restart_update_ids(5)
    world.act.text(ana, "after a quiet week")

    answer = await api("getUpdates", offset=newest + 1)

    assert ids(answer) == [5]
    assert ids(await api("getUpdates", offset=6)) == []


async def test_messages_are_kept_for_a_day(world: World, ana: User, api: Api) -> None:
    """A message nobody fetched for 24 hours is gone."""
    world.clock.advance(timedelta(hours=23, minutes=59))
    assert len(ids(await api("getUpdates"))) == 1

    world.clock.advance(timedelta(minutes=1))

    assert ids(await api("getUpdates")) == []


async def test_presses_are_kept_for_150_seconds(world: World, ana: User, api: Api) -> None:
    """A press is gone long before the messages around it."""
    world.act.press(ana, data="x", forged=True)

    world.clock.advance(timedelta(seconds=150))

    assert [set(update) for update in (await api("getUpdates"))["result"]] == [{"update_id", "message"}]


async def test_a_long_poll_answers_when_something_comes(world: World, api: Api) -> None:
    """An open poll ends with the first new update."""
    bea = world.create_user("Bea")
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await world.wait_for(lambda: world.counters["polls"])

    world.act.text(bea, "hello")

    assert texts(await poll) == ["hello"]


async def test_a_second_poll_ends_the_first(world: World, api: Api) -> None:
    """Two pollers with one token: the first hears 409, the second goes on."""
    first = asyncio.create_task(api("getUpdates", timeout=30))
    await world.wait_for(lambda: world.counters["polls"])

    second = await api("getUpdates", timeout=0)

    assert second == {"ok": True, "result": []}
    assert await first == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }


async def test_the_poll_of_a_killed_bot_ends_with_it(world: World, api: Api, url: str, http: httpx.AsyncClient) -> None:
    """A hung-up poll conflicts with nobody."""
    address = f"{url}/bot{world.bot().token}/getUpdates"
    poll = asyncio.create_task(http.get(address, params={"timeout": 30}))
    await world.wait_for(lambda: world.counters["polls"])
    poll.cancel()
    await asyncio.wait({poll})

    assert await api("getUpdates") == {"ok": True, "result": []}
    assert world.counters["409"] == 0


async def test_kinds_not_asked_for_are_not_queued(world: World, ana: User, api: Api) -> None:
    """allowed_updates holds for later calls, too."""
    await api("getUpdates", allowed_updates=["callback_query"])
    world.act.text(ana, "not wanted")
    world.act.press(ana, data="x", forged=True)

    answer = await api("getUpdates")

    assert [sorted(update)[0] for update in answer["result"]] == ["message", "callback_query"]


async def test_any_json_can_be_pushed(world: World, api: Api) -> None:
    """Raw updates come out word for word, also those that are no updates."""
    raw = [[1, 2], 7, {"message": 5}, {"update_id": 3, "message": {"text": "\ud800\u0000"}}]
    for update in raw:
        world.push(update)

    answer = await api("getUpdates")

    assert answer["result"] == raw


async def test_a_confirmed_update_can_come_again(world: World, ana: User, api: Api) -> None:
    """A repeated update is handed out under its old id, though it was confirmed before."""
    newest = ids(await api("getUpdates"))[-1]
    await api("getUpdates", offset=newest + 1)

    world.repeat_update(times=4)

    assert ids(await api("getUpdates", offset=newest + 1)) == [newest] * 4
    assert ids(await api("getUpdates", offset=newest + 1)) == []


async def test_updates_can_come_late(world: World, ana: User, api: Api) -> None:
    """What is held back comes after its release, in order."""
    world.hold_updates()
    world.act.text(ana, "one")
    world.act.text(ana, "two")
    assert texts(await api("getUpdates")) == ["/start"]

    world.release_updates()

    assert texts(await api("getUpdates")) == ["/start", "one", "two"]
