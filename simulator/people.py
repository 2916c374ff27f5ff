"""Who is there: users, and the bots they write to."""

from dataclasses import dataclass, field

from simulator.updates import Queue
from simulator.webhook import Webhook
from simulator.wire import Json, without_none


@dataclass(slots=True, kw_only=True, eq=False)
class User:
    """A person, or the person-like side of a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    deactivated: bool = False

    def as_json(self) -> Json:
        return without_none(
            {
                "id": self.id,
                "is_bot": self.is_bot,
                "first_name": self.first_name,
                "last_name": self.last_name,
                "username": self.username,
                "language_code": self.language_code,
            }
        )


# Telegram sends group administrators who hide behind the group under this name.
GROUP_ANONYMOUS_BOT = User(id=1087968824, first_name="Group", username="GroupAnonymousBot", is_bot=True)


@dataclass(slots=True, kw_only=True, eq=False)
class Bot:
    """One bot: its token, its queue of updates, its menus and names."""

    token: str
    user: User
    queue: Queue
    reads_all_group_messages: bool = False
    webhook: Webhook | None = None
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.user.id

    def as_json(self) -> Json:
        return self.user.as_json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_all_group_messages,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
