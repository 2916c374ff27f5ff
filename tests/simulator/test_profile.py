"""The bot's menus and names, and what it can learn about chats."""

import pytest
from telegram import Bot as TelegramBot
from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest

from simulator import World
from simulator.menus import command_menu
from simulator.people import User


def menu(world: World, chat_id: int, user: User) -> list[str]:
    chat, language = world.chat(chat_id), user.language_code or ""
    return [c["command"] for c in command_menu(world.bot(), chat=chat, user_id=user.id, language=language)]


async def test_menus_by_scope_and_language(world: World, ana: User, telegram: TelegramBot) -> None:
    """Each chat shows the menu of its narrowest scope, in the language of who looks."""
    group = world.create_group(members=[ana])
    bea = world.create_user("Bea", language_code="pt")
    private = BotCommandScopeAllPrivateChats()
    await telegram.set_my_commands([BotCommand("help", "Help")])
    await telegram.set_my_commands([BotCommand("concern", "Something is wrong")], scope=private)
    await telegram.set_my_commands([BotCommand("queixa", "Algo errado")], scope=private, language_code="pt")
    await telegram.set_my_commands([BotCommand("open", "Open alerts")], scope=BotCommandScopeChat(group.id))

    assert menu(world, ana.id, ana) == ["concern"]
    assert menu(world, bea.id, bea) == ["queixa"]
    assert menu(world, group.id, ana) == ["open"]

    await telegram.delete_my_commands(scope=private, language_code="pt")
    assert menu(world, bea.id, bea) == ["concern"]
    assert await telegram.get_my_commands() == (BotCommand("help", "Help"),)


async def test_an_impossible_command(telegram: TelegramBot) -> None:
    """Capitals are refused by Telegram, not by the library."""
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await telegram.set_my_commands([BotCommand("Help", "Help")])


async def test_names_and_descriptions(telegram: TelegramBot) -> None:
    """A language without words of its own gets the general ones."""
    await telegram.set_my_description("Cuida de si", language_code="pt")
    await telegram.set_my_description("Looks after you")
    await telegram.set_my_name("Ward")

    assert (await telegram.get_my_description("pt")).description == "Cuida de si"
    assert (await telegram.get_my_description("de")).description == "Looks after you"
    assert (await telegram.get_my_name()).name == "Ward"


async def test_chats_and_members(world: World, ana: User, telegram: TelegramBot) -> None:
    """A group tells its title, its administrators, and who is in it, until the bot leaves."""
    bea = world.create_user("Bea")
    group = world.create_group("Ward", members=[ana, bea])

    assert (await telegram.get_chat(group.id)).title == "Ward"
    assert [member.user.id for member in await telegram.get_chat_administrators(group.id)] == [ana.id]
    assert (await telegram.get_chat_member(group.id, bea.id)).status == "member"

    await telegram.leave_chat(group.id)
    assert not group.has(world.bot().id)
