"""The inbox: kept once, in order, and no chat held up by another."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage import Database, Tx, inbox, queue
from storage.tables import inbox as rows
from tests.storage.rows import MINUTE, NOW, a_raw


async def put(tx: Tx, *texts: str, chat_id: int | None = 7) -> int:
    """Store updates of one chat."""
    return await inbox.put(tx, clinic="rosa", updates=[a_raw(text, chat_id=chat_id) for text in texts], now=NOW)


async def next_text(tx: Tx, *, after: timedelta = timedelta(0)) -> str | None:
    """What the next update says."""
    row = await inbox.next(tx, clinic="rosa", now=NOW + after)
    return None if row is None else row.text


async def finish(tx: Tx) -> str | None:
    """Take the next update, and be done with it."""
    row = await inbox.next(tx, clinic="rosa", now=NOW)
    if row is None:
        return None
    await inbox.done(tx, row.id)
    return row.text


async def state_of(tx: Tx, row_id: int) -> tuple[str, int, str | None]:
    """How a row ended."""
    found = select(rows.c.state, rows.c.attempts, rows.c.reason).where(rows.c.id == row_id)
    row = (await tx.execute(found)).one()
    return row.state, row.attempts, row.reason


async def test_the_same_update_five_times_is_one_row(db: Database) -> None:
    """An update that Telegram repeats is stored once, within a batch and across batches."""
    async with db.write() as tx:
        new = [await put(tx, "hello", "hello"), await put(tx, "hello", "hello", "hello")]

        assert new == [1, 0]
        assert [await finish(tx), await finish(tx)] == ["hello", None]


async def test_a_restarted_update_id_is_a_new_row(db: Database) -> None:
    """An update id that comes again with another content is not swallowed."""
    async with db.write() as tx:
        first = await inbox.put(tx, clinic="rosa", updates=[a_raw("one", update_id=5)], now=NOW)
        again = await inbox.put(tx, clinic="rosa", updates=[a_raw("two", update_id=5)], now=NOW)

    assert (first, again) == (1, 1)


async def test_two_clinics_keep_their_own(db: Database) -> None:
    """The same content sent to two bots is two rows, and each clinic sees its own."""
    async with db.write() as tx:
        await put(tx, "hello")
        other = await inbox.put(tx, clinic="luna", updates=[a_raw("hello")], now=NOW)
        row = await inbox.next(tx, clinic="luna", now=NOW)

    assert other == 1
    assert row is not None
    assert row.clinic == "luna"


async def test_a_chat_is_served_in_its_order(db: Database) -> None:
    """What a patient sent comes out in the order in which it was sent."""
    sent = [f"message {number}" for number in range(30)]
    async with db.write() as tx:
        await put(tx, *sent)
        taken = [await finish(tx) for _ in sent]

    assert sent == taken


@pytest.mark.parametrize("text", ["", "\x00", "\ud83d", "😀" * 4096, '{"text":"‮"}'], ids=range(5))
async def test_every_text_is_kept_as_it_came(db: Database, text: str) -> None:
    """NUL, half an emoji and 4,096 whole ones survive either database."""
    async with db.write() as tx:
        await put(tx, text)

    async with db.write() as tx:
        assert await next_text(tx) == text


async def test_a_snoozed_update_holds_back_its_chat_only(db: Database) -> None:
    """While one chat waits, it waits in order, and the others go on."""
    async with db.write() as tx:
        await put(tx, "one", "two")
        await put(tx, "other chat", chat_id=8)
        row = await inbox.next(tx, clinic="rosa", now=NOW)
        assert row is not None
        await inbox.snooze(tx, row.id, until=NOW + MINUTE)

        assert [await finish(tx), await finish(tx)] == ["other chat", None]
        assert await next_text(tx, after=MINUTE) == "one"


async def test_a_snooze_costs_no_attempt(db: Database) -> None:
    """Waiting is nobody's failure, however often."""
    async with db.write() as tx:
        await put(tx, "one")
        row = await inbox.next(tx, clinic="rosa", now=NOW)
        assert row is not None
        for _ in range(20):
            await inbox.snooze(tx, row.id, until=NOW)

        assert await state_of(tx, row.id) == ("new", 0, None)


async def test_a_poison_update_blocks_only_its_chat_and_then_dies(db: Database) -> None:
    """An update that fails each time is put off, longer each time, dies at the fifth, and lets its chat go on."""
    async with db.write() as tx:
        await put(tx, "poison", "after")
        await put(tx, "other chat", chat_id=8)
        row = await inbox.next(tx, clinic="rosa", now=NOW)
        assert row is not None
        now, dead = NOW, []
        for _ in range(queue.ATTEMPTS_MAX):
            dead.append(await inbox.fail(tx, row.id, now=now, reason="ValueError"))
            now += queue.retry_delay(len(dead))

        assert dead == [False, False, False, False, True]
        assert await state_of(tx, row.id) == ("dead", 5, "ValueError")
        assert [await finish(tx), await finish(tx)] == ["after", "other chat"]


async def test_a_failed_update_comes_back_when_its_time_has_come(db: Database) -> None:
    """The first retry is after a second, not before."""
    async with db.write() as tx:
        await put(tx, "one")
        row = await inbox.next(tx, clinic="rosa", now=NOW)
        assert row is not None
        await inbox.fail(tx, row.id, now=NOW, reason="ValueError")

        assert await next_text(tx) is None
        assert await next_text(tx, after=queue.FIRST_RETRY) == "one"


async def test_a_finished_update_cannot_fail(db: Database) -> None:
    """A late report of a failure does not bring back what is done."""
    async with db.write() as tx:
        await put(tx, "one")
        row = await inbox.next(tx, clinic="rosa", now=NOW)
        assert row is not None
        await inbox.done(tx, row.id)

        assert await inbox.fail(tx, row.id, now=NOW, reason="late") is False
        assert await state_of(tx, row.id) == ("done", 0, None)


async def test_an_ignored_update_says_why(db: Database) -> None:
    """What asks for nothing leaves the queue with its reason."""
    async with db.write() as tx:
        await put(tx, "channel post")
        row = await inbox.next(tx, clinic="rosa", now=NOW)
        assert row is not None
        await inbox.ignored(tx, row.id, reason="a channel")

        assert await state_of(tx, row.id) == ("ignored", 0, "a channel")
        assert await next_text(tx) is None


async def test_updates_without_a_chat_do_not_wait_for_each_other(db: Database) -> None:
    """A snoozed update that belongs to no chat holds up no other one."""
    async with db.write() as tx:
        await put(tx, "poll", "inline", chat_id=None)
        row = await inbox.next(tx, clinic="rosa", now=NOW)
        assert row is not None
        await inbox.snooze(tx, row.id, until=NOW + MINUTE)

        assert await next_text(tx) == "inline"


async def test_a_damaged_row_can_be_buried(db: Database) -> None:
    """A row that does not open says which it is; buried, it lets the rows behind it go on."""
    async with db.write() as tx:
        await put(tx, "one", "two")
        damaged = tx.vault.seal("elsewhere", about="outbox.payload")
        await tx.execute(update(rows).where(rows.c.id == 1).values(raw=damaged))

        with pytest.raises(queue.Unreadable) as caught:
            await inbox.next(tx, clinic="rosa", now=NOW)
        await queue.bury(tx, caught.value)

        assert (caught.value.table, caught.value.row_id) == (rows, 1)
        assert await next_text(tx) == "two"
