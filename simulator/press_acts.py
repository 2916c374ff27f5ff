"""How a person presses a button, shown or forged."""

from typing import TYPE_CHECKING

from simulator.chats import Chat, Message
from simulator.people import Bot, User
from simulator.posting import ActRefusedError, place
from simulator.records import Press
from simulator.wire import Json

if TYPE_CHECKING:
    from simulator.world import World


class NoSuchButtonError(ActRefusedError):
    """The button is not on the screen."""

    def __init__(self, wanted: str | None, seen: list[str]) -> None:
        super().__init__(f"no button {wanted!r} in this chat; the buttons shown are {seen}")
        self.seen = seen


class PressActs:
    """Presses buttons as a user."""

    _world: "World"

    def press(
        self,
        user: User | int,
        label: str | None = None,
        *,
        data: str | None = None,
        chat: Chat | int | None = None,
        message_id: int | None = None,
        forged: bool = False,
        inaccessible: bool = False,
        bot: Bot | str | int | None = None,
    ) -> str:
        """Press the newest button with this label (or data) on the screen; gives the callback query's id.

        `forged` sends `data` though no such button is shown, as an altered client can; the message may be gone.
        `inaccessible` hides the message from the bot, as Telegram does with old ones.
        """
        person = self._world.user(user)
        where = place(self._world, person, {"chat": chat, "bot": bot})
        if forged:
            message = where.messages.get(message_id) if message_id else _newest_of_bots(self._world, where)
        else:
            message, data = _find_button(where, label, data, message_id)
        body: Json = {"chat": where.as_json(), "message_id": message_id or 1, "date": 0}
        if message is not None:
            body["message_id"] = message.message_id
            body = body if inaccessible or message.deleted else message.body
        owner = self._world.bot(bot if where.is_private or message is None else message.author)
        press = self._press(owner, person, data or "")
        self._world.publish(owner, "callback_query", _query(press, person, body), lane=where.id)
        return press.id

    def _press(self, bot: Bot, person: User, data: str) -> Press:
        press = Press(
            id=str(4_000_000_000_000_000_000 + self._world.number("press")),
            at=self._world.clock.now(),
            bot_id=bot.id,
            user_id=person.id,
            data=data,
        )
        self._world.presses[press.id] = press
        return press


def _query(press: Press, person: User, message: Json) -> Json:
    chat_instance = str(abs(message["chat"]["id"]) * 7919)
    facts = {"message": message, "chat_instance": chat_instance, "data": press.data}
    return {"id": press.id, "from": person.as_json()} | facts


def _find_button(chat: Chat, label: str | None, data: str | None, message_id: int | None) -> tuple[Message, str]:
    seen: list[str] = []
    for message in reversed(chat.shown()):
        if message_id is not None and message.message_id != message_id:
            continue
        for row in message.body.get("reply_markup", {}).get("inline_keyboard", ()):
            for button in row:
                seen.append(button["text"])
                if "callback_data" in button and (button["text"] == label or button["callback_data"] == data):
                    return message, button["callback_data"]
    raise NoSuchButtonError(label if label is not None else data, seen)


def _newest_of_bots(world: "World", chat: Chat) -> Message | None:
    bots = {bot.id for bot in world.bots.values()}
    return next((message for message in reversed(chat.shown()) if message.author in bots), None)
