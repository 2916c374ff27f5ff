"""Plays a golden conversation, and says what came under each step."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

from ruamel.yaml.comments import CommentedSeq

from bot.demo.conversation import Conversation, Seen, a_patient, later
from bot.demo.golden import Operation, Played, Step, Story, dumped, round_trip, shown
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
    Sent,
    StaffWrote,
    SurgeryMoved,
    Tapped,
    Unblocked,
    Wrote,
)
from care.patient import Episode
from care.protocol import LEVELS

A_MOMENT = timedelta(minutes=1)  # between two things that somebody does


def play(story: Story) -> Iterator[Played]:
    """The story from its first shown step on."""
    conversation = begun(story)
    for step in story.before:
        do(conversation, step, at_once=story.at_once)
    for step in story.steps:
        seen = tuple(do(conversation, step, at_once=story.at_once))
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
    yaml = round_trip()
    tree = yaml.load(path.read_text(encoding="utf-8"))
    for row, played in zip(tree["steps"], play(story), strict=True):
        row.pop("comes", None)
        if rows := told(played):
            row["comes"] = CommentedSeq([shown(entry) for entry in rows])
    return dumped(yaml, tree)


def begun(story: Story) -> Conversation:
    """The conversation before its first step."""
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
            do(conversation, step, at_once=story.at_once)
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


def do(conversation: Conversation, step: Step, *, at_once: bool) -> list[Seen]:
    """Let one step happen."""
    if step.until is not None:
        return conversation.until(step.until.replace(tzinfo=conversation.zone).astimezone(UTC))
    if step.passes is not None:
        return conversation.until(later(conversation.now, step.passes))
    if step.narrate is not None:
        return []
    conversation.now += timedelta() if at_once else A_MOMENT
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
