"""Whatever arrives: no crash, stored, the right outcome, others unaffected, and no words of patients in any log."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.demo.stage import Stage
from bot.parse import FromPerson, parse
from care.events import Sent
from simulator.people import User
from tests.stage import alerts_of, followed, rows, state_of, texts

Act = Callable[[Stage, User], Any]
WORDS = (
    "nul \x00 and half a pair \ud83d",
    "\N{PILE OF POO}" * 2048,
    "\u200b\u200d\u2060",
    " \n ",
    "\u202eevil\u2066 <b>bold</b> <script>&amp;",
    "{p.__init__} {{7*7}} %s $name { $name }",
)
SENDINGS: tuple[tuple[str, Act], ...] = (
    ("photo", lambda stage, person: stage.world.act.photo(person)),
    ("voice", lambda stage, person: stage.world.act.voice(person)),
    ("video", lambda stage, person: stage.world.act.video(person)),
    ("document", lambda stage, person: stage.world.act.document(person)),
    ("sticker", lambda stage, person: stage.world.act.sticker(person)),
    ("contact", lambda stage, person: stage.world.act.contact(person)),
    ("location", lambda stage, person: stage.world.act.location(person)),
    ("poll", lambda stage, person: stage.world.act.poll(person)),
)
BROKEN: tuple[Any, ...] = (
    [1, 2],
    "text",
    None,
    {"message": 5},
    {"message": {"chat": {"id": 7}, "text": 9}},
    {"message": {"message_id": 1, "from": {"id": True}, "chat": {"id": "x", "type": 3}, "text": "hello"}},
    {"callback_query": {"id": 4, "from": [], "data": {"a": 1}}},
    {"edited_message": {"chat": {"id": 2**70}}},
    {"my_chat_member": {"chat": None}},
    {"brand_new_kind": {"chat": {"id": 1}}},
)


@pytest.mark.parametrize("words", WORDS)
async def test_strange_words_reach_a_person(words: str, sqlite_stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """They are answered, passed on, and stand in no log."""
    stage = sqlite_stage
    lena = await followed(stage)

    with caplog.at_level(logging.DEBUG, logger="bot"):
        stage.world.act.text(lena, f"{words} koala")
        await stage.settle()

    assert len(texts(stage, lena)) == 1
    assert "koala" in "".join(text for text in texts(stage, stage.staff_chat))
    assert [row["state"] for row in await rows(stage, "inbox")] == ["done"]
    assert "koala" not in caplog.text


@pytest.mark.parametrize("name", ["<b>Eve</b>", "\u202eevE", "{p.__init__}", "{{7*7}}", "{ $name }", "{surgeon}"])
async def test_a_strange_name_is_only_a_name(name: str, sqlite_stage: Stage) -> None:
    """It is shown as it is, without control characters, and nothing in it is carried out."""
    stage = sqlite_stage
    eve = await followed(stage, name)

    stage.world.act.text(eve, "hello")
    await stage.settle()

    assert name.replace("\u202e", "\ufffd") in texts(stage, eve)[0]


@pytest.mark.parametrize(("kind", "act"), SENDINGS, ids=[kind for kind, _ in SENDINGS])
async def test_whatever_is_sent_is_kept_and_answered(kind: str, act: Act, sqlite_stage: Stage) -> None:
    """Passed on to the staff, and the patient told so."""
    stage = sqlite_stage
    lena = await followed(stage)

    act(stage, lena)
    await stage.settle()

    assert "a person does" in texts(stage, lena)[0]
    assert f"Sent a {kind}" in next(alerts_of(stage))
    assert len(texts(stage, stage.staff_chat)) == 2
    assert {row["state"] for row in await rows(stage, "outbox")} == {"sent"}


async def test_an_edit_and_a_forwarded_message_are_read_too(sqlite_stage: Stage) -> None:
    """The new words stand beside the old ones."""
    stage = sqlite_stage
    lena = await followed(stage)

    message = stage.world.act.text(lena, "all is fine")
    stage.world.act.edit(lena, message["message_id"], "I cannot breathe")
    stage.world.act.text(lena, "somebody else wrote this", forwarded_from="A friend")
    await stage.settle()

    assert any("EMERGENCY" in text and "I cannot breathe" in text for text in alerts_of(stage))
    assert "somebody else wrote this" in list(alerts_of(stage))[-1]


@pytest.mark.parametrize("update", BROKEN, ids=repr)
async def test_a_broken_update_is_stored_and_others_go_on(
    update: Any, sqlite_stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """It is ignored with a reason, and the next patient is answered."""
    stage = sqlite_stage
    lena = await followed(stage)

    stage.world.push(update, numbered=isinstance(update, dict))
    stage.world.act.text(lena, "hello")
    await stage.settle()

    states = [row["state"] for row in await rows(stage, "inbox")]
    assert states == ["ignored", "done"]
    assert len(texts(stage, lena)) == 1
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "data", ["", "p:", "p:x.1:_yes", "a:1:ack", "a:99999999999999999999:ack", "p:../..:x", "é" * 40]
)
async def test_a_forged_press_changes_nothing(data: str, sqlite_stage: Stage) -> None:
    """Callback data are words of whoever sends them."""
    stage = sqlite_stage
    lena = await followed(stage)
    stage.world.act.text(lena, "hello")
    await stage.settle()
    before = await rows(stage, "alert")

    stage.world.act.press(lena, data=data, forged=True)
    stage.world.act.press(lena, data=data, forged=True, inaccessible=True)
    await stage.settle()

    assert await rows(stage, "alert") == before
    assert {row["state"] for row in await rows(stage, "inbox")} <= {"done", "ignored"}


async def test_the_same_button_fifty_times_is_one_answer(stage: Stage) -> None:
    """One tap counts, the others are late and harmless."""
    lena = await followed(stage)
    stage.world.act.text(lena, "/concern")
    await stage.settle()
    shown = stage.world.delivered(lena)[-1]
    data, turn = shown.buttons[-1].data, (await state_of(stage, lena)).turn

    for _ in range(50):
        stage.world.act.press(lena, data=data, message_id=shown.message_id, forged=True)
    await stage.settle()

    assert len(texts(stage, lena)) == 2
    assert (await state_of(stage, lena)).waiting is not None
    assert (await state_of(stage, lena)).turn == turn + 50


@pytest.mark.parametrize(
    ("words", "stops"), [("stop", True), ("STOP.", True), ("don't stop", False), ("bleeding won't stop", False)]
)
async def test_stop_is_heard_when_it_is_meant(words: str, stops: bool, sqlite_stage: Stage) -> None:
    """And danger is heard before anything else."""
    stage = sqlite_stage
    lena = await followed(stage)

    stage.world.act.text(lena, words)
    await stage.settle()

    assert ((await state_of(stage, lena)).stage == "stopped") == stops


async def test_an_album_is_answered_once(sqlite_stage: Stage) -> None:
    """Three photos, three updates, one answer; all of them reach the staff, covered."""
    stage = sqlite_stage
    lena = await followed(stage)

    stage.world.act.album(lena, photos=3)
    await stage.settle()

    photos = [item for item in stage.world.delivered(stage.staff_chat) if item.method.lower() == "sendphoto"]
    assert len(photos) == 3
    assert len(texts(stage, lena)) <= 1


async def test_a_message_that_breaks_every_turn_reaches_a_person(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """Others go on; after five tries the row is dead, and its words stand in an alert and in no log."""
    lena, tom = await followed(stage), await followed(stage, "Tom")
    async with stage.db.write() as tx:
        await tx.execute(text("UPDATE patient SET turn = 99 WHERE chat_id = :chat"), {"chat": lena.id})

    stage.world.act.text(lena, "the koala bites")
    for number in range(5):
        stage.world.act.text(tom, f"hello {number}")
    await stage.until(stage.now + timedelta(minutes=5))

    assert len(texts(stage, tom)) == 5
    assert [row["attempts"] for row in await rows(stage, "inbox", state="dead")] == [5]
    assert any("could not act on this message" in text and "koala" in text for text in alerts_of(stage))
    assert "koala" not in caplog.text


async def test_talk_in_the_staff_chat_is_none_of_our_business(sqlite_stage: Stage) -> None:
    """Commands, chatter and channels are ignored; patients' menus are not shown there."""
    stage = sqlite_stage
    await followed(stage)
    said = len(texts(stage, stage.staff_chat))

    for words in ("/help", "/stop@aftercare_bot", "lunch?"):
        stage.world.act.text(stage.people["Ana Ruiz"], words, chat=stage.staff_chat)
    await stage.settle()

    assert len(texts(stage, stage.staff_chat)) == said
    assert {row["state"] for row in await rows(stage, "inbox")} <= {"ignored"}


