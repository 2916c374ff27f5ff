"""A check-in that gets no answer: who on the staff is told, and when."""

from dataclasses import replace
from datetime import timedelta
from itertools import islice

from care.effects import RaiseAlert, Schedule
from care.events import ReminderDue
from care.outcome import unhappy_left
from care.patient import CheckingIn, Waiting
from care.protocol import LEVELS
from care.report import facts
from care.scene import Scene, wait_key
from care.sitting import asked_in, at_first

SILENCE = "silence."  # how the keys of alerts about no answer begin
MISSED_AFTER = timedelta(hours=3)  # after the reminder, on a critical day: in time for a call on the same day


def watch_for_silence(scene: Scene, waiting: Waiting, topic: CheckingIn) -> Scene:
    """After the reminder of a critical day: look again in a few hours, while the question still waits."""
    at = scene.awake(scene.now + MISSED_AFTER)
    if waiting.ended(at) or not any(_critical(scene, part) for part in _parts(topic)):
        return scene
    event = ReminderDue(prompt=waiting.prompt)
    key = wait_key(waiting.prompt, "missed")
    return scene.then(Schedule(key=key, at=at, event=event, why="no answer to the reminder either: staff are told"))


def missed(scene: Scene, waiting: Waiting, topic: CheckingIn) -> Scene:
    """Neither the question nor its reminder was answered on a critical day: staff learn it now; the question waits."""
    if topic.missed:
        return scene
    known = scene.with_question(replace(waiting, topic=replace(topic, missed=True)))
    for part in _parts(topic):
        known = _told(known, part, "No answer yet to the check-in of") if _critical(scene, part) else known
    return known


def lapse_check_in(scene: Scene, topic: CheckingIn) -> Scene:
    """No answer came in time: what was answered is kept, and staff are told when the protocol says so, if they do not
    know it yet."""
    if asked_in(scene, topic) is None:
        return scene
    scene = unhappy_left(scene, topic, "then no further answer")
    for part in _parts(topic):
        known = topic.missed and _critical(scene, part)
        scene = scene if known else _told(scene, part, "No answer to the check-in of")
    return scene


def _parts(topic: CheckingIn) -> tuple[CheckingIn, ...]:
    """The check-in itself, and those of other operations in the same sitting."""
    return (topic, *(at_first(part, then=()) for part in topic.then))


def _critical(scene: Scene, topic: CheckingIn) -> bool:
    found = asked_in(scene, topic)
    silence = found[2].silence if found else None
    return silence is not None and LEVELS.index(silence) >= LEVELS.index("same_day")


def _told(scene: Scene, topic: CheckingIn, what: str) -> Scene:
    found = asked_in(scene, topic)
    if found is None:
        return scene
    episode, _, step, question = found
    if step.silence is None:
        return scene
    moment = next(islice(step.days(), topic.nth, None), step.on)
    alert = RaiseAlert(
        key=f"{SILENCE}{episode.id}",
        level=step.silence,
        episode=episode.id,
        title=f"{what} {moment}",
        facts=(*facts(scene, episode), f"Not answered: {question.ask['en']}"),
        do="Call the patient and ask how they are.",
    )
    return scene.then(alert)
