"""A play that is open, with its bot in a process of its own, and somebody at the page's door."""

from collections.abc import AsyncIterator, Iterator
from importlib.resources import as_file, files
from pathlib import Path

import httpx
import pytest

from bot.play.serve import Opened, open_play
from tests.play.visitor import START, Visitor
from tests.stage import house, sqlite_of_stages


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """The shipped example of a clinic's folder."""
    with as_file(files("bot").joinpath("template")) as folder:
        yield folder


@pytest.fixture
async def opened(template: Path, tmp_path: Path) -> AsyncIterator[Opened]:
    """A clinic on the Monday of an operation, at ten."""
    async with open_play(tmp_path, template, start=START) as play:
        yield play


@pytest.fixture
async def visitor(opened: Opened) -> AsyncIterator[Visitor]:
    """Somebody at the page's door."""
    async with httpx.AsyncClient(base_url=opened.url, timeout=30) as client:
        yield Visitor(client=client, opened=opened)


__all__ = ["house", "opened", "sqlite_of_stages", "template", "visitor"]
