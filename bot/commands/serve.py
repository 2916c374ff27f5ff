"""`aftercare run`, `migrate` and `key`: the process itself and what it needs before."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from functools import partial
from typing import Any

import typer
import uvicorn
from telegram.error import TelegramError

from bot.clinics import find_clinics, read_house
from bot.clock import wall_clock
from bot.commands.say import fail, mendable
from bot.logs import set_up_logs
from bot.runner import ClinicRun
from bot.settings import Settings, SettingsError, read_settings, unknown_names
from bot.telegram import make_bot
from bot.watch import Watch
from bot.webhook import Hook, WebhookWatch, end_webhook, set_webhook, webhook_app
from storage import Database, migrate, schema_version
from storage.house import House
from storage.schema import newest_version
from storage.vault import new_key

TELL_AGAIN_S = 30

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
    runs = [_clinic_run(settings, house, db) for house in houses]
    try:
        with contextlib.suppress(asyncio.CancelledError):
            async with asyncio.TaskGroup() as group:
                for part in _parts(settings, runs, db):
                    group.create_task(part)
                names = ", ".join(house.practice.clinic.name for house in houses)
                logger.info(f"Serving {names}", extra={"action": "serving", "mode": settings.mode})
    finally:
        await db.close()


def _clinic_run(settings: Settings, house: House, db: Database) -> ClinicRun:
    bot = make_bot(settings.token(house.practice.clinic.token_variable), api_url=settings.telegram_api_url)
    return ClinicRun(bot=bot, db=db, house=house, clock=wall_clock, replica=settings.replica)


def _parts(settings: Settings, runs: list[ClinicRun], db: Database) -> Iterator[Coroutine[Any, Any, None]]:
    """Everything that runs until the process is told to stop."""
    polling = settings.mode == "polling"
    for run_ in runs:
        yield run_.run(polling=polling)
        if polling:
            yield _insist(partial(end_webhook, run_.bot))
    if settings.heartbeat_url:
        clinics = [run_.house.practice.clinic.id for run_ in runs]
        yield Watch(db=db, clock=wall_clock, clinics=clinics, url=settings.heartbeat_url).run()
    if not polling:
        yield _listen(settings, runs)


async def _listen(settings: Settings, runs: list[ClinicRun]) -> None:
    """Answer Telegram's posts, and tell it where to send them once somebody is at the door."""
    assert settings.webhook_url and settings.webhook_secret  # noqa: S101, PT018  # the settings have checked it
    secret = settings.webhook_secret.get_secret_value()
    hooks = {run_.house.practice.clinic.id: Hook(receiver=run_.receiver, secret=secret) for run_ in runs}
    config = uvicorn.Config(
        webhook_app(hooks),
        host=settings.webhook_host,
        port=settings.webhook_port,
        lifespan="off",
        log_config=None,
        access_log=False,
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(_Server(config).serve())
        for run_ in runs:
            group.create_task(_be_sent_to(run_, settings.webhook_url, secret))


async def _be_sent_to(run_: ClinicRun, url: str, secret: str) -> None:
    await _insist(partial(set_webhook, run_.bot, url=url, clinic=run_.house.practice.clinic.id, secret=secret))
    await WebhookWatch(bot=run_.bot, receiver=run_.receiver).run()


class _Server(uvicorn.Server):
    """Leaves the signals to the process, which has more to end than this server."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _insist(tell: Callable[[], Awaitable[None]]) -> None:
    """Tell Telegram how updates come to us, until it has heard."""
    while True:
        try:
            await tell()
        except TelegramError as error:
            extra = {"action": "way_not_told", "error": type(error).__name__}
            logger.warning("Telegram was not told how updates come to us", extra=extra)
            await asyncio.sleep(TELL_AGAIN_S)
        else:
            return


def _refuse_unknown(houses: list[House]) -> None:
    if unknown := unknown_names(tuple(house.practice.clinic.token_variable for house in houses)):
        raise SettingsError("\n".join(unknown))


def _refuse_old_schema(settings: Settings) -> None:
    found, newest = schema_version(settings.database_url), newest_version()
    if found != newest:
        fail(f"The database has schema {found or 'none'}, this program {newest}: run `aftercare migrate` first.")
