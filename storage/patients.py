"""The patients: one sealed document each, and the chat that is bound to it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, exists, func, insert, select, update

from storage.database import Tx
from storage.tables import inbox, outbox, patient

_KNOWN = select(patient).where(patient.c.erased_at.is_(None))
_BY_ID = _KNOWN.where(patient.c.id == bindparam("patient_id"))
_BY_CHAT = _KNOWN.where(patient.c.clinic == bindparam("clinic"), patient.c.chat_id == bindparam("chat_id"))
_LOCKED_BY_ID = _BY_ID.with_for_update(key_share=True)  # others may still write rows that point to this patient
_LOCKED_BY_CHAT = _BY_CHAT.with_for_update(key_share=True)
_NEXT_TURN = update(patient).where(
    patient.c.id == bindparam("patient_id"), patient.c.turn == bindparam("before"), patient.c.erased_at.is_(None)
)


class TurnConflict(Exception):  # noqa: N818
    """Another turn of this patient was saved first. Roll back and take the event again."""

    def __init__(self, *, patient_id: str, turn: int) -> None:
        super().__init__(f"patient {patient_id}, turn {turn}: {self.__doc__}")
        self.patient_id = patient_id
        self.turn = turn


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRow:
    """A patient as stored; `state` is care's JSON after `turn` turns."""

    id: str
    clinic: str
    chat_id: int | None
    user_id: int | None
    case_number: int
    turn: int
    state: str = field(repr=False)
    created_at: datetime
    updated_at: datetime


async def add(tx: Tx, *, patient_id: str, clinic: str, case_number: int, state: str, now: datetime) -> None:
    """Store a new patient at turn 0, without a chat."""
    await tx.execute(
        insert(patient).values(
            id=patient_id,
            clinic=clinic,
            case_number=case_number,
            turn=0,
            state=tx.vault.seal(state, about=about(patient_id)),
            created_at=now,
            updated_at=now,
        )
    )


async def next_case_number(tx: Tx, clinic: str) -> int:
    """The number for the next patient of this clinic; never one that was used before."""
    await tx.alone(f"case number {clinic}")
    highest = select(func.coalesce(func.max(patient.c.case_number), 0)).where(patient.c.clinic == clinic)
    number: int = (await tx.execute(highest)).scalar_one()
    return number + 1


async def load(tx: Tx, patient_id: str, *, lock: bool = True) -> PatientRow | None:
    """The patient, by default locked until the transaction ends; None when unknown or erased."""
    return await _one(tx, _LOCKED_BY_ID if lock else _BY_ID, {"patient_id": patient_id})


async def by_chat(tx: Tx, *, clinic: str, chat_id: int, lock: bool = True) -> PatientRow | None:
    """The patient whom this chat is bound to."""
    return await _one(tx, _LOCKED_BY_CHAT if lock else _BY_CHAT, {"clinic": clinic, "chat_id": chat_id})


async def case_number(tx: Tx, patient_id: str) -> int:
    """The number by which staff know the patient, which can be read even when the state cannot; 0 when unknown."""
    found = select(patient.c.case_number).where(patient.c.id == patient_id)
    number: int | None = (await tx.execute(found)).scalar_one_or_none()
    return number or 0


async def of_clinic(tx: Tx, clinic: str) -> list[PatientRow]:
    """All patients of a clinic, by case number."""
    rows = (await tx.execute(_KNOWN.where(patient.c.clinic == clinic).order_by(patient.c.case_number))).mappings()
    return [_row(tx, row) for row in rows]


async def save(tx: Tx, patient_id: str, *, turn: int, state: str, now: datetime) -> None:
    """Store the state after `turn`. Raises `TurnConflict` unless the turn before it is what is stored."""
    sealed = tx.vault.seal(state, about=about(patient_id))
    after = {"patient_id": patient_id, "before": turn - 1, "turn": turn, "state": sealed, "updated_at": now}
    saved = await tx.execute(_NEXT_TURN, after)
    if saved.rowcount != 1:
        raise TurnConflict(patient_id=patient_id, turn=turn)


async def bind(tx: Tx, patient_id: str, *, chat_id: int, user_id: int, now: datetime) -> bool:
    """Tie the chat to the patient. False when either is tied already to somebody else."""
    other = patient.alias("other")
    mine = patient.c.id == patient_id
    taken = exists().where(other.c.clinic == patient.c.clinic, other.c.chat_id == chat_id, other.c.id != patient.c.id)
    free = (patient.c.chat_id.is_(None) | (patient.c.chat_id == chat_id)) & patient.c.erased_at.is_(None) & ~taken
    bound = update(patient).where(mine, free).values(chat_id=chat_id, user_id=user_id, updated_at=now)
    return (await tx.execute(bound)).rowcount == 1


async def unbind(tx: Tx, patient_id: str, *, now: datetime) -> None:
    """Nothing more goes to this patient's chat until another enrolment."""
    loose = update(patient).where(patient.c.id == patient_id).values(chat_id=None, user_id=None, updated_at=now)
    await tx.execute(loose)


async def move_chat(tx: Tx, *, clinic: str, old: int, new: int) -> None:
    """Telegram gave a chat another id: what is bound to it and what waits for it goes along."""
    await tx.execute(update(patient).where(patient.c.clinic == clinic, patient.c.chat_id == old).values(chat_id=new))
    waiting = outbox.c.state.in_(("new", "claimed"))
    await tx.execute(
        update(outbox).where(outbox.c.clinic == clinic, outbox.c.chat_id == old, waiting).values(chat_id=new)
    )
    await tx.execute(
        update(inbox)
        .where(inbox.c.clinic == clinic, inbox.c.chat_id == old, inbox.c.state == "new")
        .values(chat_id=new)
    )


def about(patient_id: str) -> str:
    """What a state is sealed with: put into another patient's row, it does not open."""
    return f"patient.state {patient_id}"


async def _one(tx: Tx, found: Select[Any], wanted: dict[str, object]) -> PatientRow | None:
    row = (await tx.execute(found, wanted)).mappings().first()
    return None if row is None else _row(tx, row)


def _row(tx: Tx, row: RowMapping) -> PatientRow:
    facts = dict(row)
    del facts["erased_at"]
    return PatientRow(**facts | {"state": tx.vault.open(row["state"], about=about(row["id"]))})
