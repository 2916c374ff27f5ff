"""Alerts as rows and as messages to staff: raised in the patient's turn, climbing until a named person takes them."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import cast

from care.alert import OUTCOMES, Climb, Subject, climbed, dump_subject, is_full, load_subject, raised, repeated, worse
from care.clinic import Clinic, Staff
from care.protocol import Level
from storage import alerts
from storage.alerts import AlertRow
from storage.database import Tx
from storage.telling import News, chats_of, reader_of, resolved_by, sealed_for, show, taken_by, tell, told_just_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What came of a press on an alert's button: the words for the person who pressed, and whether it counted."""

    counted: bool
    words: str


async def raise_alert(
    tx: Tx, *, clinic: Clinic, patient_id: str | None, key: str, level: Level, subject: Subject, now: datetime
) -> AlertRow:
    """Open the alert and tell the first rung; or mark the open one as repeated, and tell again what is new."""
    climb = raised(clinic, level, at=now)
    news = News()
    raise_ = partial(
        alerts.raise_,
        tx,
        clinic=clinic.id,
        patient_id=patient_id,
        key=key,
        level=level,
        subject=dump_subject(subject),
        climbs_at=climb.next_at,
        now=now,
    )
    row, again = await raise_()
    if again and is_full(load_subject(row.subject), subject):
        await alerts.save(tx, replace(row, key=f"{key}+{row.id}", repeats=row.repeats - 1))  # it rings on by itself
        row, again = await raise_()
    if again:
        old = row
        merged = repeated(load_subject(row.subject), subject)
        row = replace(row, subject=dump_subject(merged), level=worse(cast("Level", row.level), level))
        await alerts.save(tx, row)
        if (row.subject, row.level) == (old.subject, old.level) and await told_just_now(tx, row, now):
            return row  # the next picture of an album
        news = News(again=True, new=True, words=1 if merged.words != load_subject(old.subject).words else 0)
    chats = [*await chats_of(tx, clinic, climb.tell), *reader_of(clinic, load_subject(row.subject))]
    await tell(tx, clinic, row, chats, now=now, news=news)
    return row


async def climb(tx: Tx, row: AlertRow, *, clinic: Clinic, now: datetime, missed_chat: int | None = None) -> Climb:
    """Nobody took it in time: tell the next rung, marked as told before, and set the next time. What only one person
    may read, that person is told again as well, unless it is they who cannot be told."""
    step = climbed(clinic, cast("Level", row.level), row.rung, raised_at=row.raised_at, now=now)
    higher = replace(row, rung=step.rung, climbs_at=step.next_at)
    await alerts.save(tx, higher)
    alone = [chat for chat in sealed_for(clinic, row) if chat != missed_chat]
    chats = dict.fromkeys([*await chats_of(tx, clinic, step.tell), *alone])
    await tell(tx, clinic, higher, list(chats), now=now, news=News(again=True))
    return step


async def tell_again(tx: Tx, row: AlertRow, *, clinic: Clinic, now: datetime) -> None:
    """The same alert once more to the staff chat: a press may have been lost, or somebody not be reachable."""
    await tell(tx, clinic, row, await chats_of(tx, clinic, "staff_chat"), now=now, news=News(again=True))


async def next_person(tx: Tx, row: AlertRow, *, missed_chat: int, clinic: Clinic, now: datetime) -> None:
    """This chat cannot be told: the next rung is told at once; beyond the last, the staff chat."""
    if row.rung + 1 < len(clinic.rungs(cast("Level", row.level))):
        await climb(tx, row, clinic=clinic, now=now, missed_chat=missed_chat)
    elif missed_chat not in await chats_of(tx, clinic, "staff_chat"):
        await tell_again(tx, row, clinic=clinic, now=now)


async def acknowledge(tx: Tx, *, clinic: Clinic, row: AlertRow, person: Staff, now: datetime) -> Press:
    """The first press takes it; whoever comes later is told who did."""
    if row.state != "open":
        return Press(counted=False, words=f"Taken already: {taken_by(clinic, row)}")
    taken = replace(row, state="acknowledged", acknowledged_by=person.telegram, acknowledged_at=now, climbs_at=None)
    await alerts.save(tx, taken)
    await show(tx, clinic, taken, now=now)
    return Press(counted=True, words="It is yours now. The patient is told.")


async def resolve(tx: Tx, *, clinic: Clinic, row: AlertRow, person: Staff, outcome: str | None, now: datetime) -> Press:
    """Close it with an outcome; without one, show the outcomes to choose from."""
    if row.state == "resolved":
        return Press(counted=False, words=f"Closed already: {resolved_by(clinic, row)}")
    if outcome is None or outcome not in OUTCOMES:
        await show(tx, clinic, row, now=now, choosing=True)
        return Press(counted=False, words="What was the outcome?")
    closed = replace(
        row,
        state="resolved",
        acknowledged_by=row.acknowledged_by or person.telegram,
        acknowledged_at=row.acknowledged_at or now,
        resolved_by=person.telegram,
        resolved_at=now,
        outcome=outcome,
        climbs_at=None,
    )
    await alerts.save(tx, closed)
    await show(tx, clinic, closed, now=now)
    return Press(counted=True, words="Closed. Thank you.")
