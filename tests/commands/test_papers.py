"""aftercare packet: asked for in the chat, made at a terminal, released by a named person."""

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clinics import the_house
from care.events import Commanded, Joined, Tapped, Wrote
from care.patient import Patient, load_patient
from storage import Database, Vault, patients
from storage.house import House
from storage.turn import take_turn
from tests.commands.conftest import Command
from tests.databases import KEY

WORDS = "The tip is <round> & hard"
TO_THE_PAPERS = (
    *("en", "_agree", "h1800", "/concern", "_none", "asymmetry", "4"),
    *("_second_opinion", "_packet", "_change", WORDS, "_send"),
)
NOW = datetime(2030, 10, 7, 10, tzinfo=UTC)


def test_nobody_gets_papers_they_did_not_ask_for(aftercare: Command) -> None:
    """Staff cannot make them out of their own interest."""
    enrol(aftercare)

    result = aftercare("packet", "1")

    assert result.exit_code == 1
    assert "has not asked for papers" in result.stderr


def test_papers_hold_what_the_patient_agreed_to_show(aftercare: Command, place: Path) -> None:
    """What bothers them is in it in their words; a named person releases it, and the patient is told."""
    enrol(aftercare)
    asyncio.run(ask_for_papers(place))

    made = aftercare("packet", "1", "--out", "mine")
    wrong = aftercare("packet", "1", "--release", "Nobody")
    released = aftercare("packet", "1", "--release", "Ana Ruiz")

    page, data = Path("mine/papers.html").read_text(encoding="utf-8"), json.loads(Path("mine/papers.json").read_text())
    assert made.exit_code == 0, made.stderr
    assert data["own_words"] == [WORDS]
    assert data["what_bothers"] == ["The sides differ"]
    assert "The tip is &lt;round&gt; &amp; hard" in page
    assert "<script" not in page
    assert wrong.exit_code == 1
    assert released.exit_code == 0, released.stderr


def test_papers_are_not_overwritten(aftercare: Command, place: Path) -> None:
    """A folder that is there already is left as it is."""
    enrol(aftercare)
    asyncio.run(ask_for_papers(place))
    (place / "mine").mkdir()

    result = aftercare("packet", "1", "--out", "mine")

    assert result.exit_code == 1
    assert "name a new folder" in result.stderr


def enrol(aftercare: Command) -> None:
    person = ("--name", "Lena", "--initials", "L.M.", "--procedure", "rhinoplasty", "--surgery", "2030-03-04")
    assert aftercare("enroll", *person, "--bot-name", "rosa_bot").exit_code == 0


async def ask_for_papers(place: Path) -> None:
    """A concern, from its beginning to the papers."""
    house = the_house(place / "clinic", None)
    db = Database.connect(os.environ["AFTERCARE_DATABASE_URL"], Vault.from_text(KEY))
    try:
        patient = await _turn(db, house, Joined(language="en"), 0)
        for number, said in enumerate(TO_THE_PAPERS, start=1):
            patient = await _turn(db, house, _event(patient, said), number)
        assert patient.episodes[0].papers is not None
    finally:
        await db.close()


def _event(patient: Patient, said: str) -> Tapped | Wrote | Commanded:
    if said == "/concern":
        return Commanded(name="concern")
    known = {button.choice for row in patient.waiting.buttons for button in row} if patient.waiting else set()
    if patient.waiting and said in known:
        return Tapped(prompt=patient.waiting.prompt, choice=said)
    return Wrote(text=said)


async def _turn(db: Database, house: House, event: Joined | Tapped | Wrote | Commanded, minutes: int) -> Patient:
    async with db.write() as tx:
        (known,) = await patients.of_clinic(tx, house.practice.clinic.id)
        now = NOW + timedelta(minutes=minutes)
        await take_turn(tx, patient_id=known.id, event=event, now=now, house=house)
        row = await patients.load(tx, known.id)
    assert row is not None
    return load_patient(row.state)
