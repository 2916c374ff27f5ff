"""The first minutes: language, consent, the hour of the day."""

from datetime import time, timedelta
from typing import Literal

from care.effects import TellStaff, Withdraw
from care.events import Joined, Tapped
from care.lines import Button, Line, button, quoted, say, written
from care.patient import Joining
from care.scene import Rows, Scene

ENDS_AFTER = timedelta(days=7)  # an enrolment left open so long is for the staff
REMIND_AFTER = timedelta(hours=24)
HOURS = ("09:00", "13:00", "18:00", "20:00")  # when routine check-ins may come; quiet hours have the last word
LANGUAGES = {"en": "English", "es": "Español", "pt-BR": "Português", "ru": "Русский", "ar": "العربية", "de": "Deutsch"}


def joined(scene: Scene, event: Joined) -> Scene:
    """The chat is the patient's: say who we are and begin to ask."""
    patient = scene.patient
    if patient.stage in ("followed", "stopped"):
        back = scene.with_patient(reachable=True)
        return back.tell(say("welcome-back", name=patient.first_name), say("help-short"))
    language = _known_language(scene, event.language)
    started = scene.with_patient(stage="joining", language=language, reachable=True)
    told = started.then(TellStaff(text="opened the link and is answering the first questions."))
    if len(scene.practice.clinic.languages) == 1:
        return ask_consent(told)
    return _ask(told, "language", (say("ask-language"),), language_buttons(scene))


def language_buttons(scene: Scene) -> Rows:
    """Each language of the clinic, in its own name."""
    return [[Button(choice=code, label=quoted(LANGUAGES.get(code, code)))] for code in scene.practice.clinic.languages]


def hour_buttons(scene: Scene) -> Rows:
    quiet = scene.practice.clinic.quiet
    hours = [hour for hour in HOURS if not quiet.covers(time.fromisoformat(hour))] or [scene.patient.hour]
    buttons = [Button(choice=f"h{hour.replace(':', '')}", label=quoted(hour)) for hour in hours]
    return [buttons[:2], buttons[2:]] if len(buttons) > 2 else [buttons]


def hour_of(choice: str) -> str:
    """`h1800` -> `18:00`."""
    return f"{choice[1:3]}:{choice[3:5]}"


def ask_consent(scene: Scene) -> Scene:
    clinic = scene.practice.clinic
    own: Line = written(clinic.consent.text) if clinic.consent.text else say("consent", clinic=clinic.name)
    text = (
        say("hello", name=scene.patient.first_name, clinic=clinic.name),
        own,
        say("not-emergency", phone=clinic.phone, emergency=clinic.emergency_number),
        say("ask-consent", version=clinic.consent.version),
    )
    return _ask(scene, "consent", text, [[button("_agree", style="primary")], [button("_decline")]])


def joining_answered(scene: Scene, topic: Joining, choice: str, tap: Tapped | None) -> Scene:
    waiting = scene.patient.waiting
    settled = scene.settle(waiting.label(choice) if waiting else None, tap)
    match topic.step, choice:
        case "language", _:
            return ask_consent(settled.with_patient(language=choice))
        case "consent", "_agree":
            return _ask_hour(_agreed(settled))
        case "consent", _:
            declined = settled.with_patient(stage="declined")
            told = declined.then(
                Withdraw(reason="the patient declined"), TellStaff(text="declined to be followed up here.")
            )
            return told.tell(say("declined", clinic=scene.practice.clinic.name, phone=scene.practice.clinic.phone))
        case _:
            return _settle_hour(settled, hour_of(choice))


def _agreed(scene: Scene) -> Scene:
    agreed = scene.with_patient(stage="followed", consent=scene.practice.clinic.consent.version, consented_at=scene.now)
    for episode in agreed.patient.episodes:
        agreed = agreed.replan(episode, "the patient agreed", joining=True)
    return agreed.then(TellStaff(text=f"agreed to follow-up (consent {scene.practice.clinic.consent.version})."))


def _ask_hour(scene: Scene) -> Scene:
    return _ask(scene, "hour", (say("ask-hour"),), hour_buttons(scene))


def _settle_hour(scene: Scene, hour: str) -> Scene:
    timed = scene.with_patient(hour=hour)
    for episode in timed.patient.episodes:
        timed = timed.replan(episode, "the patient chose the hour")
    return timed.tell(say("joined", name=scene.patient.first_name, hour=hour), say("help-short"))


def lapse_joining(scene: Scene, topic: Joining) -> Scene:
    """Nobody finished the enrolment. /start asks again. Without an hour of their own, the clinic's is used."""
    if topic.step == "hour":
        return scene
    return scene.then(TellStaff(text="has not finished enrolling; help them with it at the next visit."))


def _ask(scene: Scene, step: Literal["language", "consent", "hour"], text: tuple[Line, ...], rows: Rows) -> Scene:
    return scene.ask(Joining(step=step), text, rows, remind_after=REMIND_AFTER, expires_at=scene.now + ENDS_AFTER)


def _known_language(scene: Scene, language: str | None) -> str:
    languages = scene.practice.clinic.languages
    wanted = (language or "").split("-")[0]
    return next((code for code in languages if code.split("-")[0] == wanted), scene.patient.language)
