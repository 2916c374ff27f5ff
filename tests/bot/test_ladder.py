"""P3 and P4: an alert stands beside the answer that raised it, and climbs until a named person takes it."""

from datetime import timedelta

import pytest

from bot.demo.stage import Stage
from care.alert import REPEAT_AFTER
from storage import tables
from storage.telling import TOLD_MAX
from tests.stage import alerts_of, followed, rows, texts


async def danger(stage: Stage) -> None:
    """A patient writes that it is an emergency."""
    lena = await followed(stage)
    stage.world.act.text(lena, "I cannot breathe and my chest hurts")
    await stage.settle()


async def test_the_alert_is_written_in_the_turn_of_the_answer(stage: Stage) -> None:
    """Journal, alert and the words that say so have one moment and one patient."""
    await danger(stage)

    alert, turn = (await rows(stage, "alert"))[0], (await rows(stage, "journal"))[-1]

    assert (alert["raised_at"], alert["patient_id"]) == (turn["at"], turn["patient_id"])
    assert "call 112 now" in texts(stage, stage.people["Lena"])[0]


async def test_an_alert_climbs_until_somebody_takes_it(stage: Stage) -> None:
    """The staff chat at once, whoever is on call after five minutes, and again every five, each marked as a repeat."""
    await danger(stage)

    await stage.until(stage.now + timedelta(minutes=11))

    assert "AGAIN" not in next(alerts_of(stage))
    for person in ("Ana Ruiz", "Dr Elena Vega"):
        told = texts(stage, stage.people[person])
        assert len(told) == 2
        assert all("EMERGENCY · AGAIN" in text for text in told)


async def test_the_first_press_takes_it_and_everybody_sees_who(stage: Stage) -> None:
    """The second person is told who was first; each message that shows the alert says so; nothing climbs any more."""
    await danger(stage)
    await stage.until(stage.now + timedelta(minutes=6))
    ana, elena = stage.people["Ana Ruiz"], stage.people["Dr Elena Vega"]

    alert = stage.world.delivered(stage.staff_chat)[0]
    data = alert.buttons[0].data
    first = stage.world.act.press(elena, "I take it")
    shown = {"chat": stage.staff_chat, "message_id": alert.message_id}
    second = stage.world.act.press(ana, data=data, forged=True, **shown)
    await stage.until(stage.now + timedelta(hours=1))

    said = [stage.world.presses[press].answers[0].get("text", "") for press in (first, second)]
    assert said[0].startswith("It is yours now")
    assert said[1].startswith("Taken already: Dr Elena Vega")
    for chat in (stage.staff_chat, ana, elena):
        assert "Taken by Dr Elena Vega" in texts(stage, chat)[0]
        assert len(texts(stage, chat)) == 1
    assert "Dr Elena Vega of Clínica Rosa has taken this up" in texts(stage, stage.people["Lena"])[-1]


async def test_somebody_who_is_not_on_the_list_takes_nothing(stage: Stage) -> None:
    """In the staff group or not: the press is answered, and the alert goes on climbing."""
    await danger(stage)
    stranger = stage.world.create_user("Nobody")
    stage.world.act.join(stage.staff_chat, stranger)

    press = stage.world.act.press(stranger, "I take it", chat=stage.staff_chat)
    await stage.settle()

    assert stage.world.presses[press].answers[0]["text"].startswith("Only people on the clinic's staff list")
    assert [row["state"] for row in await rows(stage, "alert")] == ["open"]


async def test_an_anonymous_administrator_takes_nothing(sqlite_stage: Stage) -> None:
    """A name must stand behind it: words of an anonymous administrator are not passed on either."""
    stage = sqlite_stage
    await danger(stage)
    alert = stage.world.delivered(stage.staff_chat)[0]
    before = texts(stage, stage.people["Lena"])

    stage.world.act.text(
        stage.people["Ana Ruiz"], "Come in", chat=stage.staff_chat, reply_to=alert.message_id, anonymous=True
    )
    await stage.settle()

    assert [row["state"] for row in await rows(stage, "alert")] == ["open"]
    assert texts(stage, stage.people["Lena"]) == before


