"""Enrol a patient: state, plan, and a link with a code that open the conversation once."""

import base64
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from care.events import EpisodeAdded, Registered
from care.patient import Episode, Patient, PatientId, dump_patient
from care.source import did_you_mean
from storage import Database, Tx, invitations, outbox, patients
from storage.house import House
from storage.outbox import Lane
from storage.patients import PatientRow
from storage.turn import take_turn

LINK_LASTS = timedelta(days=14)
TOKEN_BYTES = 24  # 32 characters of a link; nobody guesses them
_ID_CHARS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


class EnrolmentError(Exception):
    """This patient cannot be enrolled; the words say what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What staff say about a patient. `first_name` is what the bot calls them by; no surname is kept."""

    first_name: str
    initials: str
    procedure: str
    surgery_on: date
    surgeon: str
    language: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What the patient is given: the link (or its QR code) and, separately, the six digits."""

    patient_id: str
    case: int
    link: str
    code: str
    expires_at: datetime


async def enroll(db: Database, request: Request, *, house: House, bot_name: str, now: datetime) -> Invitation:
    """A new patient with their plan, and the invitation. Raises EnrolmentError before anything is written."""
    _check(request, house)
    async with db.write() as tx:
        case = await patients.next_case_number(tx, house.practice.clinic.id)
        patient = _patient(request, house, case)
        await patients.add(
            tx,
            patient_id=patient.id,
            clinic=patient.clinic,
            case_number=case,
            state=dump_patient(patient),
            now=now,
        )
        await take_turn(tx, patient_id=patient.id, event=Registered(), now=now, house=house)
        return await _invite(tx, patient.id, case, bot_name=bot_name, house=house, now=now)


async def add_episode(db: Database, patient_id: str, request: Request, *, house: House, now: datetime) -> None:
    """Another operation of a patient who is followed already."""
    _check(request, house)
    async with db.write() as tx:
        row = await patients.load(tx, patient_id)
        if row is None:
            raise EnrolmentError(f"no patient '{patient_id}'")
        episode = _episode(request, house, f"e{row.turn + 1}")
        await take_turn(tx, patient_id=patient_id, event=EpisodeAdded(episode=episode), now=now, house=house)


async def invite_again(
    db: Database, patient_id: str, *, house: House, bot_name: str, now: datetime, new_phone: bool = False
) -> Invitation:
    """A fresh link and code; the earlier ones are void. With a new phone, nothing more goes to the old one."""
    async with db.write() as tx:
        row = await patients.load(tx, patient_id)
        if row is None:
            raise EnrolmentError(f"no patient '{patient_id}'")
        if new_phone:
            await _leave_phone(tx, row, now)
        await invitations.withdraw(tx, patient_id=patient_id, now=now)
        return await _invite(tx, patient_id, row.case_number, bot_name=bot_name, house=house, now=now)


async def _leave_phone(tx: Tx, row: PatientRow, now: datetime) -> None:
    await patients.unbind(tx, row.id, now=now)
    if row.chat_id is not None:
        lanes = (Lane.REPLY, Lane.CHECK_IN)
        await outbox.cancel_chat(tx, clinic=row.clinic, chat_id=row.chat_id, reason="a new phone", lanes=lanes)


async def patient_of_case(db: Database, house: House, case: int) -> str:
    """The id of the patient with this case number. Raises EnrolmentError."""
    async with db.read() as tx:
        rows = await patients.of_clinic(tx, house.practice.clinic.id)
    found = next((row.id for row in rows if row.case_number == case), None)
    if found is None:
        raise EnrolmentError(f"case: no patient with number {case}")
    return found


async def _invite(tx: Tx, patient_id: str, case: int, *, bot_name: str, house: House, now: datetime) -> Invitation:
    token = base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=")
    code, salt = f"{secrets.randbelow(1_000_000):06d}", secrets.token_hex(8)
    expires_at = now + LINK_LASTS
    await invitations.add(
        tx,
        clinic=house.practice.clinic.id,
        patient_id=patient_id,
        token_hash=invitations.hash_token(token),
        code_hash=invitations.hash_code(code, salt=salt),
        salt=salt,
        now=now,
        expires_at=expires_at,
    )
    link = f"https://t.me/{bot_name}?start={token}"
    return Invitation(patient_id=patient_id, case=case, link=link, code=code, expires_at=expires_at)


def _check(request: Request, house: House) -> None:
    practice = house.practice
    if request.procedure not in practice.protocols:
        hint = did_you_mean(request.procedure, sorted(practice.protocols))
        raise EnrolmentError(f"procedure: this clinic does not follow up '{request.procedure}'{hint}")
    if request.surgeon not in practice.clinic.surgeons:
        hint = did_you_mean(request.surgeon, practice.clinic.surgeons)
        raise EnrolmentError(f"surgeon: no '{request.surgeon}' in clinic.yaml{hint}")
    if request.language is not None and request.language not in practice.clinic.languages:
        hint = did_you_mean(request.language, practice.clinic.languages)
        raise EnrolmentError(f"language: this clinic does not write in '{request.language}'{hint}")
    if not request.first_name.strip() or len(request.first_name) > 60:
        raise EnrolmentError("name: write the first name, at most 60 characters")
    if not 1 <= len(request.initials) <= 6:
        raise EnrolmentError("initials: write one to six letters, such as `L.M.`")


def _patient(request: Request, house: House, case: int) -> Patient:
    clinic = house.practice.clinic
    return Patient(
        id=PatientId("".join(secrets.choice(_ID_CHARS) for _ in range(8))),
        clinic=clinic.id,
        case=case,
        first_name=request.first_name.strip(),
        initials=request.initials,
        language=request.language or clinic.languages[0],
        zone=request.zone or clinic.zone,
        hour=f"{clinic.check_in_hour:%H:%M}",
        episodes=(_episode(request, house, "e1"),),
    )


def _episode(request: Request, house: House, id_: str) -> Episode:
    protocol = house.practice.protocols[request.procedure]
    return Episode(
        id=id_,
        procedure=request.procedure,
        version=protocol.version,
        surgery_on=request.surgery_on,
        surgeon=request.surgeon,
    )
