"""What staff write reaches whom it is meant for, or they are told that it did not."""

from datetime import timedelta

from bot.demo.stage import Stage
from simulator.people import User
from tests.stage import SURGERY, alerts_of, followed, patient_of, register, rows, texts


async def in_danger(stage: Stage) -> User:
    """A patient whose alert has reached whoever is on call, in private."""
    lena = await followed(stage)
    stage.world.act.text(lena, "I cannot breathe and my chest hurts")
    await stage.until(stage.now + timedelta(minutes=6))
    return lena


def newest(stage: Stage, chat: object) -> int:
    """The id of the bot's newest message in this chat."""
    return stage.world.delivered(chat)[-1].message_id  # type: ignore[arg-type]  # a chat or a person


async def test_an_answer_in_private_reaches_the_patient(stage: Stage) -> None:
    """Whoever is on call replies to the alert where they got it; that takes the alert, too."""
    lena, elena = await in_danger(stage), stage.people["Dr Elena Vega"]

    stage.world.act.text(elena, "I am calling you now.", reply_to=newest(stage, elena))
    await stage.settle()

    assert "I am calling you now." in texts(stage, lena)[-1]
    assert texts(stage, elena)[-1] == "On its way to the patient."
    assert [row["state"] for row in await rows(stage, "alert")] == ["acknowledged"]


async def test_an_answer_to_the_confirmation_reaches_the_patient_too(sqlite_stage: Stage) -> None:
    """People answer the last thing they see."""
    stage = sqlite_stage
    lena, elena = await in_danger(stage), stage.people["Dr Elena Vega"]
    stage.world.act.text(
        elena, "I am calling you now.", chat=stage.staff_chat, reply_to=newest(stage, stage.staff_chat)
    )
    await stage.settle()

    stage.world.act.text(elena, "Sit upright.", chat=stage.staff_chat, reply_to=newest(stage, stage.staff_chat))
    await stage.settle()

    assert "Sit upright." in texts(stage, lena)[-1]


async def test_staff_who_press_start_are_greeted_as_staff(sqlite_stage: Stage) -> None:
    """Nobody on the list is told to ask the clinic for a link."""
    stage = sqlite_stage

    stage.world.act.open_link(stage.people["Ana Ruiz"])
    await stage.settle()

    assert "You are on the staff list of Clínica Rosa" in texts(stage, stage.people["Ana Ruiz"])[0]


async def test_a_staff_member_who_is_a_patient_answers_as_one(sqlite_stage: Stage) -> None:
    """A reply under a message of their own follow-up is what a patient says."""
    stage = sqlite_stage
    elena = stage.people["Dr Elena Vega"]
    of_elena = patient_of(stage, elena, surgery_on=SURGERY, language="en", procedure="rhinoplasty")
    await register(stage, of_elena)
    stage.world.act.text(elena, "/help")
    await stage.settle()

    stage.world.act.text(elena, "It itches", reply_to=newest(stage, elena))
    await stage.settle()

    assert "It itches" in list(alerts_of(stage))[-1]


async def test_what_is_no_text_is_not_passed_on_and_its_sender_knows(sqlite_stage: Stage) -> None:
    """A voice message under an alert, or an answer without a name: each is said to have gone nowhere."""
    stage = sqlite_stage
    lena, ana = await in_danger(stage), stage.people["Ana Ruiz"]
    alert, before = newest(stage, stage.staff_chat), texts(stage, lena)

    stage.world.act.voice(ana, chat=stage.staff_chat, reply_to=alert)
    await stage.settle()
    of_voice = texts(stage, stage.staff_chat)[-1]
    stage.world.act.text(ana, "Come in today", chat=stage.staff_chat, reply_to=alert, anonymous=True)
    await stage.settle()

    assert of_voice.startswith("Nothing was passed on: only text can be.")
    assert texts(stage, stage.staff_chat)[-1].startswith("Telegram hides who wrote this")
    assert texts(stage, lena) == before


async def test_an_answer_to_a_copy_that_we_do_not_know_is_answered(sqlite_stage: Stage) -> None:
    """The copy arrived although Telegram never said so: whom it is about is not known, and that is said."""
    stage = sqlite_stage
    lena = await followed(stage)
    stage.world.faults.add("reset", method="sendMessage", chat_id=stage.staff_chat.id, after_delivery=True)
    stage.world.act.text(lena, "Is this normal?")
    await stage.until(stage.now + timedelta(minutes=1))
    unknown = stage.world.delivered(stage.staff_chat)[0].message_id

    stage.world.act.text(stage.people["Ana Ruiz"], "Yes, it is.", chat=stage.staff_chat, reply_to=unknown)
    await stage.settle()

    assert texts(stage, stage.staff_chat)[-1].startswith("I cannot tell whom this answers")


