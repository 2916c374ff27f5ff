"""Golden conversations: a YAML file tells what a patient does, and under each step stands what came of it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString

from care.events import (
    AlertResolved,
    AlertTaken,
    Blocked,
    Commanded,
    Edited,
    EpisodeAdded,
    Event,
    GapEnded,
    Joined,
    Medium,
    Sent,
    StaffWrote,
    SurgeryMoved,
    Tapped,
    Unblocked,
    Wrote,
)
from care.patient import Episode
from care.protocol import LEVELS
from care.source import Model, parse, read_source
from tests.care.conversation import Conversation, Seen, a_patient, later

FOLDER = Path(__file__).parent / "golden"
A_MOMENT = timedelta(minutes=1)  # between two things that a patient does


def _moment(value: object) -> object:
    return datetime.strptime(str(value), "%Y-%m-%d %H:%M") if isinstance(value, str) else value  # noqa: DTZ007


Moment = Annotated[datetime, BeforeValidator(_moment)]


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


def paths() -> list[Path]:
    """Every golden conversation, in the order of its name."""
    return sorted(FOLDER.glob("*.yaml"))


def play(story: Story) -> Iterator[Played]:
    """The story from its first shown step on."""
    conversation = _begun(story)
    for step in story.before:
        _do(conversation, step)
    for step in story.steps:
        seen = tuple(_do(conversation, step))
        yield Played(step=step, at=conversation.now.astimezone(conversation.zone), seen=seen)


def told(played: Played) -> list[dict[str, str]]:
    """What came, as it stands in the file: a time only where time passed in between."""
    waits = played.step.until is not None or played.step.passes is not None
    rows = []
    for seen in played.seen:
        when = {"at": f"{seen.at.astimezone(played.at.tzinfo):%a %-d %b %Y %H:%M}"} if waits else {}
        rows.append({**when, seen.who: seen.text})
    return rows


def rewritten(path: Path, story: Story) -> str:
    """The file with the expectations as they are now; comments stay."""
    yaml = _yaml()
    tree = yaml.load(path.read_text(encoding="utf-8"))
    for row, played in zip(tree["steps"], play(story), strict=True):
        row.pop("comes", None)
        if rows := told(played):
            row["comes"] = CommentedSeq([_shown(entry) for entry in rows])
    return _dumped(yaml, tree)


def as_yaml(rows: list[dict[str, str]]) -> str:
    return _dumped(_yaml(), CommentedSeq([_shown(row) for row in rows]))


def dump(tree: dict[str, Any]) -> str:
    """A tree of words as YAML, with texts of several lines as they are read."""
    return _dumped(_yaml(), _blocks(tree))


def _blocks(value: Any) -> Any:
    if isinstance(value, dict):
        return CommentedMap({key: _blocks(item) for key, item in value.items()})
    return LiteralScalarString(value) if isinstance(value, str) and "\n" in value else value


def _shown(row: dict[str, str]) -> CommentedMap:
    return CommentedMap({key: LiteralScalarString(text) if "\n" in text else text for key, text in row.items()})


def _yaml() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(yaml: YAML, tree: Any) -> str:
    text = io.StringIO()
    yaml.dump(tree, text)
    return text.getvalue()


def _begun(story: Story) -> Conversation:
    first, *others = story.operations
    patient = a_patient(
        procedure=first.procedure,
        surgery_on=first.surgery,
        language=story.language,
        first_name=story.name,
        zone=story.zone,
    )
    more = tuple(_episode(f"e{number}", operation) for number, operation in enumerate(others, start=2))
    patient = replace(patient, episodes=(*patient.episodes, *more))
    now = story.start.replace(tzinfo=None).astimezone(UTC)
    conversation = Conversation(patient=patient, now=now, with_check_ins=story.check_ins)
    conversation.now = story.start.replace(tzinfo=conversation.zone).astimezone(UTC)
    conversation.enrol()
    if story.begins == "followed":
        for step in (Step(joins=story.language), *_joining(story.language)):
            _do(conversation, step)
    return conversation


def _joining(language: str) -> tuple[Step, ...]:
    words = {"en": ("English", "I agree"), "es": ("Español", "Estoy de acuerdo")}[language]
    return tuple(Step(taps=label) for label in (*words, "18:00"))


def _episode(id_: str, operation: Operation) -> Episode:
    return Episode(
        id=id_,
        procedure=operation.procedure,
        version=1,
        surgery_on=operation.surgery,
        surgeon=operation.surgeon,
    )


def _do(conversation: Conversation, step: Step) -> list[Seen]:
    if step.until is not None:
        return conversation.until(step.until.replace(tzinfo=conversation.zone).astimezone(UTC))
    if step.passes is not None:
        return conversation.until(later(conversation.now, step.passes))
    if step.narrate is not None:
        return []
    conversation.now += A_MOMENT
    if step.taps is not None:
        return conversation.tap(step.taps)
    if step.taps_old is not None:
        return conversation.tap_old(step.taps_old)
    return conversation.happens(_event(conversation, step))


def _event(conversation: Conversation, step: Step) -> Event:
    if step.presses is not None:
        prompt, _, choice = step.presses.partition(" ")
        return Tapped(prompt=prompt, choice=choice, message_id=1)
    if step.command is not None:
        name, _, rest = step.command.removeprefix("/").partition(" ")
        return Commanded(name=name, rest=rest)
    if step.sends is not None:
        return Sent(medium=step.sends, file_id="file", caption=step.caption, album=step.album, message_id=1)
    if step.joins is not None:
        return Joined(language=step.joins)
    if step.writes is not None:
        return Wrote(text=step.writes)
    if step.edits is not None:
        return Edited(text=step.edits)
    return _event_of_others(conversation, step)


def _event_of_others(conversation: Conversation, step: Step) -> Event:
    if step.takes is not None:
        untaken = [alert for alert in reversed(conversation.alerts) if not alert.taken]
        alert = max(untaken, key=lambda alert: LEVELS.index(alert.level))
        alert.taken = True
        return AlertTaken(level=alert.level, key=alert.key, staff=step.takes)
    if step.closes is not None:
        alert = conversation.alerts.pop()
        return AlertResolved(key=alert.key, staff=step.by, outcome=step.closes)
    if step.replies is not None:
        return StaffWrote(staff=step.by, text=step.replies)
    if step.surgery_moves_to is not None:
        return SurgeryMoved(episode=conversation.patient.episodes[-1].id, surgery_on=step.surgery_moves_to)
    if step.operation_added is not None:
        number = len(conversation.patient.episodes) + 1
        return EpisodeAdded(episode=_episode(f"e{number}", step.operation_added))
    if step.blocks is not None:
        return Blocked()
    return GapEnded() if step.gap_ends is not None else Unblocked()
