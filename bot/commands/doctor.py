"""`aftercare doctor`: whether everything that `run` needs is there, one line each."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

import httpx
import typer
from telegram.error import TelegramError

from bot.clinics import find_clinics, read_house, remarks
from bot.clock import wall_clock
from bot.commands.say import MENDABLE
from bot.settings import Settings, read_settings, unknown_names
from bot.telegram import call, make_bot
from storage import schema_version
from storage.house import House
from storage.schema import newest_version

CLOCK_OFF_MAX = timedelta(seconds=30)  # more would move check-ins and expire links wrongly

State = Literal["ok", "see to", "BAD"]
Finding = tuple[State, str]
_COLOURS = {"ok": None, "see to": typer.colors.YELLOW, "BAD": typer.colors.RED}


def doctor() -> None:
    """Check database, schema, key, clinic folder, Telegram, clock, zone data and variable names."""
    findings = list(_findings())
    for state, words in findings:
        typer.secho(f"{state:7} {words}", fg=_COLOURS[state])
    if any(state == "BAD" for state, _ in findings):
        raise typer.Exit(1)


def _findings() -> Iterator[Finding]:
    try:
        settings = read_settings()
    except MENDABLE as error:
        yield "BAD", f"settings: {error}"
        return
    yield _key(settings)
    yield _database(settings)
    yield _zones()
    houses: dict[Path, House] = {}
    try:
        houses = {folder: read_house(folder) for folder in find_clinics(settings.clinic_dir)}
        yield "ok", f"clinic folder: {', '.join(house.practice.clinic.name for house in houses.values())}"
    except MENDABLE as error:
        yield "BAD", f"clinic folder: {error}"
    for folder, house in houses.items():
        yield from (("see to", f"{remark.file}: {remark.what}") for remark in remarks(house, folder))
        yield asyncio.run(_telegram(settings, house))
    unknown = unknown_names(tuple(house.practice.clinic.token_variable for house in houses.values()))
    yield "BAD" if unknown else "ok", f"variables: {'; '.join(unknown) or 'each AFTERCARE_* name is known'}"
    yield _clock(settings)


def _key(settings: Settings) -> Finding:
    try:
        settings.vault()
    except MENDABLE as error:
        return "BAD", f"key: {error}"
    file = settings.secret_key_file
    if file is not None and file.stat().st_mode & 0o077:
        return "see to", f"key: others on this machine can read {file}; do `chmod 600 {file}`"
    return "ok", "key: there"


def _database(settings: Settings) -> Finding:
    try:
        found, newest = schema_version(settings.database_url), newest_version()
    except MENDABLE as error:
        return "BAD", f"database: {error}"
    if found != newest:
        return "BAD", f"database: schema {found or 'none'}, needs {newest}; run `aftercare migrate`"
    return "ok", f"database: schema {found}"


def _zones() -> Finding:
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(ZoneInfo("Europe/Madrid"))
    good = len(available_timezones()) > 400 and summer.hour == 14
    return "ok" if good else "BAD", f"zone data: {len(available_timezones())} zones"


async def _telegram(settings: Settings, house: House) -> Finding:
    try:
        token = settings.token(house.practice.clinic.token_variable)
        async with make_bot(token, api_url=settings.telegram_api_url) as bot:
            me = await call(bot, "getMe", {}, read_timeout=10)
    except (TelegramError, *MENDABLE) as error:
        return "BAD", f"Telegram ({house.practice.clinic.id}): {error}"
    return "ok", f"Telegram ({house.practice.clinic.id}): @{me['username']}"


def _clock(settings: Settings) -> Finding:
    """Telegram's own clock stands in each of its answers."""
    try:
        said = httpx.get(settings.telegram_api_url, timeout=10).headers.get("date")
    except httpx.HTTPError as error:
        return "BAD", f"clock: cannot be compared, {type(error).__name__}"
    if said is None:
        return "ok", "clock: the server tells no time to compare with"
    off = abs(wall_clock() - parsedate_to_datetime(said))
    return "ok" if off <= CLOCK_OFF_MAX else "BAD", f"clock: {off.total_seconds():.0f} s from Telegram's"
