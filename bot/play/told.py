"""Acts at the door as steps of a story; what cannot be told in one is refused, in words."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.finding import alert_number, find_message, words
from bot.demo.stage import Stage
from simulator.chats import Chat, Message

ON_CHARS_MAX = 60  # of the words by which a message is meant, when so many tell it from the others

Told = dict[str, Any]  # the keys and values of a step


class NotTold(ValueError):  # noqa: N818
    """This cannot be told in a story."""

    def __init__(self, what: str) -> None:
        super().__init__(f"recording: {what}. It was not done, so that the story stays whole.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Knows the people of the stage by name."""

    stage: Stage

    def step(self, act: str, facts: Mapping[str, Any]) -> Told:
        """The step that tells this act. Raises NotTold before anything has happened."""
        who, chat = self._who(facts), self._chat(facts)
        match act:
            case "text" | "open_link":
                told = self._text(act, facts, who, chat)
            case "press":
                told = self._press(facts, chat)
            case "edit":
                told = self._edit(facts, chat)
            case "photo" | "voice" | "video" | "document" | "sticker" | "contact" | "location" | "poll" | "album":
                told = self._medium(act, facts, chat)
            case "block" | "unblock":
                told = {f"{act}s": True}
            case _:
                raise NotTold(f"a story has no words for '{act}'")
        return {"who": who} | told

    def _text(self, act: str, facts: Mapping[str, Any], who: str, chat: Chat) -> Told:
        payload = facts.get("payload")
        text = str(facts.get("text", "")) if act == "text" else f"/start {payload}" if payload else "/start"
        _only(facts, {"user", "text", "payload", "chat", "reply_to"})
        if (reply_to := facts.get("reply_to")) is not None:
            return {"replies": text} | self._reply(chat, reply_to) | self._where(chat, who, taps=True)
        if not chat.is_private:
            return {"writes": text, "in_staff_chat": True}
        for name, invitation in self.stage.invitations.items():
            if text == f"/start {invitation.link.partition('start=')[2]}":
                return {"opens": name}
            if text == invitation.code:
                return {"code_of": name}
        return {"writes": text}

    def _press(self, facts: Mapping[str, Any], chat: Chat) -> Told:
        _only(facts, {"user", "label", "data", "chat", "message_id"})
        message, label = _pressed(chat, facts)
        who = self._who(facts)
        return {"taps": label} | self._meant(chat, message, label=label) | self._where(chat, who, taps=True)

    def _edit(self, facts: Mapping[str, Any], chat: Chat) -> Told:
        _only(facts, {"user", "message_id", "text", "chat"})
        message = chat.find(facts.get("message_id"))
        if message is None:
            raise NotTold("there is no such message")
        where = {} if chat.is_private else {"in_staff_chat": True}
        return {"edits": str(facts.get("text", ""))} | self._meant(chat, message, author=message.author) | where

    def _medium(self, act: str, facts: Mapping[str, Any], chat: Chat) -> Told:
        _only(facts, {"user", "content", "caption", "chat"})
        told: Told = {"sends": act}
        if (content := facts.get("content")) is not None:
            told["content"] = content if isinstance(content, str) else b64encode(content).decode()
        if facts.get("caption"):
            told["caption"] = facts["caption"]
        return told | ({} if chat.is_private else {"in_staff_chat": True})

    def _reply(self, chat: Chat, reply_to: int) -> Told:
        message = chat.find(reply_to)
        if message is None:
            raise NotTold("there is no such message to reply to")
        return self._meant(chat, message)

    def _meant(self, chat: Chat, message: Message, *, label: str | None = None, author: int | None = None) -> Told:
        """How a story says which message: not at all when it is the newest, else by its alert or some of its words."""
        said = words(message)
        tries: list[Told] = [{}, {"on": said.partition("\n")[0][:ON_CHARS_MAX].strip()}, {"on": said.strip()}]
        if author is None and (number := alert_number(message)) is not None:
            tries.insert(1, {"alert": number})
        if label is None and author is None:
            tries = tries[1:]  # a reply always says to what
        for told in tries:
            if told.get("on") == "":
                continue
            if find_message(chat, label=label, author=author, **told) is message:
                return told
        raise NotTold("two messages look alike here; use the newer one")

    def _where(self, chat: Chat, who: str, *, taps: bool) -> Told:
        """Staff tap and reply in their group, unless told otherwise."""
        staff = self.stage.house.practice.clinic.person(self.stage.people[who].id) is not None
        return {"privately": True} if taps and staff and chat.is_private else {}

    def _who(self, facts: Mapping[str, Any]) -> str:
        user = facts.get("user")
        for name, person in self.stage.people.items():
            if person.id == user:
                return name
        raise NotTold("nobody in the story has this id")

    def _chat(self, facts: Mapping[str, Any]) -> Chat:
        where, user = facts.get("chat"), facts.get("user")
        if where not in (None, user, self.stage.staff_chat.id):
            raise NotTold("a story knows the private chats and the staff chat")
        return self.stage.staff_chat if where == self.stage.staff_chat.id else self.stage.world.chat(int(user or 0))


def _pressed(chat: Chat, facts: Mapping[str, Any]) -> tuple[Message, str]:
    """The message and the words of the button, however it was named."""
    message_id, label, data = facts.get("message_id"), facts.get("label"), facts.get("data")
    for message in reversed(chat.shown()):
        if message_id is not None and message.message_id != message_id:
            continue
        for row in message.body.get("reply_markup", {}).get("inline_keyboard", ()):
            for button in row:
                if "callback_data" in button and (button["text"] == label or button["callback_data"] == data):
                    return message, button["text"]
    raise NotTold(f"there is no button '{label or data}' (any more)")


def _only(facts: Mapping[str, Any], known: set[str]) -> None:
    if unknown := {name for name, value in facts.items() if value is not None} - known:
        raise NotTold(f"a story has no words for {', '.join(sorted(unknown))}")
