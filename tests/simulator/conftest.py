"""A world at noon, its server, and two ways to call it: plain HTTP and python-telegram-bot."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from telegram import Bot as TelegramBot
from telegram.request import HTTPXRequest

from simulator import Clock, World, serve
from simulator.people import User

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
Api = Callable[..., Awaitable[Any]]


@pytest.fixture
def world() -> World:
    """A world with one bot, whose clock stands still."""
    world = World(clock=Clock(NOON))
    world.create_bot()
    return world


@pytest.fixture
def ana(world: World) -> User:
    """A person who has started the bot."""
    ana = world.create_user("Ana")
    world.act.open_link(ana)
    return ana


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    async with serve(world) as url:
        yield url


@pytest.fixture(scope="session")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(verify=False, timeout=10) as client:  # noqa: S501 - plain HTTP on the loopback
        yield client


@pytest.fixture
def api(world: World, url: str, http: httpx.AsyncClient) -> Api:
    """Calls a method and gives the whole answer as JSON."""

    async def call(method: str, **params: Any) -> Any:
        response = await http.post(f"{url}/bot{world.bot().token}/{method}", json=params)
        return response.json()

    return call


@pytest.fixture(scope="session")
async def requests() -> AsyncIterator[tuple[HTTPXRequest, HTTPXRequest]]:
    """The library's connections, for calls and for updates; making them is what takes time."""
    async with HTTPXRequest() as calls, HTTPXRequest() as updates:
        yield calls, updates


@pytest.fixture
def telegram(world: World, url: str, requests: tuple[HTTPXRequest, HTTPXRequest]) -> TelegramBot:
    """The library's bot, pointed at the simulator."""
    calls, updates = requests
    base_url, files_url = f"{url}/bot", f"{url}/file/bot"
    token = world.bot().token
    return TelegramBot(token, base_url=base_url, base_file_url=files_url, request=calls, get_updates_request=updates)
