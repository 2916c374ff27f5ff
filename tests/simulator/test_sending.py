"""What Telegram takes and what it refuses, in its own words."""

import httpx
import pytest
from telegram import Bot as TelegramBot
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden

from simulator import World
from simulator.people import User
from tests.simulator.conftest import Api

BROKEN_PAIR = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)


async def test_the_library_can_send_and_read_back(world: World, ana: User, telegram: TelegramBot) -> None:
    """HTML, a keyboard and the answer pass through python-telegram-bot."""
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Better", callback_data="p:k7f2q.12:better")]])

    message = await telegram.send_message(ana.id, "<b>How</b> are you?", parse_mode="HTML", reply_markup=keyboard)

    assert message.text == "How are you?"
    assert message.entities[0].type == "bold"
    assert message.reply_markup == keyboard
    [delivered] = world.delivered(ana)
    assert (delivered.text, delivered.labels) == ("How are you?", ("Better",))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<foo>x</foo>", 'Unsupported start tag "foo" at byte offset 0'),
        ("é<foo>", 'Unsupported start tag "foo" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href = ", 'Unclosed start tag "a" at byte offset 0'),
        ("<b = 'x'>y</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
        ("&#xD83D;", BROKEN_PAIR),
    ],
)
async def test_broken_html_is_refused(ana: User, api: Api, text: str, reason: str) -> None:
    """The refusal names the fault and its place."""
    answer = await api("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")

    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: can't parse entities: {reason}"}


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("a &lt; b &amp; c &quot;d&quot; &#39;e&#x27;", "a < b & c \"d\" 'e'"),
        ("&nbsp;stays &#99999999; too", "&nbsp;stays &#99999999; too"),
        ('<a href="https://example.org/?a=1&amp;b=2">link</a>', "link"),
        ("<blockquote expandable>long</blockquote>", "long"),
        ("  <b> trimmed </b>  ", "trimmed"),
    ],
)
async def test_html_becomes_text(ana: User, api: Api, html: str, shown: str) -> None:
    """Tags and the named entities vanish; nothing else does."""
    answer = await api("sendMessage", chat_id=ana.id, text=html, parse_mode="HTML")

    assert answer["result"]["text"] == shown


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d", "<b> </b>"])
async def test_nothing_to_say_is_refused(ana: User, api: Api, text: str) -> None:
    """Blank and invisible texts are empty."""
    answer = await api("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")

    assert answer["description"] == "Bad Request: message text is empty"


async def test_length_is_measured_in_utf16_after_parsing(world: World, ana: User, api: Api) -> None:
    """4,096 units pass, whatever the tags take; one more is too long."""
    world.limits.on = False

    fits = await api("sendMessage", chat_id=ana.id, text=f"<b>{'🙂' * 2048}</b>", parse_mode="HTML")
    too_long = await api("sendMessage", chat_id=ana.id, text="🙂" * 2048 + "x")

    assert fits["ok"]
    assert too_long["description"] == "Bad Request: message is too long"


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "x", "callback_data": "d" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"),
    ],
)
async def test_impossible_buttons_are_refused(ana: User, api: Api, button: dict, reason: str) -> None:
    """Callback data is 1 to 64 bytes, and each button does something."""
    answer = await api("sendMessage", chat_id=ana.id, text="x", reply_markup={"inline_keyboard": [[button]]})

    assert answer["description"] == f"Bad Request: {reason}"


async def test_64_bytes_of_callback_data_fit(ana: User, api: Api) -> None:
    """The longest callback data comes through."""
    button = {"text": "x", "callback_data": "d" * 64, "style": "danger"}

    answer = await api("sendMessage", chat_id=ana.id, text="x", reply_markup={"inline_keyboard": [[button]]})

    assert answer["result"]["reply_markup"] == {"inline_keyboard": [[button]]}


async def test_only_people_who_wrote_first_can_be_reached(world: World, telegram: TelegramBot) -> None:
    """Strangers, blockers and deleted accounts each have their refusal."""
    bea, cid = world.create_user("Bea"), world.create_user("Cid")
    world.act.open_link(cid)
    world.act.block(cid)

    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await telegram.send_message(bea.id, "hello")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await telegram.send_message(cid.id, "hello")
    with pytest.raises(BadRequest, match="Chat not found"):
        await telegram.send_message(5, "hello")

    world.act.unblock(cid)
    world.act.delete_account(cid)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await telegram.send_message(cid.id, "hello")


async def test_a_group_that_moved_says_where(world: World, ana: User, telegram: TelegramBot) -> None:
    """Sending to the old id of a supergroup gives the new one, which works."""
    group = world.create_group("Ward", type="group", members=[ana])
    new = world.act.migrate(group)

    with pytest.raises(ChatMigrated) as moved:
        await telegram.send_message(group.id, "hello")
    await telegram.send_message(new.id, "hello")

    assert moved.value.new_chat_id == new.id
    assert [item.chat_id for item in world.delivered()] == [new.id]


async def test_a_kicked_bot_cannot_write(world: World, ana: User, api: Api) -> None:
    """The refusal names the kind of chat."""
    group = world.create_group("Ward", type="group", members=[ana])
    world.act.kick_bot(group)

    answer = await api("sendMessage", chat_id=group.id, text="hello")

    assert answer["description"] == "Forbidden: bot was kicked from the group chat"


async def test_wrong_addresses(world: World, url: str, http: httpx.AsyncClient, api: Api) -> None:
    """A wrong token is 401, an unknown method and a malformed token are 404."""
    wrong = await http.get(f"{url}/bot1:wrong/getMe")
    malformed = await http.get(f"{url}/botnonsense/getMe")

    assert wrong.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert malformed.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert await api("launchRocket") == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert (await api("GETME"))["ok"]


async def test_parameters_come_in_any_form(world: World, ana: User, url: str, http: httpx.AsyncClient) -> None:
    """Query, form and multipart say the same."""
    address, fields = f"{url}/bot{world.bot().token}/sendMessage", {"chat_id": str(ana.id), "text": "ünï + & ="}

    await http.get(address, params=fields)
    await http.post(address, data=fields)
    await http.post(address, files={name: (None, value) for name, value in fields.items()})

    assert [item.text for item in world.delivered(ana)] == ["ünï + & ="] * 3
