"""The alerts: none is forgotten while it is open."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from storage import Database, Tx, alerts, outbox
from storage.alerts import AlertRow
from storage.tables import alert
from tests.storage.rows import HOUR, MINUTE, NOW, add_patient, an_item


async def raise_one(
    tx: Tx, *, key: str = "fever", patient_id: str | None = "k7f2q", climbs_at: datetime = NOW + MINUTE
) -> tuple[AlertRow, bool]:
    """Raise an urgent alert that climbs in a minute."""
    return await alerts.raise_(
        tx,
        clinic="rosa",
        patient_id=patient_id,
        key=key,
        level="urgent",
        subject='{"words":"39.5"}',
        climbs_at=climbs_at,
        now=NOW,
    )


def acknowledged(row: AlertRow) -> AlertRow:
    """The alert as somebody has taken it up."""
    return replace(row, state="acknowledged", acknowledged_by=99, acknowledged_at=NOW + MINUTE, climbs_at=None)


async def due_ids(tx: Tx, now: datetime) -> list[int]:
    """Which alerts climb now."""
    return [row.id for row in await alerts.due(tx, clinic="rosa", now=now, limit=10)]


async def test_an_alert_is_stored_as_raised(db: Database) -> None:
    """Level, subject and first climb are what was asked for."""
    async with db.write() as tx:
        await add_patient(tx)
        raised, repeated = await raise_one(tx)

        assert repeated is False
        assert (raised.level, raised.state, raised.rung, raised.repeats) == ("urgent", "open", 0, 0)
        assert (raised.subject, raised.climbs_at, raised.outcome) == ('{"words":"39.5"}', NOW + MINUTE, None)
        assert await alerts.load(tx, raised.id) == raised
        assert await alerts.load(tx, raised.id + 1) is None


async def test_the_same_concern_again_is_a_repeat(db: Database) -> None:
    """While an alert is open the same key of that patient counts a repeat; another key or patient opens its own."""
    async with db.write() as tx:
        await add_patient(tx)
        await add_patient(tx, "other")
        first, _ = await raise_one(tx)
        again, repeated = await raise_one(tx)
        other_key, _ = await raise_one(tx, key="bleeding")
        other_patient, _ = await raise_one(tx, patient_id="other")

    assert (again.id, again.repeats, repeated) == (first.id, 1, True)
    assert len({first.id, other_key.id, other_patient.id}) == 3


async def test_an_alert_about_nobody_repeats_too(db: Database) -> None:
    """A technical alert of the clinic is one alert, however often it is raised."""
    async with db.write() as tx:
        first, _ = await raise_one(tx, patient_id=None)
        again, repeated = await raise_one(tx, patient_id=None)

    assert (again.id, repeated) == (first.id, True)


async def test_a_repeat_never_puts_the_climb_off(db: Database) -> None:
    """A repeat may bring the next climb forward, not back."""
    async with db.write() as tx:
        await add_patient(tx)
        await raise_one(tx)
        later, _ = await raise_one(tx, climbs_at=NOW + HOUR)
        sooner, _ = await raise_one(tx, climbs_at=NOW)

    assert (later.climbs_at, sooner.climbs_at) == (NOW + MINUTE, NOW)


async def test_after_it_was_taken_up_a_new_one_opens(db: Database) -> None:
    """A concern that comes back after an acknowledgement is a new alert, not a silent repeat."""
    async with db.write() as tx:
        await add_patient(tx)
        first, _ = await raise_one(tx)
        await alerts.save(tx, acknowledged(first))
        second, repeated = await raise_one(tx)

    assert repeated is False
    assert second.id != first.id


async def test_an_unanswered_alert_comes_due_until_it_is_taken_up(db: Database) -> None:
    """It climbs at its time, again at the next, and no more once somebody has acknowledged it."""
    async with db.write() as tx:
        await add_patient(tx)
        row, _ = await raise_one(tx)
        technical, _ = await raise_one(tx, patient_id=None, climbs_at=NOW)

        assert await due_ids(tx, NOW) == [technical.id]
        assert await due_ids(tx, NOW + MINUTE) == [technical.id, row.id]
        await alerts.save(tx, replace(row, rung=1, climbs_at=NOW + HOUR))
        assert await due_ids(tx, NOW + MINUTE) == [technical.id]
        await alerts.save(tx, acknowledged(row))
        assert await due_ids(tx, NOW + HOUR) == [technical.id]


async def test_a_clinic_sees_its_own_only(db: Database) -> None:
    """However many are overdue elsewhere, they take no place in this clinic's list."""
    async with db.write() as tx:
        row, _ = await raise_one(tx, patient_id=None, climbs_at=NOW)

        assert [one.id for one in await alerts.due(tx, clinic="rosa", now=NOW, limit=1)] == [row.id]
        assert await alerts.due(tx, clinic="luna", now=NOW, limit=1) == []


async def test_an_open_alert_without_a_climb_is_refused(db: Database) -> None:
    """The database itself does not let an alert be open and forgotten."""
    async with db.write() as tx:
        await add_patient(tx)
        row, _ = await raise_one(tx)

    with pytest.raises(IntegrityError, match="open_climbs"):
        async with db.write() as tx:
            await alerts.save(tx, replace(row, climbs_at=None))


@pytest.mark.parametrize("values", [{"state": "forgotten"}, {"climbs_at": None}])
async def test_no_statement_can_break_the_rule(db: Database, values: dict[str, object]) -> None:
    """Not even a statement that goes past our code makes a state that does not exist."""
    async with db.write() as tx:
        await add_patient(tx)
        await raise_one(tx)

    with pytest.raises(IntegrityError):
        async with db.write() as tx:
            await tx.execute(update(alert).values(**values))


async def test_a_resolved_alert_keeps_what_staff_wrote(db: Database) -> None:
    """Who resolved it, when, and in which words, is there for the record; it is open no more."""
    async with db.write() as tx:
        await add_patient(tx)
        row, _ = await raise_one(tx)
        resolved = replace(
            acknowledged(row), state="resolved", resolved_by=99, resolved_at=NOW + HOUR, outcome="called, is fine"
        )
        await alerts.save(tx, resolved)

        assert await alerts.load(tx, row.id) == resolved
        assert await alerts.open_of(tx, "k7f2q") == []
        assert await alerts.open_all(tx, "rosa") == []


async def test_open_alerts_are_listed(db: Database) -> None:
    """A patient's open alerts, and all of a clinic's, the oldest first."""
    async with db.write() as tx:
        await add_patient(tx)
        row, _ = await raise_one(tx)
        technical, _ = await raise_one(tx, patient_id=None)

        assert [one.id for one in await alerts.open_of(tx, "k7f2q")] == [row.id]
        assert [one.id for one in await alerts.open_all(tx, "rosa")] == [row.id, technical.id]
        assert await alerts.open_all(tx, "luna") == []


async def test_the_messages_of_an_alert_can_be_found(db: Database) -> None:
    """Every message that was queued for an alert is listed with it, to be edited when it is taken up."""
    async with db.write() as tx:
        await add_patient(tx)
        row, _ = await raise_one(tx)
        await outbox.put(tx, [an_item("first", alert_id=row.id), an_item("other"), an_item("again", alert_id=row.id)])

        assert [message.payload for message in await outbox.of_alert(tx, row.id)] == ["first", "again"]
