"""The patients, their chats and their journal."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from storage import Database, inbox, journal, outbox, patients
from storage.patients import TurnConflict
from storage.tables import patient
from storage.vault import Tampered
from tests.storage.rows import MINUTE, NOW, a_raw, add_patient, an_item, payloads


async def test_a_patient_comes_back_as_stored(db: Database) -> None:
    """State, number and binding are what was put in, by id and by chat."""
    async with db.write() as tx:
        await add_patient(tx, chat_id=7, state='{"pain":"half \ud83d"}')

    async with db.read() as tx:
        by_id = await patients.load(tx, "k7f2q", lock=False)
        by_chat = await patients.by_chat(tx, clinic="rosa", chat_id=7, lock=False)

    assert by_id is not None
    assert by_id == by_chat
    assert (by_id.state, by_id.turn, by_id.case_number, by_id.user_id) == ('{"pain":"half \ud83d"}', 0, 1, 7)


async def test_nobody_is_nobody(db: Database) -> None:
    """An unknown id or chat gives None."""
    async with db.write() as tx:
        assert await patients.load(tx, "nobody") is None
        assert await patients.by_chat(tx, clinic="rosa", chat_id=7) is None


async def test_turns_are_saved_one_after_the_other(db: Database) -> None:
    """A turn that was decided on an older state is refused, and nothing of it is kept."""
    async with db.write() as tx:
        await add_patient(tx)
        await patients.save(tx, "k7f2q", turn=1, state="first", now=NOW + MINUTE)

        with pytest.raises(TurnConflict, match="k7f2q, turn 1"):
            await patients.save(tx, "k7f2q", turn=1, state="second", now=NOW)
        row = await patients.load(tx, "k7f2q")

    assert row is not None
    assert (row.turn, row.state, row.updated_at) == (1, "first", NOW + MINUTE)


async def test_case_numbers_count_up_in_each_clinic(db: Database) -> None:
    """Every clinic counts its own patients from one."""
    async with db.write() as tx:
        await add_patient(tx, "one")
        await add_patient(tx, "two")

        assert await patients.next_case_number(tx, "rosa") == 3
        assert await patients.next_case_number(tx, "luna") == 1


async def test_a_chat_belongs_to_one_patient(db: Database) -> None:
    """Neither a second patient on one chat nor a second chat for one patient; the same again is fine."""
    async with db.write() as tx:
        await add_patient(tx, "one", chat_id=7)
        await add_patient(tx, "two")
        bound = [
            await patients.bind(tx, "two", chat_id=7, user_id=7, now=NOW),
            await patients.bind(tx, "one", chat_id=8, user_id=8, now=NOW),
            await patients.bind(tx, "one", chat_id=7, user_id=7, now=NOW),
            await patients.bind(tx, "nobody", chat_id=9, user_id=9, now=NOW),
        ]

    assert bound == [False, False, True, False]


async def test_an_unbound_chat_is_free(db: Database) -> None:
    """After unbinding the chat finds nobody, and may be bound anew."""
    async with db.write() as tx:
        await add_patient(tx, "one", chat_id=7)
        await add_patient(tx, "two")
        await patients.unbind(tx, "one", now=NOW)
        nobody = await patients.by_chat(tx, clinic="rosa", chat_id=7)

        assert nobody is None
        assert await patients.bind(tx, "two", chat_id=7, user_id=7, now=NOW)


async def test_a_moved_chat_takes_its_queue_along(db: Database) -> None:
    """When Telegram gives a chat another id, what is bound, waits to be sent and waits to be read goes there."""
    async with db.write() as tx:
        await add_patient(tx, chat_id=-7)
        await outbox.put(tx, [an_item("waiting", chat_id=-7)])
        await inbox.put(tx, clinic="rosa", updates=[a_raw("unread", chat_id=-7)], now=NOW)
        await patients.move_chat(tx, clinic="rosa", old=-7, new=-1007)
        moved = await patients.by_chat(tx, clinic="rosa", chat_id=-1007)
        unread = await inbox.next(tx, clinic="rosa", now=NOW)

        assert moved is not None
        assert unread is not None
        assert unread.chat_id == -1007
        assert await payloads(tx) == ["waiting"]


async def test_a_state_in_another_row_does_not_open(db: Database) -> None:
    """A state copied to another patient's row is noticed instead of believed."""
    async with db.write() as tx:
        await add_patient(tx, "one")
        await add_patient(tx, "two")
        other = tx.vault.seal("{}", about=patients.about("one"))
        await tx.execute(update(patient).where(patient.c.id == "two").values(state=other))

        with pytest.raises(Tampered):
            await patients.load(tx, "two")


async def test_all_patients_of_a_clinic(db: Database) -> None:
    """They are listed by case number."""
    async with db.write() as tx:
        await add_patient(tx, "one")
        await add_patient(tx, "two")

        assert [row.id for row in await patients.of_clinic(tx, "rosa")] == ["one", "two"]
        assert await patients.of_clinic(tx, "luna") == []


async def test_the_journal_tells_the_turns_in_order(db: Database) -> None:
    """Each turn is there with its event and effects, the first one first."""
    async with db.write() as tx:
        await add_patient(tx)
        for turn in (1, 2):
            await journal.append(
                tx, patient_id="k7f2q", turn=turn, at=NOW + turn * MINUTE, event=f"event {turn}", effects="[]"
            )
        entries = await journal.of_patient(tx, "k7f2q")

    assert [(entry.turn, entry.at, entry.event, entry.effects) for entry in entries] == [
        (1, NOW + MINUTE, "event 1", "[]"),
        (2, NOW + 2 * MINUTE, "event 2", "[]"),
    ]


async def test_a_turn_is_written_down_once(db: Database) -> None:
    """A second entry for the same turn is refused."""

    async def twice() -> None:
        async with db.write() as tx:
            await add_patient(tx)
            for event in ("one", "two"):
                await journal.append(tx, patient_id="k7f2q", turn=1, at=NOW, event=event, effects="[]")

    with pytest.raises(IntegrityError):
        await twice()