async def test_no_token_and_no_words_stand_in_any_log(sqlite_stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """Of our own loggers nor of the libraries', as the process sets them up, whatever fails."""
    stage = sqlite_stage
    lena = await followed(stage)
    for kind in ("5xx", "garbage", "reset", "403"):
        stage.world.faults.add(kind)

    with caplog.at_level(logging.INFO, logger="bot"):
        stage.world.act.text(lena, "the koala cannot breathe")
        await stage.until(stage.now + timedelta(minutes=2))

    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert "koala" not in logged
    assert stage.world.bot().token not in logged


async def test_a_post_in_a_channel_is_ignored(sqlite_stage: Stage) -> None:
    """Even when somebody has made the bot an administrator there."""
    stage = sqlite_stage
    channel = stage.world.create_group("News", type="channel", members=[stage.people["Ana Ruiz"]])

    stage.world.act.channel_post(channel, "I cannot breathe")
    await stage.settle()

    assert texts(stage, channel) == []
    assert {row["state"] for row in await rows(stage, "inbox")} <= {"ignored"}
    assert list(alerts_of(stage)) == []


def test_a_round_video_is_copied() -> None:
    """Telegram does not take its file as a video."""
    message = {"message_id": 5, "from": {"id": 7}, "chat": {"id": 7, "type": "private"}, "video_note": {"file_id": "x"}}

    inbound = parse({"message": message})

    assert isinstance(inbound, FromPerson)
    assert inbound.event == Sent(medium="video", file_id=None, message_id=5)
