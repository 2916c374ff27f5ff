"""How long a patient waits for the answer, ours beside a bare echo bot, through one stand-in, in turns."""

import asyncio
from time import perf_counter

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.clock import wall_clock
from storage.house import House
from tests.bench.figures import Figure, percentile
from tests.bench.ground import Ground, open_database
from tests.bench.process import running
from tests.crash.patients import join_all
from tests.crash.standin import StandIn, stand_in
from tests.crash.victim import run_clinic

OURS, THEIRS = "42:OURSOURSOURSOURSOURSOURSOURSOURSOURS", "43:ECHOECHOECHOECHOECHOECHOECHOECHOECHO"
CHATS = 20
FIRST_OURS, FIRST_THEIRS = 700_001, 800_001
WARM = 5  # messages before it counts: connections are opened, caches filled
WAIT_S = 20


def replies(ground: Ground, *, messages: int) -> list[Figure]:
    """Median and 99th percentile, in milliseconds. Ours has two commits on disk on the way, and an alert to staff."""
    url = ground.url("sqlite")
    ours, theirs = range(FIRST_OURS, FIRST_OURS + CHATS), range(FIRST_THEIRS, FIRST_THEIRS + CHATS)
    asyncio.run(_join(url, ground.house, ours))
    with stand_in(OURS, THEIRS) as telegram:
        _people(telegram, ground.house, [*ours, *theirs])
        with running(_clinic, ground.house, url, telegram.url), running(_echo, telegram.url):
            waits: dict[str, list[float]] = {OURS: [], THEIRS: []}
            for number in range(WARM + messages):
                for token, chats in ((OURS, ours), (THEIRS, theirs)):
                    waited = _waited_ms(telegram, token, chats[number % CHATS], f"note {number}")
                    if number >= WARM:
                        waits[token].append(waited)
    return [_figure("reply, median", waits, 0.5), _figure("reply, 99th percentile", waits, 0.99)]


def _figure(what: str, waits: dict[str, list[float]], share: float) -> Figure:
    ours, theirs = percentile(waits[OURS], share), percentile(waits[THEIRS], share)
    return Figure(what=what, value=ours, unit="ms", beside=theirs, beside_what="bare echo bot", judged=ours / theirs)


def _waited_ms(telegram: StandIn, token: str, chat: int, text: str) -> float:
    since = telegram.cursor()
    began = perf_counter()
    telegram.write([(chat, text)], token=token)
    if not telegram.delivered(chat, since=since, wait_s=WAIT_S):
        raise TimeoutError(f"no answer to {text!r} in {WAIT_S} s")
    return (perf_counter() - began) * 1000


async def _join(url: str, house: House, chats: range) -> None:
    db = open_database(url)
    await join_all(db, chats, house=house, now=wall_clock())
    await db.close()


def _people(telegram: StandIn, house: House, chats: list[int]) -> None:
    staff = [person.telegram for person in house.practice.clinic.staff]
    telegram.people([*chats, *staff])
    telegram.group(house.practice.clinic.staff_chat, staff)


def _clinic(house: House, database_url: str, api_url: str) -> None:
    asyncio.run(run_clinic(house, database_url, api_url, OURS))


def _echo(api_url: str) -> None:
    asyncio.set_event_loop(asyncio.new_event_loop())
    application = Application.builder().token(THEIRS).base_url(f"{api_url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, _say_back))
    application.run_polling(timeout=5)


async def _say_back(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")
