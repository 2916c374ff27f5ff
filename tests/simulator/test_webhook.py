"""Updates that are delivered instead of fetched."""

import asyncio
from datetime import timedelta

import pytest

from simulator import World
from simulator.people import User
from tests.simulator.conftest import Api
from tests.simulator.webhook_listener import listen


@pytest.fixture(autouse=True)
def impatient(world: World) -> None:
    """Failed deliveries are tried again soon."""
    world.webhook_retry = timedelta(milliseconds=5)


async def test_updates_arrive_with_the_secret(world: World, ana: User, api: Api) -> None:
    """What was pending and what comes is posted, with the secret in its header."""
    async with listen() as listener:
        await api("setWebhook", url=listener.url, secret_token="s3cret")
        world.act.text(ana, "hello")
        await world.wait_for(lambda: not world.bot().queue.pending)

        assert listener.texts == ["/start", "hello"]
        assert {headers["x-telegram-bot-api-secret-token"] for _, headers in listener.arrived} == {"s3cret"}


async def test_a_chat_waits_for_its_failed_update_and_others_do_not(world: World, ana: User, api: Api) -> None:
    """After a refusal the same update comes again before the next one of that chat; other chats go on."""
    bea = world.create_user("Bea")
    failures = 3

    def answer(update: dict) -> int:
        nonlocal failures
        if update["message"]["text"] == "one" and failures:
            failures -= 1
            return 503
        return 200

    async with listen(answer) as listener:
        await api("setWebhook", url=listener.url)
        for user, text in ((ana, "one"), (ana, "two"), (bea, "hers")):
            world.act.text(user, text)
        await world.wait_for(lambda: not world.bot().queue.pending)

        assert [text for text in listener.texts if text != "hers"] == ["/start", "one", "one", "one", "one", "two"]
        assert listener.texts.index("hers") < listener.texts.index("two")


async def test_the_last_error_can_be_asked_for(world: World, ana: User, api: Api) -> None:
    """getWebhookInfo tells what waits and what went wrong."""
    async with listen(lambda update: 500) as listener:
        await api("setWebhook", url=listener.url, max_connections=7, allowed_updates=["message"])
        await world.wait_for(lambda: world.counters["webhook failures"])

        info = (await api("getWebhookInfo"))["result"]

        assert info == {
            "url": listener.url,
            "has_custom_certificate": False,
            "pending_update_count": 1,
            "max_connections": 7,
            "allowed_updates": ["message"],
            "last_error_date": int(world.clock.now().timestamp()),
            "last_error_message": "Wrong response from the webhook: 500 X",
        }


async def test_fetching_and_delivery_exclude_each_other(world: World, ana: User, api: Api) -> None:
    """getUpdates is refused while a webhook is set, and works again after deleteWebhook."""
    async with listen(lambda update: 500) as listener:
        await api("setWebhook", url=listener.url)
        refused = await api("getUpdates")
        await api("deleteWebhook")
        fetched = await api("getUpdates")

    assert refused == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    }
    assert len(fetched["result"]) == 1


async def test_setting_a_webhook_ends_the_open_poll(world: World, api: Api) -> None:
    """The poller hears why."""
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await world.wait_for(lambda: world.counters["polls"])

    async with listen() as listener:
        await api("setWebhook", url=listener.url)

    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"


async def test_pending_updates_can_be_dropped(world: World, ana: User, api: Api) -> None:
    """drop_pending_updates empties the queue."""
    await api("deleteWebhook", drop_pending_updates=True)

    assert (await api("getUpdates"))["result"] == []
