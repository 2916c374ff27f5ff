"""`python -m tests.bench`: turns, replies, claims, check-ins against jobs, and sending, measured in one run."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.clinics import read_house
from tests.bench.asking import asking
from tests.bench.claiming import claiming
from tests.bench.figures import Figure
from tests.bench.ground import Ground
from tests.bench.jobs import against_jobs
from tests.bench.replies import replies
from tests.bench.sending import sending
from tests.bench.turns import turns
from tests.crash.machine import machine

TEMPLATE = Path(__file__).parents[2] / "bot" / "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is measured."""

    rounds: int
    updates: int
    messages: int
    pending: int
    check_ins: int
    patients: int
    seconds: int


FULL = Size(rounds=5, updates=200, messages=200, pending=1_000_000, check_ins=2_900, patients=100, seconds=30)
SHORT = Size(rounds=3, updates=60, messages=60, pending=100_000, check_ins=1_160, patients=30, seconds=10)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every target is met."""
    asked = _arguments().parse_args(arguments)
    size = SHORT if asked.short else FULL
    console = Console(width=None if sys.stdout.isatty() else 132)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ground = Ground.prepare(read_house(asked.clinic), Path(folder))
        figures = list(_figures(ground, size, asked.only, console))
    title = f"Medians of {size.rounds} rounds" + (f"; short: {size.pending:,} pending at most" if asked.short else "")
    console.print(_table(title, figures), machine(), sep="\n")
    if asked.json:
        facts = {"machine": machine(), "short": asked.short, "figures": [figure.as_json() for figure in figures]}
        Path(asked.json).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    missed = [figure.what for figure in figures if not figure.met]
    console.print(f"[red]Missed: {', '.join(missed)}.[/red]" if missed else "[green]Every target is met.[/green]")
    return 1 if missed else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer rounds, and a tenth of the million rows")
    parser.add_argument("--only", action="append", choices=list(_MEASURES), help="default: all of them")
    parser.add_argument("--clinic", type=Path, default=TEMPLATE, help="the clinic's folder")
    parser.add_argument("--json", help="write the numbers to this file too")
    return parser


_MEASURES: dict[str, Callable[[Ground, Size], list[Figure]]] = {
    "turns": lambda ground, size: asyncio.run(turns(ground, updates=size.updates, rounds=size.rounds)),
    "replies": lambda ground, size: replies(ground, messages=size.messages),
    "claiming": lambda ground, size: asyncio.run(claiming(ground, many=size.pending, rounds=size.rounds)),
    "jobs": lambda ground, size: asyncio.run(against_jobs(ground, check_ins=size.check_ins, rounds=size.rounds)),
    "asking": lambda ground, size: asyncio.run(asking(ground, patients=size.patients, rounds=size.rounds)),
    "sending": lambda ground, size: sending(ground, seconds=size.seconds),
}


def _figures(ground: Ground, size: Size, only: Sequence[str] | None, console: Console) -> Iterator[Figure]:
    for name in only or _MEASURES:
        began = time.monotonic()
        yield from _MEASURES[name](ground, size)
        console.print(f"[dim]{name}: {time.monotonic() - began:.0f} s[/dim]")


def _table(title: str, figures: Sequence[Figure]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    table.add_column("ours", justify="right")
    table.add_column("beside it", justify="right")
    table.add_column("ratio", justify="right")
    table.add_column("target")
    table.add_column("")
    for figure in figures:
        beside = "" if figure.beside is None else f"{_number(figure.beside)} {figure.beside_what}"
        ratio = "" if not figure.beside else f"{figure.value / figure.beside:.2f} ×"
        met = "" if figure.target is None else "[green]met[/green]" if figure.met else "[red]missed[/red]"
        target = figure.target.words if figure.target else ""
        table.add_row(figure.what, f"{_number(figure.value)} {figure.unit}".strip(), beside, ratio, target, met)
    return table


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main())
