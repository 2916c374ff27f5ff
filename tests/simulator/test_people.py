"""What people do, as the bot is told of it."""

from typing import Any

import pytest
from telegram import Bot as TelegramBot
from telegram import Update

from simulator import ActRefusedError, NoSuchButtonError, World
from simulator.people import User
from tests.simulator.conftest import Api

KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "p:k7f2q.1:yes"}]]}


async def updates(telegram: TelegramBot) -> tuple[Update, ...]:
    """All that is pending, read by the library."""
    return await telegram.get_updates()


async def test_a_deep_link_starts_the_chat(world: World, telegram: TelegramBot) -> None:
    """Opening the link sends /start with its payload, and the bot may answer."""
    bea = world.create_user("Bea", language_code="pt")

    world.act.open_link(bea, "token_64-X")

    [update] = await updates(telegram)
    assert update.message.text == "/start token_64-X"
    assert update.message.parse_entities() == {update.message.entities[0]: "/start"}
    assert update.message.from_user.language_code == "pt"
    assert await telegram.send_message(bea.id, "Welcome")


async def test_a_press_by_label(world: World, ana: User, api: Api, telegram: TelegramBot) -> None:
    """The newest button of this name is pressed, with its data and its message."""
    sent = await api("sendMessage", chat_id=ana.id, text="Fever?", reply_markup=KEYBOARD)

    world.act.press(ana, "Yes")

    query = (await updates(telegram))[-1].callback_query
    assert (query.data, query.message.message_id) == ("p:k7f2q.1:yes", sent["result"]["message_id"])
    assert query.message.text == "Fever?"


async def test_a_forged_press(world: World, ana: User, api: Api) -> None:
    """Any data can be sent, also upon a message that the bot cannot see any more."""
    await api("sendMessage", chat_id=ana.id, text="Fever?", reply_markup=KEYBOARD)

    world.act.press(ana, data="a:1:close", forged=True, inaccessible=True)

    query = (await api("getUpdates"))["result"][-1]["callback_query"]
    assert query["data"] == "a:1:close"
    assert query["message"] == {"chat": world.chat(ana.id).as_json(), "message_id": 2, "date": 0}


async def test_a_button_that_is_not_shown(world: World, ana: User, api: Api) -> None:
    """The mistake names the buttons that are."""
    await api("sendMessage", chat_id=ana.id, text="Fever?", reply_markup=KEYBOARD)

    with pytest.raises(NoSuchButtonError, match=r"no button 'Maybe' in this chat; the buttons shown are \['Yes'\]"):
        world.act.press(ana, "Maybe")


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("photo", "photo"),
        ("voice", "voice"),
        ("video", "video"),
        ("document", "document"),
        ("sticker", "sticker"),
        ("contact", "contact"),
        ("location", "location"),
        ("poll", "poll"),
    ],
)
async def test_other_things_than_words(world: World, ana: User, telegram: TelegramBot, act: str, kind: str) -> None:
    """Each kind reads as the library's own type."""
    getattr(world.act, act)(ana)

    message = (await updates(telegram))[-1].message
    assert getattr(message, kind)


async def test_an_album_is_several_updates(world: World, ana: User, telegram: TelegramBot) -> None:
    """One media_group_id, the caption on the first."""
    world.act.album(ana, photos=3, caption="my wound")

    messages = [update.message for update in (await updates(telegram))[1:]]
    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == ["my wound", None, None]


async def test_replies_forwards_and_edits(world: World, ana: User, api: Api, telegram: TelegramBot) -> None:
    """They carry what they refer to."""
    asked = (await api("sendMessage", chat_id=ana.id, text="How are you?"))["result"]

    mine = world.act.text(ana, "well", reply_to=asked["message_id"])
    world.act.text(ana, "from a friend", forwarded_from="Friend")
    world.act.edit(ana, mine["message_id"], "not well")

    _, reply, forward, edit = await updates(telegram)
    assert reply.message.reply_to_message.text == "How are you?"
    assert forward.message.forward_origin.sender_user_name == "Friend"
    assert (edit.edited_message.text, edit.edited_message.message_id) == ("not well", mine["message_id"])


async def test_block_and_unblock(world: World, ana: User, telegram: TelegramBot) -> None:
    """The bot is told both times; in between the person cannot write."""
    world.act.block(ana)
    with pytest.raises(ActRefusedError, match="unblock first"):
        world.act.text(ana, "hello")
    world.act.unblock(ana)

    _, blocked, unblocked = await updates(telegram)
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member.new_chat_member.status == "member"


async def test_in_groups_a_bot_sees_what_is_meant_for_it(world: World, ana: User, api: Api) -> None:
    """Privacy mode: commands, replies to the bot and mentions, unless the bot is an administrator."""
    group = world.create_group(members=[ana])
    await api("getUpdates", offset=-1)
    alert = (await api("sendMessage", chat_id=group.id, text="ALERT"))["result"]

    for text in ("lunch?", "/open", "/open@other_bot", "/open@aftercare_bot", "ask @aftercare_bot"):
        world.act.text(ana, text, chat=group)
    world.act.text(ana, "I call her", chat=group, reply_to=alert["message_id"])
    world.act.set_bot_status(group, "administrator")
    world.act.text(ana, "lunch!", chat=group)

    seen = [update["message"]["text"] for update in (await api("getUpdates"))["result"] if "message" in update]
    assert seen == ["/start", "/open", "/open@aftercare_bot", "ask @aftercare_bot", "I call her", "lunch!"]


async def test_a_group_becomes_a_supergroup(world: World, ana: User, telegram: TelegramBot) -> None:
    """Both sides of the move are told."""
    group = world.create_group("Ward", type="group", members=[ana])

    new = world.act.migrate(group)

    old_side, new_side = [update.message for update in (await updates(telegram))[1:]]
    assert (old_side.chat.id, old_side.migrate_to_chat_id) == (group.id, new.id)
    assert (new_side.chat.id, new_side.migrate_from_chat_id) == (new.id, group.id)


async def test_an_anonymous_administrator_and_a_channel(world: World, ana: User, telegram: TelegramBot) -> None:
    """Nobody in particular wrote these."""
    group, channel = world.create_group(members=[ana]), world.create_group("News", type="channel")

    world.act.text(ana, "/open", chat=group, anonymous=True)
    world.act.channel_post(channel, "news")

    _, anonymous, post = await updates(telegram)
    assert anonymous.message.from_user.id == 1087968824
    assert anonymous.message.sender_chat.id == group.id
    assert (post.channel_post.text, post.channel_post.from_user) == ("news", None)


async def test_adding_and_removing_the_bot(world: World, ana: User, telegram: TelegramBot) -> None:
    """my_chat_member tells both."""
    group = world.create_group(members=[ana], bots=())

    world.act.add_bot(group, by=ana)
    world.act.kick_bot(group, by=ana)

    changes: list[Any] = [update.my_chat_member for update in await updates(telegram) if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["member", "kicked"]
