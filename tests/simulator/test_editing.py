"""Edits, deletions, answers to presses, reactions."""

from datetime import timedelta

import pytest
from telegram import Bot as TelegramBot
from telegram.error import BadRequest

from simulator import NoSuchButtonError, World
from simulator.people import User
from tests.simulator.conftest import NOON, Api

KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "No", "callback_data": "n"}]]}


async def test_an_edit_keeps_the_history(world: World, ana: User, telegram: TelegramBot) -> None:
    """The delivered message shows its newest form, and remembers how it was sent."""
    message = await telegram.send_message(ana.id, "Any fever?")
    world.clock.advance(timedelta(minutes=1))

    await telegram.edit_message_text("Any fever? No.", ana.id, message.message_id)

    [delivered] = world.delivered(ana)
    assert (delivered.sent.text, delivered.text) == ("Any fever?", "Any fever? No.")
    assert (delivered.at, delivered.shown.at) == (NOON, NOON + timedelta(minutes=1))


async def test_an_edit_that_changes_nothing_is_refused(ana: User, telegram: TelegramBot) -> None:
    """Telegram's own words, as bots look for them."""
    message = await telegram.send_message(ana.id, "same")

    with pytest.raises(BadRequest) as refused:
        await telegram.edit_message_text("same", ana.id, message.message_id)

    assert str(refused.value) == (
        "Message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )


async def test_what_cannot_be_edited(world: World, ana: User, api: Api) -> None:
    """A message that is not there, and one that the patient wrote."""
    theirs = world.act.text(ana, "mine")

    missing = await api("editMessageText", chat_id=ana.id, message_id=999, text="x")
    foreign = await api("editMessageText", chat_id=ana.id, message_id=theirs["message_id"], text="x")

    assert missing["description"] == "Bad Request: message to edit not found"
    assert foreign["description"] == "Bad Request: message can't be edited"


async def test_buttons_can_be_taken_away(world: World, ana: User, api: Api) -> None:
    """After the markup is removed the button cannot be pressed."""
    sent = await api("sendMessage", chat_id=ana.id, text="Well?", reply_markup=KEYBOARD)

    await api("editMessageReplyMarkup", chat_id=ana.id, message_id=sent["result"]["message_id"])

    with pytest.raises(NoSuchButtonError):
        world.act.press(ana, "Yes")


async def test_a_deleted_message_is_off_the_screen(world: World, ana: User, api: Api) -> None:
    """It leaves the transcript, and the record says when."""
    sent = await api("sendMessage", chat_id=ana.id, text="gone")

    await api("deleteMessage", chat_id=ana.id, message_id=sent["result"]["message_id"])
    again = await api("deleteMessage", chat_id=ana.id, message_id=sent["result"]["message_id"])

    assert [message.body["text"] for message in world.transcript(ana)] == ["/start"]
    assert world.delivered(ana)[0].deleted_at == NOON
    assert again["description"] == "Bad Request: message to delete not found"


async def test_a_press_is_answered_in_time_or_not_at_all(world: World, ana: User, api: Api) -> None:
    """150 seconds later the query is too old."""
    press_id = world.act.press(ana, data="x", forged=True)

    in_time = await api("answerCallbackQuery", callback_query_id=press_id, text="Thank you")
    world.clock.advance(timedelta(seconds=151))
    late = await api("answerCallbackQuery", callback_query_id=press_id)

    assert in_time == {"ok": True, "result": True}
    assert world.presses[press_id].answers == [{"text": "Thank you", "show_alert": False}]
    assert late["description"] == ("Bad Request: query is too old and response timeout expired or query ID is invalid")


async def test_a_check_mark_is_not_a_reaction(world: World, ana: User, api: Api) -> None:
    """👀 is allowed, ✅ is not."""
    message_id = world.transcript(ana)[0].message_id

    eyes = await api("setMessageReaction", chat_id=ana.id, message_id=message_id, reaction=[_emoji("👀")])
    check = await api("setMessageReaction", chat_id=ana.id, message_id=message_id, reaction=[_emoji("✅")])

    assert eyes["ok"]
    assert check["description"] == "Bad Request: REACTION_INVALID"


def _emoji(emoji: str) -> dict[str, str]:
    return {"type": "emoji", "emoji": emoji}
