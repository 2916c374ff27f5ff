"""P5: what a failed send means, and what becomes of the message."""

from datetime import datetime, timedelta

import pytest

from bot.demo.stage import Stage
from simulator.faults import FaultKind
from storage.outbox import Lane
from tests.stage import MADRID, alerts_of, followed, rows, state_of, texts

MONTH_3 = datetime(2026, 3, 17, 18, 0, tzinfo=MADRID)  # when the patient of these tests is asked about the result
FAULTS: tuple[FaultKind, ...] = ("reset", "half", "garbage", "5xx", "hang")
SOON = timedelta(minutes=2)


def break_sending(stage: Stage, kind: FaultKind, chat_id: int, *, delivered: bool = True) -> None:
    """The next message to this chat arrives, or not, and we do not hear of it."""
    stage.world.faults.add(kind, method="sendMessage", chat_id=chat_id, after_delivery=delivered, seconds=0.05)


@pytest.mark.parametrize("kind", FAULTS)
async def test_an_alert_of_unknown_fate_is_told_again_and_marked(kind: FaultKind, sqlite_stage: Stage) -> None:
    """At least once, and whoever reads it twice can see that it is the same."""
    stage = sqlite_stage
    lena = await followed(stage)
    break_sending(stage, kind, stage.staff_chat.id)

    stage.world.act.text(lena, "I cannot breathe")
    await stage.until(stage.now + SOON)

    told = list(alerts_of(stage))
    assert ["AGAIN" in text for text in told] == [False, True]
    assert len(await rows(stage, "outbox", state="unknown")) == 1


async def test_an_alert_that_never_arrives_is_tried_until_it_does(stage: Stage) -> None:
    """Telegram is out for ten minutes: the alert waits, without a thousand tries, and arrives marked."""
    lena = await followed(stage)
    stage.world.act.text(lena, "hello")
    await stage.settle()
    stage.world.faults.add("5xx", method="sendMessage", times=None)
    stage.world.act.text(lena, "I cannot breathe")
    await stage.until(stage.now + timedelta(minutes=4))

    stage.world.faults.clear()
    await stage.until(stage.now + SOON)

    assert "EMERGENCY · AGAIN" in list(alerts_of(stage))[-1]
    assert "call 112 now" in "".join(texts(stage, lena))
    assert len(await rows(stage, "outbox", state="unknown")) < 60


@pytest.mark.parametrize("kind", FAULTS)
async def test_a_check_in_of_unknown_fate_is_not_sent_again_but_reminded_of(
    kind: FaultKind, sqlite_stage: Stage
) -> None:
    """The planned reminder is the retry."""
    stage = sqlite_stage
    lena = await followed(stage)
    break_sending(stage, kind, lena.id, delivered=False)

    await stage.until(MONTH_3 + timedelta(hours=3))
    asked_first = texts(stage, lena)
    await stage.until(MONTH_3 + timedelta(days=2))

    assert asked_first == []
    assert ["gentle reminder" in text for text in texts(stage, lena)] == [True]
    assert [row["state"] for row in await rows(stage, "outbox", lane=Lane.CHECK_IN)] == ["unknown", "sent"]


async def test_a_reply_of_unknown_fate_is_sent_again(stage: Stage) -> None:
    """A confirmation read twice does no harm; one that is missing does."""
    lena = await followed(stage)
    break_sending(stage, "reset", lena.id)

    stage.world.act.text(lena, "Please call me")
    await stage.until(stage.now + SOON)

    first, second = texts(stage, lena)
    assert first == second


async def test_a_step_is_sent_once_however_often_its_timer_is_looked_at(stage: Stage) -> None:
    """Hours of looking, one check-in and one reminder."""
    lena = await followed(stage)

    await stage.until(MONTH_3 + timedelta(days=3))

    said = texts(stage, lena)
    assert len(said) == 2
    assert "gentle reminder" in said[1]


async def test_a_picture_that_is_refused_is_copied_instead(stage: Stage) -> None:
    """Its own form fails, the copy of the message arrives: nobody need do anything."""
    lena = await followed(stage)
    stage.world.faults.add("400", method="sendVideo", description="Bad Request: wrong file identifier specified")

    stage.world.act.video(lena)
    await stage.settle()

    assert len(stage.world.calls("copyMessage")) == 1
    assert len(list(alerts_of(stage))) == 1


