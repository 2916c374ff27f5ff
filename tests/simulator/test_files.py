"""Files there and back."""

import pytest
from telegram import Bot as TelegramBot
from telegram.error import BadRequest

from simulator import World
from simulator.people import User

METHODS = ["photo", "document", "voice", "video", "sticker", "audio"]


@pytest.mark.parametrize("kind", METHODS)
async def test_a_bot_sends_a_file(world: World, ana: User, telegram: TelegramBot, kind: str) -> None:
    """Uploaded once, it can be sent again by its id."""
    world.limits.on = False
    send = getattr(telegram, f"send_{kind}")

    first = await send(ana.id, b"\x00bytes\xff")
    sent = getattr(first, kind)
    file_id = sent[-1].file_id if kind == "photo" else sent.file_id
    second = await send(ana.id, file_id)

    assert getattr(second, kind) == sent
    assert len(world.delivered(ana)) == 2


async def test_a_bot_downloads_what_a_patient_sent(world: World, ana: User, telegram: TelegramBot) -> None:
    """getFile and the file door give the same bytes."""
    world.act.photo(ana, content=b"\xff\xd8wound", caption="look")
    message = (await telegram.get_updates())[-1].message

    file = await telegram.get_file(message.photo[-1].file_id)

    assert bytes(await file.download_as_bytearray()) == b"\xff\xd8wound"


async def test_captions_spoilers_and_protection(world: World, ana: User, telegram: TelegramBot) -> None:
    """They arrive; a caption of 1,025 units does not."""
    message = await telegram.send_photo(
        ana.id, b"x", caption="<i>wound</i>", parse_mode="HTML", has_spoiler=True, protect_content=True
    )

    assert (message.caption, message.has_media_spoiler, message.has_protected_content) == ("wound", True, True)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await telegram.send_photo(ana.id, b"x", caption="x" * 1025)


async def test_unknown_file_ids(ana: User, telegram: TelegramBot) -> None:
    """They are refused."""
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await telegram.send_photo(ana.id, "nonsense")
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await telegram.get_file("nonsense")


async def test_copies_and_forwards(world: World, ana: User, telegram: TelegramBot) -> None:
    """A patient's photo can go to the staff, named or not."""
    group = world.create_group(members=[ana])
    theirs = world.act.photo(ana, caption="look")

    copied = await telegram.copy_message(group.id, ana.id, theirs["message_id"])
    forwarded = await telegram.forward_message(group.id, ana.id, theirs["message_id"])

    assert [item.text for item in world.delivered(group)] == ["look", "look"]
    assert copied.message_id == world.delivered(group)[0].message_id
    assert forwarded.forward_origin.sender_user.id == ana.id
