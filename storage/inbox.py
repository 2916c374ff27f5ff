"""The inbox: every update of Telegram as it came, on disk before it is confirmed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage import queue
from storage.database import Tx
from storage.tables import inbox

_CLAIM = queue.claim(
    inbox,
    waiting="new",
    order=("id",),
    group_by=("clinic", "chat_id"),
    where=inbox.c.clinic == bindparam("clinic"),
)
_ROW = update(inbox).where(inbox.c.id == bindparam("row_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An update as it came over the wire. `text` is the whole of it, as JSON."""

    update_id: int | None
    chat_id: int | None
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A stored update that waits for its turn."""

    id: int
    clinic: str
    update_id: int | None
    chat_id: int | None
    text: str = field(repr=False)
    received_at: datetime
    attempts: int


async def put(tx: Tx, *, clinic: str, updates: Sequence[Raw], now: datetime) -> int:
    """Store what is new and return how many were. The same update a second time is one row."""
    if not updates:
        return 0
    await tx.alone(f"inbox {clinic}")  # ids in the order of commits, else a chat's second message could overtake
    rows = [
        {
            "clinic": clinic,
            "update_id": raw.update_id,
            "digest": digest(raw.text),
            "chat_id": raw.chat_id,
            "raw": queue.sealed(tx, inbox, "raw", raw.text),
            "received_at": now,
            "due_at": now,
            "state": "new",
            "attempts": 0,
        }
        for raw in updates
    ]
    return len((await tx.execute(queue.put_once(tx.dialect, inbox, "clinic", "digest"), rows)).all())


async def next(tx: Tx, *, clinic: str, now: datetime) -> InboxRow | None:  # noqa: A001 - read as inbox.next
    """The oldest unfinished update of some chat, when it is due; locked until the transaction ends.

    Raises `queue.Unreadable` for a damaged row.
    """
    row = (await tx.execute(_CLAIM, {"clinic": clinic, "now": now, "limit": 1})).mappings().first()
    if row is None:
        return None
    return InboxRow(
        id=row["id"],
        clinic=row["clinic"],
        update_id=row["update_id"],
        chat_id=row["chat_id"],
        text=queue.opened(tx, inbox, row, "raw"),
        received_at=row["received_at"],
        attempts=row["attempts"],
    )


async def done(tx: Tx, row_id: int) -> None:
    """The update has been acted on, in this transaction."""
    await tx.execute(_ROW, {"row_id": row_id, "state": "done", "reason": None})


async def ignored(tx: Tx, row_id: int, *, reason: str) -> None:
    """The update asks for nothing; the reason says why, without words of patients."""
    await tx.execute(_ROW, {"row_id": row_id, "state": "ignored", "reason": reason[: queue.REASON_CHARS_MAX]})


async def snooze(tx: Tx, row_id: int, *, until: datetime) -> None:
    """Look at this update again later. The chat's later updates wait behind it; no attempt is counted."""
    await queue.snooze(tx, inbox, row_id, until=until)


async def fail(tx: Tx, row_id: int, *, now: datetime, reason: str) -> bool:
    """Count a failed turn. True when the row is dead now: then raise an alert with what the patient wrote."""
    return await queue.fail(tx, inbox, row_id, waiting="new", now=now, reason=reason)


async def chat_of(tx: Tx, row_id: int) -> int | None:
    """The chat of a stored update, which is known even when its text cannot be opened."""
    found = select(inbox.c.chat_id).where(inbox.c.id == row_id)
    chat_id: int | None = (await tx.execute(found)).scalar_one_or_none()
    return chat_id


def digest(text: str) -> str:
    """What makes two updates the same: their whole content, since update ids may start again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
