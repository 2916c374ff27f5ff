"""`make pictures`: the README's picture, drawn from a story as it really plays, and the pictures of the protocols."""

import asyncio
import io
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from bot.clinics import read_house
from bot.demo.player import Player
from bot.demo.screen import PAGE_CHARS, Screen
from bot.demo.stage import open_stage
from bot.demo.story import read_story
from bot.logs import set_up_logs
from tests.drawing.pictures import write_pictures
from tests.play.pictures import draw as draw_play

ROOT = Path(__file__).parent.parent
STORY, BEGINS, ENDS = "unhappy-nose", "She sees where she stands", "Elena Vega calls"


class Excerpt(Screen):
    """Keeps what is shown between two of the story's own remarks."""

    taken: str = ""

    def narrate(self, words: str) -> None:
        if words.startswith(ENDS):
            self.taken = self.console.export_svg(title="Aftercare", code_format=_without_web_fonts(CONSOLE_SVG_FORMAT))
        elif words.startswith(BEGINS):
            self.console.export_text(clear=True)
        super().narrate(words)


async def draw() -> str:
    """Play the story; the excerpt as SVG."""
    house, story = read_house(ROOT / "bot" / "template"), read_story(STORY)
    console = Console(width=PAGE_CHARS, record=True, file=io.StringIO(), highlight=False, emoji=False)
    screen = Excerpt(zone=house.practice.clinic.tz, console=console)
    with tempfile.TemporaryDirectory() as folder:
        start = story.start.replace(tzinfo=house.practice.clinic.tz)
        async with open_stage(Path(folder), house, start=start) as stage:
            await Player(stage=stage, story=story, screen=screen).play()
    return screen.taken


def _without_web_fonts(template: str) -> str:
    """The same drawing in a font that the reader has: pictures in a repository should load nothing."""
    head, _, rest = template.partition("@font-face")
    while "@font-face" in rest:
        rest = rest.partition("@font-face")[2]
    body = rest.partition("}}")[2]
    return (head + body).replace("Fira Code", "ui-monospace, Menlo, Consolas")


if __name__ == "__main__":
    set_up_logs(level="ERROR")
    (ROOT / "docs" / "pictures" / "unhappy-nose.svg").write_text(asyncio.run(draw()), encoding="utf-8")
    write_pictures()
    asyncio.run(draw_play(ROOT / "docs" / "pictures"))
