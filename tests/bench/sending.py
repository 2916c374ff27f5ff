"""Sending as fast as Telegram lets a bot: a full outbox against a stand-in that keeps Telegram's limits."""

import asyncio
import json
from datetime import datetime
from time import sleep

from bot.clock import wall_clock
from bot.pace import Pace
from storage import outbox
from storage.house import House
from storage.outbox import Item, Lane
from tests.bench.figures import Figure
from tests.bench.ground import Ground, open_database
from tests.bench.process import running
from tests.bench.targets import REFUSED, SENT_SHARE
from tests.crash.standin import StandIn, stand_in
from tests.crash.victim import run_clinic

TOKEN = "42:SENDSENDSENDSENDSENDSENDSENDSENDSENDS"
ALLOWED_PER_S = 30  # Telegram's limit for one bot
FIRST_CHAT = 700_001
LATEST = 2.0  # times as long as it should take: then something is wrong


def sending(ground: Ground, *, seconds: int) -> list[Figure]:
    """Messages a second from the first to the last, as a share of what Telegram allows; and how many it refused."""
    url = ground.url("sqlite")
    chats = range(FIRST_CHAT, FIRST_CHAT + seconds * ALLOWED_PER_S)
    asyncio.run(_fill(url, ground.clinic, chats))
    with stand_in(TOKEN, limits=True) as telegram:
        telegram.people(list(chats))
        telegram.open_chats(list(chats))
        with running(_clinic, ground.house, url, telegram.url):
            times = _times(telegram, len(chats), seconds)
        refused = telegram.refused()
    rate = (len(times) - 1) / (times[-1] - times[0]).total_seconds()
    return [
        Figure(
            what=f"sending for {seconds} s within Telegram's limits",
            value=rate,
            unit="a second",
            beside=ALLOWED_PER_S,
            beside_what="allowed",
            judged=100 * rate / ALLOWED_PER_S,
            target=SENT_SHARE,
        ),
        Figure(what="sends refused with 429", value=refused, unit="", judged=refused, target=REFUSED),
    ]


def _times(telegram: StandIn, number: int, seconds: int) -> list[datetime]:
    """When each message arrived."""
    for _ in range(round(seconds * LATEST)):
        sleep(1)
        if telegram.cursor() >= number:
            break
    arrived = sorted(datetime.fromisoformat(item["at"]) for item in telegram.delivered_anywhere())
    if len(arrived) < number:
        raise TimeoutError(f"{len(arrived)} of {number} messages arrived in {round(seconds * LATEST)} s")
    return arrived


async def _fill(url: str, clinic: str, chats: range) -> None:
    db, now = open_database(url), wall_clock()
    items = [
        Item(
            clinic=clinic,
            chat_id=chat,
            lane=Lane.REPLY,
            method="sendMessage",
            payload=json.dumps({"chat_id": chat, "text": "How is your pain today?"}),
            created_at=now,
            due_at=now,
        )
        for chat in chats
    ]
    async with db.write() as tx:
        await outbox.put(tx, items)
    await db.close()


def _clinic(house: House, database_url: str, api_url: str) -> None:
    asyncio.run(run_clinic(house, database_url, api_url, TOKEN, pace=Pace()))
