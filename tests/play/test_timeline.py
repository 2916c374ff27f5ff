"""The timeline: what was planned and what became of it, in words."""

from datetime import timedelta
from typing import Any

from tests.play.visitor import START, Visitor


def found(rows: list[dict[str, Any]], words: str) -> dict[str, Any]:
    return next(row for row in rows if words in row["what"])


async def test_the_plan_is_there_from_the_first_minute(visitor: Visitor) -> None:
    """With the reason of each time, before anybody has joined."""
    person = await visitor.enroll()

    rows = await visitor.timeline(person["patient_id"])

    week = found(rows, "Check-in: day 7")
    assert (week["state"], week["local"]) == ("planned", "Mon 9 Mar 2026, 18:00")
    assert week["why"] == "day 7 after surgery on 2026-03-02"
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)


async def test_a_check_in_is_sent_then_answered(visitor: Visitor) -> None:
    """The row leads to its message; the answer stands beside it in the patient's words."""
    person = await visitor.joined()
    await visitor.time("next")
    sent = found(await visitor.timeline(person["patient_id"]), "Check-in: day 1")

    await visitor.act("press", user=person["id"], label="None of these")
    rows = await visitor.timeline(person["patient_id"])

    shown = (await visitor.client.get("/control/delivered", params={"chat_id": person["id"]})).json()["items"]
    assert (sent["state"], sent["chat_id"]) == ("sent", person["id"])
    assert sent["message_id"] in [item["message_id"] for item in shown]
    assert found(rows, "Check-in: day 1")["state"] == "answered"
    assert found(rows, "Answered “None of these”")["state"] == "answered"


async def test_silence_reminds_and_lapses(visitor: Visitor) -> None:
    """What nobody answered is reminded of; the reasons can be read."""
    person = await visitor.joined()

    await visitor.time("advance", seconds=3 * 86_400)
    rows = await visitor.timeline(person["patient_id"])

    assert {row["state"] for row in rows if row["what"] == "Reminder"} == {"sent", "cancelled"} or "Reminder" in {
        row["what"] for row in rows
    }
    assert found(rows, "opened")["what"].startswith("Alert #1 opened")


async def test_the_life_of_an_alert_is_told(visitor: Visitor) -> None:
    """Opened, to climb; then taken by name, and closed with an outcome."""
    person = await visitor.joined()
    await visitor.act("text", user=person["id"], text="I am bleeding heavily and cannot stop it")
    climbs = found(await visitor.timeline(person["patient_id"]), "climbs")
    staff_chat = (await visitor.scene())["clinic"]["staff_chat"]

    for label in ("I take it", "Close…", "Spoke with the patient"):
        await visitor.act("press", user=1001, label=label, chat=staff_chat)
    rows = await visitor.timeline(person["patient_id"])

    assert climbs["state"] == "planned"
    assert found(rows, "taken")["what"] == "Alert #1 taken by Ana Ruiz"
    assert found(rows, "closed")["why"] == "Spoke with the patient"
    assert not any("climbs" in row["what"] for row in rows)


async def test_a_dead_bot_leaves_its_reasons(visitor: Visitor) -> None:
    """What fell due while nobody was there is asked late, or skipped, and says why."""
    person = await visitor.joined()
    await visitor.post("/play/bot", do="kill")

    await visitor.time("advance", seconds=10 * 86_400)
    await visitor.post("/play/bot", do="start")
    await visitor.opened.play.settle()
    rows = await visitor.timeline(person["patient_id"])

    skipped = [row for row in rows if row["state"] == "skipped"]
    assert skipped
    assert all(row["why"] for row in skipped)


async def test_a_window_around_a_moment(visitor: Visitor) -> None:
    """Half of the rows before, half after; of all patients when none is named."""
    await visitor.joined()
    await visitor.joined(first_name="Mara")
    middle = START + timedelta(days=40)

    rows = await visitor.timeline("all", around=middle.isoformat(), limit=10)

    before = [row for row in rows if row["at"] <= middle.isoformat()]
    assert len(rows) == 10
    assert len(before) == 5
    assert len({row["patient_id"] for row in rows}) == 2


async def test_an_unknown_patient_is_told_in_words(visitor: Visitor) -> None:
    answer = await visitor.client.get("/play/timeline", params={"patient": "nobody"})

    assert answer.status_code == 400
    assert "nobody" in answer.json()["error"]
