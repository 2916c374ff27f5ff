"""Delivery of updates to webhooks: in order for each chat, chats beside each other, again after a failure."""

import asyncio
from collections import deque
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import httpx

from simulator.people import Bot
from simulator.updates import Entry
from simulator.webhook import Webhook
from simulator.wire import encode

if TYPE_CHECKING:
    from simulator.world import World

ANSWER_WAIT = timedelta(seconds=30)  # Telegram gives up on an answer after about this long
RETRY_MAX = timedelta(seconds=60)


class Deliveries:
    """One task for each bot with a webhook, one for each chat that has updates waiting."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, bot: Bot) -> None:
        """Deliver to the bot's webhook from now on, beginning with what is pending."""
        self.stop(bot)
        if bot.webhook is not None:
            self._tasks[bot.token] = asyncio.get_running_loop().create_task(self._deliver(bot, bot.webhook))

    def stop(self, bot: Bot) -> None:
        bot.queue.on_push = None
        task = self._tasks.pop(bot.token, None)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        """Stop all of them and wait for their end."""
        tasks = list(self._tasks.values())
        for bot in self._world.bots.values():
            self.stop(bot)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, bot: Bot, webhook: Webhook) -> None:
        pushed = asyncio.Event()
        bot.queue.on_push = pushed.set
        lanes: dict[int, deque[Entry]] = {}
        seen = 0
        slots = asyncio.Semaphore(webhook.max_connections)
        async with httpx.AsyncClient(timeout=ANSWER_WAIT.total_seconds()) as client, asyncio.TaskGroup() as group:
            while True:
                pushed.clear()
                for entry in _newer_than(bot, seen):
                    seen = entry.serial
                    if entry.lane in lanes:
                        lanes[entry.lane].append(entry)
                        continue
                    lanes[entry.lane] = deque([entry])
                    group.create_task(self._drain(bot, webhook, client, slots, lanes, entry.lane))
                await pushed.wait()

    async def _drain(
        self,
        bot: Bot,
        webhook: Webhook,
        client: httpx.AsyncClient,
        slots: asyncio.Semaphore,
        lanes: dict[int, deque[Entry]],
        lane: int,
    ) -> None:
        waiting = lanes[lane]
        while waiting:
            entry = waiting[0]
            pause = self._world.webhook_retry
            while entry.serial in bot.queue.pending and entry.expires_at > self._world.clock.now():
                async with slots:
                    error = await _post(client, webhook, entry)
                if error is None:
                    break
                self._note(webhook, error, self._world.clock.now())
                await asyncio.sleep(pause.total_seconds())
                pause = min(pause * 2, RETRY_MAX)
            waiting.popleft()
            bot.queue.pending.pop(entry.serial, None)
            self._world.changes.touch()
        del lanes[lane]

    def _note(self, webhook: Webhook, error: str, now: datetime) -> None:
        webhook.last_error = error
        webhook.last_error_at = now
        self._world.counters["webhook failures"] += 1
        self._world.changes.touch()


def _newer_than(bot: Bot, serial: int) -> list[Entry]:
    """The pending updates that came after this one, oldest first, without looking at those before."""
    found: list[Entry] = []
    for entry in reversed(bot.queue.pending.values()):
        if entry.serial <= serial:
            break
        found.append(entry)
    return found[::-1]


async def _post(client: httpx.AsyncClient, webhook: Webhook, entry: Entry) -> str | None:
    headers = {"content-type": "application/json"}
    if webhook.secret_token is not None:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
    try:
        response = await client.post(webhook.url, content=encode(entry.body), headers=headers)
    except httpx.HTTPError as error:
        return f"Connection failed: {type(error).__name__}"
    if response.is_success:
        return None
    return f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
