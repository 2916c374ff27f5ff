"""What happens to groups and channels."""

from typing import TYPE_CHECKING

from simulator.chats import Chat
from simulator.membership import member
from simulator.people import Bot, User
from simulator.posting import announce, post
from simulator.text import found_entities
from simulator.wire import Json, without_none

if TYPE_CHECKING:
    from simulator.world import World


class GroupActs:
    """Acts upon groups; where a person is needed, it is the first member."""

    _world: "World"

    def join(self, chat: Chat | int, user: User | int, *, status: str = "member") -> None:
        """A person joins, or gets another status."""
        group, person = self._group(chat), self._world.user(user)
        is_new = not group.has(person.id)
        before = group.members.get(person.id, "left")
        group.members[person.id] = status
        if is_new and group.type != "channel":
            post(self._world, person, {"new_chat_members": [person.as_json()]}, {"chat": group})
        self._tell_change(group, person, by=person, before=before, after=status, kind="chat_member")

    def leave(self, chat: Chat | int, user: User | int) -> None:
        group, person = self._group(chat), self._world.user(user)
        before = group.members.get(person.id, "left")
        post(self._world, person, {"left_chat_member": person.as_json()}, {"chat": group})
        group.members[person.id] = "left"
        self._tell_change(group, person, by=person, before=before, after="left", kind="chat_member")

    def set_bot_status(
        self,
        chat: Chat | int,
        status: str,
        *,
        by: User | int | None = None,
        bot: Bot | str | int | None = None,
    ) -> None:
        """Add, promote, or remove the bot: "member", "administrator", "left" or "kicked"."""
        group, found = self._group(chat), self._world.bot(bot)
        actor = self._world.user(by) if by is not None else self._anyone(group)
        was_there, before = group.has(found.id), group.members.get(found.id, "left")
        group.members[found.id] = status
        self._tell_change(group, found.user, by=actor, before=before, after=status, kind="my_chat_member", bot=found)
        if group.has(found.id) and not was_there and group.type != "channel":
            post(self._world, actor, {"new_chat_members": [found.user.as_json()]}, {"chat": group})

    def add_bot(self, chat: Chat | int, *, by: User | int | None = None, bot: Bot | str | int | None = None) -> None:
        self.set_bot_status(chat, "member", by=by, bot=bot)

    def kick_bot(self, chat: Chat | int, *, by: User | int | None = None, bot: Bot | str | int | None = None) -> None:
        self.set_bot_status(chat, "kicked", by=by, bot=bot)

    def migrate(self, chat: Chat | int) -> Chat:
        """The group becomes a supergroup with a new id; gives the new chat."""
        old = self._group(chat)
        new = self._world.create_group(old.title or "", bots=())
        new.members = dict(old.members)
        actor = self._anyone(old)
        post(self._world, actor, {"migrate_to_chat_id": new.id}, {"chat": old})
        old.migrated_to = new.id
        post(self._world, actor, {"migrate_from_chat_id": old.id}, {"chat": new, "anonymous": True})
        return new

    def channel_post(self, chat: Chat | int, text: str) -> Json:
        """Something is posted in a channel; gives the message."""
        channel = self._group(chat)
        fields = without_none({"text": text, "entities": found_entities(text) or None})
        sender = {"sender_chat": channel.as_json()}
        message = channel.add(sender | fields, author=channel.id, at=self._world.clock.now())
        announce(self._world, channel, message, kind="channel_post")
        return message.body

    def _group(self, chat: Chat | int) -> Chat:
        return chat if isinstance(chat, Chat) else self._world.chat(chat)

    def _anyone(self, group: Chat) -> User:
        bots = {bot.id for bot in self._world.bots.values()}
        for user_id in group.members:
            if user_id not in bots and group.has(user_id):
                return self._world.user(user_id)
        raise LookupError(f"chat {group.id} has no people: join first")

    def _tell_change(
        self, group: Chat, whom: User, *, by: User, before: str, after: str, kind: str, bot: Bot | None = None
    ) -> None:
        body = {
            "chat": group.as_json(),
            "from": by.as_json(),
            "date": int(self._world.clock.now().timestamp()),
            "old_chat_member": member(whom.as_json(), before),
            "new_chat_member": member(whom.as_json(), after),
        }
        for each in self._world.bots.values():
            if each is bot or (bot is None and group.members.get(each.id) == "administrator"):
                self._world.publish(each, kind, body, lane=group.id)
