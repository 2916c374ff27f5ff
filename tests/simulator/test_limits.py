"""Telegram's limits, on the simulator's clock."""

from datetime import timedelta

import pytest
from telegram import Bot as TelegramBot
from telegram.error import RetryAfter

from simulator import World
from simulator.people import User
from tests.simulator.conftest import Api


async def send(api: Api, chat_id: int, *, times: int) -> list[bool]:
    return [(await api("sendMessage", chat_id=chat_id, text=str(number)))["ok"] for number in range(times)]


async def test_a_private_chat_takes_a_burst_and_then_one_a_second(world: World, ana: User, api: Api) -> None:
    """Five pass at once; the sixth has to wait a second."""
    assert await send(api, ana.id, times=5) == [True] * 5

    refused = await api("sendMessage", chat_id=ana.id, text="x")
    world.clock.advance(timedelta(seconds=1))

    assert refused == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert await send(api, ana.id, times=2) == [True, False]


async def test_a_group_takes_twenty_a_minute(world: World, ana: User, api: Api) -> None:
    """The twenty-first is told when to come again; others are not held up."""
    group = world.create_group(members=[ana])

    assert await send(api, group.id, times=21) == [True] * 20 + [False]
    assert await send(api, ana.id, times=1) == [True]

    world.clock.advance(timedelta(seconds=3))
    assert await send(api, group.id, times=2) == [True, False]


async def test_a_bot_sends_thirty_a_second(world: World, api: Api) -> None:
    """The whole bot is bounded, however many chats it writes to."""
    people = [world.create_user() for _ in range(31)]
    for person in people:
        world.act.open_link(person)

    sent = [await send(api, person.id, times=1) for person in people]

    assert sent == [[True]] * 30 + [[False]]


async def test_edits_count_and_answers_do_not(world: World, ana: User, api: Api) -> None:
    """An edit is a message to the limit; an answered press is not."""
    sent = await api("sendMessage", chat_id=ana.id, text="x")
    message_id = sent["result"]["message_id"]

    for number in range(4):
        assert (await api("editMessageText", chat_id=ana.id, message_id=message_id, text=str(number)))["ok"]
    edited = await api("editMessageText", chat_id=ana.id, message_id=message_id, text="once more")
    answered = await api("answerCallbackQuery", callback_query_id=world.act.press(ana, data="x", forged=True))

    assert edited["error_code"] == 429
    assert answered["ok"]


async def test_the_library_reads_the_pause(
    world: World, ana: User, telegram: TelegramBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """python-telegram-bot raises RetryAfter with the time to wait."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    world.faults.add("429", method="sendMessage", retry_after=17)

    with pytest.raises(RetryAfter) as refused:
        await telegram.send_message(ana.id, "x")

    assert refused.value.retry_after == timedelta(seconds=17)


async def test_limits_can_be_switched_off(world: World, ana: User, api: Api) -> None:
    """Then nothing is refused."""
    world.limits.on = False

    assert await send(api, ana.id, times=40) == [True] * 40
