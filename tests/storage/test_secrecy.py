"""What stands on the disk: no word of a patient, and after an erasure nothing of the patient."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage import Database, Tx, alerts, erasure, inbox, invitations, journal, outbox, patients, timers
from storage.tables import metadata, patient
from storage.vault import Tampered, WrongKey
from tests.storage.rows import HOUR, NOW, a_raw, a_timer, add_patient, an_item

WORDS = "the wound is weeping"
CHAT = 7_777_777_001
USER = 7_777_777_002


async def live_through_an_episode(
    tx: Tx, patient_id: str = "k7f2q", *, chat_id: int = CHAT, user_id: int = USER
) -> None:
    """Leave the patient's words in every table that takes words."""
    await add_patient(tx, patient_id, state=WORDS)
    await patients.bind(tx, patient_id, chat_id=chat_id, user_id=user_id, now=NOW)
    await inbox.put(tx, clinic="rosa", updates=[a_raw(f"{WORDS} {patient_id}", chat_id=chat_id)], now=NOW)
    await journal.append(tx, patient_id=patient_id, turn=1, at=NOW, event=WORDS, effects=WORDS)
    await timers.put(tx, [a_timer("check-in:1", patient_id=patient_id)])
    await invitations.add(
        tx,
        clinic="rosa",
        patient_id=patient_id,
        token_hash=invitations.hash_token(patient_id),
        code_hash="c",
        salt="s",
        now=NOW,
        expires_at=NOW + HOUR,
    )
    alert, _ = await alerts.raise_(
        tx, clinic="rosa", patient_id=patient_id, key="k", level="urgent", subject=WORDS, climbs_at=NOW, now=NOW
    )
    await outbox.put(tx, [an_item(WORDS, chat_id=chat_id, patient_id=patient_id)])
    await outbox.put(tx, [an_item(WORDS, chat_id=-1, alert_id=alert.id)])


async def everything(tx: Tx) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    return {table.name: [tuple(row) for row in await tx.execute(select(table))] for table in metadata.sorted_tables}


def bytes_on_disk(folder: Path) -> bytes:
    """All files of the database, its log too."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("aftercare.db*")))


def as_bytes(value: object) -> bytes:
    """What a search of the disk would see of a value."""
    return value if isinstance(value, bytes) else str(value).encode()


async def test_no_column_shows_a_word(db: Database) -> None:
    """A search of every column of every row finds no word of a patient."""
    async with db.write() as tx:
        await live_through_an_episode(tx)
        rows = await everything(tx)

    values = [as_bytes(value) for table in rows.values() for row in table for value in row]
    assert all(rows[name] for name in ("patient", "inbox", "journal", "timer", "alert", "outbox", "invitation"))
    assert [value for value in values if b"weeping" in value] == []


async def test_no_file_shows_a_word(sqlite_db: Database, tmp_path: Path) -> None:
    """A search of SQLite's file and of its log finds no word of a patient."""
    async with sqlite_db.write() as tx:
        await live_through_an_episode(tx)

    found = await asyncio.to_thread(bytes_on_disk, tmp_path)
    assert b"check-in:1" in found
    assert b"weeping" not in found


async def test_an_erased_patient_is_in_no_row(db: Database) -> None:
    """After an erasure neither words nor chat nor account are anywhere; the case number alone stays taken."""
    async with db.write() as tx:
        await live_through_an_episode(tx)
        erased = await erasure.erase(tx, "k7f2q", now=NOW)
        rows = await everything(tx)

        assert erased is not None
        assert erased.rows == {
            "outbox": 2, "inbox": 1, "timer": 1, "journal": 1, "invitation": 1, "alert": 1, "patient": 1,
        }  # fmt: skip
        assert {name for name, table in rows.items() if table} == {"alert", "patient"}
        kept = [value for table in rows.values() for row in table for value in row]
        assert CHAT not in kept
        assert USER not in kept
        assert [text for text in opened(tx, kept) if text != "{}"] == []
        assert await patients.load(tx, "k7f2q") is None
        assert await patients.next_case_number(tx, "rosa") == 2


def opened(tx: Tx, values: list[object]) -> list[str]:
    """What the sealed values among these say."""
    texts = []
    for value in values:
        for about in (patients.about("k7f2q"), "alert.subject", "alert.outcome"):
            try:
                texts.append(tx.vault.open(value, about=about) if isinstance(value, bytes) else "{}")
            except (Tampered, WrongKey):
                continue
    return texts


async def test_an_erasure_leaves_others_alone(db: Database) -> None:
    """Another patient of the same clinic loses nothing."""
    async with db.write() as tx:
        await live_through_an_episode(tx, "other", chat_id=8, user_id=8)
        before = await everything(tx)
        await live_through_an_episode(tx)
        await erasure.erase(tx, "k7f2q", now=NOW)
        after = await everything(tx)

    assert all(set(before[name]) <= set(after[name]) for name in before)


async def test_an_erased_patients_alert_rings_no_more(db: Database) -> None:
    """An alert about somebody who is erased is closed, or staff would be called to nobody."""
    async with db.write() as tx:
        await live_through_an_episode(tx)
        await erasure.erase(tx, "k7f2q", now=NOW)

        assert await alerts.due(tx, clinic="rosa", now=NOW + HOUR, limit=10) == []
        assert await alerts.open_all(tx, "rosa") == []


async def test_erasing_nobody_says_so(db: Database) -> None:
    """An unknown patient gives None, and a second erasure has nothing left to count."""
    async with db.write() as tx:
        await live_through_an_episode(tx)
        await erasure.erase(tx, "k7f2q", now=NOW)
        again = await erasure.erase(tx, "k7f2q", now=NOW)

        assert await erasure.erase(tx, "nobody", now=NOW) is None
        assert again is not None
        assert sum(again.rows.values()) == 1


async def test_an_erased_patient_is_in_no_file(sqlite_db: Database, tmp_path: Path) -> None:
    """After an erasure and a checkpoint the sealed bytes themselves are gone from SQLite's file and log."""
    async with sqlite_db.write() as tx:
        await live_through_an_episode(tx)
        state: bytes = (await tx.execute(select(patient.c.state))).scalar_one()
    before = await asyncio.to_thread(bytes_on_disk, tmp_path)

    async with sqlite_db.write() as tx:
        await erasure.erase(tx, "k7f2q", now=NOW)
    await sqlite_db.checkpoint()
    after = await asyncio.to_thread(bytes_on_disk, tmp_path)

    assert state in before
    assert CHAT.to_bytes(6, "big") in before
    assert state not in after
    assert CHAT.to_bytes(6, "big") not in after
    assert b"check-in:1" not in after


async def test_a_binding_to_an_erased_patient_is_refused(db: Database) -> None:
    """An erased patient cannot be saved or bound again."""
    async with db.write() as tx:
        await live_through_an_episode(tx)
        await erasure.erase(tx, "k7f2q", now=NOW)

        assert await patients.bind(tx, "k7f2q", chat_id=CHAT, user_id=USER, now=NOW) is False
        with pytest.raises(patients.TurnConflict):
            await patients.save(tx, "k7f2q", turn=1, state="{}", now=NOW)
