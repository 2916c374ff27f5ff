"""The world that the simulator keeps: bots, people, chats, what was said, and what went wrong."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, TypeVar

from simulator.acts import Acts
from simulator.changes import Changes
from simulator.chats import Chat, ChatType, Message
from simulator.clock import Clock
from simulator.deliveries import Deliveries
from simulator.faults import Faults, Outage
from simulator.files import Files
from simulator.history import History
from simulator.limits import Limits
from simulator.people import GROUP_ANONYMOUS_BOT, Bot, User
from simulator.records import ApiCall, Delivered, Press
from simulator.updates import Queue
from simulator.wire import Json

DEFAULT_TOKEN = "123456789:simulated-token-of-the-local-stand-in"  # noqa: S105 - opens nothing but the simulator
FIRST_UPDATE_ID = 700_000_001
Seen = TypeVar("Seen")


class World:
    """Everything there is. Read it, act in it through `act`, break it through `faults`."""

    def __init__(self, *, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.limits = Limits()
        self.faults = Faults()
        self.files = Files()
        self.changes = Changes()
        self.bots: dict[str, Bot] = {}
        self.users: dict[int, User] = {GROUP_ANONYMOUS_BOT.id: GROUP_ANONYMOUS_BOT}
        self.chats: dict[tuple[int, int], Chat] = {}
        self.presses: dict[str, Press] = {}
        self.counters: Counter[str] = Counter()
        self.history = History()
        self.webhook_retry = timedelta(seconds=1)  # the first pause after a failed delivery; each further one doubles
        self.deliveries = Deliveries(self)
        self.act = Acts(self)
        self.closing = False
        self._numbers = Counter[str]()

    def create_bot(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        username: str = "aftercare_bot",
        first_name: str = "Aftercare",
        reads_all_group_messages: bool = False,
    ) -> Bot:
        """A bot; the number before the colon of its token is its id."""
        user = User(id=int(token.partition(":")[0]), first_name=first_name, username=username, is_bot=True)
        bot = Bot(
            token=token,
            user=user,
            queue=Queue(next_id=FIRST_UPDATE_ID),
            reads_all_group_messages=reads_all_group_messages,
        )
        self.users[user.id] = user
        self.bots[token] = bot
        return bot

    def create_user(
        self,
        first_name: str = "Ana",
        *,
        user_id: int | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
    ) -> User:
        """A person who has not written to any bot yet."""
        user = User(
            id=user_id or 100_001_000 + self.number("user"),
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )
        self.users[user.id] = user
        return user

    def create_group(
        self,
        title: str = "Staff",
        *,
        type: ChatType = "supergroup",  # noqa: A002 - Telegram's word
        chat_id: int | None = None,
        username: str | None = None,
        members: Iterable[User | int] = (),
        bots: Iterable[Bot] | None = None,
        bot_status: str = "member",
    ) -> Chat:
        """A group or channel with these people in it (the first created it) and all bots, unless told which."""
        number = self.number("group")
        chat = Chat(
            id=chat_id or (-4_100_000_000 - number if type == "group" else -1_002_100_000_000 - number),
            type=type,
            title=title,
            username=username,
        )
        for place, member in enumerate(members):
            chat.members[member if isinstance(member, int) else member.id] = "member" if place else "creator"
        for bot in self.bots.values() if bots is None else bots:
            chat.members[bot.id] = "administrator" if type == "channel" else bot_status
        self.chats[0, chat.id] = chat
        return chat

    def bot(self, which: Bot | str | int | None = None) -> Bot:
        """A bot by itself, its token, its id or its username; without any, the only one."""
        if isinstance(which, Bot):
            return which
        for bot in self.bots.values():
            if which is None or which in (bot.token, bot.id, bot.user.username):
                return bot
        raise LookupError(f"no bot {which!r}: create_bot first")

    def user(self, which: User | int) -> User:
        if isinstance(which, User):
            return which
        if which not in self.users:
            raise LookupError(f"no user {which}: create_user first")
        return self.users[which]

    def chat(self, chat_id: int, *, bot: Bot | str | int | None = None) -> Chat:
        """The chat with this id as that bot sees it; a private one is made when it is first asked for."""
        if chat_id < 0:
            if (0, chat_id) not in self.chats:
                raise LookupError(f"no chat {chat_id}: create_group first")
            return self.chats[0, chat_id]
        key = (self.bot(bot).id, chat_id)
        if key not in self.chats:
            self.chats[key] = Chat(id=chat_id, type="private", user=self.user(chat_id))
        return self.chats[key]

    def number(self, kind: str) -> int:
        """The next number of its kind, from 1."""
        self._numbers[kind] += 1
        return self._numbers[kind]

    def push(
        self, update: Any, *, bot: Bot | str | int | None = None, lane: int = 0, numbered: bool = False
    ) -> int | None:
        """Queue any JSON at all as an update, word for word; `numbered` gives it the next update_id first."""
        queue = self.bot(bot).queue
        if numbered:
            update = {"update_id": queue.upcoming_id, **update}
        update_id = queue.push(update, kind=None, lane=lane, now=self.clock.now())
        self.counters["updates"] += 1
        self.changes.touch()
        return update_id

    def publish(self, bot: Bot, kind: str, body: Json, *, lane: int) -> int | None:
        """Queue an update of this kind, if the bot wants it."""
        update_id = bot.queue.push(body, kind=kind, lane=lane, now=self.clock.now())
        self.counters["updates"] += 1
        self.changes.touch()
        return update_id

    def hold_updates(self, *, bot: Bot | str | int | None = None) -> None:
        """Updates from now on come late: not before `release_updates`."""
        self.bot(bot).queue.hold()

    def release_updates(self, *, bot: Bot | str | int | None = None) -> int:
        return self.bot(bot).queue.release()

    def repeat_update(self, update_id: int | None = None, *, times: int = 1, bot: Bot | str | int | None = None) -> int:
        """Deliver an update (the last one, unless told which) again, though it may be confirmed; gives its id."""
        queue = self.bot(bot).queue
        update_id = next(reversed(queue.sent)) if update_id is None else update_id
        queue.again(update_id, times=times)
        self.changes.touch()
        return update_id

    def restart_update_ids(self, next_id: int, *, bot: Bot | str | int | None = None) -> None:
        """The next update gets this id, which may be lower than those before, as after a quiet week."""
        self.bot(bot).queue.next_id = next_id

    def cut_off(self, kind: Outage) -> None:
        """An outage begins: polls that are open end with it."""
        self.faults.outage = kind
        for bot in self.bots.values():
            bot.queue.wake("stopping")
        self.changes.touch()

    def delivered(
        self, chat: Chat | User | int | None = None, *, since: int = 0, bot: Bot | str | int | None = None
    ) -> list[Delivered]:
        """What bots delivered after this cursor (`history.cursor`), one item a message, also when it was edited."""
        chat_id = chat if chat is None or isinstance(chat, int) else chat.id
        bot_id = None if bot is None else self.bot(bot).id
        return [
            item
            for item in self.history.delivered(since)
            if chat_id in (None, item.chat_id) and bot_id in (None, item.bot_id)
        ]

    def calls(self, method: str | None = None, *, since: int = 0) -> list[ApiCall]:
        """The API calls after this number, oldest first."""
        name = None if method is None else method.lower()
        return [call for call in self.history.calls[since:] if name in (None, call.method.lower())]

    def transcript(self, chat: Chat | User | int, *, bot: Bot | str | int | None = None) -> list[Message]:
        """Both sides of a chat as it is on the screen now, oldest first."""
        found = chat if isinstance(chat, Chat) else self.chat(chat if isinstance(chat, int) else chat.id, bot=bot)
        return list(found.shown())

    async def wait_for(
        self,
        seen: Callable[[], Seen],
        timeout: timedelta = timedelta(seconds=5),  # noqa: ASYNC109
    ) -> Seen:
        """What `seen` gives once it is true, asked again at each change; TimeoutError when it stays false."""
        return await self.changes.until(seen, timeout=timeout)

    def stop_waiting(self) -> None:
        """End open polls and hanging answers: the server closes."""
        self.closing = True
        self.changes.touch()
        self.faults.end_pauses()
        for bot in self.bots.values():
            bot.queue.wake("stopping")
