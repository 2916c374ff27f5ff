"""Check-ins as rows, beside check-ins as jobs of APScheduler in a SQLAlchemyJobStore: adding and firing them."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import perf_counter

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import wall_clock
from storage import Database, patients, timers
from storage.timers import Timer
from tests.bench.figures import Figure, middle
from tests.bench.ground import Ground, open_database
from tests.bench.stall import watched
from tests.bench.targets import ADD_AGAINST_JOBS, FIRE_AGAINST_JOBS, STALL_MS

PLAN = 29  # check-ins after a rhinoplasty, as shipped: one enrolment plans them in one transaction
AT_ONCE = 40  # claimed and closed together, one of each patient
DUE = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)  # long ago, so that everything is due at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How many a second, and how long the loop stood still while they fired."""

    added: float
    fired: float
    stall_ms: float


async def against_jobs(ground: Ground, *, check_ins: int, rounds: int) -> list[Figure]:
    """Both on SQLite files, both firing something that does nothing, in turns; the medians."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(await _ours(ground, check_ins))
        theirs.append(await _theirs(ground, check_ins))
    added, fired = middle([each.added for each in ours]), middle([each.fired for each in ours])
    added_jobs, fired_jobs = middle([each.added for each in theirs]), middle([each.fired for each in theirs])
    stall, stall_jobs = max(each.stall_ms for each in ours), middle([each.stall_ms for each in theirs])
    jobs = "APScheduler jobs"
    return [
        Figure(
            what=f"adding {check_ins:,} check-ins",
            value=added,
            unit="a second",
            beside=added_jobs,
            beside_what=jobs,
            judged=added / added_jobs,
            target=ADD_AGAINST_JOBS,
        ),
        Figure(
            what=f"firing {check_ins:,} check-ins (claim and close, {AT_ONCE} at once)",
            value=fired,
            unit="a second",
            beside=fired_jobs,
            beside_what=jobs,
            judged=fired / fired_jobs,
            target=FIRE_AGAINST_JOBS,
        ),
        Figure(
            what="longest stall of the loop meanwhile",
            value=stall,
            unit="ms",
            beside=stall_jobs,
            beside_what=jobs,
            judged=stall,
            target=STALL_MS,
        ),
    ]


async def _ours(ground: Ground, check_ins: int) -> Speed:
    db = open_database(ground.url("sqlite"))
    people = [f"p{number:06d}" for number in range(check_ins // PLAN)]
    async with db.write() as tx:
        for case, patient_id in enumerate(people, start=1):
            await patients.add(
                tx, patient_id=patient_id, clinic=ground.clinic, case_number=case, state="{}", now=wall_clock()
            )
    began = perf_counter()
    for patient_id in people:
        async with db.write() as tx:
            await timers.put(tx, [_timer(ground.clinic, patient_id, number) for number in range(PLAN)])
    added_s = perf_counter() - began
    async with watched() as stall:
        began = perf_counter()
        fired = await _fire(db, ground.clinic)
        fired_s = perf_counter() - began
    await db.close()
    assert fired == check_ins, fired
    return Speed(added=check_ins / added_s, fired=check_ins / fired_s, stall_ms=stall.longest_ms)


async def _fire(db: Database, clinic: str) -> int:
    fired = 0
    while True:
        async with db.write() as tx:
            rows = await timers.due(tx, clinic=clinic, now=DUE + timedelta(days=1), limit=AT_ONCE)
            if not rows:
                return fired
            await timers.settle(tx, *(row.id for row in rows), state="done", now=DUE)
        fired += len(rows)


def _timer(clinic: str, patient_id: str, number: int) -> Timer:
    return Timer(
        clinic=clinic,
        patient_id=patient_id,
        key=f"check_in:e1:{number}",
        kind="check_in_due",
        due_at=DUE + timedelta(seconds=number),
        payload='{"kind":"check_in_due"}',
    )


@dataclass(slots=True)
class _Awaited:
    """So many jobs are still to fire; then `all_fired`."""

    count: int = 0
    all_fired: asyncio.Event = field(default_factory=asyncio.Event)


_awaited = _Awaited()


async def check_in(_patient_id: str, _number: int) -> None:
    """What a job does: nothing, but being counted."""
    _awaited.count -= 1
    if _awaited.count == 0:
        _awaited.all_fired.set()


async def _theirs(ground: Ground, check_ins: int) -> Speed:
    store = SQLAlchemyJobStore(url=f"sqlite:///{ground.own_folder() / 'jobs.sqlite3'}")
    scheduler = AsyncIOScheduler(
        jobstores={"default": store},
        executors={"default": AsyncIOExecutor()},
        job_defaults={"misfire_grace_time": None, "max_instances": check_ins},
        timezone="UTC",
    )
    scheduler.start(paused=True)
    _awaited.count = check_ins
    _awaited.all_fired.clear()
    began = perf_counter()
    for number in range(check_ins):
        patient_id = f"p{number // PLAN:06d}"
        scheduler.add_job(check_in, "date", run_date=DUE, args=(patient_id, number % PLAN), id=f"{number}")
    added_s = perf_counter() - began
    async with watched() as stall:
        began = perf_counter()
        scheduler.resume()
        await _awaited.all_fired.wait()
        fired_s = perf_counter() - began
    scheduler.shutdown(wait=False)
    return Speed(added=check_ins / added_s, fired=check_ins / fired_s, stall_ms=stall.longest_ms)
