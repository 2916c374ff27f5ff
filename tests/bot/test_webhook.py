"""The webhook's door: only Telegram comes in, and 200 means that it is on disk."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.demo.stage import Stage, open_stage
from bot.webhook import BODY_BYTES_MAX, Hook, WebhookWatch, set_webhook, webhook_app
from storage import Database, beats
from storage.house import House
from tests.bot.served import served
from tests.stage import MONDAY_NOON, alerts_of, empty, followed, refused, rows, texts

SECRET = "a-secret-only-telegram-knows"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


@pytest.fixture
async def hooked(house: House, stage_db: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    """A clinic that does not poll."""
    await empty(stage_db)
    async with open_stage(tmp_path, house, start=MONDAY_NOON, db=stage_db, polling=False) as stage:
        yield stage


@pytest.fixture
async def address(hooked: Stage) -> AsyncIterator[str]:
    """Where its webhook listens."""
    async with served(webhook_app({"rosa": Hook(receiver=hooked.run.receiver, secret=SECRET)})) as url:
        yield url


@pytest.fixture
async def client(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who knows where it listens."""
    async with httpx.AsyncClient(base_url=address) as opened:
        yield opened


async def test_an_update_is_on_disk_before_it_is_answered(hooked: Stage, client: httpx.AsyncClient) -> None:
    """200 comes after the commit, and the update is acted on."""
    lena = await followed(hooked)
    message = hooked.world.act.text(lena, "Please call me")
    hooked.world.bot().queue.clear()

    answer = await client.post("/telegram/rosa", json={"update_id": 7, "message": message}, headers=HEADERS)
    stored = await rows(hooked, "inbox")
    await hooked.settle()

    assert (answer.status_code, len(stored)) == (200, 1)
    assert len(texts(hooked, lena)) == 1


async def test_what_telegram_brings_while_the_database_is_down_comes_again(hooked: Stage, address: str) -> None:
    """503 until it can be written down; then the update arrives, once."""
    lena = await followed(hooked)
    await set_webhook(hooked.run.bot, url=address, clinic="rosa", secret=SECRET)

    async with refused(hooked, "inbox"):
        hooked.world.act.text(lena, "Is this normal?")
        await hooked.world.wait_for(lambda: hooked.world.counters["webhook failures"])
    await hooked.world.wait_for(lambda: not hooked.world.bot().queue.pending)
    await hooked.settle()

    assert [text.count("Is this normal?") for text in alerts_of(hooked)] == [1]


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "guessed"}])
async def test_nobody_else_comes_in(headers: dict[str, str], hooked: Stage, client: httpx.AsyncClient) -> None:
    """Without the secret the door looks like any page that does not exist, and nothing is stored."""
    answer = await client.post("/telegram/rosa", json={"update_id": 1}, headers=headers)
    elsewhere = await client.post("/telegram/other", json={"update_id": 1}, headers=HEADERS)

    assert (answer.status_code, elsewhere.status_code) == (404, 404)
    assert await rows(hooked, "inbox") == []


async def test_a_body_larger_than_any_update_is_refused(hooked: Stage, client: httpx.AsyncClient) -> None:
    """Reading stops at the limit."""
    answer = await client.post("/telegram/rosa", content=b"x" * (BODY_BYTES_MAX + 1), headers=HEADERS)

    assert answer.status_code == 413
    assert await rows(hooked, "inbox") == []


@pytest.mark.parametrize("body", [b"no json", b"[1, 2]", b"null", b"\xff\xfe", b"[" * 100_000])
async def test_what_is_no_update_is_kept_and_ignored(
    body: bytes, hooked: Stage, client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Refusing it would bring it back for a day."""
    with caplog.at_level(logging.WARNING):
        answer = await client.post("/telegram/rosa", content=body, headers=HEADERS)
        await hooked.settle()

    assert answer.status_code == 200
    assert [row["state"] for row in await rows(hooked, "inbox")] == ["ignored"]
    assert caplog.text == ""


async def test_the_same_update_twice_is_one(hooked: Stage, client: httpx.AsyncClient) -> None:
    """Telegram did not hear our 200 and brings the update again."""
    lena = await followed(hooked)
    update = {"update_id": 7, "message": hooked.world.act.text(lena, "Please call me")}
    hooked.world.bot().queue.clear()

    for _ in range(2):
        await client.post("/telegram/rosa", json=update, headers=HEADERS)
    await hooked.settle()

    assert len(texts(hooked, lena)) == 1


async def test_health_is_answered(client: httpx.AsyncClient) -> None:
    """Whoever watches the process may ask."""
    answer = await client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok")


async def test_a_quiet_webhook_counts_as_receiving_while_telegram_reaches_it(hooked: Stage, address: str) -> None:
    """Nobody writes at night; that is no reason for an alarm. A delivery that fails is."""
    watch = WebhookWatch(bot=hooked.run.bot, receiver=hooked.run.receiver)
    await set_webhook(hooked.run.bot, url=address, clinic="rosa", secret=SECRET)

    well = await watch.look()
    async with hooked.db.read() as tx:
        beat = (await beats.last(tx))["receive:rosa"]
    await set_webhook(hooked.run.bot, url=address, clinic="rosa", secret="not the one")
    hooked.world.act.text(await followed(hooked), "hello?")
    await hooked.world.wait_for(lambda: hooked.world.counters["webhook failures"])
    still_well = await watch.look()

    assert (well, still_well) == (True, False)
    assert beat == hooked.now
