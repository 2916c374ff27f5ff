"""`python -m tests.crash`: kill the process at random and at named points; print what was lost, ours and theirs."""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.clinics import read_house
from tests.crash.machine import machine
from tests.crash.notes import Plan
from tests.crash.ours import OurRun
from tests.crash.points import POINTS
from tests.crash.result import Result
from tests.crash.running import Run, side_by_side
from tests.crash.theirs import TheirRun
from tests.databases import PostgresServer, SqliteFiles

TEMPLATE = Path(__file__).parents[2] / "bot" / "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is done on each database; the stock bot, which has no named points, is killed at random as often."""

    updates: int
    chats: int
    at_random: int
    at_each_point: int

    @property
    def kills(self) -> int:
        return self.at_random + self.at_each_point * len(POINTS)


FULL = Size(updates=5_000, chats=50, at_random=50, at_each_point=4)
SHORT = Size(updates=400, chats=10, at_random=8, at_each_point=1)  # 40 texts each: more than one alert holds


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when nothing of ours was lost, doubled or out of order."""
    asked = _arguments().parse_args(arguments)
    size = _size(asked)
    console = Console(width=None if sys.stdout.isatty() else 132)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="crash-") as folder:
        runs = _runs(asked.only or ("sqlite", "postgresql", "stock"), size, Path(folder), asked)
        results = side_by_side(runs)
    console.print(_table(results), _points(results), machine(), f"{time.monotonic() - began:.0f} s", sep="\n")
    facts = {"machine": machine(), "runs": [result.as_json() for result in results]}
    if asked.json:
        Path(asked.json).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    kept = all(result.as_promised(kills=size.kills) for result in results if result.unknown is not None)
    console.print("[green]As promised.[/green]" if kept else "[red]Not as promised.[/red]")
    return 0 if kept else 1


def _size(asked: argparse.Namespace) -> Size:
    usual = SHORT if asked.short else FULL
    return Size(
        updates=asked.updates or usual.updates,
        chats=asked.chats or usual.chats,
        at_random=usual.at_random if asked.kills is None else asked.kills,
        at_each_point=usual.at_each_point if asked.at_each_point is None else asked.at_each_point,
    )


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    short = f"{SHORT.kills} kills, {SHORT.updates} updates on each, instead of {FULL.kills} and {FULL.updates}"
    parser.add_argument("--short", action="store_true", help=short)
    parser.add_argument("--updates", type=int)
    parser.add_argument("--chats", type=int)
    parser.add_argument("--kills", type=int, help="at random")
    parser.add_argument("--at-each-point", type=int, help="besides, at each named point")
    parser.add_argument("--seed", type=int, default=11, help="when the process is killed")
    parser.add_argument("--only", action="append", choices=["sqlite", "postgresql", "stock"], help="default: all three")
    parser.add_argument("--clinic", type=Path, default=TEMPLATE, help="the clinic's folder")
    parser.add_argument("--json", help="write the numbers to this file too")
    return parser


def _runs(names: Sequence[str], size: Size, folder: Path, asked: argparse.Namespace) -> list[Run]:
    plan = Plan(total=size.updates, chat_count=size.chats, seed=asked.seed)
    house = read_house(asked.clinic)
    runs: list[Run] = []
    for name in names:
        own = folder / name
        own.mkdir()
        if name == "stock":
            runs.append(TheirRun(folder=own, plan=plan, at_random=size.kills))
            continue
        runs.append(
            OurRun(
                name="Aftercare, SQLite" if name == "sqlite" else "Aftercare, PostgreSQL",
                house=house,
                database_url=_database(name, own),
                folder=own,
                plan=plan,
                at_random=size.at_random,
                at_each_point=size.at_each_point,
            )
        )
    return runs


def _database(name: str, folder: Path) -> str:
    files = folder / "database"
    files.mkdir()
    return SqliteFiles.start(folder).fresh(files) if name == "sqlite" else PostgresServer.start(files).fresh()


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


if __name__ == "__main__":
    sys.exit(main())
