"""/start /help /settings /language /status /concern /message /stop /resume /privacy."""

from datetime import datetime, time, timedelta
from typing import Literal

from care.concern import begin_concern
from care.effects import RaiseAlert, TellStaff, Withdraw
from care.events import Commanded, Tapped
from care.joining import ask_consent, hour_buttons, hour_of, language_buttons
from care.lines import Button, button, quoted, say, written
from care.outcome import give_over
from care.patient import Setting, Stage, Writing
from care.plan import plan
from care.report import facts
from care.scene import Rows, Scene

NAMES = ("start", "help", "settings", "language", "status", "concern", "message", "stop", "resume", "privacy")
STOPPED = "stopped"  # the key of the alert
ENDS_AFTER = timedelta(days=1)
BEFORE: frozenset[Stage] = frozenset({"invited", "joining", "declined"})  # not agreed yet


def commanded(scene: Scene, event: Commanded) -> Scene:
    """A command, in any state. Unknown ones get the help text."""
    if scene.patient.stage in BEFORE and event.name not in ("privacy", "help", "stop"):
        return _not_yet(scene)
    match event.name:
        case "start":
            return _started(scene)
        case "settings":
            rows = [[button("_language")], [button("_hour")], [button("_zone")], [button("_done")]]
            return _ask(scene, "menu", "settings", rows)
        case "language":
            return _ask(scene, "language", "ask-language", language_buttons(scene))
        case "status":
            return status(scene)
        case "concern":
            return begin_concern(scene, origin="wrote /concern", words=event.rest or None)
        case "message":
            return scene.ask(
                Writing(),
                (say("message"), scene.who_reads(scene.message_level)),
                [[button("_cancel")]],
                takes_words=True,
                expires_at=scene.now + ENDS_AFTER,
            )
        case "stop":
            return stop(scene, *((event.rest,) if event.rest else ()))
        case "resume":
            return resume_following(scene)
        case "privacy":
            return _privacy(scene)
        case _:
            clinic = scene.practice.clinic
            return scene.tell(say("help", clinic=clinic.name), scene.who_reads(scene.message_level))


def _not_yet(scene: Scene) -> Scene:
    if scene.patient.waiting:
        return scene.ask_again(say("first-this"))
    return ask_consent(scene.with_patient(stage="joining"))


def _started(scene: Scene) -> Scene:
    welcome = say("welcome-back", name=scene.patient.first_name)
    if scene.patient.stage == "stopped":
        return scene.tell(welcome, say("stopped-already"))
    return scene.ask_again(welcome, say("help-short"))


def _privacy(scene: Scene) -> Scene:
    clinic, patient = scene.practice.clinic, scene.patient
    agreed = say("privacy-not-agreed")
    if patient.consent and patient.consented_at:
        agreed = say("privacy-agreed", version=patient.consent, on=patient.consented_at.astimezone(scene.zone).date())
    return scene.tell(say("privacy", clinic=clinic.name), agreed, say("privacy-rights", phone=clinic.phone))


def stop(scene: Scene, *words: str) -> Scene:
    """No more messages from us, from this moment on. A person learns of it, with the words if there were any."""
    alert = RaiseAlert(
        key=STOPPED,
        level="next_day",
        episode=scene.latest.id,
        title="Wants no more messages",
        words=words,
        facts=facts(scene, scene.latest),
        do="They get no more check-ins. Call them if follow-up matters now.",
    )
    if scene.patient.stage == "stopped":
        return (scene.then(alert) if words else scene).tell(say("stopped-already"))
    ended = give_over(scene.with_patient(stage="stopped"), "asked for no more messages before the end")
    told = ended.then(Withdraw(reason="the patient said stop"), alert)
    clinic = scene.practice.clinic
    return told.tell(say("stopped", clinic=clinic.name, phone=clinic.phone, emergency=clinic.emergency_number))


def resume_following(scene: Scene) -> Scene:
    """Messages again, from now on; what was missed is not sent late."""
    if scene.patient.stage != "stopped":
        return scene.tell(say("not-stopped"))
    if scene.patient.consent is None:
        return ask_consent(scene.with_patient(stage="joining"))
    resumed = scene.with_patient(stage="followed").then(TellStaff(text="wants messages again (/resume)."))
    return resumed.tell(say("resumed", name=scene.patient.first_name))


def status(scene: Scene) -> Scene:
    """Each operation, its day, and when the next check-in comes."""
    lines = [say("status", hour=scene.patient.hour, zone=scene.patient.zone)]
    for episode in scene.patient.episodes:
        protocol = scene.protocol(episode)
        name = written(protocol.name) if protocol else quoted(episode.procedure)
        lines.append(say("status-episode", procedure=name, on=episode.surgery_on, surgeon=episode.surgeon))
    if scene.patient.stage == "stopped":
        lines.append(say("stopped-already"))
    elif following := _next_check_in(scene):
        lines.append(say("status-next", at=following))
    if scene.patient.open_concerns:
        lines.append(say("status-concern"))
    return scene.ask_again(*lines, say("still-waiting")) if scene.patient.waiting else scene.tell(*lines)


def _next_check_in(scene: Scene) -> datetime | None:
    coming = (
        due.at
        for episode in scene.patient.episodes
        if (protocol := scene.protocol(episode))
        for due in plan(
            protocol,
            surgery_on=episode.surgery_on,
            zone=scene.zone,
            hour=time.fromisoformat(scene.patient.hour),
            clinic=scene.practice.clinic,
        )
        if due.at > scene.now
    )
    return min(coming, default=None)


def setting_chosen(scene: Scene, topic: Setting, choice: str, tap: Tapped | None) -> Scene:
    waiting = scene.patient.waiting
    settled = scene.settle(waiting.label(choice) if waiting else None, tap)
    match topic.step, choice:
        case "menu", "_language":
            return _ask(settled, "language", "ask-language", language_buttons(settled))
        case "menu", "_hour":
            return _ask(settled, "hour", "ask-hour", hour_buttons(settled))
        case "menu", "_zone":
            return _ask(settled, "zone", "ask-zone", _zone_buttons(settled))
        case "menu", _:
            return settled
        case "language", _:
            return settled.with_patient(language=choice).tell(say("language-set"))
        case "hour", _:
            return _retimed(settled.with_patient(hour=hour_of(choice)), "the patient chose another hour")
        case _:
            zone = dict(_zones(scene)).get(choice, scene.patient.zone)
            return _retimed(settled.with_patient(zone=zone), "the patient is in another zone")


def _retimed(scene: Scene, why: str) -> Scene:
    for episode in scene.patient.episodes:
        scene = scene.replan(episode, why)
    return scene.tell(say("settings-kept", hour=scene.patient.hour, zone=scene.patient.zone))


def _zones(scene: Scene) -> tuple[tuple[str, str], ...]:
    """The choice and the zone it stands for."""
    clinic = scene.practice.clinic
    zones = dict.fromkeys((clinic.zone, *clinic.zones, scene.patient.zone))
    return tuple((f"z{number}", zone) for number, zone in enumerate(zones))


def _zone_buttons(scene: Scene) -> Rows:
    return [
        [Button(choice=choice, label=quoted(zone.rpartition("/")[2].replace("_", " ")))]
        for choice, zone in _zones(scene)
    ]


def _ask(scene: Scene, step: Literal["menu", "language", "hour", "zone"], key: str, rows: Rows) -> Scene:
    return scene.ask(Setting(step=step), (say(key),), rows, expires_at=scene.now + ENDS_AFTER)
