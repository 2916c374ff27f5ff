"""Every story that ships is played from its first word to its last."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.demo.player import Player, StoryError
from bot.demo.screen import Screen
from bot.demo.stage import open_stage
from bot.demo.steps import Step
from bot.demo.story import Story, read_story, story_names
from storage import Database
from storage.house import House
from tests.stage import empty


async def played(story: Story, house: House, db: Database, folder: Path) -> str:
    """The screen after the story, as plain text."""
    await empty(db)
    zone, shown = house.practice.clinic.tz, io.StringIO()
    screen = Screen(zone=zone, console=Console(file=shown, width=100))
    async with open_stage(folder, house, start=story.start.replace(tzinfo=zone), db=db) as stage:
        await Player(stage=stage, story=story, screen=screen).play()
    return shown.getvalue()


@pytest.mark.parametrize("name", story_names())
async def test_a_story_goes_as_it_is_written(
    name: str, house: House, sqlite_of_stages: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever must be seen is seen, no turn fails on the way, and the screen ends with the last day."""
    story = read_story(name)

    shown = await played(story, house, sqlite_of_stages, tmp_path)

    assert "The story ends on" in shown
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_the_night_goes_the_same_way_on_postgresql(
    house: House, postgres_of_stages: Database, tmp_path: Path
) -> None:
    """The story with the ladder, on the other database."""
    shown = await played(read_story("red-flag-at-night"), house, postgres_of_stages, tmp_path)

    assert "Taken by Dr Elena Vega" in shown


async def test_a_story_that_goes_otherwise_says_where(house: House, sqlite_of_stages: Database, tmp_path: Path) -> None:
    """The error names the step, what was to be read, and what was read instead."""
    story = read_story("three-patients")
    wrong = story.model_copy(update={"play": (*story.play[:2], Step(see="Tom", says="Hello Elvis"))})

    with pytest.raises(StoryError, match=r"step 3 .*Hello Elvis.*Which language"):
        await played(wrong, house, sqlite_of_stages, tmp_path)
