"""The timers: a plan that can be read, moved and cancelled, and comes due once."""

from datetime import timedelta

from storage import Database, Tx, queue, timers
from tests.storage.rows import HOUR, MINUTE, NOW, a_timer, add_patient, put_timers


async def due_keys(tx: Tx, *, after: timedelta = HOUR, limit: int = 10, clinic: str | None = None) -> list[str]:
    """The keys of what is due."""
    return [row.key for row in await timers.due(tx, clinic=clinic, now=NOW + after, limit=limit)]


async def states(tx: Tx, patient_id: str = "k7f2q") -> dict[str, str]:
    """How each timer of the patient stands."""
    return {row.key: row.state for row in await timers.of_patient(tx, patient_id)}


async def test_a_plan_can_be_read_from_the_first_minute(db: Database) -> None:
    """All that was planned is there with its reason, in the order of its times."""
    async with db.write() as tx:
        await add_patient(tx)
        await timers.put(tx, [a_timer("check-in:2", due_at=NOW + HOUR), a_timer("check-in:1")])
        plan = await timers.of_patient(tx, "k7f2q")

    assert [(row.key, row.due_at, row.state) for row in plan] == [
        ("check-in:1", NOW, "pending"),
        ("check-in:2", NOW + HOUR, "pending"),
    ]


async def test_a_timer_is_due_at_its_time_and_not_before(db: Database) -> None:
    """One microsecond makes the difference."""
    async with db.write() as tx:
        await add_patient(tx)
        await put_timers(tx, "check-in:1")

        assert await due_keys(tx, after=-timedelta(microseconds=1)) == []
        assert await due_keys(tx, after=timedelta(0)) == ["check-in:1"]


async def test_one_timer_of_a_patient_at_a_time(db: Database) -> None:
    """After an outage a patient's timers come one by one, the oldest first; other patients' come alongside."""
    async with db.write() as tx:
        await add_patient(tx)
        await add_patient(tx, "other")
        await put_timers(tx, "check-in:1", "check-in:2")
        await timers.put(tx, [a_timer("check-in:1", patient_id="other", due_at=NOW + 5 * MINUTE)])
        first = await timers.due(tx, now=NOW + HOUR, limit=10)
        await timers.settle(tx, first[0].id, state="done", now=NOW)

        assert [(row.patient_id, row.key) for row in first] == [("k7f2q", "check-in:1"), ("other", "check-in:1")]
        assert await due_keys(tx) == ["check-in:2", "check-in:1"]


async def test_a_clinic_can_look_at_its_own(db: Database) -> None:
    """With a clinic, only that clinic's timers are due."""
    async with db.write() as tx:
        await add_patient(tx)
        await put_timers(tx, "check-in:1")

        assert await due_keys(tx, clinic="rosa") == ["check-in:1"]
        assert await due_keys(tx, clinic="luna") == []


async def test_a_settled_timer_is_over(db: Database) -> None:
    """Done or skipped, it keeps its time and reason and never comes again."""
    async with db.write() as tx:
        await add_patient(tx)
        await put_timers(tx, "check-in:1")
        (row,) = await timers.due(tx, now=NOW)
        await timers.settle(tx, row.id, state="skipped", reason="too late", now=NOW + MINUTE)
        (after,) = await timers.of_patient(tx, "k7f2q")

        assert await due_keys(tx) == []
        assert (after.state, after.reason, after.settled_at) == ("skipped", "too late", NOW + MINUTE)


async def test_a_snoozed_timer_comes_back_uncounted(db: Database) -> None:
    """A timer that waits for a busy patient loses no attempt, and lets the next one by."""
    async with db.write() as tx:
        await add_patient(tx)
        await put_timers(tx, "check-in:1", "check-in:2")
        (row,) = await timers.due(tx, now=NOW)
        await timers.snooze(tx, row.id, until=NOW + 2 * HOUR)

        assert await due_keys(tx, after=HOUR) == ["check-in:2"]
        assert [row.attempts for row in await timers.of_patient(tx, "k7f2q")] == [0, 0]


