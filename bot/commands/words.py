"""`aftercare read`: what the rules make of sentences, so that a clinic can try them on its own."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TextIO

import typer

from bot.clinics import rule_languages
from bot.commands.say import fail
from care.triage import Rules, load_rules, read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    id: str | int
    text: str
    procedure: str | None
    day: int | None


def read_words(
    language: Annotated[str, typer.Option(help="The language of the sentences.")],
    procedure: Annotated[str | None, typer.Option(help="Read as after this procedure.")] = None,
    day: Annotated[int | None, typer.Option(help="Day after surgery.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help='One object {"id","text","procedure","day"} a line.')] = False,
) -> None:
    """Read one message a line from standard input, and write what is found in it as one JSON object a line."""
    spoken = language.split("-")[0]  # pt-BR is read as pt
    if spoken not in rule_languages():
        fail(f"--language: no rules for '{language}' (known: {', '.join(rule_languages())})", code=2)
    rules = load_rules(spoken)
    broken = False
    for number, line in enumerate(_lines(sys.stdin), start=1):
        try:
            sentence = _parsed(line, number) if jsonl else _Sentence(id=number, text=line, procedure=None, day=None)
        except ValueError as error:
            typer.secho(f"line {number}: {error}", fg=typer.colors.RED, err=True)
            broken = True
            continue
        typer.echo(_answer(rules, sentence, procedure, day))
    if broken:
        raise typer.Exit(1)


def _answer(rules: Rules, sentence: _Sentence, procedure: str | None, day: int | None) -> str:
    reading = read(
        rules,
        sentence.text,
        procedure=sentence.procedure or procedure,
        day=day if sentence.day is None else sentence.day,
    )
    told = {
        "id": sentence.id,
        "text": sentence.text,
        "danger": reading.danger,
        "rules": list(reading.rules),
        "words": list(reading.matched),
        "unhappy": reading.unhappy,
        "unsure": reading.unsure,
        "stop": reading.stop,
    }
    return json.dumps(told)  # escaped: whatever stood in the text, the line is one line


def _lines(source: TextIO) -> Iterator[str]:
    for line in source:
        if text := line.rstrip("\n"):
            yield text


def _parsed(line: str, number: int) -> _Sentence:
    try:
        row: Any = json.loads(line)
    except ValueError as error:
        raise ValueError(f"no JSON: {error}") from error
    text = row.get("text") if isinstance(row, dict) else None
    if text is None or not isinstance(text, str):
        raise ValueError('write an object with a "text", such as {"id": 1, "text": "no fever"}')
    day, procedure, id_ = row.get("day"), row.get("procedure"), row.get("id", number)
    return _Sentence(
        id=id_ if isinstance(id_, str | int) else number,
        text=text,
        procedure=procedure if isinstance(procedure, str) else None,
        day=day if isinstance(day, int) else None,
    )
