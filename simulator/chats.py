"""Chats and the messages in them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from simulator.people import User
from simulator.wire import Json, without_none

ChatType: TypeAlias = Literal["private", "group", "supergroup", "channel"]
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """One message as it is shown now; `body` is replaced, never changed in place."""

    message_id: int
    author: int
    body: Json
    deleted: bool = False
    reactions: dict[int, list[str]] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True, eq=False)
class Chat:
    """A conversation. Each bot has a private chat of its own with a user; groups are shared."""

    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    user: User | None = None
    members: dict[int, str] = field(default_factory=dict)
    started: bool = False
    blocked: bool = False
    migrated_to: int | None = None
    pinned: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def as_json(self) -> Json:
        if self.user is not None:
            person = self.user
            return without_none(
                {
                    "id": self.id,
                    "type": self.type,
                    "first_name": person.first_name,
                    "last_name": person.last_name,
                    "username": person.username,
                }
            )
        return without_none({"id": self.id, "type": self.type, "title": self.title, "username": self.username})

    def has(self, user_id: int) -> bool:
        return self.members.get(user_id) in PRESENT

    def add(self, fields: Json, *, author: int, at: datetime) -> Message:
        """Put a message at the end of the chat."""
        self.last_message_id += 1
        body = {"message_id": self.last_message_id, "chat": self.as_json(), "date": int(at.timestamp())} | fields
        message = Message(message_id=self.last_message_id, author=author, body=body)
        self.messages[message.message_id] = message
        return message

    def find(self, message_id: int | None) -> Message | None:
        """The message, unless it was deleted or never was."""
        message = self.messages.get(message_id) if message_id is not None else None
        return None if message is None or message.deleted else message

    def shown(self) -> tuple[Message, ...]:
        """What is on the screen, oldest first."""
        return tuple(message for message in self.messages.values() if not message.deleted)