async def test_a_reply_of_staff_reaches_the_patient_and_takes_the_alert(stage: Stage) -> None:
    """Whoever answers has taken it up, by name."""
    await danger(stage)
    alert = stage.world.delivered(stage.staff_chat)[0]

    stage.world.act.text(
        stage.people["Ana Ruiz"], "I am calling you now", chat=stage.staff_chat, reply_to=alert.message_id
    )
    await stage.settle()

    assert texts(stage, stage.people["Lena"])[-1].endswith("I am calling you now")
    assert "Taken by Ana Ruiz" in texts(stage, stage.staff_chat)[0]


async def test_the_same_danger_again_is_one_alert_told_again(stage: Stage) -> None:
    """The words come together in one place, and the ladder is not started anew."""
    await danger(stage)
    climbs_at = (await rows(stage, "alert"))[0]["climbs_at"]

    stage.world.act.text(stage.people["Lena"], "still cannot breathe, please help")
    await stage.settle()

    open_ones = await rows(stage, "alert")
    assert [(row["repeats"], row["climbs_at"]) for row in open_ones] == [(1, climbs_at)]
    newest = list(alerts_of(stage))[-1]
    assert "EMERGENCY · NEW" in newest
    assert newest.index("please help") < newest.index("Before:") < newest.index("chest hurts")


async def test_one_chat_cannot_bury_another_patients_emergency(stage: Stage) -> None:
    """While the staff chat must wait, many messages of one patient come to one; danger goes before them."""
    lena, tom = await followed(stage), await followed(stage, "Tom")
    stage.world.faults.add("429", method="sendMessage", chat_id=stage.staff_chat.id, retry_after=60)
    for number in range(12):
        stage.world.act.text(lena, f"{number} " + "a long story " * 300)
        await stage.settle()

    stage.world.act.text(tom, "I cannot breathe")
    await stage.settle()
    waiting = await rows(stage, "outbox", state="new", chat_id=stage.staff_chat.id)
    await stage.until(stage.now + timedelta(minutes=2))

    told = list(alerts_of(stage))
    assert "EMERGENCY" in told[0]
    assert len(waiting) <= 14
    everything = "".join(texts(stage, stage.staff_chat))
    assert all(f"“{number} a long story" in everything for number in range(12))


async def test_words_shown_before_are_shown_in_short(sqlite_stage: Stage) -> None:
    """The fifth long message does not bring the other four with it."""
    stage = sqlite_stage
    lena = await followed(stage)

    for number in range(5):
        stage.world.act.text(lena, f"{number} " + "a long story " * 250)
        await stage.settle()

    assert [text.count("a long story") > 200 for text in alerts_of(stage)] == [True] * 5
    assert len(texts(stage, stage.staff_chat)) == 5


async def test_a_repeat_that_says_nothing_new_is_marked_again(sqlite_stage: Stage) -> None:
    """Only what has something to read is marked as new."""
    stage = sqlite_stage
    await danger(stage)
    stage.world.act.text(stage.people["Lena"], "please help me to breathe, I cannot breathe")
    await stage.settle()
    stage.world.chat(stage.people["Ana Ruiz"].id).started = False
    stage.world.chat(stage.people["Dr Elena Vega"].id).started = False

    await stage.until(stage.now + timedelta(minutes=16))

    marks = [text.split(" · ")[1] for text in alerts_of(stage) if "EMERGENCY" in text]
    assert (marks[1], set(marks[2:])) == ("NEW", {"AGAIN"})


@pytest.mark.slow
async def test_what_has_rung_for_hours_is_not_new(sqlite_stage: Stage) -> None:
    """More messages than are looked back on: still a repeat, with the words whole and what waits told once."""
    stage = sqlite_stage
    await danger(stage)

    await stage.until(stage.now + REPEAT_AFTER["emergency"] * (TOLD_MAX + 10))

    told = [text for text in texts(stage, stage.people["Ana Ruiz"])[1:] if "EMERGENCY" in text]
    assert len(told) >= TOLD_MAX
    assert all("AGAIN" in text and "“I cannot breathe and my chest hurts”" in text for text in told)


