"""`take_turn`: the only place where a decision becomes rows."""

from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from care.alert import subject_of
from care.effects import (
    Ask,
    Cancel,
    Effect,
    PassOn,
    RaiseAlert,
    Replan,
    Schedule,
    Settle,
    Skip,
    Tell,
    TellStaff,
    Unask,
    Withdraw,
    dump_effects,
)
from care.events import CheckInDue, Event, dump_event
from care.flow import Turn, advance
from care.patient import dump_patient, load_patient
from storage import journal, outbox, patients, timers
from storage.database import Tx
from storage.escalation import raise_alert
from storage.house import House
from storage.outbox import Lane
from storage.saying import Desk, pass_on, say, settle, tell_staff
from storage.timers import Timer


class UnknownPatient(Exception):  # noqa: N818
    """There is no patient with this id; the event cannot be acted on."""


async def take_turn(tx: Tx, *, patient_id: str, event: Event, now: datetime, house: House) -> Turn:
    """Load the patient, decide, and write state, journal, words, timers and alerts. The caller's transaction commits
    all of it or nothing. Raises UnknownPatient."""
    row = await patients.load(tx, patient_id)
    if row is None:
        raise UnknownPatient(patient_id)
    turn = advance(house.practice, load_patient(row.state), event, now=now)
    await patients.save(tx, patient_id, turn=turn.patient.turn, state=dump_patient(turn.patient), now=now)
    await journal.append(
        tx,
        patient_id=patient_id,
        turn=turn.patient.turn,
        at=now,
        event=dump_event(event),
        effects=dump_effects(turn.effects),
    )
    desk = Desk(tx=tx, house=house, patient=turn.patient, chat_id=row.chat_id, now=now)
    for effect in turn.effects:
        await _carry_out(desk, effect)
    return turn


async def _carry_out(desk: Desk, effect: Effect) -> None:
    match effect:
        case Tell() | Ask():
            await say(desk, effect)
        case Settle():
            await settle(desk, effect)
        case Unask(prompt=prompt):
            await outbox.cancel_prompt(desk.tx, clinic=desk.clinic, prompt=prompt, reason="answered or ended")
        case RaiseAlert():
            await _raise(desk, effect)
        case PassOn():
            await pass_on(desk, effect)
        case TellStaff():
            await tell_staff(desk, effect)
        case Schedule():
            await timers.put(desk.tx, [_timer(desk, effect)])
        case Cancel():
            await timers.cancel_prefix(desk.tx, desk.patient.id, prefix=effect.prefix, reason=effect.why, now=desk.now)
        case Replan():
            await _replan(desk, effect)
        case Withdraw():
            await _withdraw(desk, effect)
        case Skip():
            pass  # the reason goes to the ledger with the timer itself, which the caller holds
        case _:
            assert_never(effect)


async def _raise(desk: Desk, effect: RaiseAlert) -> None:
    await raise_alert(
        desk.tx,
        clinic=desk.house.practice.clinic,
        patient_id=desk.patient.id,
        key=effect.key,
        level=effect.level,
        subject=subject_of(desk.patient, effect),
        now=desk.now,
    )


def _timer(desk: Desk, effect: Schedule) -> Timer:
    return Timer(
        clinic=desk.clinic,
        patient_id=desk.patient.id,
        key=effect.key,
        kind=effect.event.kind,
        due_at=effect.at,
        payload=dump_event(effect.event),
        local=_local(desk, effect.at),
        why=effect.why,
    )


async def _replan(desk: Desk, effect: Replan) -> None:
    planned = [
        Timer(
            clinic=desk.clinic,
            patient_id=desk.patient.id,
            key=f"check_in:{effect.episode}:{due.key}",
            kind="check_in_due",
            due_at=due.at,
            expires_at=due.expires_at,
            payload=dump_event(
                CheckInDue(episode=effect.episode, step=due.step, nth=due.nth, expires_at=due.expires_at)
            ),
            local=_local(desk, due.at),
            why="; ".join(due.why),
        )
        for due in effect.dues
    ]
    await timers.replan(
        desk.tx,
        desk.patient.id,
        prefix=f"check_in:{effect.episode}:",
        timers=planned,
        reason=effect.why,
        now=desk.now,
    )


def _local(desk: Desk, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(desk.patient.zone)):%Y-%m-%d %H:%M} {desk.patient.zone}"


async def _withdraw(desk: Desk, effect: Withdraw) -> None:
    if desk.chat_id is not None:
        lanes = (Lane.REPLY, Lane.CHECK_IN)
        await outbox.cancel_chat(desk.tx, clinic=desk.clinic, chat_id=desk.chat_id, reason=effect.reason, lanes=lanes)