@pytest.mark.parametrize("kind", ["400", "403"])
async def test_a_picture_that_cannot_be_shown_is_told_of(kind: FaultKind, sqlite_stage: Stage) -> None:
    """The alert says "look at it": when there is nothing to see, staff are told to ask."""
    stage = sqlite_stage
    lena = await followed(stage)
    for method in ("sendPhoto", "copyMessage"):
        stage.world.faults.add(kind, method=method, times=None)

    stage.world.act.photo(lena)
    await stage.settle()

    assert "Something the patient sent could not be shown here" in list(alerts_of(stage))[-1]
    assert "Blocked" not in "".join(texts(stage, stage.staff_chat))
    assert (await state_of(stage, lena)).reachable is True


async def test_a_picture_of_unknown_fate_holds_no_emergency(sqlite_stage: Stage) -> None:
    """It waits for its next try; danger goes at once; and in the end staff are told to ask."""
    stage = sqlite_stage
    lena = await followed(stage)
    stage.world.faults.add("5xx", method="sendPhoto", times=None)
    stage.world.act.photo(lena)
    await stage.settle()

    stage.world.act.text(lena, "I cannot breathe")
    await stage.settle()
    at_once = list(alerts_of(stage))
    await stage.until(stage.now + SOON)

    assert "EMERGENCY" in at_once[-1]
    assert len(stage.world.calls("sendPhoto")) == 3
    assert any("could not be shown here" in text for text in alerts_of(stage))


async def test_being_asked_to_wait_holds_one_chat_only(stage: Stage) -> None:
    """A 429 for the patient's chat counts no attempt; the alert goes at once, the reply when the wait is over."""
    lena = await followed(stage)
    stage.world.faults.add("429", method="sendMessage", chat_id=lena.id, retry_after=40)

    stage.world.act.text(lena, "I cannot breathe")
    await stage.settle()
    at_once = (len(texts(stage, lena)), len(list(alerts_of(stage))))
    waiting = await rows(stage, "outbox", state="new")
    await stage.until(stage.now + timedelta(seconds=41))

    assert at_once == (0, 1)
    assert [row["attempts"] for row in waiting] == [0] * len(waiting)
    assert "call 112 now" in texts(stage, lena)[0]


async def test_a_patient_who_blocks_us_becomes_a_task_for_the_staff(stage: Stage) -> None:
    """No retry, nothing more is sent, and a person is asked to reach them another way."""
    lena = await followed(stage)
    stage.world.chat(lena.id).blocked = True  # and Telegram has not told us

    await stage.until(MONTH_3 + timedelta(minutes=1))

    assert "The patient has blocked the bot" in list(alerts_of(stage))[-1]
    assert (await state_of(stage, lena)).reachable is False
    assert len(stage.world.calls("sendMessage")) == 2


async def test_unblocking_brings_the_conversation_back(stage: Stage) -> None:
    """What was missed is not sent late; what is written is answered."""
    lena = await followed(stage)
    stage.world.act.block(lena)
    await stage.settle()

    stage.world.act.unblock(lena)
    stage.world.act.text(lena, "I am back")
    await stage.settle()

    assert (await state_of(stage, lena)).reachable is True
    assert len(texts(stage, lena)) == 1


async def test_a_group_that_moves_is_found_again_and_from_then_on(stage: Stage) -> None:
    """Alerts go to the new id, without a change of any file, and those that waited go along."""
    lena = await followed(stage)
    stage.world.hold_updates()  # nobody tells us
    moved = stage.world.act.migrate(stage.staff_chat)

    stage.world.act.text(lena, "held back")
    stage.world.release_updates()
    await stage.settle()
    first = texts(stage, moved)
    calls = len(stage.world.calls("sendMessage"))
    stage.world.act.text(lena, "I cannot breathe")
    await stage.settle()

    assert len([text for text in first if " · #" in text]) == 1
    assert "EMERGENCY" in texts(stage, moved)[-1]
    assert all(call.ok for call in stage.world.calls("sendMessage")[calls:])


