"""Everything that happened at the door of the bots, in order, to be read with a cursor."""

from datetime import datetime

from simulator.chats import Chat
from simulator.keyboard import shown_buttons
from simulator.records import ApiCall, Delivered, Version
from simulator.wire import Json


class History:
    """Deliveries and calls. A cursor is the number of things seen so far."""

    def __init__(self) -> None:
        self.calls: list[ApiCall] = []
        self._journal: list[Delivered] = []
        self._by_message: dict[tuple[int, int, int], Delivered] = {}

    @property
    def cursor(self) -> int:
        """Give this to `delivered` as `since`, to see only what comes after now."""
        return len(self._journal)

    def delivered(self, since: int = 0) -> list[Delivered]:
        """The messages sent, edited or deleted after the cursor."""
        return list(dict.fromkeys(self._journal[since:]))

    def sent(self, *, bot_id: int, chat: Chat, body: Json, method: str, at: datetime) -> None:
        item = Delivered(
            seq=self.cursor + 1,
            bot_id=bot_id,
            chat_id=chat.id,
            message_id=body["message_id"],
            sent=_version(body, method=method, at=at),
        )
        self._by_message[bot_id, chat.id, item.message_id] = item
        self._journal.append(item)

    def edited(self, *, bot_id: int, chat: Chat, body: Json, method: str, at: datetime) -> None:
        item = self._by_message.get((bot_id, chat.id, body["message_id"]))
        if item is not None:
            item.edits.append(_version(body, method=method, at=at))
            self._journal.append(item)

    def deleted(self, *, bot_id: int, chat: Chat, message_id: int, at: datetime) -> None:
        item = self._by_message.get((bot_id, chat.id, message_id))
        if item is not None:
            item.deleted_at = at
            self._journal.append(item)


def _version(body: Json, *, method: str, at: datetime) -> Version:
    return Version(
        at=at,
        method=method,
        text=str(body.get("text") or body.get("caption") or ""),
        rows=shown_buttons(body.get("reply_markup")),
        body=body,
    )
