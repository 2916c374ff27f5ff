"""The outbox: who goes first, who waits, and what became of each call."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage import Database, Tx, outbox, queue
from storage.outbox import Lane
from storage.tables import outbox as rows
from tests.storage.rows import HOUR, MINUTE, NOW, SECOND, an_item, claim, payloads


async def state_of(tx: Tx, row_id: int) -> tuple[str, int, str | None]:
    """How a call stands."""
    found = select(rows.c.state, rows.c.attempts, rows.c.reason).where(rows.c.id == row_id)
    row = (await tx.execute(found)).one()
    return row.state, row.attempts, row.reason


async def test_lanes_come_before_age(db: Database) -> None:
    """Emergencies leave first, then other alerts, replies, check-ins and digests, whatever was queued first."""
    lanes = list(reversed(Lane))
    async with db.write() as tx:
        await outbox.put(tx, [an_item(lane.name, lane=lane, chat_id=number) for number, lane in enumerate(lanes)])

        assert await payloads(tx) == ["EMERGENCY", "URGENT", "ALERT", "REPLY", "MEDIA", "CHECK_IN", "DIGEST"]


async def test_a_chat_gets_one_message_at_a_time(db: Database) -> None:
    """The second message of a chat leaves only after the first one has arrived."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("one"), an_item("two"), an_item("other", chat_id=8)])
        first = await claim(tx)

        assert [row.payload for row in first] == ["one", "other"]
        assert await payloads(tx) == []
        assert await outbox.sent(tx, first[0].id, message_id=1, now=NOW, token=1)
        assert await payloads(tx) == ["two"]


async def test_an_alert_is_not_held_behind_replies(db: Database) -> None:
    """While a reply is on its way to a chat, an alert to the same chat leaves; a check-in does not."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("reply")])
        await claim(tx)
        await outbox.put(tx, [an_item("check-in", lane=Lane.CHECK_IN), an_item("alert", lane=Lane.ALERT)])

        assert await payloads(tx) == ["alert"]


async def test_a_key_is_sent_once(db: Database) -> None:
    """Queueing the same key again, in a batch or later, sends nothing twice; no key means no such check."""
    async with db.write() as tx:
        new = [
            await outbox.put(tx, [an_item("a", key="k"), an_item("b", key="k")]),
            await outbox.put(tx, [an_item("c", key="k"), an_item("d"), an_item("d")]),
        ]

    assert new == [1, 2]


async def test_a_busy_chat_is_passed_over(db: Database) -> None:
    """A chat that was written to a moment ago waits, and the others take its place."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("busy"), an_item("free", chat_id=8)])
        claimed = await outbox.claim(tx, clinic="rosa", now=NOW, lease=MINUTE, token=1, limit=1, busy_chats={7})

    assert [row.payload for row in claimed] == ["free"]


async def test_nothing_leaves_before_its_time(db: Database) -> None:
    """A message that is due later waits."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("later", due_at=NOW + MINUTE)])

        assert await payloads(tx) == []
        assert await payloads(tx, now=NOW + MINUTE) == ["later"]


async def test_what_is_too_late_is_not_sent(db: Database) -> None:
    """An expired message is cancelled with its reason, and the chat's next one leaves."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("stale", expires_at=NOW + MINUTE), an_item("fresh")])

        assert await payloads(tx, now=NOW + MINUTE) == ["fresh"]
        assert await state_of(tx, 1) == ("cancelled", 0, "too late")


@pytest.mark.parametrize("mark", ["unknown", "rejected", "unreachable"])
async def test_each_outcome_is_noted(db: Database, mark: str) -> None:
    """What Telegram answered is in the row, and the row leaves the queue."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item()])
        (row,) = await claim(tx)
        noted = await getattr(outbox, mark)(tx, row.id, reason="because", token=1)

        assert noted is True
        assert await state_of(tx, row.id) == (mark, 0, "because")
        assert await payloads(tx, now=NOW + HOUR) == []


async def test_a_sent_message_can_be_found_again(db: Database) -> None:
    """By the prompt it asked, and by its message id, with the words that were sent."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("how are you?", prompt="k7f2q.12")])
        (row,) = await claim(tx)
        before = await outbox.message_of_prompt(tx, clinic="rosa", prompt="k7f2q.12")
        await outbox.sent(tx, row.id, message_id=345, now=NOW + SECOND, token=1)
        found = await outbox.by_message(tx, clinic="rosa", chat_id=7, message_id=345)

        assert before is None
        assert await outbox.message_of_prompt(tx, clinic="rosa", prompt="k7f2q.12") == 345
        assert found is not None
        assert (found.payload, found.state, found.sent_at) == ("how are you?", "sent", NOW + SECOND)
        assert await outbox.by_message(tx, clinic="rosa", chat_id=8, message_id=345) is None