async def test_a_group_that_moves_behind_our_back_gets_the_same_message(stage: Stage) -> None:
    """Telegram tells the new id in its refusal."""
    lena = await followed(stage)
    moved = stage.world.act.migrate(stage.staff_chat)
    stage.world.bot().queue.clear()

    stage.world.act.text(lena, "I cannot breathe")
    await stage.settle()

    assert "EMERGENCY" in texts(stage, moved)[0]
    assert await rows(stage, "moved_chat", old_id=stage.staff_chat.id, new_id=moved.id)


async def test_markup_that_telegram_refuses_goes_out_plain_and_once(sqlite_stage: Stage) -> None:
    """The words count, not their dress."""
    stage = sqlite_stage
    lena = await followed(stage)
    refused = "Bad Request: can't parse entities: unsupported start tag"
    stage.world.faults.add("400", method="sendMessage", chat_id=lena.id, description=refused)

    stage.world.act.text(lena, "Please call me")
    await stage.settle()

    assert len(texts(stage, lena)) == 1
    assert "parse_mode" not in stage.world.calls("sendMessage")[-1].params


async def test_an_alert_that_is_refused_goes_to_the_next_person_at_once(stage: Stage) -> None:
    """A staff chat that does not exist must not cost five minutes."""
    lena = await followed(stage)
    stage.world.faults.add("400", chat_id=stage.staff_chat.id, times=None, description="Bad Request: chat not found")

    stage.world.act.text(lena, "I cannot breathe")
    await stage.settle()

    assert "EMERGENCY" in texts(stage, stage.people["Dr Elena Vega"])[0]


@pytest.mark.parametrize("words", ["message is not modified: specified new message content", "query is too old"])
async def test_what_is_so_already_is_no_failure(words: str, sqlite_stage: Stage) -> None:
    """An edit that changes nothing has succeeded."""
    stage = sqlite_stage
    lena = await followed(stage)
    await stage.until(MONTH_3 + timedelta(minutes=1))
    stage.world.faults.add("400", method="editMessageText", description=f"Bad Request: {words}")

    stage.world.act.press(lena, "Very happy")
    await stage.settle()

    assert {row["state"] for row in await rows(stage, "outbox")} == {"sent"}


async def test_who_says_stop_gets_nothing_that_was_already_waiting(stage: Stage) -> None:
    """Queued messages are cancelled, the one being claimed too; only the farewell is sent."""
    lena = await followed(stage)
    stage.world.faults.add("429", method="sendMessage", chat_id=lena.id, retry_after=600)
    await stage.until(MONTH_3 + timedelta(minutes=1))

    stage.world.act.text(lena, "/stop")
    await stage.until(MONTH_3 + timedelta(hours=2))

    assert [text[:24] for text in texts(stage, lena)] == ["I will not write to you "]
    assert [row["state"] for row in await rows(stage, "outbox", lane=Lane.CHECK_IN)] == ["cancelled"]


async def test_a_check_in_held_up_into_the_night_waits_for_the_morning(stage: Stage) -> None:
    """P6: Telegram could not be reached from the evening on. At half past ten it can, and nobody is woken."""
    lena = await followed(stage)
    stage.world.faults.add("429", method="sendMessage", chat_id=lena.id, retry_after=4 * 3600)

    await stage.until(MONTH_3 + timedelta(hours=8))
    at_night = texts(stage, lena)
    await stage.until(MONTH_3 + timedelta(hours=14))

    assert at_night == []
    sent = stage.world.delivered(lena)[0].at.astimezone(MADRID)
    assert (sent.hour, sent.minute) == (8, 0)


async def test_danger_is_answered_at_any_hour(stage: Stage) -> None:
    """Quiet hours are for routine messages."""
    lena = await followed(stage)
    await stage.until(datetime(2026, 3, 3, 3, 0, tzinfo=MADRID))

    stage.world.act.text(lena, "I cannot breathe")
    await stage.settle()

    assert stage.world.delivered(lena)[0].at == stage.now
    assert stage.world.delivered(stage.staff_chat)[0].at == stage.now
