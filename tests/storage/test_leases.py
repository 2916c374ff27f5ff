"""Leases and beats: one holder at a time, and tokens that only grow."""

from storage import Database, Tx, beats, leases
from tests.storage.rows import MINUTE, NOW, SECOND


async def take(tx: Tx, holder: str, *, seconds: int = 0) -> int | None:
    """Try to take the lease for a minute, some seconds from now."""
    return await leases.take(tx, "send:rosa", holder=holder, now=NOW + seconds * SECOND, ttl=MINUTE)


async def test_one_holds_it_until_it_lapses(db: Database) -> None:
    """A second replica gets the lease when the first one's time is over, and not before."""
    async with db.write() as tx:
        taken = [await take(tx, "a"), await take(tx, "b", seconds=59), await take(tx, "b", seconds=60)]

    assert taken == [1, None, 2]


async def test_a_token_only_ever_grows(db: Database) -> None:
    """Taking, giving back, and taking again never gives the same token twice."""
    async with db.write() as tx:
        first = await take(tx, "a")
        assert first is not None
        again = await take(tx, "a")
        assert again is not None
        released = await leases.release(tx, "send:rosa", token=again, now=NOW)
        third = await take(tx, "b")

    assert (first, again, released, third) == (1, 2, True, 3)


async def test_a_held_lease_can_be_renewed(db: Database) -> None:
    """Who renews in time keeps the lease and its token."""
    async with db.write() as tx:
        await take(tx, "a")
        renewed = await leases.renew(tx, "send:rosa", token=1, now=NOW + 59 * SECOND, ttl=MINUTE)
        other = await take(tx, "b", seconds=61)
        still = await leases.holds(tx, "send:rosa", token=1, now=NOW + 61 * SECOND)

    assert (renewed, other, still) == (True, None, True)


async def test_a_replica_that_slept_has_lost_it(db: Database) -> None:
    """After five minutes' pause a replica can neither renew nor release, whether or not another took over."""
    late = NOW + 5 * MINUTE
    async with db.write() as tx:
        await take(tx, "a")
        alone = await leases.renew(tx, "send:rosa", token=1, now=late, ttl=MINUTE)
        await take(tx, "b", seconds=300)
        with_other = await leases.renew(tx, "send:rosa", token=1, now=late, ttl=MINUTE)
        released = await leases.release(tx, "send:rosa", token=1, now=late)
        held = await leases.holds(tx, "send:rosa", token=2, now=late)

    assert (alone, with_other, released, held) == (False, False, False, True)


async def test_the_last_beat_counts(db: Database) -> None:
    """Each loop has one row, with its last success."""
    async with db.write() as tx:
        await beats.beat(tx, "send:rosa", now=NOW)
        await beats.beat(tx, "receive:rosa", now=NOW)
        await beats.beat(tx, "receive:rosa", now=NOW + MINUTE)

        assert await beats.last(tx) == {"receive:rosa": NOW + MINUTE, "send:rosa": NOW}
