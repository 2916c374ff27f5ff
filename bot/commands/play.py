"""`aftercare demo`: a story, played by the real parts against the stand-in for Telegram."""

import asyncio
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from bot.clinics import read_house
from bot.commands.say import fail, mendable
from bot.demo.player import Player, StoryError
from bot.demo.screen import Screen
from bot.demo.stage import open_stage
from bot.demo.story import Story, read_story, story_names
from bot.logs import set_up_logs

DEFAULT = "three-patients"


def demo(
    story: Annotated[str, typer.Option(help="The name of a story, or a file with one.")] = DEFAULT,
    list_them: Annotated[bool, typer.Option("--list", help="Name the stories that come with the product.")] = False,
) -> None:
    """Play a story to the terminal: the real bot, scheduler and storage, a virtual clock, made-up people."""
    with mendable():
        if list_them:
            for name in story_names():
                typer.echo(f"{name:20} {read_story(name).about}")
            return
        read = read_story(story)
        set_up_logs(level="ERROR")
        try:
            asyncio.run(_play(read))
        except StoryError as error:
            fail(f"The story did not go as written: {error}")


async def _play(story: Story) -> None:
    with as_file(files("bot").joinpath("template")) as template, tempfile.TemporaryDirectory() as folder:
        house = read_house(template)
        zone = house.practice.clinic.tz
        async with open_stage(Path(folder), house, start=story.start.replace(tzinfo=zone)) as stage:
            await Player(stage=stage, story=story, screen=Screen(zone=zone)).play()
