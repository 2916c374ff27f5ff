"""`aftercare ledger`, `move` and `erase`: one patient, named by case number."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot.clinics import the_house
from bot.clock import wall_clock
from bot.commands.say import mendable
from bot.enroll import EnrolmentError, patient_of_case
from bot.settings import read_settings
from care.events import SurgeryMoved
from care.patient import load_patient
from storage import Database, patients, timers
from storage.erasure import Erased, erase
from storage.house import House
from storage.timers import TimerRow
from storage.turn import take_turn

Case = Annotated[int, typer.Argument(help="The patient's case number.")]
ClinicId = Annotated[str | None, typer.Option("--clinic", help="Needed when there are several clinics.")]
Result = TypeVar("Result")


def ledger(case: Case, clinic: ClinicId = None) -> None:
    """Everything planned for a patient: when, why then, and what became of it."""

    async def read(db: Database, house: House, patient_id: str) -> list[TimerRow]:
        async with db.read() as tx:
            return await timers.of_patient(tx, patient_id)

    table = Table(title=f"Case {case}")
    for heading in ("local time", "what", "state", "why then", "what became of it"):
        table.add_column(heading, overflow="fold")
    for row in with_patient(case, clinic, read):
        table.add_row(row.local or str(row.due_at), row.key, row.state, row.why, row.reason or "")
    Console(width=140).print(table)


def move(
    case: Case,
    surgery: Annotated[str, typer.Option(help="The new day of surgery, YYYY-MM-DD.")],
    episode: Annotated[str | None, typer.Option(help="Which operation, when there are several.")] = None,
    clinic: ClinicId = None,
) -> None:
    """Surgery is on another day: what is unsent is planned anew, what is sent stays, the patient is told once."""
    try:
        day = date.fromisoformat(surgery)
    except ValueError:
        raise typer.BadParameter(f"'{surgery}' is no date; write YYYY-MM-DD, such as 2026-03-02") from None

    async def moved(db: Database, house: House, patient_id: str) -> None:
        async with db.write() as tx:
            row = await patients.load(tx, patient_id)
            known = [operation.id for operation in load_patient(row.state).episodes] if row else []
            if episode is None and len(known) > 1:
                raise EnrolmentError(f"episode: write --episode with one of: {', '.join(known)}")
            event = SurgeryMoved(episode=episode or known[0], surgery_on=day)
            await take_turn(tx, patient_id=patient_id, event=event, now=wall_clock(), house=house)

    with_patient(case, clinic, moved)
    typer.echo("Moved. `aftercare ledger` shows the new plan.")


def erase_patient(
    case: Case,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
    clinic: ClinicId = None,
) -> None:
    """Delete all that a patient said and was told. It cannot be undone, and the law may oblige you to keep records."""
    if not yes:
        typer.confirm(f"Delete everything about case {case}, for good?", abort=True)

    async def erased(db: Database, house: House, patient_id: str) -> Erased | None:
        async with db.write() as tx:
            return await erase(tx, patient_id, now=wall_clock())

    done = with_patient(case, clinic, erased)
    if done is not None:
        typer.echo("Deleted: " + ", ".join(f"{count} {table}" for table, count in done.rows.items() if count))


def with_patient(case: int, clinic: str | None, work: Callable[[Database, House, str], Awaitable[Result]]) -> Result:
    """Do the work with the database, the house and the id of the patient with this case number."""
    with mendable():
        settings = read_settings()
        house = the_house(settings.clinic_dir, clinic)

        async def opened() -> Result:
            db = Database.connect(settings.database_url, settings.vault())
            try:
                return await work(db, house, await patient_of_case(db, house, case))
            finally:
                await db.close()

        return asyncio.run(opened())
