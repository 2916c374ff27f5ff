"""Two replicas on one PostgreSQL: each row is taken by one of them, and neither waits for the other in a circle."""

import asyncio
from collections import Counter
from datetime import timedelta

from storage import Database, alerts, inbox, leases, outbox, patients, timers
from tests.storage.rows import HOUR, MINUTE, NOW, a_raw, a_timer, add_patient, an_item, claim

Replicas = tuple[Database, Database]


async def test_one_update_is_taken_by_one(replicas: Replicas) -> None:
    """While one replica has a chat's first update in hand, the other gets another chat's, never the second."""
    one, two = replicas
    async with one.write() as tx:
        await inbox.put(tx, clinic="rosa", updates=[a_raw("one"), a_raw("two"), a_raw("else", chat_id=8)], now=NOW)

    async with one.write() as first, two.write() as second:
        mine = await inbox.next(first, clinic="rosa", now=NOW)
        yours = await inbox.next(second, clinic="rosa", now=NOW)

    assert mine is not None
    assert yours is not None
    assert (mine.text, yours.text) == ("one", "else")


async def test_order_holds_across_replicas(replicas: Replicas) -> None:
    """Two replicas that work as fast as they can keep each chat's order, and do everything once."""
    chats, each = 4, 10
    updates = [a_raw(f"{chat}:{number}", chat_id=chat) for number in range(each) for chat in range(chats)]
    async with replicas[0].write() as tx:
        await inbox.put(tx, clinic="rosa", updates=updates, now=NOW)
    done: list[str] = []

    async def work(replica: Database) -> None:
        while len(done) < len(updates):
            async with replica.write() as tx:
                row = await inbox.next(tx, clinic="rosa", now=NOW)
                if row is not None:
                    await inbox.done(tx, row.id)
                    done.append(row.text)

    await asyncio.gather(*(work(replica) for replica in (*replicas, *replicas)))

    assert Counter(done) == Counter(raw.text for raw in updates)
    assert [[text for text in done if text.startswith(f"{chat}:")] for chat in range(chats)] == [
        [f"{chat}:{number}" for number in range(each)] for chat in range(chats)
    ]


async def test_ids_follow_commits(replicas: Replicas) -> None:
    """An update that was stored later by another replica never stands before an earlier one."""
    one, two = replicas
    order: list[str] = []

    async def store_second() -> None:
        async with two.write() as tx:
            await inbox.put(tx, clinic="rosa", updates=[a_raw("second")], now=NOW)
        order.append("second")

    async with one.write() as tx:
        await inbox.put(tx, clinic="rosa", updates=[a_raw("first")], now=NOW)
        waiting = asyncio.create_task(store_second())
        finished, _ = await asyncio.wait([waiting], timeout=0.1)
        order.append("first")
    await waiting

    assert finished == set()
    assert order == ["first", "second"]


async def test_one_call_is_claimed_by_one(replicas: Replicas) -> None:
    """Two senders that claim at the same moment share the work without sharing a row."""
    async with replicas[0].write() as tx:
        await outbox.put(tx, [an_item(str(number), chat_id=number) for number in range(40)])

    async def claim_ten(replica: Database, token: int) -> list[int]:
        async with replica.write() as tx:
            return [row.id for row in await claim(tx, token=token)]

    taken = await asyncio.gather(*(claim_ten(replica, token) for token in (1, 2) for replica in replicas))

    assert max(Counter(row_id for rows in taken for row_id in rows).values()) == 1


async def test_a_claim_of_one_holds_the_chat_for_both(replicas: Replicas) -> None:
    """While one replica sends to a chat, the other does not."""
    one, two = replicas
    async with one.write() as tx:
        await outbox.put(tx, [an_item("one"), an_item("two")])
        await claim(tx, token=1)

    async with two.write() as tx:
        assert await claim(tx, token=2) == []


