"""The clock in the hands of whoever plays."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.play.serve import Opened
from storage import journal
from tests.play.visitor import START, Visitor

EVENING = "2026-03-02T18:00"


async def test_a_jump_goes_through_everything_that_is_due(visitor: Visitor) -> None:
    """Three days ahead the check-ins of the first evenings have come, each at its time."""
    person = await visitor.joined()

    told = await visitor.time("advance", seconds=3 * 86_400)
    asked = [item for item in visitor.opened.play.stage.world.delivered(person["id"]) if "check-in" in item.sent.text]

    assert told["target"] == (START + timedelta(days=3)).astimezone(UTC).isoformat()
    assert {(item.sent.at.day, item.sent.at.hour) for item in asked} >= {(3, 9), (4, 9)}
    assert (await visitor.scene())["clock"]["busy"] is False


async def test_next_goes_to_what_comes_next(visitor: Visitor) -> None:
    """And no further; what the scene called next is where it stands."""
    await visitor.joined()
    expected = (await visitor.scene())["clock"]["next_due"]

    await visitor.time("next")

    assert (await visitor.scene())["clock"]["now"] == expected


async def test_nothing_planned_is_told_in_words(visitor: Visitor) -> None:
    """There is no next moment in an empty clinic."""
    told = await visitor.time("next", 400)

    assert "enrol a patient" in told["error"]


async def test_to_a_moment_of_the_clinics_clock(visitor: Visitor) -> None:
    """A moment without a zone is the clinic's."""
    told = await visitor.time("to", at=EVENING)

    assert told["target"] == "2026-03-02T18:00:00+01:00"
    assert (await visitor.scene())["clock"]["local"] == "2026-03-02T18:00:00+01:00"


@pytest.mark.parametrize(
    "wish",
    [
        {"do": "to", "at": "2026-03-01T10:00"},
        {"do": "to", "at": "2126-03-01T10:00"},
        {"do": "to", "at": "tomorrow"},
        {"do": "advance", "seconds": -5},
        {"do": "advance"},
        {"do": "play", "rate": 0},
        {"do": "play", "rate": 1e12},
        {"do": "rewind"},
        {"do": "awake", "patient": "nobody"},
        [],
    ],
)
async def test_a_wish_that_makes_no_sense_is_refused(visitor: Visitor, wish: object) -> None:
    """With words, and the clock stands where it stood."""
    answer = await visitor.client.post("/play/clock", json=wish)

    assert answer.status_code == 400
    assert answer.json()["error"]
    assert visitor.opened.play.stage.now == START


async def test_awake_goes_to_the_patients_morning(visitor: Visitor) -> None:
    """The end of the quiet hours where the patient is; by day, time stays."""
    away = await visitor.enroll(zone="America/New_York")

    morning = await visitor.time("awake", patient=away["patient_id"])
    by_day = await visitor.time("awake", patient=away["patient_id"])

    assert datetime.fromisoformat(morning["target"]) == datetime(2026, 3, 2, 13, tzinfo=UTC)
    assert by_day["target"] == morning["target"]


async def test_time_stops_at_a_question(visitor: Visitor) -> None:
    """Asked to stop at questions, a jump of a year ends at the first one."""
    await visitor.joined()

    await visitor.time("advance", seconds=365 * 86_400, stop_at_questions=True)

    assert (await visitor.scene())["clock"]["local"] == "2026-03-03T10:00:00+01:00"


async def test_a_jump_can_be_paused(visitor: Visitor) -> None:
    """It ends at the next stop, and another jump goes on from there."""
    await visitor.joined()
    await visitor.post("/play/clock", 202, do="advance", seconds=5 * 86_400)

    await visitor.time("pause")
    paused = visitor.opened.play.stage.now
    await visitor.time("to", at=(START + timedelta(days=5)).isoformat())

    assert paused < START + timedelta(days=5)
    assert visitor.opened.play.stage.now == START + timedelta(days=5)


async def test_running_time_passes_by_itself(visitor: Visitor, opened: Opened) -> None:
    """Until it is paused; then it stands."""
    await visitor.joined()

    await visitor.post("/play/clock", 202, do="play", rate=6 * 3600)
    playing = (await visitor.scene())["clock"]
    async with opened.play.turn:
        pass
    while opened.play.stage.now < START + timedelta(hours=3):
        await opened.play.news.next()
    await visitor.time("pause")
    stood = opened.play.stage.now
    await opened.play.settle()

    assert (playing["playing"], playing["rate"]) == (True, 6 * 3600)
    assert opened.play.stage.now == stood
    assert (await visitor.scene())["clock"]["playing"] is False


async def test_what_is_done_while_time_runs_is_acted_on_at_its_time(visitor: Visitor, opened: Opened) -> None:
    """The clock waits for the bot: no press is decided upon at a later time than it was made."""
    person = await visitor.joined()
    await visitor.post("/play/clock", 202, do="play", rate=30 * 86_400)

    for number in range(5):
        sent = (
            await visitor.client.post("/control/act/text", json={"user": person["id"], "text": f"Hello {number}"})
        ).json()
        await opened.play.news.next()
        at = datetime.fromtimestamp(sent["date"], UTC)
        decided = await decided_at(opened, f"Hello {number}")
        assert timedelta() <= decided - at < timedelta(seconds=1)
    await visitor.time("pause")


async def decided_at(opened: Opened, words: str) -> datetime:
    """When the bot took its turn upon these words."""
    (patient_id,) = opened.play.persons.followed
    while True:
        async with opened.play.stage.db.read() as tx:
            for entry in await journal.of_patient(tx, patient_id):
                if words in entry.event:
                    return entry.at
        await opened.play.news.next()
