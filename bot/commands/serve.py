"""`aftercare run`, `migrate` and `key`: the process itself and what it needs before."""

import asyncio
import contextlib
import logging
import signal
from contextlib import AsyncExitStack

import typer

from bot.clinics import find_clinics, read_house
from bot.clock import wall_clock
from bot.commands.say import fail, mendable
from bot.logs import set_up_logs
from bot.runner import ClinicRun
from bot.settings import Settings, SettingsError, read_settings, unknown_names
from bot.telegram import make_bot
from storage import Database, migrate, schema_version
from storage.schema import newest_version
from storage.turn import House
from storage.vault import new_key


logger = logging.getLogger(__name__)


def key() -> None:
    """Print a new secret key. Keep it apart from the database: without it nothing there can be read."""
    typer.echo(new_key())


def migrate_database() -> None:
    """Bring the database to the newest schema. Do it before the first run and after each update."""
    with mendable():
        settings = read_settings()
        migrate(settings.database_url)
    typer.echo(f"Schema {schema_version(settings.database_url)}: up to date.")


def run() -> None:
    """Serve every clinic in CLINIC_DIR until told to stop (SIGTERM or Ctrl-C)."""
    with mendable():
        settings = read_settings()
        houses = [read_house(folder) for folder in find_clinics(settings.clinic_dir)]
        _refuse_unknown(houses)
        _refuse_old_schema(settings)
        set_up_logs(level=settings.log_level, form=settings.log_format)
        asyncio.run(_serve(settings, houses))


async def _serve(settings: Settings, houses: list[House]) -> None:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101  # asyncio.run gives one
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    db = Database.connect(settings.database_url, settings.vault())
    async with AsyncExitStack() as stack:
        stack.push_async_callback(db.close)
        with contextlib.suppress(asyncio.CancelledError):
            async with asyncio.TaskGroup() as group:
                for house in houses:
                    token = settings.token(house.practice.clinic.token_variable)
                    bot = make_bot(token, api_url=settings.telegram_api_url)
                    clinic = ClinicRun(bot=bot, db=db, house=house, clock=wall_clock, replica=settings.replica)
                    group.create_task(clinic.run(polling=settings.mode == "polling"))
                names = ", ".join(house.practice.clinic.name for house in houses)
                logger.info(f"Serving {names}", extra={"action": "serving", "mode": settings.mode})


def _refuse_unknown(houses: list[House]) -> None:
    if unknown := unknown_names(tuple(house.practice.clinic.token_variable for house in houses)):
        raise SettingsError("\n".join(unknown))


def _refuse_old_schema(settings: Settings) -> None:
    found, newest = schema_version(settings.database_url), newest_version()
    if found != newest:
        fail(f"The database has schema {found or 'none'}, this program {newest}: run `aftercare migrate` first.")
