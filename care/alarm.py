"""Danger, in words or on a button: what the patient is told at once, and the alert that goes with it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from care.effects import RaiseAlert
from care.events import Tapped
from care.flags import OF, flag_of
from care.lines import Line, say, written
from care.outcome import CRISIS_DO, give_over, unhappy_left
from care.patient import CheckingIn, Episode, Flagged
from care.protocol import Level, RedFlag
from care.reading.danger import rank
from care.report import facts
from care.scene import Scene
from care.triage import LEARNT, Danger, Reading, read, worse

_DO: dict[Level, str] = {
    "emergency": "Call the patient now. They were told to call the emergency number.",
    "urgent": "Call the patient now. They were told to phone you at once.",
    "same_day": "Call the patient today.",
    "next_day": "Answer by the next working day.",
    "note": "Read it; nothing else is needed unless you think so.",
}
CALL_NOW: frozenset[Level] = frozenset({"emergency", "urgent"})  # the patient is told to telephone, not to wait
_LEVELS: Mapping[Danger, Level] = {  # a crisis is somebody on the telephone within minutes
    "same_day": "same_day",
    "urgent": "urgent",
    "crisis": "urgent",
    "emergency": "emergency",
}
LEFT_IN_CRISIS = "wrote words of crisis; the conversation was left"
OWN_HANDS = frozenset({"crisis-own-surgery", "crisis-self-harm"})  # rules
SAME_PRESS = timedelta(minutes=10)  # the same red flag on the same message within this time is one press
PRESSES_KEPT = 5


def do_now(level: Level) -> str:
    """What staff are asked to do about an alert of this level."""
    return _DO[level]


def read_words(scene: Scene, text: str) -> Reading:
    """What the words say, read for each operation with its procedure and day: the worst danger, and all rules."""
    first, *others = _readings(scene, text).values()
    for other in others:
        first = replace(
            first,
            danger=worse(first.danger, other.danger),
            rules=tuple(dict.fromkeys((*first.rules, *other.rules))),
            unhappy=first.unhappy or other.unhappy,
            unsure=first.unsure or other.unsure,
            stop=first.stop or other.stop,
            matched=tuple(dict.fromkeys((*first.matched, *other.matched))),
        )
    return first


def _readings(scene: Scene, text: str) -> dict[str, Reading]:
    """By episode, the one with the worst danger first; of equals, the one nearest to today."""
    near = sorted(scene.patient.episodes, key=lambda episode: abs((scene.today - episode.surgery_on).days))
    own = scene.patient.language.split("-")[0]
    rules = sorted(scene.practice.rules, key=lambda each: each.language != own)
    readings = {
        episode.id: read(rules, text, procedure=episode.procedure, day=(scene.today - episode.surgery_on).days)
        for episode in near
    }
    return dict(sorted(readings.items(), key=lambda each: -rank(each[1].danger)))


def _spoken_of(scene: Scene, text: str) -> Episode:
    """The operation for which the words are worst."""
    return scene.patient.episode(next(iter(_readings(scene, text)))) or scene.latest


def sound(scene: Scene, danger: Danger, reading: Reading, text: str) -> Scene:
    """Danger in a text: an alert with the words, and what to do now. The question that waits stays as it is, except
    in a crisis, in which nothing else is asked; nor does a check-in go on when a rule says to call somebody now."""
    level = _LEVELS[danger]
    episode = _spoken_of(scene, text)
    crisis = reading.danger == "crisis" or any(rule.startswith("crisis") for rule in reading.rules)
    alert = RaiseAlert(
        key="crisis" if crisis else f"danger.{level}",
        level=level,
        episode=episode.id,
        title="Words of crisis" if crisis else "Words that sound like danger",
        words=(text,),
        facts=(*facts(scene, episode), *read_as(reading)),
        do=CRISIS_DO if crisis else do_now(level),
    )
    said = _crisis_said(scene, reading, level) if crisis else (danger_words(scene, level), *reading_by(scene, level))
    raised = (distress(scene.then(alert), LEFT_IN_CRISIS) if crisis else scene.then(alert)).tell(*said)
    waiting = raised.patient.waiting
    certain = level in CALL_NOW and LEARNT not in next(iter(reading.rules), LEARNT)  # the worst stands first
    if waiting and isinstance(waiting.topic, CheckingIn) and certain:
        return unhappy_left(raised.leave(), waiting.topic, "then wrote of danger")
    return raised


def read_as(reading: Reading) -> tuple[str, ...]:
    """The rules that found it; where only the model did, the words that weighed most, for they may mislead."""
    if rules := [rule for rule in reading.rules if LEARNT not in rule]:
        return (f"Read as: {', '.join(rules)}",)
    return ("In no rule; heard by what was learnt", f"Words that weighed most: {'; '.join(reading.matched)}")


def _crisis_said(scene: Scene, reading: Reading, level: Level) -> Iterator[Line]:
    """The fixed words; what nobody should do with their own hands is asked of those who may be about to."""
    if level == "emergency":
        yield danger_words(scene, level)
    yield crisis_words(scene)
    if OWN_HANDS & set(reading.rules) or all(LEARNT in rule for rule in reading.rules):
        yield say("crisis-own-hands")


def distress(scene: Scene, why: str) -> Scene:
    """From now on this patient is somebody in distress: nothing else is asked today, and no procedures are listed."""
    return give_over(scene.with_patient(distressed_at=scene.now), why)


def reading_by(scene: Scene, level: Level) -> tuple[Line, ...]:
    """Who reads it and when; nothing when the patient was just told to call somebody now."""
    return () if level in CALL_NOW else (scene.who_reads(level),)


def danger_words(scene: Scene, level: Level) -> Line:
    clinic = scene.practice.clinic
    return say(f"danger-{level}", phone=clinic.phone, emergency=clinic.emergency_number, clinic=clinic.name)


def crisis_words(scene: Scene) -> Line:
    clinic = scene.practice.clinic
    return say(
        "crisis",
        name=scene.patient.first_name,
        line=written(clinic.help_line.name),
        line_phone=clinic.help_line.phone,
        emergency=clinic.emergency_number,
        clinic=clinic.name,
        phone=clinic.phone,
    )


def lapsed_in_distress(scene: Scene) -> Line:
    """Nothing more is asked of somebody in distress who did not answer; whom they can reach stays said."""
    clinic = scene.practice.clinic
    return say(
        "concern-lapsed-distress",
        clinic=clinic.name,
        line=written(clinic.help_line.name),
        line_phone=clinic.help_line.phone,
        emergency=clinic.emergency_number,
        phone=clinic.phone,
    )


def distress_words(scene: Scene) -> Line:
    line = scene.practice.clinic.help_line
    return say("distress-heard", line=written(line.name), line_phone=line.phone)


def flag_unknown(scene: Scene, episode: Episode, choice: str) -> Scene:
    """A danger sign was chosen that the protocol has no more, as after a change of the file: it is urgent."""
    alert = RaiseAlert(
        key=f"flag.{episode.id}.{choice}",
        level="urgent",
        episode=episode.id,
        title=f"Red flag: {choice.partition(OF)[0].replace('_', ' ')}",
        facts=facts(scene, episode),
        do=do_now("urgent"),
    )
    return scene.then(alert).tell(danger_words(scene, "urgent"), scene.alerted)


def flag_raised(scene: Scene, episode: Episode, flag: RedFlag) -> Scene:
    """A red flag chosen on a button: the clinic's advice for it, and an alert of its level."""
    alert = RaiseAlert(
        key=f"flag.{episode.id}.{flag.id}",
        level=flag.level,
        episode=episode.id,
        title=f"Red flag: {flag.label['en']}",
        facts=facts(scene, episode),
        do=do_now(flag.level),
    )
    said = reading_by(scene, flag.level) or (scene.alerted,)
    return scene.then(alert).tell(written(flag.advice, surgeon=episode.surgeon), *said)


def flag_pressed(scene: Scene, tap: Tapped) -> Scene:
    """A red flag on a message whose question has ended: raised all the same, unless this very press was heard."""
    found = _flag(scene, tap)
    if found is None or _heard(scene, tap):
        return scene
    return flag_raised(noted_flag(scene, tap), *found)


def noted_flag(scene: Scene, tap: Tapped) -> Scene:
    """Remember a press on a red flag; any other is left as it is."""
    if _flag(scene, tap) is None:
        return scene
    pressed = Flagged(prompt=tap.prompt, choice=tap.choice, at=scene.now)
    return scene.with_patient(flagged=(*scene.patient.flagged, pressed)[-PRESSES_KEPT:])


def _flag(scene: Scene, tap: Tapped) -> tuple[Episode, RedFlag] | None:
    """The red flag of this button, if it is one of this patient's."""
    return flag_of(scene, tap.choice) if tap.prompt.startswith(f"{scene.patient.id}.") else None


def _heard(scene: Scene, tap: Tapped) -> bool:
    """Whether this press, or the same just before it, has been acted on."""
    same = (one for one in scene.patient.flagged if (one.prompt, one.choice) == (tap.prompt, tap.choice))
    return any(scene.now - one.at < SAME_PRESS for one in same)
