"""Enrolling, joining, and the scene that is told of it."""

import pytest

from tests.play.visitor import Visitor


async def test_a_patient_is_enrolled_and_joins(visitor: Visitor) -> None:
    """The link and the code are handed over; with them the patient is followed."""
    person = await visitor.enroll()
    before = (person["stage"], person["joined"], len(person["code"]), "?start=" in person["link"])

    joined = await visitor.joined(first_name="Mara")

    assert before == ("invited", False, 6, True)
    assert (joined["stage"], joined["joined"], joined["case"]) == ("followed", True, 2)


async def test_two_patients_may_have_one_name(visitor: Visitor) -> None:
    """Each has a phone of their own."""
    first, second = await visitor.joined(), await visitor.joined()

    assert first["name"] == second["name"]
    assert first["id"] != second["id"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"procedure": "rhinoplast"}, "procedure"),
        ({"surgeon": "Dr Who"}, "surgeon"),
        ({"language": "xx"}, "language"),
        ({"surgery_on": "soon"}, "surgery_on"),
        ({"first_name": ""}, "first_name"),
        ({"first_name": "A\nB"}, "first_name"),
        ({"initials": "far too long"}, "initials"),
        ({"zone": "Mars/X"}, "zone"),
        ({"sur_name": "M"}, "sur_name"),
    ],
)
async def test_a_mistake_names_its_field(visitor: Visitor, changed: dict[str, str], field: str) -> None:
    """Nobody is enrolled, and the form knows which field to mark."""
    told = await visitor.enroll(400, **changed)

    assert told["field"] == field
    assert told["error"]
    assert {one["kind"] for one in (await visitor.scene())["people"]} == {"staff"}


async def test_the_scene_tells_what_one_can_choose(visitor: Visitor) -> None:
    """Languages, procedures and surgeons of the clinic, for the form."""
    clinic = (await visitor.scene())["clinic"]

    assert {"code": "es", "name": "Español"} in clinic["languages"]
    assert {"id": "rhinoplasty", "name": "Nose surgery"} in clinic["procedures"]
    assert clinic["surgeons"] == ["Dr Elena Vega"]


async def test_quiet_hours_are_the_patients_own(visitor: Visitor) -> None:
    """At ten in Madrid it is night in New York, until eight there."""
    away = await visitor.enroll(zone="America/New_York")

    hers, ours = (await visitor.scene(patient=away["patient_id"]))["clock"], (await visitor.scene())["clock"]

    assert hers["quiet_until"] == "2026-03-02T13:00:00+00:00"
    assert hers["patient_local"].startswith("2026-03-02T04:00")
    assert ours["quiet_until"] is None


async def test_blocking_shows(visitor: Visitor) -> None:
    """In the person, and in the trouble there is."""
    person = await visitor.joined()

    await visitor.act("block", user=person["id"])
    scene = await visitor.scene()

    assert scene["trouble"]["blocked"] == [person["id"]]
    assert next(one for one in scene["people"] if one["id"] == person["id"])["blocked"] is True


async def test_what_happens_is_told_at_once(visitor: Visitor) -> None:
    """An open stream of events hears of an act, and of people who are new."""
    seen: set[str] = set()

    await visitor.until_seen("cursor", seen)
    before = set(seen)
    await visitor.joined()
    after = visitor.opened.play.news.since(0)

    assert "chat" not in before
    assert {"chat", "people", "timeline"} <= set(after)
