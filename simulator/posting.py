"""How a person's message gets into a chat and from there to the bots that may see it."""

from typing import TYPE_CHECKING, TypedDict

from simulator.chats import Chat, Message
from simulator.people import GROUP_ANONYMOUS_BOT, Bot, User
from simulator.wire import Json

if TYPE_CHECKING:
    from simulator.world import World


class ActRefusedError(Exception):
    """A person tried what Telegram's own app would not let them do."""


class How(TypedDict, total=False):
    """Where and how something is said; all of it may be left out."""

    chat: Chat | int | None  # the private chat with the bot, unless told
    bot: Bot | str | int | None  # the only bot, unless told
    reply_to: int | None
    forwarded_from: str | None
    album: str | None
    anonymous: bool


def place(world: "World", user: User, how: How) -> Chat:
    """The chat that is meant."""
    chat = how.get("chat")
    if isinstance(chat, Chat):
        return chat
    return world.chat(user.id if chat is None else chat, bot=how.get("bot"))


def post(world: "World", user: User | int, fields: Json, how: How) -> Json:
    """Say something as this person; gives the message."""
    person = world.user(user)
    chat = place(world, person, how)
    _check(person, chat)
    chat.started = True
    if chat.type == "channel":
        sender: Json = {"sender_chat": chat.as_json()}
    elif how.get("anonymous"):
        sender = {"from": GROUP_ANONYMOUS_BOT.as_json(), "sender_chat": chat.as_json()}
    else:
        sender = {"from": person.as_json()}
    message = chat.add(sender | _circumstances(world, chat, how) | fields, author=person.id, at=world.clock.now())
    kind = "channel_post" if chat.type == "channel" else "message"
    announce(world, chat, message, kind=kind, bot=how.get("bot"))
    return message.body


def announce(world: "World", chat: Chat, message: Message, *, kind: str, bot: Bot | str | int | None = None) -> None:
    """Tell the bots that may see this message."""
    if chat.is_private:
        world.publish(world.bot(bot), kind, message.body, lane=chat.id)
        return
    for each in world.bots.values():
        if chat.has(each.id) and _sees(each, chat, message.body):
            world.publish(each, kind, message.body, lane=chat.id)


def _check(person: User, chat: Chat) -> None:
    if person.deactivated:
        raise ActRefusedError(f"user {person.id} has deleted the account")
    if chat.blocked:
        raise ActRefusedError(f"user {person.id} blocked the bot: unblock first")
    if chat.migrated_to is not None:
        raise ActRefusedError(f"chat {chat.id} became {chat.migrated_to}: write there")
    if not chat.is_private and not chat.has(person.id):
        raise ActRefusedError(f"user {person.id} is not in chat {chat.id}: join first")


def _circumstances(world: "World", chat: Chat, how: How) -> Json:
    fields: Json = {}
    reply_to = how.get("reply_to")
    if reply_to is not None:
        replied = chat.find(reply_to)
        if replied is None:
            raise ActRefusedError(f"chat {chat.id} shows no message {reply_to} to reply to")
        fields["reply_to_message"] = {k: v for k, v in replied.body.items() if k != "reply_to_message"}
    if name := how.get("forwarded_from"):
        date = int(world.clock.now().timestamp())
        fields["forward_origin"] = {"type": "hidden_user", "sender_user_name": name, "date": date}
    if album := how.get("album"):
        fields["media_group_id"] = album
    return fields


def _sees(bot: Bot, chat: Chat, body: Json) -> bool:
    """Telegram's privacy mode: in groups a bot sees what is meant for it, unless it is an administrator."""
    if chat.type == "channel" or bot.reads_all_group_messages or chat.members.get(bot.id) == "administrator":
        return True
    if "text" not in body and "caption" not in body and not _is_media(body):
        return True
    if body.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    text = str(body.get("text") or body.get("caption") or "")
    name = f"@{bot.user.username}".lower()
    if text.startswith("/"):
        command = text.split(maxsplit=1)[0].lower()
        return "@" not in command or command.endswith(name)
    return name in text.lower()


def _is_media(body: Json) -> bool:
    kinds = ("photo", "document", "voice", "video", "sticker", "audio", "contact", "location", "poll")
    return any(kind in body for kind in kinds)
