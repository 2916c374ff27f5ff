"""Words of staff on their way to a chat: which calls carry them, so that who wrote them hears when they are lost."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from storage import queue
from storage.database import Tx
from storage.outbox import OutboxRow
from storage.tables import outbox

_PREFIX = "staff:"
_FORMS_MAX = 10  # a message that is tried again, in another form, to another id: more would be a circle


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The message in which a staff member wrote the words."""

    chat_id: int
    message_id: int


async def newest(tx: Tx) -> int:
    """The id of the latest call in the outbox."""
    number: int = (await tx.execute(select(func.coalesce(func.max(outbox.c.id), 0)))).scalar_one()
    return number


async def mark(tx: Tx, *, clinic: str, chat_id: int, after: int, written: Written) -> int:
    """Note on the calls to this chat that are newer than `after` whose words they carry. Returns how many they are."""
    fresh = select(outbox.c.id).where(
        outbox.c.clinic == clinic, outbox.c.chat_id == chat_id, outbox.c.id > after, outbox.c.key.is_(None)
    )
    numbers = (await tx.execute(fresh)).scalars().all()
    for number in numbers:
        key = f"{_PREFIX}{written.chat_id}:{written.message_id}:{number}"
        await tx.execute(update(outbox).where(outbox.c.id == number).values(key=key))
    return len(numbers)


async def origin(tx: Tx, row: OutboxRow) -> Written | None:
    """Where the words in this call were written, if they are words of staff; also when it is a call's second form."""
    key = row.key
    for _ in range(_FORMS_MAX):
        if key is None or key.startswith(_PREFIX):
            return None if key is None else _written(key)
        number = key.rpartition(":")[2].partition(".")[0]
        if not number.isdecimal():
            return None
        key = (await tx.execute(select(outbox.c.key).where(outbox.c.id == int(number)))).scalar_one_or_none()
    return None


async def cancelled(tx: Tx, *, clinic: str, chat_id: int) -> list[Written]:
    """Words of staff that were to go to this chat and were called back."""
    found = select(outbox.c.key).where(
        outbox.c.clinic == clinic,
        outbox.c.chat_id == chat_id,
        queue.is_state(outbox, "cancelled"),
        outbox.c.key.startswith(_PREFIX),
    )
    return list(dict.fromkeys(_written(key) for key in (await tx.execute(found)).scalars()))


def _written(key: str) -> Written:
    chat_id, message_id = key.removeprefix(_PREFIX).split(":")[:2]
    return Written(chat_id=int(chat_id), message_id=int(message_id))
