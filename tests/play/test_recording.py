"""A recorded play is a story, and played again it goes the same way."""

import io
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from bot.demo.apart import open_apart
from bot.demo.moments import instant_of
from bot.demo.player import Player
from bot.demo.screen import Screen
from bot.demo.stage import Stage, open_stage
from bot.demo.story import read_story
from bot.play.serve import open_play
from tests.play.same import journals_of, ledgers_of
from tests.play.visitor import START, Visitor
from tests.stage import template_house


async def recorded(template: Path, folder: Path, file: Path, deeds: "Deeds") -> tuple[object, object]:
    """What the bot had decided and planned in the end, while a visitor did these things."""
    async with (
        open_play(folder, template, start=START, record=file) as opened,
        httpx.AsyncClient(base_url=opened.url, timeout=30) as client,
    ):
        await deeds(Visitor(client=client, opened=opened))
        await opened.play.settle()
        return await journals_of(opened.play.stage), await ledgers_of(opened.play.stage)


async def played_again(file: Path, template: Path, folder: Path) -> tuple[object, object]:
    """The same after the story in this file."""
    story, house = read_story(str(file)), template_house()
    zone = house.practice.clinic.tz
    screen = Screen(zone=zone, console=Console(file=io.StringIO(), width=100))

    async def play(stage: Stage) -> tuple[object, object]:
        await Player(stage=stage, story=story, screen=screen).play()
        return await journals_of(stage), await ledgers_of(stage)

    if story.kills:
        async with open_apart(folder, template, start=instant_of(story.start, zone)) as apart:
            return await play(apart.stage)
    async with open_stage(folder, house, start=instant_of(story.start, zone)) as stage:
        return await play(stage)


Deeds = Callable[[Visitor], Awaitable[None]]


async def a_day(visitor: Visitor) -> None:
    """Two patients, staff in group and in private, old messages, edits, a picture, a blocked bot."""
    lena = await visitor.joined()
    mara = await visitor.joined(first_name="Lena", language="es", zone="America/New_York")
    group = (await visitor.scene())["clinic"]["staff_chat"]
    await visitor.time("to", at="2026-03-03T12:34:56")
    await visitor.act("press", user=lena["id"], label="None of these")
    note = await visitor.act("text", user=lena["id"], text="Just a question: may I fly?\nOn Friday: \"yes\" or 'no'")
    await visitor.act("edit", user=lena["id"], message_id=note["message_id"], text="I am bleeding heavily")
    await visitor.act("photo", user=mara["id"], content="aGVsbG8=", caption="2026-03-03")
    await visitor.act("block", user=mara["id"])
    await visitor.time("advance", seconds=600.5)
    world = visitor.opened.play.stage.world
    oldest = next(item for item in world.delivered(group) if item.labels)
    await visitor.act("press", user=1002, label="I take it", chat=group, message_id=oldest.message_id)
    await visitor.act("text", user=1001, text="yes", chat=group, reply_to=oldest.message_id)
    await visitor.act("text", user=1001, text="12:30", chat=group)
    await visitor.act("unblock", user=mara["id"])
    await visitor.act("text", user=lena["id"], text="/settings")
    await visitor.time("advance", seconds=1200)


async def a_bad_day(visitor: Visitor) -> None:
    """An outage, messages without an answer, a killed bot, an edit of nobody's plan."""
    lena = await visitor.joined()
    await visitor.post("/play/trouble", do="unanswered", times=2)
    await visitor.act("text", user=lena["id"], text="/privacy")
    await visitor.time("next")
    await visitor.post("/play/trouble", do="outage", seconds=1800, kind="502")
    await visitor.act("text", user=lena["id"], text="Is anybody there?")
    await visitor.time("advance", seconds=1200)
    await visitor.post("/play/bot", do="kill")
    await visitor.act("text", user=lena["id"], text="And now?")
    await visitor.time("advance", seconds=2 * 86_400)
    await visitor.post("/play/bot", do="start")
    await visitor.post("/play/bot", do="restart")
    await visitor.post("/play/trouble", do="outage", seconds=None)
    await visitor.time("advance", seconds=60)
    await visitor.post("/play/trouble", do="calm")
    await visitor.time("advance", seconds=86_400)


@pytest.mark.slow
@pytest.mark.parametrize("deeds", [a_day, a_bad_day])
async def test_a_recorded_play_goes_the_same_way_again(deeds: Deeds, template: Path, tmp_path: Path) -> None:
    """The same decisions, effects and times, the same ledger; the file is a story that a person can read."""
    file = tmp_path / "story.yaml"
    (first := tmp_path / "first").mkdir()
    (second := tmp_path / "second").mkdir()

    was = await recorded(template, first, file, deeds)
    again = await played_again(file, template, second)

    assert again == was
    assert len(file.read_text(encoding="utf-8").splitlines()) < 40


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/control/act/delete_account", {"user": 1001}, "delete_account"),
        ("/control/act/text", {"user": 1001, "text": "Hello", "forwarded_from": "Bob"}, "forwarded_from"),
        ("/control/act/text", {"user": 1001, "text": " Hello "}, "not be the same in a file"),
        ("/control/act/press", {"user": 1001, "data": "a:1:ack", "forged": True}, "forged"),
        ("/control/act/text", {"user": 4711, "text": "Hello"}, "nobody in the story"),
        ("/control/act/photo", {"user": 1001, "content": "A" * 50_000}, "40000"),
        ("/control/push", {"updates": [{}]}, "/control/push"),
        ("/control/faults", {"kind": "429"}, "/control/faults"),
        ("/control/acts", [], "/control/acts"),
    ],
)
async def test_what_a_story_cannot_tell_is_refused_at_once(
    path: str, body: object, words: str, template: Path, tmp_path: Path
) -> None:
    """Said in words, and not done, so that the file never lies."""
    file = tmp_path / "story.yaml"
    async with (
        open_play(tmp_path, template, start=START, record=file) as opened,
        httpx.AsyncClient(base_url=opened.url) as client,
    ):
        answer = await client.post(path, json=body)

        assert answer.status_code == 400
        assert words in answer.json()["error"]
        assert opened.play.stage.world.counters["updates"] == 0
    assert not file.exists()
