"""The outbox: every call to Telegram, written down before it is made, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Literal

from sqlalchemy import ColumnElement, RowMapping, Update, and_, bindparam, func, select, update

from storage import queue
from storage.database import Tx
from storage.tables import outbox

RETRY_AT_MOST = timedelta(minutes=5)  # an alert is tried for as long as it takes; this is how often

State = Literal["new", "claimed", "sent", "unknown", "rejected", "unreachable", "cancelled"]

_FREE = outbox.c.chat_id.not_in(bindparam("busy", expanding=True))
_CLAIM = queue.claim(
    outbox,
    waiting="new",
    order=("lane", "id"),
    group_by=("clinic", "chat_id"),
    unfinished=("new", "claimed"),
    where=(outbox.c.clinic == bindparam("clinic")) & _FREE,
)
_MINE = and_(outbox.c.id == bindparam("row_id"), outbox.c.lease_token == bindparam("by_token"))
_HELD = update(outbox).where(_MINE, outbox.c.state == "claimed")
_FLOWN = update(outbox).where(_MINE, outbox.c.state.in_(("claimed", "unknown", "cancelled")))
_OURS = select(outbox.c.id).where(_MINE, outbox.c.state == "claimed", outbox.c.leased_until > bindparam("now"))
_ASKED = select(func.max(outbox.c.message_id)).where(
    outbox.c.clinic == bindparam("clinic"), outbox.c.prompt == bindparam("prompt")
)
_EXPIRED = update(outbox).where(
    queue.is_state(outbox, "new"), outbox.c.clinic == bindparam("by_clinic"), outbox.c.expires_at <= bindparam("now")
)


class Lane(IntEnum):
    """Who goes first when several messages wait."""

    EMERGENCY = 0
    URGENT = 1
    ALERT = 2
    REPLY = 3
    MEDIA = 4  # what patients send, for the staff: behind the alerts that announce it
    CHECK_IN = 5
    DIGEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A call to be made: `method` and its parameters as JSON, in their final words.

    A `key` makes the item unique in its clinic: putting it twice sends it once.
    """

    clinic: str
    chat_id: int
    lane: Lane
    method: str
    payload: str = field(repr=False)
    created_at: datetime
    due_at: datetime
    expires_at: datetime | None = None
    patient_id: str | None = None
    alert_id: int | None = None
    prompt: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A call as it stands in the table. `token` is the fencing token of whoever claimed it last."""

    id: int
    clinic: str
    chat_id: int
    patient_id: str | None
    alert_id: int | None
    lane: Lane
    method: str
    payload: str = field(repr=False)
    prompt: str | None
    key: str | None
    state: State
    attempts: int
    due_at: datetime
    expires_at: datetime | None
    created_at: datetime
    token: int | None
    leased_until: datetime | None
    sent_at: datetime | None
    message_id: int | None
    reason: str | None


async def put(tx: Tx, items: Sequence[Item]) -> int:
    """Queue these calls and return how many were new; one whose key is there already is left out."""
    if not items:
        return 0
    rows = [
        asdict(item)
        | {"lane": int(item.lane), "payload": queue.sealed(tx, outbox, "payload", item.payload)}
        | {"state": "new", "attempts": 0}
        for item in items
    ]
    return len((await tx.execute(queue.put_once(tx.dialect, outbox, "clinic", "key"), rows)).all())


async def claim(
    tx: Tx,
    *,
    clinic: str,
    now: datetime,
    lease: timedelta,
    token: int,
    limit: int,
    busy_chats: Collection[int] = (),
) -> list[OutboxRow]:
    """Take up to `limit` calls, the most urgent lane first, and of each chat only its first.

    While one is claimed, its chat's calls in the same or a less urgent lane wait; a more urgent one does not.
    What has expired is cancelled instead. Raises `queue.Unreadable` for a damaged row.
    """
    await expire(tx, clinic=clinic, now=now)
    wanted = {"clinic": clinic, "now": now, "limit": limit, "busy": list(busy_chats)}
    rows = (await tx.execute(_CLAIM, wanted)).mappings().all()
    if not rows:
        return []
    claimed = {"state": "claimed", "lease_token": token, "leased_until": now + lease}
    await tx.execute(update(outbox).where(outbox.c.id.in_([row["id"] for row in rows])).values(**claimed))
    return [_row(tx, row, **claimed) for row in rows]


async def still_ours(tx: Tx, row_id: int, *, token: int, now: datetime) -> bool:
    """Whether a claimed call may still be made: ask right before making it. An opt-out or a lapsed lease says no."""
    return (await tx.execute(_OURS, {"row_id": row_id, "by_token": token, "now": now})).first() is not None


async def sent(tx: Tx, row_id: int, *, message_id: int | None, now: datetime, token: int) -> bool:
    """Telegram took it. This is the truth even when we had given the row up, so then it is noted as well."""
    return await _mark(tx, _FLOWN, row_id, token, state="sent", message_id=message_id, sent_at=now)


async def unknown(tx: Tx, row_id: int, *, reason: str, token: int) -> bool:
    """Perhaps delivered, perhaps not."""
    return await _mark(tx, _HELD, row_id, token, state="unknown", reason=reason)


async def rejected(tx: Tx, row_id: int, *, reason: str, token: int) -> bool:
    """Telegram will never take this call."""
    return await _mark(tx, _HELD, row_id, token, state="rejected", reason=reason)


async def unreachable(tx: Tx, row_id: int, *, reason: str, token: int) -> bool:
    """This chat cannot be written to: blocked, left, deleted."""
    return await _mark(tx, _HELD, row_id, token, state="unreachable", reason=reason)


async def snooze(tx: Tx, row_id: int, *, until: datetime, token: int) -> bool:
    """Not sent; Telegram asked us to wait. No attempt is counted."""
    return await _mark(tx, _HELD, row_id, token, state="new", due_at=until)


async def snooze_chat(tx: Tx, *, clinic: str, chat_id: int, until: datetime) -> int:
    """Nothing goes to this chat before then. Returns how many calls were put off."""
    waiting = _of_chat(clinic, chat_id) & queue.is_state(outbox, "new") & (outbox.c.due_at < until)
    return (await tx.execute(update(outbox).where(waiting).values(due_at=until))).rowcount


async def fail(tx: Tx, row_id: int, *, now: datetime, reason: str, token: int) -> bool:
    """Certainly not sent, nobody's word to wait: try again, later each time, until it expires."""
    before = (await tx.execute(select(outbox.c.attempts).where(outbox.c.id == row_id))).scalar_one_or_none()
    if before is None:
        return False
    attempts = before + 1
    wait = min(queue.retry_delay(min(attempts, queue.ATTEMPTS_MAX)), RETRY_AT_MOST)
    return await _mark(tx, _HELD, row_id, token, state="new", attempts=attempts, due_at=now + wait, reason=reason)


