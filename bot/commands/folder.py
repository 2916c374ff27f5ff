"""`aftercare init`, `check` and `preview`: the clinic's folder, before patients meet it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, time
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from bot.clinics import find_clinics, read_house, remarks
from bot.commands.say import fail, mendable
from bot.drawing.made_up import Case
from bot.drawing.preview import preview_page
from bot.protocols import read_protocol_named
from care.clinic import Clinic, read_clinic
from care.plan import Due, plan
from care.practice import Practice
from care.protocol import Protocol
from messages import Catalog
from messages.catalog import shipped_languages
from storage.house import House

Folder = Annotated[Path, typer.Argument(help="The clinic's folder, or one that holds several.")]


def init(
    folder: Annotated[Path, typer.Argument(help="Where to write it; must not exist, or be empty.")],
) -> None:
    """Write a commented clinic folder to start from."""
    if folder.exists() and any(folder.iterdir()):
        fail(f"{folder} is not empty; name a new folder, so that nothing of yours is overwritten")
    (folder / "texts").mkdir(parents=True)
    with as_file(files("bot").joinpath("template")) as template:
        (folder / "clinic.yaml").write_text((template / "clinic.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    with as_file(files("care").joinpath("protocols")) as shipped:
        shutil.copytree(shipped, folder / "protocols")
    (folder / "texts" / "README.txt").write_text(_TEXTS, encoding="utf-8")
    typer.echo(f"Written: {folder}/clinic.yaml, and the protocols for you to read, change and sign.")
    typer.echo(f"Next: aftercare check {folder}")


_TEXTS = """To say something in your own words, put it into en.ftl, es.ftl … here, for example:

    hello = Hello { $name }. I am the assistant of { $clinic }.

Only what you write here is replaced. `aftercare check` names every key and place that does not exist.
"""


def check(folder: Folder = Path("clinic")) -> None:
    """Read the folder as `run` would. Every mistake is named with file, line and what to write instead."""
    with mendable():
        for place in find_clinics(folder):
            house = read_house(place)
            clinic = house.practice.clinic
            typer.echo(f"{place}: {clinic.name}, {clinic.zone}; languages: {', '.join(clinic.languages)}")
            for name, protocol in house.practice.protocols.items():
                planned = sum(1 for step in protocol.check_ins for _ in step.days())
                typer.echo(f"  {name} v{protocol.version}: {planned} check-ins, {len(protocol.red_flags)} red flags")
            for remark in remarks(house, place):
                typer.secho(f"  {remark.file}: {remark.what}", fg=typer.colors.YELLOW)
    typer.echo("Nothing is broken.")


def preview(
    procedure: Annotated[str, typer.Argument(help="A shipped protocol, or one of the clinic's own.")],
    surgery: Annotated[str, typer.Option(help="Day of surgery, YYYY-MM-DD.")],
    zone: Annotated[str | None, typer.Option(help="The patient's time zone, such as Europe/Madrid.")] = None,
    language: Annotated[str, typer.Option(help="Language of the questions.")] = "en",
    hour: Annotated[str | None, typer.Option(help="The patient's hour, such as 18:00.")] = None,
    clinic_dir: Annotated[Path | None, typer.Option("--clinic", help="The clinic's folder.")] = None,
    form: Annotated[Literal["table", "json"], typer.Option("--format")] = "table",
    html: Annotated[Path | None, typer.Option(help="Write a page with pictures to this file instead.")] = None,
) -> None:
    """What would be sent to one patient when, in their local time, with the reason of each shift."""
    with mendable():
        protocol = read_protocol_named(procedure, clinic_dir)
        house = _house(clinic_dir, protocol, language)
    clinic = house.practice.clinic
    day, tz, at = _day(surgery), _zone(zone or clinic.zone), _hour(hour, clinic)
    dues = plan(protocol, surgery_on=day, zone=tz, hour=at, clinic=clinic)
    if html is not None:
        case = Case(house=house, protocol=protocol, surgery_on=day, zone=tz, hour=at, language=language)
        _write(html, lambda: preview_page(case))
        return
    if form == "json":
        rows = [asdict(_row(due, protocol, tz, language)) for due in dues]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(title=f"{protocol.name.get(language, protocol.name['en'])}, surgery on {day}, {tz}")
    for heading in ("local time", "check-in", "kind", "asks", "ends", "why then"):
        table.add_column(heading, overflow="fold")
    for due in dues:
        row = _row(due, protocol, tz, language)
        table.add_row(row.at, row.check_in, row.kind, "\n".join(row.asks), row.ends, "; ".join(row.why))
    Console(width=140).print(table)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    at: str
    check_in: str
    kind: str
    asks: list[str]
    ends: str
    why: list[str]


def _row(due: Due, protocol: Protocol, zone: ZoneInfo, language: str) -> _Row:
    step = protocol.check_in(due.step)
    asks = [protocol.questions[id_].ask for id_ in (step.ask if step else ())]
    return _Row(
        at=f"{due.at.astimezone(zone):%a %Y-%m-%d %H:%M}",
        check_in=due.key,
        kind=step.kind if step else "",
        asks=[texts.get(language, texts["en"]) for texts in asks],
        ends=f"{due.expires_at.astimezone(zone):%a %Y-%m-%d %H:%M}",
        why=list(due.why),
    )


def _house(folder: Path | None, protocol: Protocol, language: str) -> House:
    """The clinic of the folder, else the one of the template, with this protocol."""
    if folder is not None:
        house = read_house(folder)
        return replace(house, practice=replace(house.practice, protocols={protocol.procedure: protocol}))
    text = files("bot").joinpath("template", "clinic.yaml").read_text(encoding="utf-8")
    clinic = read_clinic(text, file="clinic.yaml (template)")
    practice = Practice(clinic=clinic, protocols={protocol.procedure: protocol}, rules=())
    spoken = language if language in shipped_languages() else clinic.languages[0]
    return House(practice=practice, catalog=Catalog.load((*clinic.languages, spoken)))


def _write(file: Path, page: Callable[[], str]) -> None:
    """The page into the file; a file that is no page is left as it is."""
    if file.suffix not in (".html", ".htm"):
        fail(f"--html: '{file}' is no name of a page; write one that ends in .html, such as preview.html", code=2)
    if not file.parent.is_dir():
        fail(f"--html: there is no folder '{file.parent}'; make it first, or name another", code=2)
    try:
        file.write_text(page(), encoding="utf-8")
    except OSError as error:
        fail(f"--html: '{file}' cannot be written ({error.strerror}); name another file", code=2)
    typer.echo(f"Written: {file}. Open it in a browser; it needs nothing else.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"--surgery: '{text}' is no date; write YYYY-MM-DD, such as 2026-03-02", code=2)


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ValueError, LookupError, OSError):
        fail(f"--zone: no time zone '{text}'; write one like Europe/Madrid", code=2)


def _hour(text: str | None, clinic: Clinic) -> time:
    try:
        return clinic.check_in_hour if text is None else time.fromisoformat(text)
    except ValueError:
        fail(f"--hour: '{text}' is no time of day; write one like 18:00", code=2)
