"""`aftercare demo` and `aftercare play`: the real parts against the stand-in for Telegram, as a story or by hand."""

import asyncio
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, time
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from bot.clinics import read_house
from bot.clock import wall_clock
from bot.commands.say import fail, mendable
from bot.demo.apart import open_apart
from bot.demo.moments import instant_of
from bot.demo.player import Player, StoryError
from bot.demo.process import NotStarted
from bot.demo.screen import Screen
from bot.demo.stage import Stage, open_stage
from bot.demo.story import Story, read_story, story_names
from bot.logs import set_up_logs
from bot.play.serve import open_play
from storage.house import House

DEFAULT = "three-patients"
BEGINS_AT = time(10, 0)  # of the clinic's day: somebody is there

ClinicFolder = Annotated[
    Path | None, typer.Option("--clinic", help="A clinic's folder; without it, the shipped example.")
]


def demo(
    story: Annotated[str, typer.Option(help="The name of a story, or a file with one.")] = DEFAULT,
    list_them: Annotated[bool, typer.Option("--list", help="Name the stories that come with the product.")] = False,
    clinic: ClinicFolder = None,
) -> None:
    """Play a story to the terminal: the real bot, scheduler and storage, a virtual clock, made-up people."""
    with mendable():
        if list_them:
            for name in story_names():
                typer.echo(f"{name:20} {read_story(name).about}")
            return
        read = read_story(story)
        set_up_logs(level="ERROR")
        with _place(clinic) as (folder, place):
            try:
                asyncio.run(_play(read, folder, place))
            except (StoryError, NotStarted) as error:
                fail(f"The story did not go as written: {error}")


def play(
    clinic: ClinicFolder = None,
    port: Annotated[int, typer.Option(help="The page's port on this machine; 0 takes a free one.")] = 8080,
    record: Annotated[Path | None, typer.Option(help="Write what is played into this new file, as a story.")] = None,
) -> None:
    """Be the patient, the staff and the clock, in a page on this machine: the real bot, no token, no network."""
    with mendable(), _place(clinic) as (folder, place):
        house = read_house(place)
        _refuse_what_cannot_be(port, record)
        set_up_logs(level="ERROR")
        start = datetime.combine(wall_clock().date(), BEGINS_AT, house.practice.clinic.tz)
        try:
            asyncio.run(_open(folder, place, start, port, record))
        except NotStarted as error:
            fail(str(error))


async def _play(story: Story, folder: Path, place: Path) -> None:
    house = read_house(place)
    zone = house.practice.clinic.tz
    async with _stage(story, folder, place, house) as stage:
        await Player(stage=stage, story=story, screen=Screen(zone=zone)).play()


@asynccontextmanager
async def _stage(story: Story, folder: Path, place: Path, house: House) -> AsyncIterator[Stage]:
    """A stage for this story: a bot that is to be killed has a process of its own."""
    start = instant_of(story.start, house.practice.clinic.tz)
    if story.kills:
        async with open_apart(folder, place, start=start) as apart:
            yield apart.stage
    else:
        async with open_stage(folder, house, start=start) as stage:
            yield stage


async def _open(folder: Path, place: Path, start: datetime, port: int, record: Path | None) -> None:
    asked_to_stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_stop.set)
    async with open_play(folder, place, start=start, port=port, record=record) as opened:
        typer.echo(f"Open {opened.url} in a browser. Ctrl-C ends it, and nothing is kept", nl=False)
        typer.echo(f" but the story in {record}." if record else ".")
        await asked_to_stop.wait()


@contextmanager
def _place(clinic: Path | None) -> Iterator[tuple[Path, Path]]:
    """A folder that is gone afterwards, and the clinic's."""
    with as_file(files("bot").joinpath("template")) as template, tempfile.TemporaryDirectory() as folder:
        yield Path(folder), (clinic or template).resolve()


def _refuse_what_cannot_be(port: int, record: Path | None) -> None:
    """A port that is taken, a story that would be overwritten: said before anything starts."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            fail(f"--port: {port} cannot be used ({error}). Write another one, or 0 for any that is free.")
    if record is not None and record.exists():
        fail(f"--record: {record} is there already. Write the name of a new file.")
    if record is not None and not record.resolve().parent.is_dir():
        fail(f"--record: there is no folder {record.resolve().parent}.")