async def test_a_failing_timer_dies_in_the_end(db: Database) -> None:
    """A timer whose turn always fails is dead after five attempts, with time and reason."""
    async with db.write() as tx:
        await add_patient(tx)
        await put_timers(tx, "check-in:1")
        (row,) = await timers.due(tx, now=NOW)
        dead = [await timers.fail(tx, row.id, now=NOW, reason="KeyError") for _ in range(queue.ATTEMPTS_MAX)]
        (after,) = await timers.of_patient(tx, "k7f2q")

    assert dead == [False, False, False, False, True]
    assert (after.state, after.reason, after.settled_at) == ("dead", "KeyError", NOW)


async def test_replanning_moves_adds_and_cancels(db: Database) -> None:
    """A new plan moves what stays, adds what is new, and cancels the rest with a reason."""
    async with db.write() as tx:
        await add_patient(tx)
        await put_timers(tx, "plan:1", "plan:2", "plan:3", "wait:9")
        wanted = [a_timer("plan:2", due_at=NOW + HOUR), a_timer("plan:4", due_at=NOW + 2 * HOUR)]
        cancelled = await timers.replan(
            tx, "k7f2q", prefix="plan:", timers=wanted, reason="surgery moved", now=NOW + MINUTE
        )
        rows = {row.key: row for row in await timers.of_patient(tx, "k7f2q")}

    assert cancelled == 2
    assert {key: row.state for key, row in rows.items()} == {
        "plan:1": "cancelled",
        "plan:2": "pending",
        "plan:3": "cancelled",
        "plan:4": "pending",
        "wait:9": "pending",
    }
    assert rows["plan:2"].due_at == NOW + HOUR
    assert (rows["plan:1"].reason, rows["plan:1"].settled_at) == ("surgery moved", NOW + MINUTE)


async def test_replanning_leaves_what_is_over(db: Database) -> None:
    """What was asked or skipped already is not asked again by a new plan."""
    async with db.write() as tx:
        await add_patient(tx)
        await put_timers(tx, "plan:1", "plan:2")
        first, second = await timers.of_patient(tx, "k7f2q")
        await timers.settle(tx, first.id, state="done", now=NOW)
        await timers.settle(tx, second.id, state="skipped", now=NOW)
        again = [a_timer("plan:1", due_at=NOW + HOUR), a_timer("plan:2", due_at=NOW + HOUR)]
        await timers.replan(tx, "k7f2q", prefix="plan:", timers=again, reason="moved", now=NOW)

        assert await states(tx) == {"plan:1": "done", "plan:2": "skipped"}


async def test_what_was_cancelled_can_be_planned_again(db: Database) -> None:
    """After a pause the same check-in waits again under its old key, as if new."""
    async with db.write() as tx:
        await add_patient(tx)
        await put_timers(tx, "plan:1")
        await timers.cancel(tx, "k7f2q", key="plan:1", reason="paused", now=NOW)
        await timers.put(tx, [a_timer("plan:1", due_at=NOW + HOUR)])
        (row,) = await timers.of_patient(tx, "k7f2q")

    assert (row.state, row.due_at, row.reason, row.settled_at) == ("pending", NOW + HOUR, None, None)


async def test_cancelling_one_spares_its_neighbours(db: Database) -> None:
    """Cancelling check-in 1 leaves check-in 10 and another patient's check-in 1 alone."""
    async with db.write() as tx:
        await add_patient(tx)
        await add_patient(tx, "other")
        await put_timers(tx, "plan:1", "plan:10")
        await timers.put(tx, [a_timer("plan:1", patient_id="other")])
        cancelled = await timers.cancel(tx, "k7f2q", key="plan:1", reason="staff", now=NOW)

        assert cancelled == 1
        assert await states(tx) == {"plan:1": "cancelled", "plan:10": "pending"}
        assert await states(tx, "other") == {"plan:1": "pending"}


async def test_cancelling_a_prefix_takes_it_literally(db: Database) -> None:
    """Percent, underscore and case mean themselves; an empty prefix is everything."""
    async with db.write() as tx:
        await add_patient(tx)
        await put_timers(tx, "a_%:1", "axx:1", "A_%:1")
        literally = await timers.cancel_prefix(tx, "k7f2q", prefix="a_%:", reason="x", now=NOW)
        rest = await timers.cancel_prefix(tx, "k7f2q", prefix="", reason="x", now=NOW)

    assert (literally, rest) == (1, 2)
