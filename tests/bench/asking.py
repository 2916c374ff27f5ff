"""Check-ins as they are really asked: every due timer a whole turn, in a transaction of its own."""

from datetime import timedelta
from time import perf_counter

from bot.clock import wall_clock
from scheduler.due import Due
from tests.bench.figures import Figure, middle
from tests.bench.ground import Ground, open_database
from tests.bench.stall import watched
from tests.bench.targets import STALL_MS
from tests.crash.notes import FIRST_CHAT
from tests.crash.patients import AWAY, join_all

LATER = AWAY + timedelta(days=2)  # after the operation: each patient has a check-in due


async def asking(ground: Ground, *, patients: int, rounds: int) -> list[Figure]:
    """Turns a second of a beat that asks everybody, and the longest that anybody else waited meanwhile."""
    rates, stalls = [], []
    for _ in range(rounds):
        rate, stall_ms = await _round(ground, patients)
        rates.append(rate)
        stalls.append(stall_ms)
    return [
        Figure(what="check-ins asked, each a whole turn, SQLite", value=middle(rates), unit="a second"),
        Figure(
            what="longest stall of the loop meanwhile",
            value=max(stalls),
            unit="ms",
            judged=max(stalls),
            target=STALL_MS,
        ),
    ]


async def _round(ground: Ground, patients: int) -> tuple[float, float]:
    db = open_database(ground.url("sqlite"))
    await join_all(db, range(FIRST_CHAT, FIRST_CHAT + patients), house=ground.house, now=wall_clock())
    due = Due(db=db, house=ground.house, clock=lambda: wall_clock() + LATER, ring=lambda: None)
    async with watched() as stall:
        began = perf_counter()
        asked = await due.beat()
        took_s = perf_counter() - began
    await db.close()
    assert asked >= patients, asked
    return asked / took_s, stall.longest_ms
