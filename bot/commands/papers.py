"""`aftercare packet`: the papers for a second opinion, made for a patient who asked for them, and released."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.clock import wall_clock
from bot.commands.case import Case, ClinicId, with_patient
from bot.enroll import EnrolmentError
from bot.settings import read_settings
from bot.telegram import call, make_bot
from care.effects import load_effects
from care.events import PapersReady, load_event
from care.papers import Entry, Papers, papers_of
from care.patient import Patient, load_patient
from messages.papers import papers_data, papers_page
from storage import Database, journal, patients
from storage.house import House
from storage.turn import take_turn


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    patient: Patient
    papers: Papers


def packet(
    case: Case,
    out: Annotated[Path, typer.Option(help="A new folder for the papers.")] = Path("papers"),
    episode: Annotated[str | None, typer.Option(help="Which operation, when there are several.")] = None,
    release: Annotated[str, typer.Option(help="Your name: tell the patient that the papers are ready.")] = "",
    pictures: Annotated[bool, typer.Option(help="Fetch the patient's pictures from Telegram too.")] = True,
    clinic: ClinicId = None,
) -> None:
    """Papers for a second opinion: a page to print and the same as JSON. Look through them, then --release."""

    async def make(db: Database, house: House, patient_id: str) -> list[Path]:
        if out.exists():
            raise EnrolmentError(f"--out: {out} is there already; name a new folder, so that nothing is overwritten")
        made = await _made(db, house, patient_id, episode)
        out.mkdir(parents=True, mode=0o700)
        names = await _fetch(made.papers, house, out) if pictures and made.papers.pictures else []
        return _write(made, house, out, names)

    async def tell(db: Database, house: House, patient_id: str) -> list[Path]:
        made = await _made(db, house, patient_id, episode)
        if all(person.name != release for person in house.practice.clinic.staff):
            raise EnrolmentError(f"--release: no '{release}' on the staff list in clinic.yaml")
        event = PapersReady(episode=_episode(made.patient, episode), staff=release)
        async with db.write() as tx:
            await take_turn(tx, patient_id=patient_id, event=event, now=wall_clock(), house=house)
        return []

    written = with_patient(case, clinic, tell if release else make)
    for path in written:
        typer.echo(f"Written: {path}")
    released = "Released. The patient is told; where nothing may be sent to them, the staff are."
    typer.echo(released if release else f"Look through them, then: aftercare packet {case} --release NAME")


async def _made(db: Database, house: House, patient_id: str, episode: str | None) -> _Made:
    async with db.read() as tx:
        row = await patients.load(tx, patient_id, lock=False)
        entries = await journal.of_patient(tx, patient_id)
    if row is None:
        raise EnrolmentError("case: this patient is no longer there")
    patient = load_patient(row.state)
    turns = (
        Entry(at=entry.at, event=load_event(entry.event), effects=load_effects(entry.effects)) for entry in entries
    )
    wanted = patient.episode(_episode(patient, episode))
    papers = papers_of(house.practice, patient, wanted, turns) if wanted else None
    if papers is None:
        what = "the patient has not asked for papers; they can with /concern, A second opinion"
        raise EnrolmentError(f"case: {what}")
    return _Made(patient=patient, papers=papers)


def _episode(patient: Patient, wanted: str | None) -> str:
    known = [episode.id for episode in patient.episodes]
    if wanted is None and len(known) > 1:
        asked = [episode.id for episode in patient.episodes if episode.papers]
        if len(asked) == 1:
            return asked[0]
        raise EnrolmentError(f"episode: write --episode with one of: {', '.join(known)}")
    if wanted is not None and wanted not in known:
        raise EnrolmentError(f"episode: no '{wanted}'; write one of: {', '.join(known)}")
    return wanted or known[0]


async def _fetch(papers: Papers, house: House, out: Path) -> list[str]:
    settings = read_settings()
    token = settings.token(house.practice.clinic.token_variable)
    names: list[str] = []
    async with make_bot(token, api_url=settings.telegram_api_url) as bot:
        for number, picture in enumerate(papers.pictures, start=1):
            found: Any = await call(bot, "getFile", {"file_id": picture.file_id})
            content = await bot.request.retrieve(f"{bot.base_file_url}/{found['file_path']}")
            name = f"picture-{number:02}-{picture.at:%Y-%m-%d}.jpg"
            await asyncio.to_thread((out / name).write_bytes, content)
            names.append(name)
    return names


def _write(made: _Made, house: House, out: Path, pictures: list[str]) -> list[Path]:
    reader, catalog = house.reader(made.patient), house.catalog
    name = house.practice.clinic.name
    page = papers_page(made.papers, catalog=catalog, reader=reader, clinic=name, pictures=pictures)
    data = papers_data(made.papers, catalog=catalog, reader=reader, pictures=pictures)
    (out / "papers.html").write_text(page, encoding="utf-8")
    (out / "papers.json").write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return [out / "papers.html", out / "papers.json", *(out / picture for picture in pictures)]
