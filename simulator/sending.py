"""Methods by which a bot sends."""

from simulator.call import Call, Method
from simulator.chats import Chat
from simulator.errors import bad_request
from simulator.keyboard import checked_markup
from simulator.params import Params
from simulator.text import checked_caption, checked_text
from simulator.wire import Json, without_none

_UPLOADS = ("upload_photo", "upload_document", "upload_video", "upload_video_note", "upload_voice")
_RECORDS = ("record_video", "record_video_note", "record_voice")
CHAT_ACTIONS = ("typing", "choose_sticker", "find_location", *_UPLOADS, *_RECORDS)
_MIME = {
    "photo": "image/jpeg",
    "document": "application/octet-stream",
    "voice": "audio/ogg",
    "video": "video/mp4",
    "sticker": "image/webp",
    "audio": "audio/mpeg",
}
_WORDS = ("text", "entities", "caption", "caption_entities", "has_media_spoiler")
_COPIED = (*_WORDS, *_MIME, "location", "contact")


def send_message(call: Call) -> Json:
    chat = call.open_chat()
    text, entities = checked_text(
        call.params.text("text"),
        parse_mode=call.params.text("parse_mode"),
        entities=call.params.json_objects("entities", what="message entities"),
    )
    fields = {"text": text, "entities": entities or None} | _common(call, chat)
    options = call.params.json_object("link_preview_options", what="link preview options")
    return call.deliver(chat, without_none(fields | {"link_preview_options": options}))


def send_photo(call: Call) -> Json:
    return _send_media(call, "photo")


def send_document(call: Call) -> Json:
    return _send_media(call, "document")


def send_voice(call: Call) -> Json:
    return _send_media(call, "voice")


def send_video(call: Call) -> Json:
    return _send_media(call, "video")


def send_sticker(call: Call) -> Json:
    return _send_media(call, "sticker")


def send_audio(call: Call) -> Json:
    return _send_media(call, "audio")


def copy_message(call: Call) -> Json:
    chat = call.open_chat()
    copied = {name: value for name, value in _source(call, "copy").items() if name in _COPIED}
    if "caption" in call.params.values:
        copied |= _caption(call)
    body = call.deliver(chat, without_none(copied | _common(call, chat)))
    return {"message_id": body["message_id"]}


def forward_message(call: Call) -> Json:
    chat = call.open_chat()
    source = _source(call, "forward")
    if source.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    fields = {name: value for name, value in source.items() if name in _COPIED}
    origin = {"type": "user", "sender_user": source.get("from"), "date": source["date"]}
    return call.deliver(chat, without_none(fields | {"forward_origin": origin} | _common(call, chat)))


def send_chat_action(call: Call) -> bool:
    call.open_chat()
    if call.params.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _send_media(call: Call, kind: str) -> Json:
    chat = call.open_chat()
    stored = call.world.files.sent(call.params, field=kind, kind=kind, mime_type=_MIME[kind])
    fields = stored.as_field(kind)
    if kind != "sticker":
        fields |= _caption(call)
    if kind in ("photo", "video") and call.params.flag("has_spoiler"):
        fields["has_media_spoiler"] = True
    return call.deliver(chat, without_none(fields | _common(call, chat)))


def _caption(call: Call) -> Json:
    caption, entities = checked_caption(
        call.params.text("caption"),
        parse_mode=call.params.text("parse_mode"),
        entities=call.params.json_objects("caption_entities", what="caption entities"),
    )
    return {"caption": caption or None, "caption_entities": entities or None}


def _source(call: Call, verb: str) -> Json:
    message = call.known_chat("from_chat_id").find(call.params.number("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message.body


def _common(call: Call, chat: Chat) -> Json:
    markup = checked_markup(call.params.json_object("reply_markup", what="reply keyboard markup"))
    return {
        "reply_markup": markup if markup and "inline_keyboard" in markup else None,
        "reply_to_message": _replied(call, chat),
        "has_protected_content": call.params.flag("protect_content") or None,
    }


def _replied(call: Call, chat: Chat) -> Json | None:
    given = call.params.json_object("reply_parameters", what="reply parameters") or {}
    message_id = Params(given).number("message_id") or call.params.number("reply_to_message_id")
    if not message_id:
        return None
    message = chat.find(message_id)
    if message is None:
        if given.get("allow_sending_without_reply") or call.params.flag("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return {name: value for name, value in message.body.items() if name != "reply_to_message"}


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendVoice": send_voice,
    "sendVideo": send_video,
    "sendSticker": send_sticker,
    "sendAudio": send_audio,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "sendChatAction": send_chat_action,
}
