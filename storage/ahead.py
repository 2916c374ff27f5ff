"""What lies ahead: the next moment at which something happens by itself."""

from datetime import datetime

from sqlalchemy import func, select

from storage import queue
from storage.database import Tx
from storage.tables import alert, inbox, outbox, timer


async def next_due(tx: Tx) -> datetime | None:
    """When the earliest timer, climb, send or retry is due; None when nothing is planned."""
    waiting = (
        (timer, timer.c.due_at, "pending"),
        (alert, alert.c.climbs_at, "open"),
        (outbox, outbox.c.due_at, "new"),
        (inbox, inbox.c.due_at, "new"),
    )
    soonest = [
        select(func.min(column)).where(queue.is_state(table, state)).scalar_subquery()
        for table, column, state in waiting
    ]
    found = (await tx.execute(select(*soonest))).one()
    return min((at for at in found if at is not None), default=None)
