"""A damaged row or document costs what was in it, and nothing else: the clinic goes on, and a person is told."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.demo.stage import Stage
from simulator.people import User
from tests.stage import alerts_of, followed, rows, texts


async def spoil(stage: Stage, person: User) -> None:
    """The document of this patient does not open any more."""
    async with stage.db.write() as tx:
        await tx.execute(
            text("UPDATE patient SET state = :bad WHERE chat_id = :chat"), {"bad": b"x", "chat": person.id}
        )


async def test_a_damaged_patient_does_not_stop_the_clinic(stage: Stage) -> None:
    """Their words reach staff, as urgent as they read; the next patient is answered at once."""
    lena, tom = await followed(stage), await followed(stage, "Tom")
    await spoil(stage, lena)

    stage.world.act.text(lena, "the koala bites, I cannot breathe")
    stage.world.act.text(tom, "hello")
    await stage.until(stage.now + timedelta(minutes=5))

    assert len(texts(stage, tom)) == 1
    assert [row["attempts"] for row in await rows(stage, "inbox", state="dead")] == [5]
    told = [alert for alert in alerts_of(stage) if "could not act on this message" in alert]
    assert "koala" in told[0]
    assert "EMERGENCY" in told[0]


async def test_a_dead_message_names_whose_it_is(sqlite_stage: Stage) -> None:
    """Initials and case number, when they can be read."""
    stage = sqlite_stage
    lena = await followed(stage)
    async with stage.db.write() as tx:
        await tx.execute(text("UPDATE patient SET turn = 99 WHERE chat_id = :chat"), {"chat": lena.id})

    stage.world.act.text(lena, "hello")
    await stage.until(stage.now + timedelta(minutes=5))

    assert "TODAY · L.X. · case" in "".join(alerts_of(stage))


async def test_a_damaged_update_is_told(sqlite_stage: Stage) -> None:
    """Nobody can read it, so staff are asked to ask the patient; what came after it is acted on."""
    stage = sqlite_stage
    lena = await followed(stage)
    async with stage.db.write() as tx:
        await tx.execute(
            text(
                "INSERT INTO inbox (clinic, digest, chat_id, raw, received_at, due_at, state, attempts)"
                " SELECT clinic, 'x', chat_id, :bad, updated_at, updated_at, 'new', 0 FROM patient"
            ),
            {"bad": b"x"},
        )

    stage.world.act.text(lena, "hello")
    await stage.settle()

    assert [row["state"] for row in await rows(stage, "inbox")] == ["dead", "done"]
    assert any("arrived that cannot be opened" in alert and "L.X." in alert for alert in alerts_of(stage))


async def test_a_damaged_call_is_told_and_others_go(sqlite_stage: Stage) -> None:
    """One message of ours is lost; the clinic's other messages are sent."""
    stage = sqlite_stage
    lena = await followed(stage)
    async with stage.db.write() as tx:
        await tx.execute(
            text(
                "INSERT INTO outbox (clinic, chat_id, lane, method, payload, state, attempts, due_at, created_at)"
                " SELECT clinic, chat_id, 1, 'sendMessage', :bad, 'new', 0, updated_at, updated_at FROM patient"
            ),
            {"bad": b"x"},
        )

    stage.world.act.text(lena, "hello")
    await stage.settle()

    assert len(texts(stage, lena)) == 1
    assert any("cannot be opened, and was not sent" in alert for alert in alerts_of(stage))


@pytest.mark.parametrize("spoiled", [True, False])
async def test_a_dead_timer_does_not_stop_the_others(spoiled: bool, sqlite_stage: Stage) -> None:
    """Whether or not the patient's document opens: the staff are told what was planned and for which case."""
    stage = sqlite_stage
    lena, tom = await followed(stage), await followed(stage, "Tom")
    if spoiled:
        await spoil(stage, lena)
    else:
        async with stage.db.write() as tx:
            await tx.execute(text("UPDATE patient SET turn = 99 WHERE chat_id = :chat"), {"chat": lena.id})

    await stage.until(stage.now + timedelta(days=16))

    assert len(texts(stage, tom)) >= 1
    told = [alert for alert in alerts_of(stage) if "could not do what was planned" in alert]
    assert f"case {lena.id % 1000}" in told[0]
