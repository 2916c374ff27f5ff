"""A check-in that gets no answer: who on the staff is told, and when. Days of silence add up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from care.effects import RaiseAlert, Schedule
from care.events import ReminderDue
from care.outcome import unhappy_left
from care.patient import CheckingIn, Waiting
from care.protocol import LEVELS, Level
from care.report import facts
from care.scene import Scene, wait_key
from care.sitting import asked_in, at_first

SILENCE = "silence."  # how the keys of alerts about no answer begin
MISSED_AFTER = timedelta(hours=3)  # after the reminder, on a critical day: in time for a call on the same day
ADDS_UP = 2  # days: after a check-in without a word, another one within them is told on the same day; proposal


def watch_for_silence(scene: Scene, waiting: Waiting, topic: CheckingIn) -> Scene:
    """After the reminder of a critical day: look again in a few hours, while the question still waits."""
    at = scene.awake(scene.now + MISSED_AFTER)
    if waiting.ended(at) or not any(_critical(level) for _, level in _levels(scene, topic)):
        return scene
    event = ReminderDue(prompt=waiting.prompt)
    key = wait_key(waiting.prompt, "missed")
    return scene.then(Schedule(key=key, at=at, event=event, why="no answer to the reminder either: staff are told"))


def missed(scene: Scene, waiting: Waiting, topic: CheckingIn) -> Scene:
    """Neither the question nor its reminder was answered on a critical day: staff learn it now; the question waits."""
    critical = [(part, level) for part, level in _levels(scene, topic) if _critical(level)]
    if topic.told or not critical:
        return scene
    told = replace(topic, told=tuple(part.episode for part, _ in critical))
    known = scene.with_question(replace(waiting, topic=told))
    for part, level in critical:
        known = _told(known, part, level, "No answer yet to the check-in of")
    return _counted(known)


def lapse_check_in(scene: Scene, topic: CheckingIn) -> Scene:
    """No answer came in time: what was answered is kept, and staff are told when the protocol says so, if they do not
    know it yet."""
    if asked_in(scene, topic) is None:
        return scene
    scene = unhappy_left(scene, topic, "then no further answer")
    levels = tuple(_levels(scene, topic))
    for part, level in levels:
        known = part.episode in topic.told
        scene = scene if known else _told(scene, part, level, "No answer to the check-in of")
    matters = any(level != "note" for _, level in levels)
    return _counted(scene) if matters and not topic.told else scene


def spoke(scene: Scene) -> Scene:
    """The patient did something, or somebody of the staff saw to the silence: it begins anew."""
    return scene.with_patient(unanswered=()) if scene.patient.unanswered else scene


def _counted(scene: Scene) -> Scene:
    return scene.with_patient(unanswered=(*scene.patient.unanswered[-1:], scene.now))


def _levels(scene: Scene, topic: CheckingIn) -> Iterator[tuple[CheckingIn, Level]]:
    """The check-in itself, and those of other operations in the same sitting, with how much its silence matters: when
    the one before had no answer either, they are called on the same day."""
    for part in (topic, *(at_first(part, then=()) for part in topic.then)):
        found = asked_in(scene, part)
        if found is None or found[2].silence is None:
            continue
        raised = found[2].silence == "next_day" and _again(scene, topic)
        yield part, "same_day" if raised else found[2].silence


def _again(scene: Scene, topic: CheckingIn) -> bool:
    """Whether the check-in before, a day or two ago, had no answer either."""
    earlier = scene.patient.unanswered[:-1] if topic.told else scene.patient.unanswered
    return any((scene.today - at.astimezone(scene.zone).date()).days <= ADDS_UP for at in earlier)


def _critical(level: Level) -> bool:
    return LEVELS.index(level) >= LEVELS.index("same_day")


def _told(scene: Scene, topic: CheckingIn, level: Level, what: str) -> Scene:
    found = asked_in(scene, topic)
    if found is None:
        return scene
    episode, _, step, question = found
    moment = next(islice(step.days(), topic.nth, None), step.on)
    alert = RaiseAlert(
        key=f"{SILENCE}{episode.id}",
        level=level,
        episode=episode.id,
        title=f"{what} {moment}{'' if level == step.silence else ', nor to the one before'}",
        facts=(*facts(scene, episode), f"Not answered: {question.ask['en']}"),
        do="Call the patient and ask how they are.",
    )
    return scene.then(alert)
