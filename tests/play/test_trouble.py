"""Trouble between the bot and Telegram, and a bot that is killed: nothing is lost, and the page says what goes on."""

from datetime import timedelta

import pytest

from tests.play.visitor import START, Visitor


@pytest.mark.parametrize("kind", ["reset", "502"])
async def test_an_outage_ends_by_itself_and_loses_nothing(visitor: Visitor, kind: str) -> None:
    """What a patient wrote meanwhile waits at Telegram, and is answered when it is back."""
    person = await visitor.joined()
    before = len(await visitor.texts(person["id"]))

    told = await visitor.post("/play/trouble", do="outage", seconds=3600, kind=kind)
    await visitor.act("text", user=person["id"], text="Is a little swelling alright?")
    during = await visitor.scene()
    silent = len(await visitor.texts(person["id"]))
    await visitor.time("advance", seconds=2 * 3600)
    after = await visitor.scene()

    assert told["outage"] == kind
    assert during["trouble"]["outage_until"] == "2026-03-02T10:00:00+00:00"
    assert during["bot"]["waiting_at_telegram"] == 1
    assert silent == before
    assert after["trouble"]["outage"] is None
    assert after["bot"]["waiting_at_telegram"] == 0
    assert len(await visitor.texts(person["id"])) > before


async def test_after_an_outage_the_open_question_is_asked_again(visitor: Visitor) -> None:
    """Presses of that time may be lost at Telegram."""
    person = await visitor.joined()
    await visitor.time("next")
    asked = await visitor.texts(person["id"])

    await visitor.post("/play/trouble", do="outage", seconds=1800)
    await visitor.time("advance", seconds=3600)

    again = (await visitor.texts(person["id"]))[len(asked) :]
    assert len(again) == 1
    assert "None of these" in str(visitor.opened.play.stage.world.delivered(person["id"])[-1].labels)


async def test_calm_ends_everything(visitor: Visitor) -> None:
    """Also an outage that has no end of its own."""
    await visitor.post("/play/trouble", do="outage", seconds=None)
    await visitor.post("/play/trouble", do="slow", seconds=0.01)
    await visitor.post("/play/trouble", do="unanswered", times=3)
    troubled = (await visitor.scene())["trouble"]

    await visitor.post("/play/trouble", do="calm")
    await visitor.opened.play.settle()

    assert (troubled["outage"], troubled["outage_until"], troubled["slow_s"], troubled["unanswered"]) == (
        "reset",
        None,
        0.01,
        3,
    )
    assert (await visitor.scene())["trouble"] == {
        "outage": None,
        "outage_until": None,
        "slow_s": 0.0,
        "unanswered": 0,
        "blocked": [],
    }


async def test_slow_is_slow_and_goes_on(visitor: Visitor) -> None:
    """Everything arrives."""
    await visitor.post("/play/trouble", do="slow", seconds=0.05)

    person = await visitor.joined()

    assert person["stage"] == "followed"


async def test_a_reply_without_an_answer_goes_again(visitor: Visitor) -> None:
    """Delivered, but the bot did not hear of it: it says it again a moment later, and the timeline says why."""
    person = await visitor.joined()
    await visitor.post("/play/trouble", do="unanswered", times=1)

    await visitor.act("text", user=person["id"], text="/privacy")
    once = (await visitor.texts(person["id"]))[-1]
    await visitor.time("advance", seconds=10)
    rows = await visitor.timeline(person["patient_id"])

    assert (await visitor.texts(person["id"])).count(once) == 2
    assert [row["state"] for row in rows if row["what"] == "A reply of the bot"] == ["unknown"]


@pytest.mark.parametrize(
    "wish",
    [
        {"do": "outage", "seconds": -1},
        {"do": "outage", "kind": "fire"},
        {"do": "slow"},
        {"do": "unanswered", "times": 0},
    ],
)
async def test_trouble_that_makes_no_sense_is_refused(visitor: Visitor, wish: dict[str, object]) -> None:
    await visitor.post("/play/trouble", 400, **wish)


async def test_a_killed_bot_is_dead_and_a_started_one_goes_on(visitor: Visitor) -> None:
    """While it is dead only the clock moves; what was written meanwhile is answered afterwards."""
    person = await visitor.joined()
    living = (await visitor.scene())["bot"]

    await visitor.post("/play/bot", do="kill")
    dead = (await visitor.scene())["bot"]
    await visitor.act("text", user=person["id"], text="Hello?")
    await visitor.time("advance", seconds=60)
    silent = await visitor.texts(person["id"])
    await visitor.post("/play/bot", do="start")
    await visitor.opened.play.settle()
    again = (await visitor.scene())["bot"]

    assert (living["alive"], living["starts"], living["kills"]) == (True, 1, 0)
    assert (dead["alive"], dead["pid"], dead["kills"]) == (False, None, 1)
    assert visitor.opened.play.stage.now == START + timedelta(seconds=60)
    assert (again["alive"], again["starts"]) == (True, 2)
    assert again["pid"] != living["pid"]
    assert len(await visitor.texts(person["id"])) > len(silent)


async def test_restart_is_quick(visitor: Visitor) -> None:
    """kill -9 and a new process, at work before anybody notices."""
    before = (await visitor.scene())["bot"]["pid"]

    answer = await visitor.client.post("/play/bot", json={"do": "restart"})

    assert answer.json()["pid"] != before
    assert answer.elapsed < timedelta(seconds=3)  # 0.1 s on an idle machine


async def test_a_bot_that_dies_during_a_jump_stops_it(visitor: Visitor) -> None:
    """Whoever plays says how long it stays dead."""
    await visitor.joined()
    await visitor.post("/play/clock", 202, do="advance", seconds=60 * 86_400)

    await visitor.post("/play/bot", do="kill")
    await visitor.opened.clockwork.finished()

    assert visitor.opened.play.stage.now < START + timedelta(days=60)
    assert (await visitor.scene())["clock"]["busy"] is False


async def test_a_bot_that_was_dead_asks_again(visitor: Visitor) -> None:
    """It could not receive for an hour: what stood before the patient is asked once more."""
    person = await visitor.joined()
    await visitor.time("next")
    asked = await visitor.texts(person["id"])

    await visitor.post("/play/bot", do="kill")
    await visitor.time("advance", seconds=3600)
    await visitor.post("/play/bot", do="start")
    await visitor.opened.play.settle()
    rows = await visitor.timeline(person["patient_id"])

    assert len((await visitor.texts(person["id"]))[len(asked) :]) == 1
    assert any(row["what"].startswith("Asked again: the bot could not receive") for row in rows)


async def test_a_short_death_asks_nothing_again(visitor: Visitor) -> None:
    """Presses live for two minutes at Telegram: nothing was lost."""
    person = await visitor.joined()
    await visitor.time("next")
    asked = await visitor.texts(person["id"])

    await visitor.post("/play/bot", do="restart")
    await visitor.time("advance", seconds=60)

    assert await visitor.texts(person["id"]) == asked


async def test_time_goes_on_without_a_bot_that_hangs(visitor: Visitor) -> None:
    """Telegram takes a message and never answers: the bot waits for it, the clock does not wait for the bot."""
    person = await visitor.joined()
    visitor.opened.play.patience_s = 0.3
    await visitor.opened.play.settle()
    visitor.opened.play.stage.world.faults.add("hang", method="sendMessage")

    await visitor.act("text", user=person["id"], text="/privacy")
    await visitor.time("advance", seconds=600)

    assert visitor.opened.play.stage.now == START + timedelta(seconds=600)
