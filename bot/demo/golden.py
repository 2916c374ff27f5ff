"""Golden conversations: a YAML file tells what a patient does, and under each step stands what came of it."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.demo.conversation import Seen
from bot.demo.moments import Moment
from care.events import Medium
from care.source import Model, parse, read_source


class Operation(Model):
    procedure: str = "rhinoplasty"
    surgery: date
    surgeon: str = "Dr Elena Vega"


class Step(Model):
    """One thing that happens, and what came of it."""

    joins: str | None = None  # the language of the phone
    taps: str | None = None
    taps_old: str | None = None  # a button of an earlier question
    presses: str | None = None  # raw callback data, as a forger would send it: `prompt choice`
    writes: str | None = None
    edits: str | None = None
    sends: Medium | None = None
    caption: str = ""
    album: str | None = None
    command: str | None = None
    passes: str | None = None  # time: `3 days`
    until: Moment | None = None
    blocks: Literal[True] | None = None
    unblocks: Literal[True] | None = None
    gap_ends: Literal[True] | None = None
    takes: str | None = None  # a staff member, the worst alert that nobody has taken; of equals, the newest
    closes: str | None = None
    replies: str | None = None  # staff words to the patient
    by: str = "Ana Ruiz"
    surgery_moves_to: date | None = None
    operation_added: Operation | None = None
    narrate: str | None = None
    comes: tuple[dict[str, str], ...] = ()

    @model_validator(mode="after")
    def _one_deed(self) -> "Step":
        beside = {"comes", "caption", "album", "by"}
        deeds = [n for n in type(self).model_fields if n not in beside and getattr(self, n) is not None]
        if len(deeds) != 1:
            raise ValueError(f"a step has exactly one deed, not {deeds}")
        return self


class Story(Model):
    """One golden conversation."""

    title: str
    about: str
    operations: tuple[Operation, ...] = Field(min_length=1)
    language: str = "en"
    name: str = "Lena"
    zone: str = "Europe/Madrid"
    start: Moment
    begins: Literal["invited", "followed"] = "followed"  # followed: has joined already, without showing it
    at_once: bool = False  # what is done takes no time; else a minute passes before each deed
    check_ins: bool = True
    before: tuple[Step, ...] = ()  # played without being shown
    steps: tuple[Step, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A step and what came of it."""

    step: Step
    at: datetime  # when it happened, in the patient's zone
    seen: tuple[Seen, ...]


def read_story(path: Path) -> Story:
    return parse(Story, read_source(path.read_text(encoding="utf-8"), file=path.name))


def as_yaml(rows: list[dict[str, str]]) -> str:
    return dumped(round_trip(), CommentedSeq([shown(row) for row in rows]))


def dump(tree: dict[str, Any]) -> str:
    """A tree of words as YAML, with texts of several lines as they are read."""
    return dumped(round_trip(), _blocks(tree))


def _blocks(value: Any) -> Any:
    if isinstance(value, dict):
        return CommentedMap({key: _blocks(item) for key, item in value.items()})
    if isinstance(value, list):
        return CommentedSeq([_blocks(item) for item in value])
    return LiteralScalarString(value) if isinstance(value, str) and "\n" in value else value


def shown(row: dict[str, str]) -> CommentedMap:
    """What came, with texts of several lines as they are read."""
    return CommentedMap({key: LiteralScalarString(text) if "\n" in text else text for key, text in row.items()})


def round_trip() -> YAML:
    """Reads and writes the files as they are written by hand; comments stay."""
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def dumped(yaml: YAML, tree: Any) -> str:
    """The tree as text."""
    text = io.StringIO()
    yaml.dump(tree, text)
    return text.getvalue()
