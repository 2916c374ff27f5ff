"""Leases: which replica receives, and which sends, for a clinic; with tokens that only ever grow."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from storage.database import Tx, insert
from storage.tables import lease


async def take(tx: Tx, name: str, *, holder: str, now: datetime, ttl: timedelta) -> int | None:
    """The fencing token when the lease was free, lapsed or ours already; None while another holds it."""
    fresh = insert(tx.dialect, lease).values(name=name, holder=holder, token=1, expires_at=now + ttl)
    taken = fresh.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": holder, "token": lease.c.token + 1, "expires_at": now + ttl},
        where=(lease.c.expires_at <= now) | (lease.c.holder == holder),
    )
    token: int | None = (await tx.execute(taken.returning(lease.c.token))).scalar_one_or_none()
    return token


async def renew(tx: Tx, name: str, *, token: int, now: datetime, ttl: timedelta) -> bool:
    """Keep the lease longer. False when it has lapsed or passed on: stop, and take it anew."""
    kept = update(lease).where(_held(name, token, now)).values(expires_at=now + ttl)
    return (await tx.execute(kept)).rowcount == 1


async def release(tx: Tx, name: str, *, token: int, now: datetime) -> bool:
    """Give the lease back early. The row stays, so that the next token is larger."""
    freed = update(lease).where(_held(name, token, now)).values(expires_at=now)
    return (await tx.execute(freed)).rowcount == 1


async def holds(tx: Tx, name: str, *, token: int, now: datetime) -> bool:
    """Whether this token is still the one in force."""
    return (await tx.execute(select(lease.c.name).where(_held(name, token, now)))).first() is not None


def _held(name: str, token: int, now: datetime) -> ColumnElement[bool]:
    return (lease.c.name == name) & (lease.c.token == token) & (lease.c.expires_at > now)
