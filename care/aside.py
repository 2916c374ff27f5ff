"""Going on with what another question interrupted, and ending it when there is no going on."""

from dataclasses import replace

from care.checkin import ask_question
from care.closing import ask_closing, lapse_closing
from care.concern import concern_unfinished, go, lapse_concern
from care.effects import Settle
from care.joining import lapse_joining
from care.lines import say
from care.patient import CheckingIn, Closing, Joining, Waiting, Worrying
from care.scene import Scene
from care.silence import lapse_check_in, missed, watch_for_silence


def go_on(scene: Scene) -> Scene:
    """When nothing waits any more: what was set aside last is asked again, as it stands today. Somebody in distress
    is not taken back to a check-in."""
    if scene.patient.waiting or scene.silent:
        return scene
    left = [one for one in scene.patient.aside if not (scene.distressed and isinstance(one.topic, CheckingIn))]
    if not left:
        return scene
    last = left[-1]
    back = scene.turn_to(last.prompt)
    match last.topic:
        case Worrying(concern=concern):
            return go(back, concern, concern.state, say("concern-goes-on"))
        case CheckingIn() as topic:
            return ask_question(back, topic, say("still-waiting"))
        case Closing() as topic:
            return ask_closing(back, topic)
        case _:
            return back.leave()


def lapse(scene: Scene, waiting: Waiting) -> Scene:
    """Nobody answered in time: its buttons go, and who is told depends on what was asked."""
    left = _closed(scene, waiting).leave(waiting.prompt)
    match waiting.topic:
        case CheckingIn() as topic:
            return lapse_check_in(left, topic)
        case Worrying(concern=concern):
            return lapse_concern(left, concern)
        case Closing() as topic:
            return lapse_closing(left, topic)
        case Joining() as topic:
            return lapse_joining(left, topic)
        case _:
            return left


def _closed(scene: Scene, waiting: Waiting) -> Scene:
    if not scene.patient.reachable:
        return scene
    return scene.then(Settle(prompt=waiting.prompt, message_id=None, text=waiting.text, chosen=None))


def remind(scene: Scene, waiting: Waiting) -> Scene:
    """Ask once more; of a concern a person learns as well. What is set aside is not asked over another question. When
    the reminder of a critical day is not answered either, staff learn it."""
    if isinstance(waiting.topic, Worrying):
        return concern_unfinished(scene, waiting)
    if scene.silent:
        return scene
    once = scene.with_question(replace(waiting, reminded=True))
    if waiting == scene.patient.waiting:
        once = once.ask_again(say("reminder", name=scene.patient.first_name), lane="check_in")
    return watch_for_silence(once, waiting, waiting.topic) if isinstance(waiting.topic, CheckingIn) else once


def reminded(scene: Scene, waiting: Waiting) -> Scene:
    """The time after a reminder has passed as well."""
    if scene.silent or not isinstance(waiting.topic, CheckingIn):
        return scene
    return missed(scene, waiting, waiting.topic)