async def test_words_that_do_not_arrive_come_back_to_their_writer(stage: Stage) -> None:
    """The patient has blocked the bot, and Telegram had not told us: the nurse learns it under her own message."""
    lena, ana = await in_danger(stage), stage.people["Ana Ruiz"]
    stage.world.chat(lena.id).blocked = True

    stage.world.act.text(ana, "Come in today", chat=stage.staff_chat, reply_to=newest(stage, stage.staff_chat))
    await stage.settle()

    lost = [text for text in texts(stage, stage.staff_chat) if "did not reach the patient" in text]
    assert len(lost) == 1


async def test_words_that_telegram_refuses_come_back_too(sqlite_stage: Stage) -> None:
    """In either form: a 400 for good is a loss like a block."""
    stage = sqlite_stage
    lena, ana = await in_danger(stage), stage.people["Ana Ruiz"]
    refused = "Bad Request: can't parse entities: unsupported start tag"
    stage.world.faults.add("400", method="sendMessage", chat_id=lena.id, times=2, description=refused)

    stage.world.act.text(ana, "Come in today", chat=stage.staff_chat, reply_to=newest(stage, stage.staff_chat))
    await stage.settle()

    assert any("did not reach the patient" in text for text in texts(stage, stage.staff_chat))


async def test_words_in_doubt_are_said_to_be_in_doubt(sqlite_stage: Stage) -> None:
    """Telegram never says whether it has them: after the last try the nurse is asked to call."""
    stage = sqlite_stage
    lena, ana = await in_danger(stage), stage.people["Ana Ruiz"]
    stage.world.faults.add("5xx", method="sendMessage", chat_id=lena.id, times=None)

    stage.world.act.text(ana, "Come in today", chat=stage.staff_chat, reply_to=newest(stage, stage.staff_chat))
    await stage.until(stage.now + timedelta(minutes=30))

    assert any("may not have reached the patient" in text for text in texts(stage, stage.staff_chat))


async def test_words_called_back_by_a_stop_come_back_too(sqlite_stage: Stage) -> None:
    """They waited while Telegram asked us to, and meanwhile the patient wanted to hear no more."""
    stage = sqlite_stage
    lena, ana = await in_danger(stage), stage.people["Ana Ruiz"]
    stage.world.faults.add("429", method="sendMessage", chat_id=lena.id, retry_after=600)
    stage.world.act.text(ana, "Come in today", chat=stage.staff_chat, reply_to=newest(stage, stage.staff_chat))
    await stage.settle()

    stage.world.act.text(lena, "/stop")
    await stage.settle()

    assert any("did not reach the patient" in text for text in texts(stage, stage.staff_chat))


async def test_words_for_the_surgeon_alone_stay_with_the_surgeon(stage: Stage) -> None:
    """The staff chat sees that something waits, now and when it is taken; the words are in the surgeon's chat only."""
    lena, elena = await followed(stage), stage.people["Dr Elena Vega"]
    for said in ("/concern", "None of these", "The sides differ", "4", "Talk with my surgeon"):
        await say_or_press(stage, lena, said)
    await say_or_press(stage, lena, "I would rather have it in writing")
    await say_or_press(stage, lena, "Only you should know this")

    await say_or_press(stage, lena, "Send it to my surgeon alone")
    stage.world.act.press(stage.people["Ana Ruiz"], "I take it", chat=stage.staff_chat)
    await stage.settle()

    assert any("Only you should know this" in text for text in texts(stage, elena))
    assert not any("Only you should know this" in text for text in texts(stage, stage.staff_chat))
    assert "Taken by Ana Ruiz" in texts(stage, stage.staff_chat)[-1]


async def test_a_complaint_for_its_head_alone_rings_until_somebody_takes_it(sqlite_stage: Stage) -> None:
    """Nobody takes it in a week: its head is told again in her own chat, the others without a word."""
    stage = sqlite_stage
    lena, marta = await followed(stage), stage.people["Marta Soler"]
    for said in ("/concern", "None of these", "The sides differ", "4", "I want to complain", "Write my complaint now"):
        await say_or_press(stage, lena, said)
    await say_or_press(stage, lena, "Your surgeon laughed at me")
    await say_or_press(stage, lena, "Send it to the head of complaints alone")
    first = len(texts(stage, marta))

    await stage.until(stage.now + timedelta(days=7))

    assert first > 0
    assert len(texts(stage, marta)) > first
    assert all("Your surgeon laughed at me" in text for text in texts(stage, marta) if "Complaint" in text)
    assert "Make sure that Marta Soler reads it." in "".join(texts(stage, stage.staff_chat))
    others = [*texts(stage, stage.staff_chat), *texts(stage, stage.people["Dr Elena Vega"])]
    assert not any("laughed" in text for text in others)


async def say_or_press(stage: Stage, who: User, said: str) -> None:
    """Press the button with these words, or write them when there is none."""
    shown = stage.world.delivered(who)
    if shown and said in shown[-1].labels:
        stage.world.act.press(who, said)
    else:
        stage.world.act.text(who, said)
    await stage.settle()