async def test_no_older_copy_can_be_pressed_once_it_is_taken(stage: Stage) -> None:
    """The newest says who took it; older ones keep their words and lose the buttons that say it is open."""
    await danger(stage)
    stage.world.act.text(stage.people["Lena"], "still cannot breathe, please help")
    await stage.settle()

    stage.world.act.press(stage.people["Ana Ruiz"], "I take it", chat=stage.staff_chat)
    await stage.settle()

    older, newest = stage.world.delivered(stage.staff_chat)
    assert "Taken by Ana Ruiz" in newest.text
    assert "chest hurts" in older.text
    assert ([button.text for button in newest.buttons], older.buttons) == (["Close…"], ())


async def test_taking_it_hides_none_of_many_words(sqlite_stage: Stage) -> None:
    """Long messages stand in the copies that brought them, before and after somebody takes the alert."""
    stage = sqlite_stage
    lena = await followed(stage)
    for number in range(4):
        stage.world.act.text(lena, f"{number} " + "a long story " * 250)
        await stage.settle()

    stage.world.act.press(stage.people["Ana Ruiz"], "I take it", chat=stage.staff_chat)
    await stage.settle()

    copies = list(alerts_of(stage))
    assert [f"“{number} a long story" in text for number, text in enumerate(copies)] == [True] * 4
    assert "Taken by Ana Ruiz" in copies[-1]


@pytest.mark.parametrize("subject", ["damaged", "of another shape"])
async def test_a_damaged_alert_stops_no_other_ladder(subject: str, stage: Stage) -> None:
    """It rings on as far as it can, and the alerts beside it climb."""
    await danger(stage)
    tom = await followed(stage, "Tom")
    stage.world.act.text(tom, "I cannot breathe")
    await stage.settle()
    first = (await rows(stage, "alert"))[0]["id"]
    async with stage.db.write() as tx:
        readable = tx.vault.seal("[]", about="alert.subject")
        broken = b"broken" if subject == "damaged" else readable
        await tx.execute(tables.alert.update().where(tables.alert.c.id == first).values(subject=broken))

    await stage.until(stage.now + timedelta(minutes=6))

    assert any("T.X." in text for text in texts(stage, stage.people["Dr Elena Vega"]))
    said = "".join(text for chat in (stage.staff_chat, stage.people["Ana Ruiz"]) for text in texts(stage, chat))
    assert f"#{first}" in said
    assert ("What this alert said is damaged" in said) or (f"Nobody has taken alert #{first}" in said)


async def test_an_album_is_one_alert_told_once(sqlite_stage: Stage) -> None:
    """Three pictures in one breath: one message says so, and all three are shown."""
    stage = sqlite_stage
    lena = await followed(stage)

    stage.world.act.album(lena, photos=3)
    await stage.settle()

    assert len(list(alerts_of(stage))) == 1
    assert len(stage.world.calls("sendPhoto")) == 3


async def test_a_person_on_call_who_never_pressed_start_is_a_hole_that_is_told(stage: Stage) -> None:
    """Nobody can be reached privately: the staff chat is told again each time, who is missing is named, and the bot
    does not hurry in circles."""
    for person in ("Ana Ruiz", "Dr Elena Vega"):
        stage.world.chat(stage.people[person].id).started = False
    await danger(stage)

    await stage.until(stage.now + timedelta(minutes=16))

    told = list(alerts_of(stage))
    assert sum("EMERGENCY" in text for text in told) <= 1 + 3 * 2
    assert sum("The bot cannot write to" in text for text in told) == 2
    assert sum("EMERGENCY · AGAIN" in text for text in told) >= 3


async def test_the_thirty_first_message_opens_another_alert(sqlite_stage: Stage) -> None:
    """Nobody's words fall out of an alert that is full: each is shown to the staff."""
    stage = sqlite_stage
    lena = await followed(stage)
    said = [f"this is what I wanted to say, number {number}." for number in range(1, 36)]

    for text in said:
        stage.world.act.text(lena, text)
    await stage.settle()

    told = "\n".join(texts(stage, stage.staff_chat))
    open_ = [row for row in await rows(stage, "alert") if row["state"] == "open"]
    assert [text for text in said if text not in told] == []
    assert len(open_) == 2
