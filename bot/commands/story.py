"""`aftercare story`: look at a story's file, or turn it into a golden conversation."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from bot.clinics import read_house
from bot.commands.say import fail, mendable
from bot.demo.golden import dump
from bot.demo.story import read_story
from bot.demo.to_golden import NotGolden, to_golden


def story(
    file: Annotated[str, typer.Argument(help="A file with a story, such as `aftercare play --record` writes.")],
    out: Annotated[Path | None, typer.Argument(help="Where to write; without it, to the screen.")] = None,
    golden: Annotated[bool, typer.Option("--golden", help="Turn it into a golden conversation.")] = False,
) -> None:
    """Check a story, or turn one with a single patient into a golden conversation with what the program says today."""
    with mendable():
        read = read_story(file)
        if not golden:
            typer.echo(f"{read.title}: {', '.join(read.people)}, {len(read.play)} steps. {read.about}")
            return
        with as_file(files("bot").joinpath("template")) as template:
            clinic = read_house(template).practice.clinic
        try:
            text = dump(to_golden(read, clinic))
        except NotGolden as error:
            fail(f"{file}: {error}")
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        typer.echo(f"Written to {out}. Read it as a clinician would; then it may stand in tests/care/golden.")
