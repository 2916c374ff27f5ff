"""P7: a message goes only to the chat that passed enrolment; every other link gets one neutral answer."""

from datetime import timedelta

import pytest

from bot.demo.stage import Stage
from bot.enroll import Invitation, Request, invite_again
from tests.stage import SURGERY, alerts_of, followed, rows, texts

NEUTRAL = "This link cannot be used. Please ask your clinic for a new one."


def request(name: str = "Lena") -> Request:
    return Request(
        first_name=name, initials="L.M.", procedure="rhinoplasty", surgery_on=SURGERY, surgeon="Dr Elena Vega"
    )


async def test_link_and_code_bind_the_chat(stage: Stage) -> None:
    """The link alone opens nothing but the question for the code."""
    invitation = await stage.enroll(request())
    lena = stage.people["Lena"]

    stage.world.act.open_link(lena, invitation.link.partition("start=")[2])
    await stage.settle()
    bound_before = [row["chat_id"] for row in await rows(stage, "patient")]
    stage.world.act.text(lena, f"{invitation.code[:3]} {invitation.code[3:]}")
    await stage.settle()

    assert bound_before == [None]
    assert [row["chat_id"] for row in await rows(stage, "patient")] == [lena.id]


async def test_a_second_account_is_refused_and_the_staff_are_told(stage: Stage) -> None:
    """Whoever opens the link after the patient gets the neutral answer, even with the code."""
    invitation = await stage.enroll(request())
    await stage.join("Lena")
    other = stage.world.create_user("Somebody")

    stage.world.act.open_link(other, invitation.link.partition("start=")[2])
    await stage.settle()
    stage.world.act.text(other, invitation.code)
    await stage.settle()

    assert texts(stage, other)[0] == NEUTRAL
    assert [row["chat_id"] for row in await rows(stage, "patient")] == [stage.people["Lena"].id]
    assert "link was opened from another phone" in list(alerts_of(stage))[-1]


async def test_guessing_the_code_locks_the_link(stage: Stage) -> None:
    """After the last try the link is void, and the staff know."""
    invitation = await stage.enroll(request())
    lena = stage.people["Lena"]
    wrong = f"{(int(invitation.code) + 1) % 1_000_000:06d}"
    stage.world.act.open_link(lena, invitation.link.partition("start=")[2])
    await stage.settle()

    for _ in range(6):
        stage.world.act.text(lena, wrong)
        await stage.settle()
    stage.world.act.text(lena, invitation.code)
    await stage.settle()

    assert [row["chat_id"] for row in await rows(stage, "patient")] == [None]
    assert any("locked after too many wrong codes" in text for text in alerts_of(stage))


@pytest.mark.parametrize("token", ["abc", "x" * 64, "A-_9" * 16, "%00", "x" * 65])
async def test_an_unknown_link_gets_the_neutral_answer(token: str, sqlite_stage: Stage) -> None:
    """Cut, made up or too long: nothing is learned from the answer."""
    stranger = sqlite_stage.world.create_user("Stranger")

    sqlite_stage.world.act.open_link(stranger, token)
    await sqlite_stage.settle()

    assert texts(sqlite_stage, stranger) == [NEUTRAL]


async def test_an_expired_link_gets_the_same_answer(sqlite_stage: Stage) -> None:
    """Fourteen days, then staff make a new one."""
    invitation = await sqlite_stage.enroll(request())
    await sqlite_stage.until(sqlite_stage.now + timedelta(days=15))

    sqlite_stage.world.act.open_link(sqlite_stage.people["Lena"], invitation.link.partition("start=")[2])
    await sqlite_stage.settle()

    assert texts(sqlite_stage, sqlite_stage.people["Lena"]) == [NEUTRAL]


async def test_two_patients_cannot_share_a_phone_unnoticed(sqlite_stage: Stage) -> None:
    """A patient's phone that opens another patient's link is refused, and the staff are told."""
    stage = sqlite_stage
    mother = await followed(stage, "Mother")
    invitation = await stage.enroll(request("Child"))

    stage.world.act.open_link(mother, invitation.link.partition("start=")[2])
    await stage.settle()

    assert texts(stage, mother) == [NEUTRAL]
    assert "from the phone of another patient" in list(alerts_of(stage))[-1]


async def test_danger_of_a_stranger_is_never_turned_away(stage: Stage) -> None:
    """Not enrolled, but in danger: told whom to call, and the staff are alerted."""
    stranger = stage.world.create_user("Stranger")

    stage.world.act.text(stranger, "I had surgery with you, I cannot breathe")
    await stage.settle()

    assert "call 112 now" in texts(stage, stranger)[0]
    assert "not enrolled" in next(alerts_of(stage))


async def test_two_phones_of_one_patient_are_not_both_bound(sqlite_stage: Stage) -> None:
    """A second link of the same patient, opened on another phone: refused, and staff are told what to do."""
    stage = sqlite_stage
    first = await stage.enroll(request())
    await stage.join("Lena")
    other = stage.world.create_user("Lena's tablet")
    second = await again(stage, first.patient_id)

    stage.world.act.open_link(other, second.link.partition("start=")[2])
    await stage.settle()
    stage.world.act.text(other, second.code)
    await stage.settle()

    assert texts(stage, other)[-1] == NEUTRAL
    assert [row["chat_id"] for row in await rows(stage, "patient")] == [stage.people["Lena"].id]
    assert f"aftercare enroll --case {first.case} --new-phone" in list(alerts_of(stage))[-1]


async def test_a_patient_comes_back_with_a_new_phone(stage: Stage) -> None:
    """The old chat is left, and what they write from the new one is theirs."""
    first = await stage.enroll(request())
    await stage.join("Lena")
    other = stage.world.create_user("Lena")
    second = await again(stage, first.patient_id, new_phone=True)

    stage.world.act.open_link(other, second.link.partition("start=")[2])
    await stage.settle()
    stage.world.act.text(other, second.code)
    await stage.settle()
    said = len(texts(stage, stage.people["Lena"]))
    stage.world.act.text(other, "I am here now")
    await stage.settle()

    assert [row["chat_id"] for row in await rows(stage, "patient")] == [other.id]
    assert "L.M. · case" in list(alerts_of(stage))[-1]
    assert "I am here now" in list(alerts_of(stage))[-1]
    assert len(texts(stage, stage.people["Lena"])) == said


async def again(stage: Stage, patient_id: str, *, new_phone: bool = False) -> Invitation:
    """A new link for a patient."""
    return await invite_again(
        stage.db, patient_id, house=stage.house, bot_name="aftercare_bot", now=stage.now, new_phone=new_phone
    )
