"""Groups that became supergroups: Telegram gave them another id, while clinic.yaml still says the old one."""

from datetime import datetime

from sqlalchemy import select

from storage import patients
from storage.database import Tx, insert
from storage.tables import moved_chat

HOPS_MAX = 5  # a group moves once in its life; more would be a circle


async def move(tx: Tx, *, clinic: str, old: int, new: int, now: datetime) -> None:
    """From now on the chat is found under its new id; what waits for it goes along."""
    fresh = insert(tx.dialect, moved_chat).values(clinic=clinic, old_id=old, new_id=new, at=now)
    values = {"new_id": new, "at": now}
    await tx.execute(fresh.on_conflict_do_update(index_elements=["clinic", "old_id"], set_=values))
    await patients.move_chat(tx, clinic=clinic, old=old, new=new)


async def current(tx: Tx, *, clinic: str, chat_id: int) -> int:
    """The id under which this chat can be written to now."""
    for _ in range(HOPS_MAX):
        found = select(moved_chat.c.new_id).where(moved_chat.c.clinic == clinic, moved_chat.c.old_id == chat_id)
        new: int | None = (await tx.execute(found)).scalar_one_or_none()
        if new is None:
            break
        chat_id = new
    return chat_id