async def test_a_patient_in_a_turn_is_passed_over(replicas: Replicas) -> None:
    """A timer or an alert whose patient is in a turn elsewhere is left for later instead of being waited for."""
    one, two = replicas
    async with one.write() as tx:
        await add_patient(tx)
        await add_patient(tx, "other")
        await timers.put(tx, [a_timer("check-in:1"), a_timer("check-in:1", patient_id="other")])
        await alerts.raise_(
            tx, clinic="rosa", patient_id="k7f2q", key="k", level="urgent", subject="{}", climbs_at=NOW, now=NOW
        )

    async with one.write() as turn, two.write() as tx:
        await patients.load(turn, "k7f2q")
        due = await timers.due(tx, now=NOW, limit=10)
        climbing = await alerts.due(tx, clinic="rosa", now=NOW, limit=10)
        await timers.cancel(turn, "k7f2q", key="check-in:1", reason="answered", now=NOW)

    assert [row.patient_id for row in due] == ["other"]
    assert climbing == []


async def test_a_message_for_a_patient_in_a_turn_can_be_queued(replicas: Replicas) -> None:
    """Rows that point to a patient do not wait until that patient's turn is over."""
    one, two = replicas
    async with one.write() as tx:
        await add_patient(tx)

    async with one.write() as turn, two.write() as tx:
        await patients.load(turn, "k7f2q")
        queued = await asyncio.wait_for(outbox.put(tx, [an_item(patient_id="k7f2q")]), timeout=5)

    assert queued == 1


async def test_two_turns_of_a_patient_come_one_after_the_other(replicas: Replicas) -> None:
    """Both replicas' turns are saved; the second one sees what the first one did."""
    async with replicas[0].write() as tx:
        await add_patient(tx, state="0")

    async def turn(replica: Database) -> None:
        async with replica.write() as tx:
            row = await patients.load(tx, "k7f2q")
            assert row is not None
            await patients.save(tx, "k7f2q", turn=row.turn + 1, state=str(int(row.state) + 1), now=NOW)

    await asyncio.gather(*(turn(replica) for replica in replicas * 5))

    async with replicas[0].read() as tx:
        after = await patients.load(tx, "k7f2q", lock=False)
    assert after is not None
    assert (after.turn, after.state) == (10, "10")


async def test_case_numbers_are_given_once(replicas: Replicas) -> None:
    """Two replicas that enrol at the same moment give two numbers."""

    async def enrol(replica: Database, patient_id: str) -> None:
        async with replica.write() as tx:
            await add_patient(tx, patient_id)

    await asyncio.gather(*(enrol(replica, f"p{n}") for n, replica in enumerate(replicas * 4)))

    async with replicas[0].read() as tx:
        assert [row.case_number for row in await patients.of_clinic(tx, "rosa")] == list(range(1, 9))


async def test_one_lease_has_one_holder(replicas: Replicas) -> None:
    """Of many replicas that reach for a lease at once, one gets it."""

    async def take(replica: Database, holder: str) -> int | None:
        async with replica.write() as tx:
            return await leases.take(tx, "send:rosa", holder=holder, now=NOW, ttl=MINUTE)

    tokens = await asyncio.gather(*(take(replica, f"h{n}") for n, replica in enumerate(replicas * 4)))

    assert [token for token in tokens if token is not None] == [1]


async def test_a_replica_that_slept_sends_nothing(replicas: Replicas) -> None:
    """A sender paused for five minutes finds its call given up, its lease gone, and another one's token in force."""
    one, two = replicas
    later = NOW + timedelta(minutes=5)
    async with one.write() as tx:
        old = await leases.take(tx, "send:rosa", holder="one", now=NOW, ttl=MINUTE)
        assert old is not None
        await outbox.put(tx, [an_item("perhaps")])
        (row,) = await claim(tx, token=old)

    async with two.write() as tx:
        new = await leases.take(tx, "send:rosa", holder="two", now=later, ttl=HOUR)
        released = await outbox.release_expired(tx, clinic="rosa", now=later)

    async with one.write() as tx:
        may_send = await outbox.still_ours(tx, row.id, token=old, now=later)
        holds = await leases.holds(tx, "send:rosa", token=old, now=later)
    assert (old, new, [gone.id for gone in released]) == (1, 2, [row.id])
    assert (may_send, holds) == (False, False)
