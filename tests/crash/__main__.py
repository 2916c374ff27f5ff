"""`python -m tests.crash`: kill the process at random and at named points; print what was lost, ours and theirs."""

import argparse
import json
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.clinics import read_house
from storage.turn import House
from tests.crash.notes import Plan
from tests.crash.ours import OurRun
from tests.crash.result import Result
from tests.crash.theirs import TheirRun
from tests.databases import PostgresServer, SqliteFiles

TEMPLATE = Path(__file__).parents[2] / "bot" / "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is done on each database."""

    updates: int
    chats: int
    kills: int


FULL = Size(updates=5_000, chats=50, kills=60)
SHORT = Size(updates=800, chats=16, kills=14)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when nothing of ours was lost, doubled or out of order."""
    asked = _arguments().parse_args(arguments)
    usual = SHORT if asked.short else FULL
    size = Size(
        updates=asked.updates or usual.updates, chats=asked.chats or usual.chats, kills=asked.kills or usual.kills
    )
    console = Console(width=None if sys.stdout.isatty() else 120)
    began = time.monotonic()
    house = read_house(asked.clinic)
    with tempfile.TemporaryDirectory(prefix="crash-") as folder:
        results = []
        for result in _runs(asked.only, size, house, Path(folder), asked.seed):
            results.append(result)
            console.print(f"[dim]{result.name}: {result.kills} kills, {time.monotonic() - began:.0f} s so far[/dim]")
    console.print(_table(results), _points(results), _machine(), sep="\n")
    facts = {"machine": _machine(), "runs": [result.as_json() for result in results]}
    if asked.json:
        Path(asked.json).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    kept = all(result.as_promised(kills=size.kills) for result in results if result.unknown is not None)
    console.print("[green]As promised.[/green]" if kept else "[red]Not as promised.[/red]")
    return 0 if kept else 1


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--short", action="store_true", help=f"{SHORT.kills} kills, {SHORT.updates} updates on each")
    parser.add_argument("--updates", type=int)
    parser.add_argument("--chats", type=int)
    parser.add_argument("--kills", type=int)
    parser.add_argument("--seed", type=int, default=11, help="where the process is killed")
    parser.add_argument("--only", action="append", choices=["sqlite", "postgresql", "stock"], help="default: all three")
    parser.add_argument("--clinic", type=Path, default=TEMPLATE, help="the clinic's folder")
    parser.add_argument("--json", help="write the numbers to this file too")
    return parser


def _runs(only: Sequence[str] | None, size: Size, house: House, folder: Path, seed: int) -> Iterator[Result]:
    wanted = only or ["sqlite", "postgresql", "stock"]
    plan = Plan(total=size.updates, chat_count=size.chats, seed=seed)
    for name in wanted:
        own = folder / name
        own.mkdir()
        if name == "stock":
            yield TheirRun(folder=own, plan=plan, kills=size.kills).result()
            continue
        files = own / "database"
        files.mkdir()
        url = SqliteFiles.start(own).fresh(files) if name == "sqlite" else PostgresServer.start(files).fresh()
        title = "Aftercare, SQLite" if name == "sqlite" else "Aftercare, PostgreSQL"
        yield OurRun(name=title, house=house, database_url=url, folder=own, plan=plan, kills=size.kills).result()


def _table(results: Sequence[Result]) -> Table:
    updates = " or ".join(sorted({f"{result.updates:,}" for result in results}))
    table = Table(title=f"SIGKILL while {updates} updates flow", title_justify="left")
    table.add_column("", no_wrap=True)
    for heading in ("kills", "lost", "double effects", "out of order", "never arrived", "sent twice", "unknown"):
        table.add_column(heading, justify="right")
    for result in results:
        tally = result.tally
        unknown = "-" if result.unknown is None else str(result.unknown)
        numbers = (result.kills, tally.lost, tally.doubled, tally.out_of_order, result.unseen, result.sent_twice)
        table.add_row(result.name, *(f"{number:,}" for number in numbers), unknown)
    return table


def _points(results: Sequence[Result]) -> Table:
    table = Table(title="Where it was killed", title_justify="left")
    table.add_column("")
    for result in results:
        table.add_column(result.name, justify="right")
    for point in sorted({point for result in results for point in result.at}):
        table.add_row(point, *(str(result.at.get(point, 0)) for result in results))
    return table


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("python-telegram-bot", "SQLAlchemy", "psycopg"))
    return f"{_cores()} cores, {platform.system()}, Python {platform.python_version()}, {libraries}"


def _cores() -> int:
    import os

    return os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