async def release_expired(tx: Tx, *, clinic: str, now: datetime) -> list[OutboxRow]:
    """Calls of the clinic whose claimer was not heard of in time. They are `unknown` now: it may have died after
    sending."""
    late = queue.is_state(outbox, "claimed") & (outbox.c.clinic == clinic) & (outbox.c.leased_until <= now)
    lapsed = update(outbox).where(late).values(state="unknown", reason="sender stopped before it noted the result")
    return [_row(tx, row) for row in (await tx.execute(lapsed.returning(outbox))).mappings()]


async def release_older(tx: Tx, *, clinic: str, token: int) -> list[OutboxRow]:
    """The same for what an earlier holder of the send lease had claimed: whoever holds it now knows that it is gone."""
    older = queue.is_state(outbox, "claimed") & (outbox.c.clinic == clinic) & (outbox.c.lease_token < token)
    lapsed = update(outbox).where(older).values(state="unknown", reason="sender stopped before it noted the result")
    return [_row(tx, row) for row in (await tx.execute(lapsed.returning(outbox))).mappings()]


async def expire(tx: Tx, *, clinic: str, now: datetime) -> int:
    """Cancel what waited longer than it makes sense to send. Returns how many calls that were."""
    late = {"by_clinic": clinic, "now": now, "state": "cancelled", "reason": "too late"}
    return (await tx.execute(_EXPIRED, late)).rowcount


