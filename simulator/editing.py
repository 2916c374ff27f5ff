"""Methods that change what was said: edits, deletions, reactions, pins, and answers to presses."""

from datetime import UTC, datetime, timedelta

from simulator.call import Call, Method
from simulator.chats import Chat, Message
from simulator.errors import bad_request
from simulator.keyboard import checked_markup
from simulator.text import checked_caption, checked_text
from simulator.updates import CALLBACK_KEPT
from simulator.wire import Json, without_none

DELETABLE = timedelta(hours=48)  # older messages stay
ANSWER_CHARS_MAX = 200
_EMOJI = (
    "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴"
    "😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
)
_JOINED = ("❤\u200d🔥", "👨\u200d💻", "🤷\u200d♂", "🤷", "🤷\u200d♀")
ALLOWED_REACTIONS = frozenset(_EMOJI).union(_JOINED)


def edit_message_text(call: Call) -> Json:
    chat, message = _own_message(call)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    text, entities = checked_text(
        call.params.text("text"),
        parse_mode=call.params.text("parse_mode"),
        entities=call.params.json_objects("entities", what="message entities"),
    )
    options = call.params.json_object("link_preview_options", what="link preview options")
    shown = {"text": text, "entities": entities or None, "link_preview_options": options}
    return _edit(call, chat, message, shown | {"reply_markup": _markup(call)})


def edit_message_caption(call: Call) -> Json:
    chat, message = _own_message(call)
    if "text" in message.body:
        raise bad_request("there is no caption in the message to edit")
    caption, entities = checked_caption(
        call.params.text("caption"),
        parse_mode=call.params.text("parse_mode"),
        entities=call.params.json_objects("caption_entities", what="caption entities"),
    )
    shown = {"caption": caption or None, "caption_entities": entities or None}
    return _edit(call, chat, message, shown | {"reply_markup": _markup(call)})


def edit_message_reply_markup(call: Call) -> Json:
    chat, message = _own_message(call)
    return _edit(call, chat, message, {"reply_markup": _markup(call)})


def delete_message(call: Call) -> bool:
    chat = call.open_chat()
    message = chat.find(call.params.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    now = call.world.clock.now()
    too_old = now - datetime.fromtimestamp(message.body["date"], UTC) > DELETABLE
    is_foreign = message.author != call.bot.id and not chat.is_private
    if too_old or (is_foreign and chat.members.get(call.bot.id) != "administrator"):
        raise bad_request("message can't be deleted")
    message.deleted = True
    call.world.history.deleted(bot_id=call.bot.id, chat=chat, message_id=message.message_id, at=now)
    return True


def answer_callback_query(call: Call) -> bool:
    press = call.world.presses.get(call.params.text("callback_query_id") or "")
    if press is None or press.bot_id != call.bot.id or call.world.clock.now() - press.at > CALLBACK_KEPT:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.params.text("text")
    if text is not None and len(text) > ANSWER_CHARS_MAX:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = without_none({"text": text, "url": call.params.text("url")})
    press.answers.append(answer | {"show_alert": call.params.flag("show_alert")})
    return True


def set_message_reaction(call: Call) -> bool:
    chat = call.open_chat()
    message = chat.find(call.params.number("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    reactions = call.params.json_objects("reaction", what="reaction types") or []
    for reaction in reactions:
        if reaction.get("type") == "emoji" and reaction.get("emoji", "").rstrip("\ufe0f") not in ALLOWED_REACTIONS:
            raise bad_request("REACTION_INVALID")
    message.reactions[call.bot.id] = [reaction.get("emoji", "") for reaction in reactions]
    return True


def pin_chat_message(call: Call) -> bool:
    chat = call.open_chat()
    message = chat.find(call.params.number("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    if not chat.is_private and chat.members.get(call.bot.id) != "administrator":
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned = message.message_id
    return True


def unpin_chat_message(call: Call) -> bool:
    call.open_chat().pinned = None
    return True


def _own_message(call: Call) -> tuple[Chat, Message]:
    if call.params.number("message_id") is None:
        raise bad_request("message identifier is not specified")
    chat = call.open_chat()
    message = chat.find(call.params.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.author != call.bot.id:
        raise bad_request("message can't be edited")
    return chat, message


def _markup(call: Call) -> Json | None:
    return checked_markup(call.params.json_object("reply_markup", what="inline keyboard"))


def _edit(call: Call, chat: Chat, message: Message, changed: Json) -> Json:
    before = message.body
    if all(before.get(name) == value for name, value in changed.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    call.spend(chat)
    edited_at = int(call.world.clock.now().timestamp())
    return call.replace(chat, message, without_none(before | changed | {"edit_date": edited_at}))


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "setMessageReaction": set_message_reaction,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
}
