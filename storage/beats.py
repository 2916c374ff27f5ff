"""Beats: when each loop last succeeded, so that silence is noticed."""

from datetime import datetime

from sqlalchemy import select

from storage.database import Tx, insert
from storage.tables import beat as beats


async def beat(tx: Tx, name: str, *, now: datetime) -> None:
    """This loop, such as "receive:rosa", has just done its work."""
    fresh = insert(tx.dialect, beats).values(name=name, at=now)
    await tx.execute(fresh.on_conflict_do_update(index_elements=["name"], set_={"at": now}))


async def last(tx: Tx) -> dict[str, datetime]:
    """The last success of every loop."""
    return {row.name: row.at for row in await tx.execute(select(beats).order_by(beats.c.name))}
