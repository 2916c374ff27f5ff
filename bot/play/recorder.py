"""Writes a story while it happens, after each step and whole, so that `aftercare demo --story` plays it again."""

import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.demo.moments import as_written
from bot.demo.stage import Stage
from bot.demo.steps import Step
from bot.demo.story import STEPS_MAX
from bot.enroll import Request
from bot.play.told import NotTold, Teller, Told
from care.source import Model, SourceError, parse, read_source

TITLE = "A recorded story"
ABOUT = "Recorded with `aftercare play --record`."


PLAIN = re.compile(r"(?!(?i:yes|no|on|off|true|false|null)$)[A-Za-z][A-Za-z ]*[A-Za-z]")  # no YAML reads it otherwise
WORDS = ("writes", "replies", "edits", "caption")  # blanks at their ends would be lost


class _One(Model):
    step: Step


@dataclass(slots=True, kw_only=True)
class Recorder:
    """The story so far. `told` first, then the deed, then `note`: what is refused has not happened."""

    stage: Stage
    path: Path
    steps: list[Told] = field(default_factory=list)
    begun: datetime = field(init=False)
    told_until: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.begun = self.told_until = self.stage.now

    @property
    def name(self) -> str:
        return self.path.name

    def act(self, name: str, facts: dict[str, Any]) -> Told:
        """The step that tells an act at the door. Raises NotTold."""
        return self.checked(Teller(stage=self.stage).step(name, facts))

    def enrolment(self, name: str, request: Request) -> Told:
        """The step that tells that somebody is enrolled."""
        person = {
            "initials": request.initials,
            "procedure": request.procedure,
            "surgery": request.surgery_on,
            "surgeon": request.surgeon,
            "language": request.language,
            "zone": request.zone,
            "name": None if request.first_name == name else request.first_name,
        }
        return self.checked(
            {"who": name, "enrolls": {key: value for key, value in person.items() if value is not None}}
        )

    def checked(self, told: Told) -> Told:
        """The step, when a file gives it back as it is. Raises NotTold."""
        if len(self.steps) >= STEPS_MAX:
            raise NotTold(f"a story has at most {STEPS_MAX} steps")
        try:
            read = parse(_One, read_source(_dumped({"step": _flow(told)}), file=self.name)).step
            meant = Step.model_validate(told)
        except SourceError as error:
            raise NotTold(error.problems[0].what) from error
        except (ValueError, UnicodeError) as error:
            raise NotTold(_short(error)) from error
        if read != meant or any(told[key] != getattr(read, key) for key in WORDS if key in told):
            raise NotTold("these words would not be the same in a file")
        return told

    def note(self, told: Told, *, at: datetime | None = None) -> None:
        """It has happened, at that moment; now it is in the file."""
        moment = at or self.stage.now
        zone = self.stage.house.practice.clinic.tz
        passed = {"at": as_written(moment, zone)} if moment != self.told_until else {}
        who = {"who": told["who"]} if "who" in told else {}
        self.steps.append({**who, **passed, **told})
        self.told_until = moment
        self._write()

    def stood(self) -> None:
        """The clock stands again: the story goes at least until now."""
        if self.steps and self.stage.now != self.told_until:
            self._write()

    def _write(self) -> None:
        zone = self.stage.house.practice.clinic.tz
        rest = [] if self.stage.now == self.told_until else [{"until": as_written(self.stage.now, zone)}]
        tree = CommentedMap(
            title=TITLE,
            about=ABOUT,
            start=as_written(self.begun, zone),
            play=CommentedSeq([_flow(step) for step in (*self.steps, *rest)]),
        )
        beside = self.path.with_name(f".{self.name}.new")
        with beside.open("w", encoding="utf-8") as file:
            file.write(_dumped(tree))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)


def _flow(told: Told) -> CommentedMap:
    """A step on one line."""
    step = CommentedMap({key: _value(value) for key, value in told.items()})
    step.fa.set_flow_style()
    return step


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return _flow(value)
    return DoubleQuotedScalarString(value) if isinstance(value, str) and not PLAIN.fullmatch(value) else value


def _dumped(tree: Any) -> str:
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump(tree, text)
    return text.getvalue()


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
