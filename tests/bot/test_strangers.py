"""People whom the bot does not know: never turned away in danger, and then heard until staff are done."""

from bot.demo.stage import Stage
from bot.enroll import Request
from simulator.people import User
from tests.stage import SURGERY, alerts_of, rows, texts


async def stranger_in_danger(stage: Stage) -> User:
    """Somebody who is not enrolled writes of danger."""
    stranger = stage.world.create_user("Stranger")
    stage.world.act.text(stranger, "I had surgery with you, I cannot breathe")
    await stage.settle()
    return stranger


async def test_an_answer_of_staff_reaches_a_stranger(stage: Stage) -> None:
    """The alert says to answer by replying, so that must work."""
    stranger = await stranger_in_danger(stage)
    alert = stage.world.delivered(stage.staff_chat)[0].message_id

    stage.world.act.text(stage.people["Ana Ruiz"], "Call 112, then me.", chat=stage.staff_chat, reply_to=alert)
    await stage.settle()

    assert "Ana Ruiz of Clínica Rosa writes:" in texts(stage, stranger)[-1]
    assert "Call 112, then me." in texts(stage, stranger)[-1]
    assert [row["state"] for row in await rows(stage, "alert")] == ["acknowledged"]


async def test_what_a_stranger_in_danger_writes_next_is_heard(sqlite_stage: Stage) -> None:
    """Before somebody takes the alert and after; words and pictures."""
    stage = sqlite_stage
    stranger = await stranger_in_danger(stage)

    stage.world.act.text(stranger, "I live in Calle Mayor 3")
    await stage.settle()
    first = list(alerts_of(stage))[-1]
    stage.world.act.press(stage.people["Ana Ruiz"], "I take it", chat=stage.staff_chat)
    await stage.settle()
    stage.world.act.text(stranger, "third floor")
    await stage.settle()

    assert "Calle Mayor 3" in first
    assert "third floor" in list(alerts_of(stage))[-1]
    assert "passed your words on" in texts(stage, stranger)[-1]


async def test_danger_after_a_command_or_in_an_edit_is_heard(sqlite_stage: Stage) -> None:
    """However it is written."""
    stage = sqlite_stage
    one, two = stage.world.create_user("One"), stage.world.create_user("Two")

    stage.world.act.text(one, "/help I cannot breathe")
    message = stage.world.act.text(two, "hello")
    stage.world.act.edit(two, message["message_id"], "I cannot breathe")
    await stage.settle()

    assert len([text for text in alerts_of(stage) if "not enrolled" in text]) == 2


async def test_words_of_somebody_with_an_opened_link_reach_staff(sqlite_stage: Stage) -> None:
    """They have the link and not yet typed the code: a person reads what they write, and digits are only a code."""
    stage = sqlite_stage
    request = Request(
        first_name="Lena", initials="L.M.", procedure="rhinoplasty", surgery_on=SURGERY, surgeon="Dr Elena Vega"
    )
    invitation = await stage.enroll(request)
    lena = stage.people["Lena"]
    stage.world.act.open_link(lena, invitation.link.partition("start=")[2])
    await stage.settle()

    stage.world.act.text(lena, "12345")
    await stage.settle()
    of_digits = list(alerts_of(stage))
    stage.world.act.text(lena, "I have lost the paper with the code")
    await stage.settle()

    assert of_digits == []
    assert "lost the paper" in list(alerts_of(stage))[-1]
    assert f"link of case {invitation.case}" in list(alerts_of(stage))[-1]
    assert "6-digit code" in texts(stage, lena)[-1]


async def test_start_without_a_link_says_how_to_begin(sqlite_stage: Stage) -> None:
    """And whom to call meanwhile."""
    stranger = sqlite_stage.world.create_user("Stranger")

    sqlite_stage.world.act.open_link(stranger)
    await sqlite_stage.settle()

    assert "open the link that your clinic gave you" in texts(sqlite_stage, stranger)[0]
    assert list(alerts_of(sqlite_stage)) == []
