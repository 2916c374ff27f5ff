"""What goes wrong when it is told to, and what took effect nevertheless."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram import Bot as TelegramBot
from telegram.error import NetworkError, TelegramError

from simulator import World, serve
from simulator.people import User
from tests.simulator.conftest import Api


@pytest.mark.parametrize(
    ("kind", "code"), [("429", 429), ("403", 403), ("400", 400), ("404", 404), ("401", 401), ("5xx", 502)]
)
async def test_errors_on_demand(world: World, ana: User, api: Api, kind: Any, code: int) -> None:
    """The next call is refused, the one after it is not."""
    world.faults.add(kind, method="sendMessage")

    first = await api("sendMessage", chat_id=ana.id, text="x")
    second = await api("sendMessage", chat_id=ana.id, text="y")

    assert (first["ok"], first["error_code"]) == (False, code)
    assert second["ok"]
    assert [item.text for item in world.delivered()] == ["y"]


@pytest.mark.parametrize(
    ("kind", "error"), [("reset", httpx.ReadError), ("half", httpx.RemoteProtocolError), ("hang", httpx.ReadError)]
)
@pytest.mark.parametrize("after_delivery", [False, True])
async def test_broken_connections(
    world: World,
    ana: User,
    telegram: TelegramBot,
    caplog: pytest.LogCaptureFixture,
    kind: Any,
    error: type,
    after_delivery: bool,
) -> None:
    """The bot sees the connection break; whether the message arrived, it cannot know. The server logs no error."""
    world.faults.add(kind, method="sendMessage", after_delivery=after_delivery, seconds=0.01)

    with pytest.raises(NetworkError) as failed:
        await telegram.send_message(ana.id, "x")

    assert isinstance(failed.value.__cause__, error)
    assert len(world.delivered()) == int(after_delivery)
    assert [record.name for record in caplog.records if record.name.startswith("uvicorn")] == []


async def test_a_hanging_answer_outlasts_the_patience_of_the_bot(
    world: World, ana: User, url: str, http: httpx.AsyncClient
) -> None:
    """The message is there, though the bot gave up waiting."""
    world.faults.add("hang", method="sendMessage", after_delivery=True)
    address = f"{url}/bot{world.bot().token}/sendMessage"

    with pytest.raises(httpx.ReadTimeout):
        await http.post(address, data={"chat_id": ana.id, "text": "x"}, timeout=0.05)

    assert [item.text for item in world.delivered()] == ["x"]


async def test_garbage_with_status_200(
    world: World, ana: User, telegram: TelegramBot, caplog: pytest.LogCaptureFixture
) -> None:
    """An answer that is not JSON, after the message was delivered."""
    world.faults.add("garbage", after_delivery=True)

    with pytest.raises(TelegramError, match="Invalid server response"):
        await telegram.send_message(ana.id, "x")

    assert len(world.delivered()) == 1


async def test_faults_are_chosen_by_method_and_chat(world: World, ana: User, api: Api) -> None:
    """Other chats and other methods go on."""
    bea = world.create_user("Bea")
    world.act.open_link(bea)
    world.faults.add("5xx", method="sendMessage", chat_id=ana.id, times=None)

    assert not (await api("sendMessage", chat_id=ana.id, text="x"))["ok"]
    assert not (await api("sendMessage", chat_id=ana.id, text="x"))["ok"]
    assert (await api("sendMessage", chat_id=bea.id, text="x"))["ok"]
    assert (await api("getMe"))["ok"]


@pytest.mark.parametrize(("outage", "answers"), [("reset", False), ("502", True)])
async def test_an_outage_refuses_everything(
    world: World, url: str, http: httpx.AsyncClient, outage: Any, answers: bool
) -> None:
    """Every call fails until the outage is over."""
    address = f"{url}/bot{world.bot().token}/getMe"
    world.faults.outage = outage

    if answers:
        assert (await http.get(address)).status_code == 502
    else:
        with pytest.raises(httpx.ReadError):
            await http.get(address)

    world.faults.clear()
    assert (await http.get(address)).status_code == 200


@pytest.mark.parametrize(("outage", "status"), [("reset", None), ("502", 502)])
async def test_an_open_poll_ends_with_the_outage(
    world: World, url: str, http: httpx.AsyncClient, outage: Any, status: int | None
) -> None:
    """Who listens when it begins hears of it at once, and not when the poll's time is over."""
    polling = asyncio.create_task(http.get(f"{url}/bot{world.bot().token}/getUpdates", params={"timeout": 50}))
    while world.bot().queue.poll is None:  # noqa: ASYNC110  # turns of the loop, not pauses
        await asyncio.sleep(0)

    world.cut_off(outage)
    ended = await asyncio.gather(polling, return_exceptions=True)

    assert getattr(ended[0], "status_code", None) == status
    assert isinstance(ended[0], httpx.Response if status else httpx.ReadError)


async def test_a_poll_can_be_ended_with_nothing_in_it(world: World, url: str, http: httpx.AsyncClient) -> None:
    """As Telegram does when its time is over."""
    polling = asyncio.create_task(http.get(f"{url}/bot{world.bot().token}/getUpdates", params={"timeout": 50}))
    while world.bot().queue.poll is None:  # noqa: ASYNC110  # turns of the loop, not pauses
        await asyncio.sleep(0)

    world.bot().queue.end_poll()

    assert (await polling).json() == {"ok": True, "result": []}


async def test_the_server_stops_at_once(world: World, http: httpx.AsyncClient) -> None:
    """Open polls and hanging answers do not hold up the end."""
    async with asyncio.timeout(1):
        async with serve(world) as url:
            base = f"{url}/bot{world.bot().token}"
            world.faults.add("hang", method="getMe", after_delivery=True)
            poll = asyncio.create_task(http.get(f"{base}/getUpdates", params={"timeout": 50}))
            hanging = asyncio.create_task(http.get(f"{base}/getMe"))
            await world.wait_for(lambda: world.counters["polls"] and world.calls("getMe"), timedelta(seconds=1))
        ended = await asyncio.gather(poll, hanging, return_exceptions=True)

    assert ended[0].json() == {"ok": True, "result": []}
    assert isinstance(ended[1], httpx.TransportError)


async def test_every_call_is_on_record(world: World, ana: User, api: Api) -> None:
    """Calls are listed with their parameters, outcome and fault."""
    world.faults.add("403", method="sendMessage")
    await api("getMe")
    cursor = len(world.calls())

    await api("sendMessage", chat_id=ana.id, text="x")

    [call] = world.calls(since=cursor)
    assert (call.method, call.params["text"], call.ok, call.error_code, call.fault) == (
        "sendMessage",
        "x",
        False,
        403,
        "403",
    )
