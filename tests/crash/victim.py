"""The process that is killed: what `aftercare run` starts, composed of the same objects, against the stand-in."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.clock import wall_clock
from bot.pace import Pace
from bot.runner import ClinicRun, Rhythm
from bot.telegram import make_bot
from storage import Database, Vault
from storage.house import House
from tests.crash.points import Trap
from tests.databases import KEY

UNHURRIED = 1_000_000  # messages a second, or a minute: no limits are tried here


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """Our bot, as the killer starts it: each call in a new process."""

    house: House
    database_url: str
    api_url: str
    token: str
    folder: Path

    def live(self, trap: Trap | None) -> None:
        """Run until killed."""
        _log_to(self.folder / "ours.log")
        if trap is not None:
            trap.set()
        asyncio.run(run_clinic(self.house, self.database_url, self.api_url, self.token))


async def run_clinic(
    house: House, database_url: str, api_url: str, token: str, *, pace: Pace | None = None, poll_s: int = 5
) -> None:
    """What `aftercare run` does once its settings are read."""
    db = Database.connect(database_url, Vault.from_text(KEY))
    unhurried = Pace(bot_per_s=UNHURRIED, chat_burst=UNHURRIED, group_per_minute=UNHURRIED)
    async with make_bot(token, api_url=api_url) as bot:
        run = ClinicRun(
            bot=bot,
            db=db,
            house=house,
            clock=wall_clock,
            replica="the only one",
            rhythm=Rhythm(poll_s=poll_s),
            pace=pace or unhurried,
        )
        await run.run()


def _log_to(path: Path) -> None:
    logging.basicConfig(filename=path, level=logging.WARNING, force=True, format="%(process)d %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


Live = Callable[[Trap | None], None]
