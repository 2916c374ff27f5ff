"""Which command menu a user sees."""

from simulator.chats import Chat
from simulator.people import Bot
from simulator.wire import Json


def command_menu(bot: Bot, *, chat: Chat, user_id: int, language: str) -> list[Json]:
    """The commands that this user sees in this chat, by Telegram's order of scopes and languages."""
    here, each = f"chat:{chat.id}", f"chat_member:{chat.id}:{user_id}"
    if chat.is_private:
        scopes = [here, "all_private_chats", "default"]
    elif chat.members.get(user_id) in ("creator", "administrator"):
        admins = f"chat_administrators:{chat.id}"
        scopes = [each, admins, here, "all_chat_administrators", "all_group_chats", "default"]
    else:
        scopes = [each, here, "all_group_chats", "default"]
    for scope in scopes:
        for code in (language, ""):
            if bot.commands.get((scope, code)):
                return bot.commands[scope, code]
    return []
