"""What lies ahead: the next moment at which something happens by itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from storage.database import Tx
from storage.tables import alert, inbox, outbox, timer


async def next_due(tx: Tx) -> datetime | None:
    """When something happens next by itself; None when nothing is planned."""
    planned = select(func.min(timer.c.due_at)).where(timer.c.state == "pending").scalar_subquery()
    climbs = select(func.min(alert.c.climbs_at)).where(alert.c.state == "open").scalar_subquery()
    received = select(inbox.c.chat_id, inbox.c.due_at).where(inbox.c.state == "new").order_by(inbox.c.id)
    unsent = select(outbox.c.chat_id, outbox.c.due_at).where(outbox.c.state == "new")
    alone = (await tx.execute(select(planned, climbs))).one()
    inbound = (await tx.execute(received)).all()
    outbound = (await tx.execute(unsent.order_by(outbox.c.lane, outbox.c.id))).all()
    return min((at for at in (*alone, *_heads(inbound), *_heads(outbound)) if at is not None), default=None)


def _heads(waiting: Sequence[Row[Any]]) -> Iterable[datetime]:
    """When the first of each chat is due: what stands behind it waits for it."""
    first: dict[int, datetime] = {}
    for row in waiting:
        first.setdefault(row.chat_id, row.due_at)
    return first.values()
