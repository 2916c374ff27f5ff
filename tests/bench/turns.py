"""Turns a second: from an update on disk to state, journal, alert and answer on disk."""

import asyncio
import json
from datetime import timedelta
from time import perf_counter

from bot.bell import Bell
from bot.clock import wall_clock
from bot.work import Worker
from storage import Database, inbox
from storage.inbox import Raw
from tests.bench.figures import Figure, middle
from tests.bench.ground import Ground, open_database
from tests.crash.notes import Plan
from tests.crash.patients import join_all

PATIENTS = 20


async def turns(ground: Ground, *, updates: int, rounds: int) -> list[Figure]:
    """The median of several rounds, on each database."""
    plan = Plan(total=updates * rounds, chat_count=PATIENTS, seed=0)
    figures = []
    for dialect, name in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        db = open_database(ground.url(dialect))
        await join_all(db, plan.chats, house=ground.house, now=wall_clock())
        rates = [await _round(db, ground, plan.updates[n * updates : (n + 1) * updates]) for n in range(rounds)]
        await db.close()
        figures.append(Figure(what=f"turns, {name}", value=middle(rates), unit="a second"))
    return figures


async def _round(db: Database, ground: Ground, texts: list[tuple[int, str]]) -> float:
    async with db.write() as tx:
        raws = [raw_update(number, chat, text) for number, (chat, text) in enumerate(texts, start=1)]
        await inbox.put(tx, clinic=ground.clinic, updates=raws, now=wall_clock() - timedelta(seconds=1))
    worker = _worker(db, ground)
    began = perf_counter()
    while await worker.step():
        pass
    return len(texts) / (perf_counter() - began)


def _worker(db: Database, ground: Ground) -> Worker:
    return Worker(
        db=db, house=ground.house, clock=wall_clock, bell=Bell(), done=Bell(), toasts=asyncio.Queue(maxsize=10)
    )


def raw_update(number: int, chat: int, text: str) -> Raw:
    """A text message as it comes over the wire."""
    message = {
        "message_id": number,
        "date": 1_770_000_000,
        "chat": {"id": chat, "type": "private", "first_name": "Lena"},
        "from": {"id": chat, "is_bot": False, "first_name": "Lena", "language_code": "en"},
        "text": text,
    }
    return Raw(update_id=number, chat_id=chat, text=json.dumps({"update_id": number, "message": message}))
