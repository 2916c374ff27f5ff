"""P1 and P2: what was confirmed is on disk, and is acted on once and in order."""

import logging
from datetime import timedelta

import httpx
import pytest

from bot.demo.stage import Stage
from care.alert import load_subject
from storage import alerts
from tests.stage import alerts_of, followed, refused, rows, texts


async def test_nothing_is_confirmed_before_it_is_on_disk(stage: Stage) -> None:
    """While the database refuses, Telegram keeps the message; afterwards it is received and acted on once."""
    lena = await followed(stage)
    polls = stage.world.counters["polls"]

    async with refused(stage, "inbox"):
        stage.world.act.text(lena, "Is a little blood normal?")
        await stage.world.wait_for(lambda: stage.world.counters["polls"] > polls + 3)
        kept_by_telegram = len(stage.world.bot().queue.pending)
    await stage.settle()

    assert kept_by_telegram == 1
    assert len(await rows(stage, "inbox")) == 1
    assert [text.count("Is a little blood normal?") for text in alerts_of(stage)] == [1]


async def test_a_turn_that_cannot_be_written_leaves_nothing_and_comes_again(stage: Stage) -> None:
    """An alert that cannot be stored takes the whole turn with it: no reply says that the clinic was told."""
    lena = await followed(stage)

    async with refused(stage, "alert"):
        stage.world.act.text(lena, "I am bleeding heavily and cannot stop it")
        await stage.heard()
        await stage.bot.still()
        told_before = texts(stage, lena)
    await stage.until(stage.now + timedelta(minutes=1))

    assert told_before == []
    assert "call 112 now" in texts(stage, lena)[0]
    assert "EMERGENCY" in next(alerts_of(stage))


async def test_the_same_update_five_times_has_one_effect(stage: Stage) -> None:
    """Telegram may deliver again whatever it likes."""
    lena = await followed(stage)

    stage.world.act.text(lena, "Please call me")
    await stage.settle()
    stage.world.repeat_update(times=4)
    await stage.settle()

    assert len(await rows(stage, "inbox")) == 1
    assert len(texts(stage, lena)) == 1


async def test_update_ids_may_start_again_lower(sqlite_stage: Stage) -> None:
    """After a quiet week Telegram counts from somewhere else; nothing is swallowed."""
    stage = sqlite_stage
    lena = await followed(stage)

    stage.world.act.text(lena, "first")
    await stage.settle()
    stage.world.restart_update_ids(17)
    stage.world.act.text(lena, "second")
    await stage.settle()

    assert len(texts(stage, lena)) == 2


async def test_each_chat_is_acted_on_in_its_own_order(stage: Stage) -> None:
    """Thirty messages of three patients at once: each patient's words stand in their alert as they were sent."""
    people = [await followed(stage, name) for name in ("Lena", "Tom", "Mia")]

    for number in range(10):
        for person in people:
            stage.world.act.text(person, f"note {number} of {person.first_name}")
    await stage.settle()

    for person in people:
        async with stage.db.read() as tx:
            alert = (await alerts.open_of(tx, f"p{person.id}"))[0]
        said = load_subject(alert.subject).words
        assert said == tuple(f"note {number} of {person.first_name}" for number in range(10))


async def test_the_first_request_after_a_start_names_no_offset(sqlite_stage: Stage) -> None:
    """An offset from before a crash could confirm what was never stored."""
    sqlite_stage.world.act.text(await followed(sqlite_stage), "hello?")
    await sqlite_stage.settle()

    polls = sqlite_stage.world.calls("getUpdates")

    assert "offset" not in polls[0].params


@pytest.mark.parametrize("kind", ["404", "401", "5xx", "garbage", "reset", "half"])
async def test_receiving_resumes_after(kind: str, sqlite_stage: Stage) -> None:
    """Whatever Telegram answers to getUpdates, the next good answer is taken."""
    lena = await followed(sqlite_stage)
    sqlite_stage.world.faults.add(kind, method="getUpdates", times=2)

    sqlite_stage.world.act.text(lena, "hello?")
    await sqlite_stage.settle()

    assert len(texts(sqlite_stage, lena)) == 1


async def test_another_program_with_the_same_token_is_named(
    sqlite_stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """A 409 is logged as what it is, and receiving goes on."""
    lena = await followed(sqlite_stage)
    other = f"{sqlite_stage.url}/bot{sqlite_stage.world.bot().token}/getUpdates"

    with caplog.at_level(logging.WARNING):
        async with httpx.AsyncClient() as client:
            await client.get(other, params={"timeout": 0})
        sqlite_stage.world.act.text(lena, "hello?")
        await sqlite_stage.settle()

    assert "Another program uses this bot token" in caplog.text
    assert len(texts(sqlite_stage, lena)) == 1
