"""Methods about the bot itself and the chats it is in."""

import re

from simulator.call import Call, Method
from simulator.chats import PRESENT, Chat
from simulator.errors import bad_request, forbidden
from simulator.membership import member
from simulator.people import Bot
from simulator.wire import Json

COMMANDS_MAX = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_TEXT_LIMITS = {"Name": 64, "Description": 512, "ShortDescription": 120}
_SCOPES = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
    | {"chat", "chat_administrators", "chat_member"}
)


def get_me(call: Call) -> Json:
    return call.bot.as_json()


def accept(call: Call) -> bool:
    """logOut, close and the like: true, and nothing changes."""
    return True


def set_my_commands(call: Call) -> bool:
    commands = call.params.json_objects("commands", what="commands")
    if commands is None:
        raise bad_request("can't parse commands: expected an Array")
    if len(commands) > COMMANDS_MAX:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept: list[Json] = []
    for command in commands:
        name, description = str(command.get("command", "")).lstrip("/"), str(command.get("description", ""))
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name, "description": description})
    call.bot.commands[_scope(call), call.params.text("language_code") or ""] = kept
    return True


def get_my_commands(call: Call) -> list[Json]:
    return call.bot.commands.get((_scope(call), call.params.text("language_code") or ""), [])


def delete_my_commands(call: Call) -> bool:
    call.bot.commands.pop((_scope(call), call.params.text("language_code") or ""), None)
    return True


def set_my_text(call: Call) -> bool:
    """setMyName, setMyDescription, setMyShortDescription."""
    what = _profile_text(call)
    value = call.params.text(_field(what)) or ""
    if len(value) > _TEXT_LIMITS[what]:
        raise bad_request(f"bot {_field(what).replace('_', ' ')} is too long")
    call.bot.names[what, call.params.text("language_code") or ""] = value
    return True


def get_my_text(call: Call) -> Json:
    what = _profile_text(call)
    names, language = call.bot.names, call.params.text("language_code") or ""
    fallback = call.bot.user.first_name if what == "Name" else ""
    return {_field(what): names.get((what, language)) or names.get((what, "")) or fallback}


def get_chat(call: Call) -> Json:
    chat = _readable_chat(call)
    body = chat.as_json() | {"accent_color_id": 0, "max_reaction_count": 11}
    body["accepted_gift_types"] = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    if chat.pinned is not None and (pinned := chat.find(chat.pinned)) is not None:
        body["pinned_message"] = pinned.body
    return body


def get_chat_member(call: Call) -> Json:
    chat = _readable_chat(call)
    user_id = call.params.number("user_id")
    if user_id is None or (user_id not in chat.members and not _is_in_private(chat, call.bot, user_id)):
        raise bad_request("PARTICIPANT_ID_INVALID" if user_id not in call.world.users else "member not found")
    return member(call.world.users[user_id].as_json(), chat.members.get(user_id, "member"))


def get_chat_administrators(call: Call) -> list[Json]:
    chat = _readable_chat(call)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member(call.world.users[user_id].as_json(), status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator") and user_id in call.world.users
    ]


def get_chat_member_count(call: Call) -> int:
    chat = _readable_chat(call)
    return 2 if chat.is_private else sum(status in PRESENT for status in chat.members.values())


def leave_chat(call: Call) -> bool:
    chat = _readable_chat(call)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.members[call.bot.id] = "left"
    return True


def _scope(call: Call) -> str:
    scope = call.params.json_object("scope", what="BotCommandScope") or {"type": "default"}
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    parts = [str(scope[name]) for name in ("chat_id", "user_id") if name in scope]
    return ":".join([kind, *parts])


def _profile_text(call: Call) -> str:
    name = call.method.lower()
    return next(what for what in _TEXT_LIMITS if name[3:] == f"my{what.lower()}")


def _field(what: str) -> str:
    return {"Name": "name", "Description": "description", "ShortDescription": "short_description"}[what]


def _readable_chat(call: Call) -> Chat:
    chat = call.known_chat()
    if chat.is_private and not chat.started:
        raise bad_request("chat not found")
    if not chat.is_private and chat.members.get(call.bot.id) == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if not chat.is_private and not chat.has(call.bot.id):
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def _is_in_private(chat: Chat, bot: Bot, user_id: int) -> bool:
    return chat.is_private and user_id in (bot.id, chat.id)


def get_file(call: Call) -> Json:
    return call.world.files.describe(call.params.text("file_id") or "")


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "logOut": accept,
    "close": accept,
    "setChatMenuButton": accept,
    "setMyDefaultAdministratorRights": accept,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    **{f"setMy{what}": set_my_text for what in _TEXT_LIMITS},
    **{f"getMy{what}": get_my_text for what in _TEXT_LIMITS},
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
}
