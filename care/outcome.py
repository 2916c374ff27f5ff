"""How a concern ends: with a person or with a date, and with a question about it afterwards."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from care.calendar import instant, read_by
from care.effects import RaiseAlert, Schedule
from care.events import ClosingDue, LookAgainDue
from care.lines import Line, say
from care.patient import CheckingIn, Closing, Concern, Worrying
from care.promised import promises, remember
from care.protocol import Level
from care.report import concern_facts, facts
from care.scene import Scene

CLOSING_AFTER = timedelta(hours=48)  # 48-72 h after: "did someone call you?"
KEPT_ASKED_AFTER = timedelta(days=14)  # a patient who told nobody is asked again then
HEAVY_ASKED_AFTER = timedelta(days=2)  # the same, where it weighs heavily
OPEN_CONCERNS_MAX = 5  # at one time; an older one is with the staff already

CALL = "a call "  # how the detail of a concern begins whose patient has chosen a time
IN_WRITING = ("a written answer", "to write rather than talk")  # what a patient wishes who does not want a call
CRISIS_DO = "Call the patient now, yourself. Do not leave them alone with the bot. They were given the help line."
DESPAIR = "Unhappy and in despair"
HEAVY_FROM = 7  # of 10: the same day
_TITLES = {
    "surgeon": "Unhappy: wishes to hear from the surgeon",
    "second_opinion": "Unhappy: wishes a second opinion and the papers for it",
    "agreed": "Unhappy: wishes to talk about what was agreed",
    "complaint": "Complaint",
    "somebody": "Unhappy: wishes to speak with somebody else",
    "options": "Unhappy: has read about the options",
    "photo": "Unhappy: wishes that somebody looks at pictures",
    "policy": "Unhappy: asks what the clinic's policy on second operations means",
    "distress": "Unhappy, and it weighs heavily",
}


def pass_on(scene: Scene, concern: Concern, level: Level, why: str, *, tell: str | None = None) -> Scene:
    """To the staff, with everything said; and in two days the patient is asked whether somebody called. `tell` is the
    key of what the patient reads."""
    alert = RaiseAlert(
        key=f"concern.{concern.id}",
        level=level,
        episode=concern.episode,
        title=DESPAIR if concern.despair else _TITLES.get(concern.route or "", "Unhappy"),
        words=concern.told_words,
        facts=(*concern_facts(scene, concern), f"Now: {why}"),
        do=_do_as_promised(scene, concern) if tell else do_about(scene, concern),
        to_surgeon=meant_for(scene, concern),
        sealed=concern.sealed,
    )
    if scene.silent:
        told = scene.then(alert)
        return remember(told, concern).tell(say("passed-on"), scene.who_reads(level)) if tell else told
    closing = closing_at(scene, level, CLOSING_AFTER, due=concern.due)
    event = ClosingDue(concern=concern.id)
    asked = Schedule(key=asked_key("closing", concern), at=closing, event=event, why="did somebody call?")
    told = keep_open(scene, concern).then(alert, asked)
    if tell is None:
        return told
    again = closing.astimezone(scene.zone).date()
    reader = meant_for(scene, concern)
    if concern.sealed and reader:
        sent = say("concern-sent-sealed", name=scene.patient.first_name, again=again, reader=reader)
    else:
        sent = say(tell, name=scene.patient.first_name, again=again)
    coming = (promise.said for promise in promises(scene, concern))
    return remember(told, concern).tell(sent, *coming, *_readers(scene, concern, level))


def _readers(scene: Scene, concern: Concern, level: Level) -> tuple[Line, ...]:
    reader = meant_for(scene, concern)
    return (*((say("sealed", reader=reader),) if concern.sealed and reader else ()), scene.who_reads(level))


def closing_at(scene: Scene, level: Level, after: timedelta, *, due: datetime | None = None) -> datetime:
    """When to ask whether somebody got in touch: not before the time by which the staff were to read it, and not
    before what was promised is due."""
    read = read_by(scene.practice.clinic, level, scene.now)
    return scene.awake(max(scene.now + after, read, due or read))


def promise_date(scene: Scene, concern: Concern, day: date) -> Scene:
    """The patient waits, and is really asked again on that day."""
    waiting = replace(concern, route="wait", detail=f"to wait, and to be asked again on {day}")
    return _ask_on(_noted(scene, waiting, "Unhappy, and chose to wait"), waiting, day, "concern-waits")


def kept_to_self(scene: Scene, concern: Concern) -> Scene:
    """The patient does not want it sent. Staff learn only that, and the patient is told so and gets a date."""
    silent = replace(concern, private=True, detail="no contact now")
    day = scene.today + (HEAVY_ASKED_AFTER if _heavy(concern) else KEPT_ASKED_AFTER)
    if concern.distressed:
        return _ask_on(scene, silent, day, "concern-kept-known")
    noted = _noted(scene, silent, "Unhappy, and does not wish contact now")
    return _ask_on(noted, silent, day, "concern-kept-known" if concern.told else "concern-kept")


def give_over(scene: Scene, why: str) -> Scene:
    """Whatever waits, or was set aside, ends here; unhappy words and answers in it go to the staff."""
    for open_ in scene.open_questions:
        scene = scene.leave(open_.prompt)
        match open_.topic:
            case Worrying(concern=concern):
                known = replace(concern, distressed=True) if scene.distressed else concern
                scene = pass_on(scene, known, level_of(known), why)
            case CheckingIn() as topic:
                scene = unhappy_left(scene, topic, why)
            case Closing(concern=concern_id) if asked_about := open_concern(scene, concern_id):
                scene = unasked(scene, asked_about)
    return scene


def unasked(scene: Scene, concern: Concern) -> Scene:
    """Whether somebody called stays unknown: the staff make sure."""
    alert = RaiseAlert(
        key=f"concern.{concern.id}",
        level="next_day",
        episode=concern.episode,
        title="The closing question has no answer",
        facts=concern_facts(scene, concern),
        do="Make sure that somebody called.",
        to_surgeon=meant_for(scene, concern),
        sealed=concern.sealed,
    )
    return close(scene, concern.id).then(alert)


def unhappy_left(scene: Scene, topic: CheckingIn, why: str) -> Scene:
    """An unhappy answer in a check-in that was not finished, so that no concern began."""
    if topic.unhappy is None:
        return scene
    about = topic.unhappy_about[0] if topic.unhappy_about else topic.episode
    episode = scene.patient.episode(about)
    alert = RaiseAlert(
        key=f"unhappy.{about}",
        level="next_day",
        episode=about,
        title="Unhappy with the result",
        facts=(*facts(scene, episode), f"Answered \u201c{topic.unhappy}\u201d, {why}"),
        do="Call the patient and ask what bothers them.",
    )
    return scene.then(alert)


def open_concern(scene: Scene, concern_id: str) -> Concern | None:
    return next((concern for concern in scene.patient.open_concerns if concern.id == concern_id), None)


def keep_open(scene: Scene, concern: Concern) -> Scene:
    """Remember a concern that a later question is about."""
    others = tuple(c for c in scene.patient.open_concerns if c.id != concern.id)
    return scene.with_patient(open_concerns=(*others, concern)[-OPEN_CONCERNS_MAX:])


def asked_key(kind: Literal["closing", "look_again"], concern: Concern) -> str:
    """The key of the timer that asks about a concern: one for each round."""
    return f"{kind}:{concern.id}.{concern.round}"


def close(scene: Scene, concern_id: str) -> Scene:
    left = tuple(c for c in scene.patient.open_concerns if c.id != concern_id)
    return scene.with_patient(open_concerns=left)


def _ask_on(scene: Scene, concern: Concern, day: date, key: str) -> Scene:
    at = scene.awake(instant(day, time.fromisoformat(scene.patient.hour), scene.zone))
    if scene.silent:
        return scene.tell(say("thanks", name=scene.patient.first_name), say("stopped-already"))
    event = LookAgainDue(concern=concern.id)
    asked = Schedule(
        key=asked_key("look_again", concern), at=at, event=event, why="the patient chose to wait until then"
    )
    told = keep_open(scene, concern).then(asked)
    return told.tell(say(key, name=scene.patient.first_name, on=day), scene.not_emergency)


def _noted(scene: Scene, concern: Concern, title: str) -> Scene:
    alert = RaiseAlert(
        key=f"concern.{concern.id}",
        level="next_day" if scene.silent else "note",
        episode=concern.episode,
        title=title,
        words=concern.told_words,
        facts=concern_facts(scene, concern),
        do="They get no messages: ask them yourself."
        if scene.silent
        else "Have it at hand. The bot asks again by itself.",
    )
    return scene.then(alert)


def level_of(concern: Concern) -> Level:
    """How soon somebody has to take it up."""
    if concern.despair:
        return "urgent"
    if concern.distressed and concern.round > 0:  # nobody has reached them, or it did not help
        return "urgent"
    called = (concern.detail or "").startswith(CALL)  # its time is chosen: somebody has to see it before then
    return "same_day" if _heavy(concern) or concern.round > 0 or called else "next_day"


def _heavy(concern: Concern) -> bool:
    return concern.distressed or (concern.weight or 0) >= HEAVY_FROM


def do_about(scene: Scene, concern: Concern) -> str:
    """What staff are asked to do about a concern, and what the patient knows of it."""
    if concern.despair:
        return CRISIS_DO
    if concern.distressed:
        return "Call the patient yourself, listen, and ask whether they are safe. The bot offered no procedures."
    wish = f" They wish {concern.detail}." if concern.detail else ""
    if concern.detail in IN_WRITING:
        return f"Answer in writing: reply to this message.{wish}"
    asked = "The bot cannot ask them later." if scene.silent else "They will be asked in two days whether somebody did."
    return f"Call the patient, read the words above first.{wish} {asked}"


def _do_as_promised(scene: Scene, concern: Concern) -> str:
    """The same, with what the patient was promised for a day. In distress the call comes first."""
    promised = [promise.do for promise in promises(scene, concern)]
    if not promised:
        return do_about(scene, concern)
    first = [do_about(scene, concern)] if concern.distressed or concern.despair else []
    wish = [f"They wish {concern.detail}."] if concern.papers and concern.detail and not first else []
    return " ".join([*first, *promised, *wish])


def meant_for(scene: Scene, concern: Concern) -> str | None:
    """Whom it is for, where the patient has chosen that; a complaint is never for the surgeon."""
    if concern.sealed_for or concern.route == "complaint":
        return concern.sealed_for
    episode = scene.patient.episode(concern.episode)
    return episode.surgeon if episode and (concern.sealed or concern.route == "surgeon") else None
