"""What people do: write, edit, block; with what press_acts, media_acts and group_acts add."""

from typing import TYPE_CHECKING, Unpack

from simulator.group_acts import GroupActs
from simulator.media_acts import MediaActs
from simulator.membership import member
from simulator.people import Bot, User
from simulator.posting import ActRefusedError, How, announce, place, post
from simulator.press_acts import PressActs
from simulator.text import found_entities
from simulator.wire import Json, without_none

if TYPE_CHECKING:
    from simulator.world import World


class Acts(PressActs, MediaActs, GroupActs):
    """Acts as a user. Where no chat is named it is the user's private chat with the bot."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def text(self, user: User | int, text: str, **how: Unpack[How]) -> Json:
        """Write a text; gives the message."""
        return post(self._world, user, without_none({"text": text, "entities": found_entities(text) or None}), how)

    def open_link(self, user: User | int, payload: str | None = None, **how: Unpack[How]) -> Json:
        """Open the bot's link t.me/bot?start=payload and press Start."""
        return self.text(user, f"/start {payload}" if payload else "/start", **how)

    def edit(self, user: User | int, message_id: int, text: str, **how: Unpack[How]) -> Json:
        """Change the text of an own message; gives the message."""
        person = self._world.user(user)
        chat = place(self._world, person, how)
        message = chat.find(message_id)
        if message is None or message.author != person.id:
            raise ActRefusedError(f"message {message_id} is not there, or not by user {person.id}")
        edited_at = int(self._world.clock.now().timestamp())
        found = found_entities(text) or None
        is_text = "text" in message.body
        words = {"text": text, "entities": found} if is_text else {"caption": text, "caption_entities": found}
        message.body = without_none(message.body | words | {"edit_date": edited_at})
        kind = "edited_channel_post" if chat.type == "channel" else "edited_message"
        announce(self._world, chat, message, kind=kind, bot=how.get("bot"))
        return message.body

    def block(self, user: User | int, *, bot: Bot | str | int | None = None) -> None:
        """Stop and block the bot."""
        self._set_blocked(user, bot, blocked=True)

    def unblock(self, user: User | int, *, bot: Bot | str | int | None = None) -> None:
        self._set_blocked(user, bot, blocked=False)

    def delete_account(self, user: User | int) -> None:
        """From now on the bot hears "user is deactivated"."""
        self._world.user(user).deactivated = True

    def _set_blocked(self, user: User | int, bot: Bot | str | int | None, *, blocked: bool) -> None:
        person, found = self._world.user(user), self._world.bot(bot)
        chat = self._world.chat(person.id, bot=found)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        body = {
            "chat": chat.as_json(),
            "from": person.as_json(),
            "date": int(self._world.clock.now().timestamp()),
            "old_chat_member": member(found.user.as_json(), before),
            "new_chat_member": member(found.user.as_json(), after),
        }
        self._world.publish(found, "my_chat_member", body, lane=chat.id)
