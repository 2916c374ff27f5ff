"""A clinic on a stage for tests: real parts on either database, and patients who have joined already."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.clinics import read_house
from bot.demo.stage import Stage, open_stage
from care.events import Registered
from care.patient import Episode, Patient, PatientId, dump_patient, load_patient
from simulator.people import User
from storage import Database, Vault, patients, tables
from storage.house import House
from storage.turn import take_turn
from tests.databases import KEY, PostgresServer, SqliteFiles

MADRID = ZoneInfo("Europe/Madrid")
MONDAY_NOON = datetime(2026, 3, 2, 12, tzinfo=MADRID)
SURGERY = date(2025, 12, 17)  # nothing is due for weeks: what comes, the test has caused


@cache
def template_house() -> House:
    """The clinic of the shipped template."""
    with as_file(files("bot").joinpath("template")) as folder:
        return read_house(folder)


@pytest.fixture
def house() -> House:
    """The clinic of the shipped template."""
    return template_house()


@pytest.fixture(scope="session")
async def sqlite_of_stages(
    sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Database]:
    """One file for many tests: a database that was used before is quicker than a new one."""
    database = Database.connect(sqlite_files.fresh(tmp_path_factory.mktemp("stages")), Vault.from_text(KEY))
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def postgres_of_stages(postgres: PostgresServer) -> AsyncIterator[Database]:
    """The same on PostgreSQL."""
    database = Database.connect(postgres.fresh(), Vault.from_text(KEY))
    yield database
    await database.close()


@pytest.fixture
def stage_db(dialect: str, request: pytest.FixtureRequest) -> Database:
    """A database for this test's stage, of each kind."""
    name = "sqlite_of_stages" if dialect == "sqlite" else "postgres_of_stages"
    database: Database = request.getfixturevalue(name)
    return database


@pytest.fixture
async def stage(house: House, stage_db: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    """A clinic at work on a Monday at noon, on each database."""
    await empty(stage_db)
    async with open_stage(tmp_path, house, start=MONDAY_NOON, db=stage_db) as opened:
        yield opened


@pytest.fixture
async def sqlite_stage(house: House, sqlite_of_stages: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    """The same on SQLite alone, for what does not depend on the database."""
    await empty(sqlite_of_stages)
    async with open_stage(tmp_path, house, start=MONDAY_NOON, db=sqlite_of_stages) as opened:
        yield opened


async def empty(db: Database) -> None:
    """Whatever an earlier test left is gone."""
    async with db.write() as tx:
        for table in reversed(tables.metadata.sorted_tables):
            await tx.execute(table.delete())


async def followed(
    stage: Stage,
    name: str = "Lena",
    *,
    surgery_on: date = SURGERY,
    language: str = "en",
    procedure: str = "rhinoplasty",
) -> User:
    """A patient who has joined: with a phone, a chat that is bound, consent, and a plan."""
    person = stage.world.create_user(name, language_code=language)
    stage.world.chat(person.id).started = True
    stage.people[name] = person
    await register(stage, patient_of(stage, person, surgery_on=surgery_on, language=language, procedure=procedure))
    return person


def patient_of(stage: Stage, person: User, *, surgery_on: date, language: str, procedure: str) -> Patient:
    """What we would know of somebody who has joined."""
    version = stage.house.practice.protocols[procedure].version
    surgeon = stage.house.practice.clinic.surgeons[0]
    episode = Episode(id="e1", procedure=procedure, version=version, surgery_on=surgery_on, surgeon=surgeon)
    return Patient(
        id=PatientId(f"p{person.id}"),
        clinic=stage.house.practice.clinic.id,
        case=person.id % 1000,
        first_name=person.first_name,
        initials=f"{person.first_name[0]}.X.",
        language=language,
        zone="Europe/Madrid",
        hour="18:00",
        stage="followed",
        consent="2026-1",
        consented_at=stage.now,
        episodes=(episode,),
    )


async def register(stage: Stage, patient: Patient) -> None:
    """Store a patient and their plan; their id names the chat."""
    chat = int(patient.id.removeprefix("p"))
    async with stage.db.write() as tx:
        state = dump_patient(replace(patient, turn=0))
        await patients.add(
            tx, patient_id=patient.id, clinic=patient.clinic, case_number=patient.case, state=state, now=stage.now
        )
        await patients.bind(tx, patient.id, chat_id=chat, user_id=chat, now=stage.now)
        await take_turn(tx, patient_id=patient.id, event=Registered(), now=stage.now, house=stage.house)
        await tx.execute(tables.timer.delete().where(tables.timer.c.due_at <= stage.now))  # they were long ago


async def state_of(stage: Stage, person: User) -> Patient:
    """The patient as stored now."""
    async with stage.db.read() as tx:
        row = await patients.by_chat(tx, clinic=stage.house.practice.clinic.id, chat_id=person.id, lock=False)
    assert row is not None
    return load_patient(row.state)


async def rows(stage: Stage, table: str, **equal: object) -> list[dict[str, object]]:
    """The rows of a table in which these columns have these values, by id."""
    found = tables.metadata.tables[table]
    query = found.select().where(*(found.c[name] == value for name, value in equal.items()))
    async with stage.db.read() as tx:
        result = await tx.execute(query.order_by(*found.primary_key.columns))
        return [dict(row) for row in result.mappings()]


def texts(stage: Stage, chat: object) -> list[str]:
    """What the bot's messages in this chat say now, oldest first."""
    return [item.text for item in stage.world.delivered(chat)]  # type: ignore[arg-type]  # a chat or a person


def alerts_of(stage: Stage) -> Iterator[str]:
    """The staff chat's messages that are alerts."""
    return (item.text for item in stage.world.delivered(stage.staff_chat) if " · #" in item.text)


@asynccontextmanager
async def refused(stage: Stage, table: str) -> AsyncIterator[None]:
    """The database does not take rows for this table: full, broken, or in somebody's hands."""
    async with stage.db.write() as tx:
        await tx.execute(text(f"ALTER TABLE {table} RENAME TO away"))
    try:
        yield
    finally:
        async with stage.db.write() as tx:
            await tx.execute(text(f"ALTER TABLE away RENAME TO {table}"))
