"""The control door: another process does and sees what one can do and see in process."""

import asyncio
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from simulator import Clock, World
from tests.simulator.conftest import Api


class Door:
    """Calls the control door."""

    def __init__(self, http: httpx.AsyncClient, url: str) -> None:
        self.http = http
        self.url = f"{url}/control"

    async def post(self, path: str, body: Any) -> Any:
        return (await self.http.post(f"{self.url}/{path}", json=body)).json()

    async def get(self, path: str, **params: Any) -> Any:
        return (await self.http.get(f"{self.url}/{path}", params=params)).json()


@pytest.fixture
def door(http: httpx.AsyncClient, url: str) -> Door:
    return Door(http, url)


async def test_a_conversation_from_outside(door: Door, api: Api) -> None:
    """Create a person, start, press, and read both sides."""
    bea = await door.post("users", {"first_name": "Bea"})
    await door.post("act/open_link", {"user": bea["id"], "payload": "abc"})
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await api("sendMessage", chat_id=bea["id"], text="Fever?", reply_markup=markup)
    press_id = await door.post("act/press", {"user": bea["id"], "label": "Yes"})
    await api("answerCallbackQuery", callback_query_id=press_id, text="Noted")

    transcript = await door.get(f"transcript/{bea['id']}")
    delivered = await door.get("delivered", chat_id=bea["id"])
    [press] = await door.get("presses")

    assert [(line["name"], line["text"]) for line in transcript] == [("Bea", "/start abc"), ("Aftercare", "Fever?")]
    assert [item["text"] for item in delivered["items"]] == ["Fever?"]
    assert (press["data"], press["answers"]) == ("y", [{"text": "Noted", "show_alert": False}])


async def test_many_acts_at_once(door: Door, world: World) -> None:
    """A list of acts is done in order."""
    bea = await door.post("users", {})
    acts = [{"act": "text", "user": bea["id"], "text": str(number)} for number in range(50)]

    done = await door.post("acts", [*acts, {"act": "photo", "user": bea["id"], "content": b64encode(b"x").decode()}])

    assert [message.get("text") for message in done] == [*map(str, range(50)), None]
    assert (await door.get("bots"))[0]["pending"] == 51


async def test_waiting_for_the_next_delivery(door: Door, world: World, api: Api) -> None:
    """`wait` holds the answer until something comes after the cursor."""
    bea = world.create_user("Bea")
    world.act.open_link(bea)
    await api("sendMessage", chat_id=bea.id, text="one")
    cursor = (await door.get("delivered"))["cursor"]
    waiting = asyncio.create_task(door.get("delivered", since=cursor, wait=10))

    await api("sendMessage", chat_id=bea.id, text="two")

    assert [item["text"] for item in (await waiting)["items"]] == ["two"]


async def test_an_edit_counts_as_news(door: Door, world: World, api: Api) -> None:
    """After the cursor the edited message is given again, with its history."""
    bea = world.create_user("Bea")
    world.act.open_link(bea)
    sent = (await api("sendMessage", chat_id=bea.id, text="one"))["result"]
    cursor = (await door.get("delivered"))["cursor"]

    await api("editMessageText", chat_id=bea.id, message_id=sent["message_id"], text="two")

    [item] = (await door.get("delivered", since=cursor))["items"]
    assert (item["sent"]["text"], item["text"], [edit["text"] for edit in item["edits"]]) == ("one", "two", ["two"])


async def test_faults_and_outages(door: Door, api: Api) -> None:
    """They are set and cleared from outside."""
    await door.post("faults", {"kind": "5xx", "method": "getMe", "times": None})
    assert (await api("getMe"))["error_code"] == 502

    await door.http.delete(f"{door.url}/faults")

    assert (await api("getMe"))["ok"]
    assert [call["fault"] for call in (await door.get("calls", method="getMe"))["items"]] == ["5xx", None]
    assert (await door.get("counters"))["502"] == 1


async def test_the_clock_from_outside(door: Door, world: World) -> None:
    """Set, advanced, and let run."""
    await door.post("clock", {"set": "2027-01-01T00:00:00+00:00"})
    shown = await door.post("clock", {"advance": 3600})

    assert shown == {"now": "2027-01-01T01:00:00+00:00", "stands_still": True}
    assert world.clock.now() == datetime(2027, 1, 1, 1, tzinfo=UTC)
    assert not (await door.post("clock", {"run": True}))["stands_still"]


async def test_raw_updates_held_back_and_repeated(door: Door, api: Api) -> None:
    """Any JSON, late, and more than once."""
    await door.post("updates/hold", {})
    await door.post("push", {"updates": [{"message": 5}], "numbered": True})
    assert (await api("getUpdates"))["result"] == []

    await door.post("updates/release", {})
    await door.post("updates/repeat", {"times": 1})

    [first, again] = (await api("getUpdates"))["result"]
    assert (first["message"], again) == (5, first)


@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        ("act/fly", {}, "no act 'fly'"),
        ("act/text", {"user": 1, "text": "x"}, "no user 1"),
        ("faults", {"kind": "flood"}, "fault kind 'flood'"),
        ("clock", {"set": "2027-01-01T00:00:00"}, "needs a time zone"),
    ],
)
async def test_mistakes_are_said_in_words(door: Door, path: str, body: Any, says: str) -> None:
    """A wrong request is a 400 that says what was wrong."""
    answer = await door.post(path, body)

    assert says in answer["error"]


async def test_menus_from_outside(door: Door, world: World, api: Api) -> None:
    """What the person sees behind the menu button."""
    bea = world.create_user("Bea")
    await api("setMyCommands", commands=[{"command": "help", "description": "Help"}])

    assert await door.get("menu", user_id=bea.id) == [{"command": "help", "description": "Help"}]


def test_a_clock_that_stands_still_moves_only_when_told() -> None:
    """And one that runs can be moved ahead."""
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    standing, running = Clock(noon), Clock()
    before = running.now()

    standing.advance(timedelta(hours=1))
    running.advance(timedelta(days=1))

    assert standing.now() == noon + timedelta(hours=1)
    assert running.now() - before >= timedelta(days=1)
