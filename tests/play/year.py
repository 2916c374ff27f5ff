"""How long a year takes: one patient after nose surgery who answers everything. `python -m tests.play.year`."""

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.enroll import Request
from bot.play.serve import Opened, open_play
from tests.play.patient import Answering

START = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/Madrid"))
YEAR = timedelta(days=365)
TARGET_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What was played, and in how many real seconds."""

    seconds: float
    presses: int
    messages: int
    stops: int


async def play_year(opened: Opened) -> Year:
    """A year from enrolment on, through the clock of the page."""
    play = opened.play
    request = Request(
        first_name="Lena",
        initials="L.M.",
        procedure="rhinoplasty",
        surgery_on=date(2026, 3, 2),
        surgeon="Dr Elena Vega",
        language="en",
    )
    await play.enroll(request)
    began = time.perf_counter()
    await play.stage.join("Lena")
    answering, end, stops = Answering(stage=play.stage), play.stage.now + YEAR, 0
    await answering.everything("Lena")
    while play.stage.now < end:
        await opened.clockwork.to(end, stop_at_questions=True)
        await opened.clockwork.finished()
        stops += 1
        await answering.everything("Lena", "Ana Ruiz")
    return Year(
        seconds=time.perf_counter() - began,
        presses=len(answering.pressed),
        messages=len(play.stage.world.delivered()),
        stops=stops,
    )


async def _measure() -> int:
    with as_file(files("bot").joinpath("template")) as clinic, tempfile.TemporaryDirectory() as folder:
        async with open_play(Path(folder), clinic, start=START) as opened:
            year = await play_year(opened)
    print(  # noqa: T201  # it is a command
        f"a year of one patient who answers everything: {year.seconds:.1f} s (target {TARGET_S:g} s), "
        f"{year.presses} presses, {year.messages} messages, {year.stops} stops"
    )
    return 0 if year.seconds < TARGET_S else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(_measure()))
