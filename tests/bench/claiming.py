"""What a claim of a due timer costs with few and with very many pending: it should not matter."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

from sqlalchemy import create_engine, text

from storage import Database, timers
from storage.database import sync_url
from tests.bench.figures import Figure, middle
from tests.bench.ground import Ground, open_database
from tests.bench.targets import CLAIM_FLAT

FEW = 10_000
EACH = 10  # timers of one patient
NOW = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
CLAIMS = 200  # in a round

_FILL = {
    "sqlite": (
        """INSERT INTO patient (id, clinic, case_number, turn, state, created_at, updated_at)
           WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :patients)
           SELECT printf('p%07d', i), :clinic, i + 1, 0, x'00', :now, :now FROM n""",
        """INSERT INTO timer (clinic, patient_id, key, kind, due_at, why, payload, state, attempts)
           WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :timers)
           SELECT :clinic, printf('p%07d', i % :patients), 'k' || i, 'check_in_due',
                  strftime('%Y-%m-%dT%H:%M:%S', :first, '+' || i || ' seconds') || '.000000Z', '', '{}', 'pending', 0
           FROM n""",
        "ANALYZE",
    ),
    "postgresql": (
        """INSERT INTO patient (id, clinic, case_number, turn, state, created_at, updated_at)
           SELECT 'p' || lpad(i::text, 7, '0'), :clinic, i + 1, 0, '',
                  cast(:now AS timestamptz), cast(:now AS timestamptz)
           FROM generate_series(0, :patients - 1) AS i""",
        """INSERT INTO timer (clinic, patient_id, key, kind, due_at, why, payload, state, attempts)
           SELECT :clinic, 'p' || lpad((i % :patients)::text, 7, '0'), 'k' || i, 'check_in_due',
                  cast(:first AS timestamptz) + i * interval '1 second', '', '{}', 'pending', 0
           FROM generate_series(0, :timers - 1) AS i""",
        "ANALYZE",
    ),
}


async def claiming(ground: Ground, *, many: int, rounds: int) -> list[Figure]:
    """The time of one claim, in the middle of several rounds that take turns on the two databases."""
    figures = []
    for dialect, name in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        few_db, many_db = (_filled(ground, dialect, number, rounds) for number in (FEW, many))
        took: dict[int, list[float]] = {FEW: [], many: []}
        for _ in range(rounds + 1):
            took[FEW].append(await _claim_ms(few_db, ground.clinic))
            took[many].append(await _claim_ms(many_db, ground.clinic))
        few_ms, many_ms = middle(took[FEW][1:]), middle(took[many][1:])  # the first round warms up
        figures.append(
            Figure(
                what=f"claim of a due timer, {many:,} pending, {name}",
                value=many_ms,
                unit="ms",
                beside=few_ms,
                beside_what=f"{FEW:,} pending",
                judged=many_ms / few_ms,
                target=CLAIM_FLAT,
            )
        )
        await few_db.close()
        await many_db.close()
    return figures


async def _claim_ms(db: Database, clinic: str) -> float:
    """One claim and its settling, of many in one transaction: the disk's own time is not what is measured."""
    async with db.write() as tx:
        began = perf_counter()
        for _ in range(CLAIMS):
            (row,) = await timers.due(tx, clinic=clinic, now=NOW, limit=1)
            await timers.settle(tx, row.id, state="done", now=NOW)
        return (perf_counter() - began) / CLAIMS * 1000


def _filled(ground: Ground, dialect: str, number: int, rounds: int) -> Database:
    """So many pending timers; the first of them are due, enough for all rounds."""
    url = ground.url(dialect)
    first = NOW - timedelta(seconds=2 * CLAIMS * (rounds + 1))
    values = {"clinic": ground.clinic, "patients": number // EACH, "timers": number, "now": _iso(NOW)}
    engine = create_engine(sync_url(url))
    with engine.begin() as connection:
        for statement in _FILL[dialect]:
            names = [name for name in (*values, "first") if f":{name}" in statement]
            connection.execute(text(statement), {name: (values | {"first": _iso(first)})[name] for name in names})
    engine.dispose()
    return open_database(url)


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")
