"""The timeline's reading, on both databases."""

from datetime import timedelta

from care.alert import Subject, dump_subject
from storage import Database, alerts, journal, outbox, timers
from storage.outbox import Lane
from storage.timeline import around, turns_taken, unsent
from tests.storage.rows import HOUR, NOW, a_timer, add_patient, an_item

SUBJECT = Subject(initials="L.M.", case=1, title="Bleeding", words=(), facts=(), do="Call.")


async def test_of_each_kind_the_nearest_on_both_sides(db: Database) -> None:
    """Of many timers the ones around the moment, in the order of their times."""
    async with db.write() as tx:
        await add_patient(tx)
        await timers.put(tx, [a_timer(f"t{number}", due_at=NOW + HOUR * number) for number in range(10)])

    async with db.read() as tx:
        found = await around(tx, clinic="rosa", moment=NOW + HOUR * 5, limit=2)

    assert [timer.key for timer in found.planned] == ["t4", "t5", "t6", "t7"]


async def test_one_patient_or_all_of_the_clinic(db: Database) -> None:
    """Nothing of other clinics, and of others only when nobody is named."""
    async with db.write() as tx:
        await add_patient(tx, "one")
        await add_patient(tx, "two")
        await timers.put(tx, [a_timer("a", patient_id="one"), a_timer("b", patient_id="two")])
        for patient in ("one", "two"):
            await journal.append(tx, patient_id=patient, turn=1, at=NOW, event="{}", effects="[]")

    async with db.read() as tx:
        hers = await around(tx, clinic="rosa", moment=NOW, limit=9, patient_id="one")
        all_ = await around(tx, clinic="rosa", moment=NOW, limit=9)
        elsewhere = await around(tx, clinic="lirio", moment=NOW, limit=9)

    assert ([timer.key for timer in hers.planned], [turn.patient_id for turn in hers.decided]) == (["a"], ["one"])
    assert (len(all_.planned), len(all_.decided)) == (2, 2)
    assert (elsewhere.planned, elsewhere.decided) == ((), ())


async def test_calls_that_say_nothing_new_are_left_out(db: Database) -> None:
    """Replies that went through are in the chat; check-ins, alerts and what is in doubt are rows."""
    lanes = {Lane.REPLY: None, Lane.CHECK_IN: "k7f2q.1"}
    async with db.write() as tx:
        await add_patient(tx)
        await outbox.put(tx, [an_item(lane=lane, prompt=prompt, patient_id="k7f2q") for lane, prompt in lanes.items()])
        await outbox.put(tx, [an_item(lane=Lane.REPLY, chat_id=8, patient_id="k7f2q")])
        (doubtful,) = await outbox.claim(tx, clinic="rosa", now=NOW, lease=HOUR, token=1, limit=1, busy_chats=[7])
        await outbox.unknown(tx, doubtful.id, reason="ReadTimeout", token=1)

    async with db.read() as tx:
        found = await around(tx, clinic="rosa", moment=NOW, limit=9)
        waiting = await unsent(tx, "rosa")

    assert [(said.lane, said.state) for said in found.said] == [(Lane.CHECK_IN, "new"), (Lane.REPLY, "unknown")]
    assert waiting == 2


async def test_alerts_come_with_their_title(db: Database) -> None:
    """As the staff read it."""
    async with db.write() as tx:
        await add_patient(tx)
        await alerts.raise_(
            tx,
            clinic="rosa",
            patient_id="k7f2q",
            key="flag",
            level="urgent",
            subject=dump_subject(SUBJECT),
            climbs_at=NOW + HOUR,
            now=NOW,
        )

    async with db.read() as tx:
        found = await around(tx, clinic="rosa", moment=NOW + timedelta(days=1), limit=9)

    assert [(alert.title, alert.climbs_at) for alert in found.raised] == [("Bleeding", NOW + HOUR)]


async def test_turns_tell_who_has_changed(db: Database) -> None:
    """Each patient of the clinic with the number of turns so far."""
    async with db.write() as tx:
        await add_patient(tx)

    async with db.read() as tx:
        assert await turns_taken(tx, "rosa") == {"k7f2q": 0}
        assert await turns_taken(tx, "lirio") == {}
