"""Which message of a chat is meant: the newest, or the newest with these words, of that alert, with that button."""

import re
from collections.abc import Iterator

from simulator.chats import Chat, Message
from simulator.keyboard import shown_buttons


def labels(message: Message) -> tuple[str, ...]:
    """The words on its buttons."""
    return tuple(button.text for row in shown_buttons(message.body.get("reply_markup")) for button in row)


def words(message: Message) -> str:
    return str(message.body.get("text") or message.body.get("caption") or "")


def alert_number(message: Message) -> int | None:
    """The number of the alert that a message tells; None for other messages."""
    found = re.search(r" · #(\d+)$", words(message).partition("\n")[0])
    return int(found[1]) if found else None


def find_message(
    chat: Chat,
    *,
    on: str | None = None,
    alert: int | None = None,
    label: str | None = None,
    author: int | None = None,
    with_buttons: bool = False,
) -> Message:
    """The newest message that fits everything that is said of it. Raises LookupError in words."""
    for message in reversed(chat.shown()):
        fits = (
            (on is None or on in words(message))
            and (alert is None or alert_number(message) == alert)
            and (label is None or label in labels(message))
            and (author is None or message.author == author)
            and (not with_buttons or labels(message))
        )
        if fits:
            return message
    raise LookupError(f"no message {', '.join(_wanted(on, alert, label)) or 'yet'} in this chat")


def _wanted(on: str | None, alert: int | None, label: str | None) -> Iterator[str]:
    if on is not None:
        yield f"with '{on}'"
    if alert is not None:
        yield f"of alert #{alert}"
    if label is not None:
        yield f"with the button '{label}'"
