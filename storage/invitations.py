"""The invitations: a link that only one account can open, and a code that only the patient was told."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select, update

from storage.database import Tx
from storage.tables import invitation

TRIES = 5  # of a million codes; then a person at the clinic makes a new invitation
_SCRYPT = {"n": 2**13, "r": 8, "p": 1}  # about 20 ms: a thief of the database pays for each guess, a patient does not


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRow:
    """An invitation as stored. Neither token nor code can be read from it."""

    id: int
    clinic: str
    patient_id: str
    token_hash: str = field(repr=False)
    code_hash: str = field(repr=False)
    salt: str = field(repr=False)
    tries_left: int
    made_at: datetime
    expires_at: datetime
    opened_by: int | None
    opened_at: datetime | None
    used_at: datetime | None
    locked_at: datetime | None

    def is_usable(self, now: datetime) -> bool:
        """Whether it can still lead to an enrolment."""
        return self.used_at is None and self.locked_at is None and now < self.expires_at


def hash_token(token: str) -> str:
    """What is stored of a link's token; a token is long and random, so a plain hash keeps it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def hash_code(code: str, *, salt: str) -> str:
    """What is stored of a six-digit code: slow to compute, since there are few codes to try."""
    secret = code.strip().encode("utf-8", "surrogatepass")
    return hashlib.scrypt(secret, salt=salt.encode(), n=_SCRYPT["n"], r=_SCRYPT["r"], p=_SCRYPT["p"], dklen=32).hex()


def is_code(row: InvitationRow, code: str) -> bool:
    """Whether this is the invitation's code."""
    return hmac.compare_digest(hash_code(code, salt=row.salt), row.code_hash)


async def add(
    tx: Tx,
    *,
    clinic: str,
    patient_id: str,
    token_hash: str,
    code_hash: str,
    salt: str,
    now: datetime,
    expires_at: datetime,
) -> int:
    """Store an invitation and return its id. The patient's earlier ones lapse."""
    await withdraw(tx, patient_id=patient_id, now=now)
    fresh = insert(invitation).values(
        clinic=clinic,
        patient_id=patient_id,
        token_hash=token_hash,
        code_hash=code_hash,
        salt=salt,
        tries_left=TRIES,
        made_at=now,
        expires_at=expires_at,
    )
    number: int = (await tx.execute(fresh.returning(invitation.c.id))).scalar_one()
    return number


async def withdraw(tx: Tx, *, patient_id: str, now: datetime) -> int:
    """Let the patient's invitations that nobody used lapse. Returns how many did."""
    unused = (invitation.c.patient_id == patient_id) & invitation.c.used_at.is_(None) & (invitation.c.expires_at > now)
    return (await tx.execute(update(invitation).where(unused).values(expires_at=now))).rowcount


async def by_token(tx: Tx, *, clinic: str, token_hash: str) -> InvitationRow | None:
    """The invitation of this link, usable or not; locked until the transaction ends."""
    found = select(invitation).where(invitation.c.token_hash == token_hash, invitation.c.clinic == clinic)
    row = (await tx.execute(found.with_for_update())).mappings().first()
    return None if row is None else InvitationRow(**row)


async def opened_by(tx: Tx, *, clinic: str, user_id: int, now: datetime) -> InvitationRow | None:
    """The usable invitation that this account opened last and has not finished; locked."""
    found = select(invitation).where(
        invitation.c.clinic == clinic,
        invitation.c.opened_by == user_id,
        invitation.c.used_at.is_(None),
        invitation.c.locked_at.is_(None),
        invitation.c.expires_at > now,
    )
    row = (
        (await tx.execute(found.order_by(invitation.c.opened_at.desc()).limit(1).with_for_update())).mappings().first()
    )
    return None if row is None else InvitationRow(**row)


async def opened(tx: Tx, invitation_id: int, *, user_id: int, now: datetime) -> bool:
    """Note who opened the link. False when another account did before."""
    mine = invitation.c.opened_by.is_(None) | (invitation.c.opened_by == user_id)
    note = update(invitation).where(invitation.c.id == invitation_id, mine).values(opened_by=user_id, opened_at=now)
    return (await tx.execute(note)).rowcount == 1


async def wrong_code(tx: Tx, invitation_id: int, *, now: datetime) -> int:
    """Count a wrong code and return the tries that are left; at 0 the invitation is locked."""
    ours = invitation.c.id == invitation_id
    fewer = update(invitation).where(ours, invitation.c.tries_left > 0).values(tries_left=invitation.c.tries_left - 1)
    left: int | None = (await tx.execute(fewer.returning(invitation.c.tries_left))).scalar_one_or_none()
    if left:
        return left
    await tx.execute(update(invitation).where(ours, invitation.c.locked_at.is_(None)).values(locked_at=now))
    return 0


async def used(tx: Tx, invitation_id: int, *, now: datetime) -> bool:
    """Spend the invitation. False when it is spent, locked or lapsed already."""
    usable = invitation.c.used_at.is_(None) & invitation.c.locked_at.is_(None) & (invitation.c.expires_at > now)
    spent = update(invitation).where(invitation.c.id == invitation_id, usable).values(used_at=now)
    return (await tx.execute(spent)).rowcount == 1
