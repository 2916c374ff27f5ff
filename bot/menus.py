"""The command menus that Telegram shows, per language; patients' private chats only."""

import logging
from zoneinfo import ZoneInfo

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram import call
from care.commands import NAMES
from care.lines import say
from messages import Reader
from storage.house import House

logger = logging.getLogger(__name__)


async def set_menus(bot: Bot, house: House) -> None:
    """Set the menus anew. A failure is logged: the commands work without a menu."""
    clinic = house.practice.clinic
    try:
        for number, language in enumerate(clinic.languages):
            reader = Reader(language=language, zone=ZoneInfo(clinic.zone), places={})
            words = [(name, house.catalog.words(say(f"command-{name}"), reader)) for name in NAMES]
            commands = [{"command": name, "description": text} for name, text in words]
            menu = {"commands": commands, "scope": {"type": "all_private_chats"}}
            if number == 0:
                await call(bot, "setMyCommands", menu)
            await call(bot, "setMyCommands", menu | {"language_code": language.split("-")[0]})
    except TelegramError as error:
        extra = {"action": "menus_failed", "error": type(error).__name__}
        logger.warning("The command menus were not set", extra=extra)
