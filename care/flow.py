"""`advance`: one event in, one Turn out. The whole follow-up is this function, called again and again.

Pure and total: the same arguments give the same Turn, and no event in any state raises.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from care.alarm import CALL_NOW, flag_pressed, noted_flag
from care.answering import answered
from care.aside import go_on, lapse, remind, reminded
from care.checkin import check_in_due
from care.closing import closing_answered, closing_due
from care.commands import setting_chosen
from care.concern import concern_chosen
from care.effects import Effect, RaiseAlert, Skip, TellStaff, Withdraw
from care.events import (
    AlertResolved,
    AlertTaken,
    Blocked,
    CheckInDue,
    ClosingDue,
    Commanded,
    Edited,
    EpisodeAdded,
    Event,
    GapEnded,
    Joined,
    LookAgainDue,
    PapersReady,
    PromiseDue,
    Registered,
    ReminderDue,
    Sent,
    StaffWrote,
    SurgeryMoved,
    Tapped,
    Unblocked,
    WaitExpired,
    Wrote,
)
from care.joining import joined, joining_answered
from care.lines import quoted, say, written
from care.patient import CheckingIn, Closing, Episode, Joining, Offered, Patient, Setting, Worrying, Writing
from care.practice import Practice
from care.promised import papers_ready, promise_due
from care.report import facts
from care.scene import Scene
from care.silence import SILENCE, spoke
from care.talk import commanded_with_words, edited, offer_answered, sent, wrote

BLOCKED = "blocked"  # the key of the alert
HEARD = ("message", "crisis", "danger.", "flag.", "answer.", "concern.")  # keys of what the patient sent or answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a patient has become, and what is to be done, in order."""

    patient: Patient
    effects: tuple[Effect, ...]


def advance(practice: Practice, patient: Patient, event: Event, *, now: datetime) -> Turn:
    """The patient after the event, and the effects that storage carries out in the same transaction."""
    scene = Scene(practice=practice, patient=replace(patient, turn=patient.turn + 1), now=now)
    if not isinstance(event, Tapped | Wrote | Sent | Commanded):
        after = _happen(scene, event)
    else:
        after = go_on(_happen(spoke(_unblocked(scene)), event))  # whoever writes to us can be written to
    return Turn(patient=after.patient, effects=after.effects)


def _happen(scene: Scene, event: Event) -> Scene:
    match event:
        case Tapped():
            return _tapped(scene, event)
        case Wrote():
            return wrote(scene, event, choose)
        case Sent():
            return sent(scene, event)
        case Edited():
            return edited(scene, event)
        case Commanded():
            return commanded_with_words(scene, event)
        case CheckInDue():
            return check_in_due(scene, event)
        case ReminderDue():
            return _reminded(scene, event)
        case WaitExpired():
            return _expired(scene, event)
        case ClosingDue() | LookAgainDue():
            return closing_due(scene, event)
        case Registered():
            return _planned(scene, "enrolled")
        case Joined():
            return joined(scene, event)
        case EpisodeAdded(episode=episode):
            return _episode_added(scene, episode)
        case SurgeryMoved():
            return _surgery_moved(scene, event)
        case PromiseDue():
            return promise_due(scene, event)
        case GapEnded():
            return _gap_ended(scene)
        case Blocked():
            return _blocked(scene)
        case Unblocked():
            return _unblocked(scene)
        case AlertTaken():
            return _alert_taken(scene, event)
        case AlertResolved(key=key):
            return spoke(scene) if key.startswith(SILENCE) else scene
        case StaffWrote(staff=staff, text=text):
            return scene.tell(say("staff-wrote", staff=staff, clinic=scene.practice.clinic.name), quoted(text))
        case PapersReady():
            return papers_ready(scene, event)
        case _:
            assert_never(event)


def choose(scene: Scene, choice: str, tap: Tapped | None = None) -> Scene:
    """A choice of the question that waits, tapped or typed."""
    waiting = scene.patient.waiting
    if waiting is None or waiting.label(choice) is None:
        return scene
    match waiting.topic:
        case Joining() as topic:
            return joining_answered(scene, topic, choice, tap)
        case CheckingIn() as topic:
            return answered(scene, topic, choice, None, tap)
        case Worrying(concern=concern):
            return concern_chosen(scene, concern, choice, tap)
        case Closing() as topic:
            return closing_answered(scene, topic, choice, tap)
        case Offered() as topic:
            return offer_answered(scene, topic, choice, tap)
        case Setting() as topic:
            return setting_chosen(scene, topic, choice, tap)
        case Writing():
            return scene.settle(waiting.label(choice), tap)
        case _:
            assert_never(waiting.topic)