async def cancel_chat(tx: Tx, *, clinic: str, chat_id: int, reason: str, lanes: Collection[Lane]) -> int:
    """Send nothing more to this chat in these lanes, not even what is claimed but not yet on its way."""
    which = _of_chat(clinic, chat_id) & queue.is_state(outbox, "new", "claimed") & outbox.c.lane.in_(list(lanes))
    return (await tx.execute(update(outbox).where(which).values(state="cancelled", reason=reason))).rowcount


async def cancel(tx: Tx, rows: Sequence[OutboxRow], *, reason: str) -> None:
    """Do not send these, as far as they still wait: something newer says it."""
    which = outbox.c.id.in_([row.id for row in rows]) & queue.is_state(outbox, "new")
    await tx.execute(update(outbox).where(which).values(state="cancelled", reason=reason))


async def waits(tx: Tx, *, clinic: str) -> bool:
    """Whether anything of the clinic is still to be sent, now or later."""
    found = select(outbox.c.id).where(queue.is_state(outbox, "new", "claimed"), outbox.c.clinic == clinic).limit(1)
    return (await tx.execute(found)).first() is not None


async def message_of_prompt(tx: Tx, *, clinic: str, prompt: str) -> int | None:
    """The id of the message in which this prompt was asked, to edit it; None when it did not arrive."""
    wanted = {"clinic": clinic, "prompt": prompt}
    message_id: int | None = (await tx.execute(_ASKED, wanted)).scalar_one()
    return message_id


async def asked_before(tx: Tx, *, clinic: str, prompt: str, before: datetime) -> bool:
    """Whether this question had reached the patient by then."""
    of_prompt = (outbox.c.clinic == clinic) & (outbox.c.prompt == prompt)
    found = select(outbox.c.id).where(of_prompt, queue.is_state(outbox, "sent"), outbox.c.sent_at <= before)
    return (await tx.execute(found.limit(1))).first() is not None


async def by_message(tx: Tx, *, clinic: str, chat_id: int, message_id: int) -> OutboxRow | None:
    """What we said in this message: for a reply that quotes it."""
    found = select(outbox).where(_of_chat(clinic, chat_id), outbox.c.message_id == message_id)
    row = (await tx.execute(found.order_by(outbox.c.id).limit(1))).mappings().first()
    return None if row is None else _row(tx, row)


async def of_alert(tx: Tx, alert_id: int) -> list[OutboxRow]:
    """Every call that was made or will be made for this alert, the oldest first."""
    found = select(outbox).where(outbox.c.alert_id == alert_id).order_by(outbox.c.id)
    return [_row(tx, row) for row in (await tx.execute(found)).mappings()]


async def newest_of_alert(tx: Tx, alert_id: int, *, chat_id: int, limit: int) -> list[OutboxRow]:
    """The last messages, sent or not, that tell this alert in this chat; the oldest of them first."""
    here = and_(outbox.c.alert_id == alert_id, outbox.c.chat_id == chat_id, outbox.c.method == "sendMessage")
    found = select(outbox).where(here).order_by(outbox.c.id.desc()).limit(limit)
    return [_row(tx, row) for row in (await tx.execute(found)).mappings()][::-1]


def _of_chat(clinic: str, chat_id: int) -> ColumnElement[bool]:
    return and_(outbox.c.clinic == clinic, outbox.c.chat_id == chat_id)


async def _mark(tx: Tx, which: Update, row_id: int, token: int, *, reason: str | None = None, **values: object) -> bool:
    reason = reason and reason[: queue.REASON_CHARS_MAX]
    marked = {"row_id": row_id, "by_token": token, "leased_until": None, "reason": reason, **values}
    return (await tx.execute(which, marked)).rowcount == 1


def _row(tx: Tx, row: RowMapping, **changed: object) -> OutboxRow:
    facts = dict(row) | changed
    facts |= {"payload": queue.opened(tx, outbox, row, "payload"), "lane": Lane(row["lane"])}
    facts["token"] = facts.pop("lease_token")
    return OutboxRow(**facts)


async def cancel_prompt(tx: Tx, *, clinic: str, prompt: str, reason: str) -> int:
    """Ask this question no more: what is not yet on its way of it is not sent. Returns how many calls that were."""
    asked = and_(outbox.c.clinic == clinic, outbox.c.prompt == prompt, queue.is_state(outbox, "new", "claimed"))
    return (await tx.execute(update(outbox).where(asked).values(state="cancelled", reason=reason))).rowcount
