"""The command menus, in each language of the clinic."""

from bot.demo.stage import Stage
from simulator.menus import command_menu


async def test_each_patient_sees_the_menu_in_their_language(sqlite_stage: Stage) -> None:
    """Spanish for who has Telegram in Spanish; the clinic's first language for any that it does not write in."""
    stage = sqlite_stage
    chat = stage.world.chat(stage.world.create_user("Lena").id)
    bot = stage.world.bot()

    menus = {code: command_menu(bot, chat=chat, user_id=chat.id, language=code) for code in ("en", "es", "fi")}

    assert [item["command"] for item in menus["es"]] == [item["command"] for item in menus["en"]]
    assert menus["es"] != menus["en"]
    assert menus["fi"] == menus["en"]


async def test_the_staff_group_has_no_menu(sqlite_stage: Stage) -> None:
    """Commands are for patients."""
    stage = sqlite_stage

    menu = command_menu(stage.world.bot(), chat=stage.staff_chat, user_id=1001, language="en")

    assert menu == []