def _tapped(scene: Scene, tap: Tapped) -> Scene:
    """A press counts only for a question that waits, or was set aside; any other is late, repeated or forged. A red
    flag counts however late it is pressed, but not twice in a row."""
    asked = scene.asked(tap.prompt)
    if asked is None:
        return flag_pressed(scene, tap)
    if asked.label(tap.choice) is None:
        return scene
    return choose(noted_flag(scene, tap).turn_to(tap.prompt), tap.choice, tap)


def _reminded(scene: Scene, event: ReminderDue) -> Scene:
    waiting = scene.asked(event.prompt)
    if waiting is None:
        return scene
    if waiting.ended(scene.now):
        return scene.then(Skip(reason="too late: the question had ended"))
    return reminded(scene, waiting) if waiting.reminded else remind(scene, waiting)


def _expired(scene: Scene, event: WaitExpired) -> Scene:
    waiting = scene.asked(event.prompt)
    return lapse(scene, waiting) if waiting else scene


def _gap_ended(scene: Scene) -> Scene:
    waiting = scene.patient.waiting
    if waiting is None or waiting.ended(scene.now) or scene.left_alone:
        return scene
    return scene.ask_again(say("gap-ended"), lane="check_in")


def _planned(scene: Scene, why: str) -> Scene:
    for episode in scene.patient.episodes:
        scene = scene.replan(episode, why)
    return scene


def _episode_added(scene: Scene, episode: Episode) -> Scene:
    if scene.patient.episode(episode.id):
        return scene
    added = scene.with_patient(episodes=(*scene.patient.episodes, episode)).replan(episode, "another operation")
    protocol = added.protocol(episode)
    if protocol is None or scene.patient.stage != "followed":
        return added
    name = written(protocol.name)
    told = say("episode-added", name=scene.patient.first_name, procedure=name, on=episode.surgery_on)
    return added.tell(told, lane="check_in")


def _surgery_moved(scene: Scene, event: SurgeryMoved) -> Scene:
    """What is unsent is planned anew, what is sent stays, and the patient is told once."""
    episode = scene.patient.episode(event.episode)
    if episode is None or episode.surgery_on == event.surgery_on:
        return scene
    moved = replace(episode, surgery_on=event.surgery_on)
    why = f"surgery moved from {episode.surgery_on} to {event.surgery_on}"
    planned = scene.with_patient(episodes=scene.patient.with_episode(moved).episodes).replan(moved, why)
    if scene.patient.stage != "followed":
        return planned
    return planned.tell(say("surgery-moved", name=scene.patient.first_name, on=event.surgery_on), lane="check_in")


def _blocked(scene: Scene) -> Scene:
    gone = scene.with_patient(reachable=False).then(Withdraw(reason="the patient blocked the bot"))
    if scene.patient.stage in ("stopped", "declined"):
        return gone
    alert = RaiseAlert(
        key=BLOCKED,
        level="next_day",
        episode=scene.latest.id,
        title="The patient has blocked the bot",
        facts=facts(scene, scene.latest),
        do="Reach them another way if follow-up matters now. Nothing is sent here until they unblock it.",
    )
    return gone.then(alert)


def _unblocked(scene: Scene) -> Scene:
    if scene.patient.reachable:
        return scene
    return scene.with_patient(reachable=True).then(TellStaff(text="has unblocked the bot; check-ins go on from today."))


def _alert_taken(scene: Scene, event: AlertTaken) -> Scene:
    """The patient learns who has it, when it is something they sent or answered; by day, unless they were told to
    call somebody now."""
    if event.level == "note" or not event.key.startswith(HEARD) or scene.left_alone:
        return scene
    taken = say("alert-taken", staff=event.staff, clinic=scene.practice.clinic.name)
    if event.level not in CALL_NOW:
        return scene.tell(taken, lane="check_in")
    clinic = scene.practice.clinic
    return scene.tell(taken, say("alert-taken-still", phone=clinic.phone, emergency=clinic.emergency_number))