async def test_an_old_token_changes_nothing(db: Database) -> None:
    """A sender that lost its lease and wakes up can neither mark nor put back what another one holds."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item()])
        (row,) = await claim(tx, token=2)
        tries = [
            await outbox.sent(tx, row.id, message_id=1, now=NOW, token=1),
            await outbox.unknown(tx, row.id, reason="x", token=1),
            await outbox.rejected(tx, row.id, reason="x", token=1),
            await outbox.unreachable(tx, row.id, reason="x", token=1),
            await outbox.snooze(tx, row.id, until=NOW, token=1),
            await outbox.fail(tx, row.id, now=NOW, reason="x", token=1),
            await outbox.still_ours(tx, row.id, token=1, now=NOW),
        ]

        assert tries == [False] * 7
        assert await state_of(tx, row.id) == ("claimed", 0, None)


async def test_a_snooze_costs_no_attempt_and_a_failure_does(db: Database) -> None:
    """Telegram's wish to wait is not our failure; a broken connection is, and waits longer each time."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item()])
        (row,) = await claim(tx)
        await outbox.snooze(tx, row.id, until=NOW + MINUTE, token=1)
        (row,) = await claim(tx, now=NOW + MINUTE)
        await outbox.fail(tx, row.id, now=NOW + MINUTE, reason="ConnectError", token=1)
        (again,) = await claim(tx, now=NOW + MINUTE + SECOND)

    assert (row.attempts, again.attempts) == (0, 1)


async def test_an_alert_is_never_given_up(db: Database) -> None:
    """However often the network fails, the message is tried again within five minutes."""
    now = NOW
    async with db.write() as tx:
        await outbox.put(tx, [an_item("alert", lane=Lane.ALERT)])
        for _ in range(30):
            (row,) = await claim(tx, now=now)
            await outbox.fail(tx, row.id, now=now, reason="ConnectError", token=1)
            now += outbox.RETRY_AT_MOST

        assert await payloads(tx, now=now) == ["alert"]


async def test_a_snoozed_chat_waits_as_a_whole(db: Database) -> None:
    """After a 429 nothing goes to that chat until it may; a message planned for later keeps its time."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("one"), an_item("late", due_at=NOW + HOUR), an_item("other", chat_id=8)])
        put_off = await outbox.snooze_chat(tx, clinic="rosa", chat_id=7, until=NOW + MINUTE)

        assert put_off == 1
        assert await payloads(tx) == ["other"]
        assert await payloads(tx, now=NOW + MINUTE) == ["one"]


async def test_a_dead_senders_claims_become_unknown(db: Database) -> None:
    """What was claimed by a process that is gone may have been delivered: it is unknown, and handed to policy."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("perhaps")])
        (row,) = await claim(tx)
        elsewhere = await outbox.release_expired(tx, clinic="luna", now=NOW + MINUTE)
        early = await outbox.release_expired(tx, clinic="rosa", now=NOW + MINUTE - SECOND)
        released = await outbox.release_expired(tx, clinic="rosa", now=NOW + MINUTE)

        assert elsewhere == early == []
        assert [(row.payload, row.state) for row in released] == [("perhaps", "unknown")]
        assert await payloads(tx, now=NOW + HOUR) == []
        assert await outbox.still_ours(tx, row.id, token=1, now=NOW + MINUTE) is False


async def test_a_new_sender_gives_up_what_the_last_one_held(db: Database) -> None:
    """Whoever takes over the send lease need not wait for the old claims to lapse; its own it keeps."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("old"), an_item("new", chat_id=8)])
        await claim(tx, token=1, limit=1)
        await claim(tx, token=2)
        released = await outbox.release_older(tx, clinic="rosa", token=2)
        elsewhere = await outbox.release_older(tx, clinic="luna", token=9)

    assert [(row.payload, row.state) for row in released] == [("old", "unknown")]
    assert elsewhere == []


async def test_the_truth_may_come_late(db: Database) -> None:
    """When the claimer turns out to be alive, its "sent" is noted even on a row that was given up."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("perhaps")])
        (row,) = await claim(tx)
        await outbox.release_expired(tx, clinic="rosa", now=NOW + HOUR)
        late = await outbox.sent(tx, row.id, message_id=9, now=NOW + HOUR, token=1)

        assert late is True
        assert await state_of(tx, row.id) == ("sent", 0, None)


async def test_an_opt_out_stops_even_what_is_claimed(db: Database) -> None:
    """After "stop", check-ins that wait or are claimed are cancelled; the answer to "stop" still leaves."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("check-in", lane=Lane.CHECK_IN)])
        (row,) = await claim(tx)
        before = await outbox.still_ours(tx, row.id, token=1, now=NOW)
        await outbox.put(tx, [an_item("next", lane=Lane.CHECK_IN), an_item("goodbye")])
        cancelled = await outbox.cancel_chat(
            tx, clinic="rosa", chat_id=7, reason="opted out", lanes=[Lane.CHECK_IN, Lane.DIGEST]
        )

        assert (before, cancelled) == (True, 2)
        assert await outbox.still_ours(tx, row.id, token=1, now=NOW) is False
        assert await payloads(tx) == ["goodbye"]


async def test_a_lapsed_lease_forbids_the_call(db: Database) -> None:
    """A sender that slept past its lease is told not to make the call, even when nobody took it over yet."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item()])
        (row,) = await claim(tx)

        assert await outbox.still_ours(tx, row.id, token=1, now=NOW + MINUTE - timedelta(microseconds=1))
        assert not await outbox.still_ours(tx, row.id, token=1, now=NOW + MINUTE)


async def test_a_damaged_call_can_be_buried(db: Database) -> None:
    """A payload that does not open is rejected, and the chat's next message leaves."""
    async with db.write() as tx:
        await outbox.put(tx, [an_item("one"), an_item("two")])
        elsewhere = tx.vault.seal("x", about="inbox.raw")
        await tx.execute(update(rows).where(rows.c.id == 1).values(payload=elsewhere))

        with pytest.raises(queue.Unreadable) as caught:
            await claim(tx)
        await queue.bury(tx, caught.value)

        assert await payloads(tx) == ["two"]
