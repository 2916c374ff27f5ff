"""One call of a method, and the chat it reaches."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from simulator.chats import Chat, Message
from simulator.errors import bad_request, forbidden, migrated
from simulator.params import Params
from simulator.people import Bot
from simulator.wire import Json
from simulator.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Who calls what, with what."""

    world: World
    bot: Bot
    method: str
    params: Params

    def known_chat(self, name: str = "chat_id") -> Chat:
        """The chat, whether or not the bot may write there."""
        chat_id = self.params.chat(name)
        if isinstance(chat_id, str):
            for chat in self.world.chats.values():
                if not chat.is_private and chat.username and chat.username.lower() == chat_id[1:].lower():
                    return chat
            raise bad_request("chat not found")
        owner = self.bot.id if chat_id > 0 else 0
        found = self.world.chats.get((owner, chat_id))
        if found is None and chat_id in self.world.users:
            return self.world.chat(chat_id, bot=self.bot)
        if found is None:
            raise bad_request("chat not found")
        return found

    def open_chat(self) -> Chat:
        """The chat, if the bot may write there; else the refusal that Telegram would give."""
        chat = self.known_chat()
        if chat.user is not None:
            if chat.user.is_bot:
                raise forbidden("bots can't send messages to bots")
            if chat.user.deactivated:
                raise forbidden("user is deactivated")
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
            return chat
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        if chat.members.get(self.bot.id) == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        if not chat.has(self.bot.id):
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def spend(self, chat: Chat) -> None:
        """Count one message against the limits; raises 429."""
        self.world.limits.spend(
            bot_id=self.bot.id, chat_id=chat.id, is_private=chat.is_private, now=self.world.clock.now()
        )

    def deliver(self, chat: Chat, fields: Json) -> Json:
        """Put the bot's message into the chat; gives it as Telegram answers it."""
        self.spend(chat)
        now = self.world.clock.now()
        sender: Json = {"sender_chat": chat.as_json()} if chat.type == "channel" else {"from": self.bot.user.as_json()}
        body = chat.add(sender | fields, author=self.bot.id, at=now).body
        self.world.history.sent(bot_id=self.bot.id, chat=chat, body=body, method=self.method, at=now)
        self.world.counters["delivered"] += 1
        return body

    def replace(self, chat: Chat, message: Message, body: Json) -> Json:
        """Show the bot's message in its new form."""
        now = self.world.clock.now()
        message.body = body
        self.world.history.edited(bot_id=self.bot.id, chat=chat, body=body, method=self.method, at=now)
        return body


Method: TypeAlias = Callable[[Call], Any | Awaitable[Any]]
