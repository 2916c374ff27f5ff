"""Patients who have joined already: whatever they write is a turn, and nothing else happens meanwhile."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import update

from bot.enroll import Request, enroll
from care.events import Joined, Tapped
from care.patient import load_patient
from storage import Database, Tx, patients, tables
from storage.house import House
from storage.turn import take_turn

AWAY = timedelta(days=60)  # until the operation: no check-in falls into the run
TAPS_MAX = 10  # joining asks three questions


async def join_all(db: Database, user_ids: Sequence[int], *, house: House, now: datetime) -> dict[int, str]:
    """A followed patient for each of these people, with nothing waiting to be said. Gives the patients' ids."""
    joined: dict[int, str] = {}
    for user_id in user_ids:
        invitation = await enroll(db, _request(house, now), house=house, bot_name="any", now=now)
        async with db.write() as tx:
            assert await patients.bind(tx, invitation.patient_id, chat_id=user_id, user_id=user_id, now=now)
            await _join(tx, invitation.patient_id, house, now)
        joined[user_id] = invitation.patient_id
    async with db.write() as tx:
        await tx.execute(update(tables.outbox).values(state="cancelled", reason="before the run"))
    return joined


async def _join(tx: Tx, patient_id: str, house: House, now: datetime) -> None:
    turn = await take_turn(tx, patient_id=patient_id, event=Joined(language="en"), now=now, house=house)
    for _ in range(TAPS_MAX):
        if turn.patient.waiting is None:
            break
        tap = Tapped(prompt=turn.patient.waiting.prompt, choice=turn.patient.waiting.buttons[0][0].choice)
        turn = await take_turn(tx, patient_id=patient_id, event=tap, now=now, house=house)
    row = await patients.load(tx, patient_id)
    assert row is not None
    assert load_patient(row.state).stage == "followed"


def _request(house: House, now: datetime) -> Request:
    clinic = house.practice.clinic
    return Request(
        first_name="Lena",
        initials="L.M.",
        procedure=clinic.protocols[0],
        surgery_on=(now + AWAY).date(),
        surgeon=clinic.surgeons[0],
        language="en",
    )
