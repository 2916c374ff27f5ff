"""The unhappy patient's guided conversation: safety first, then feelings, then facts, then the patient's choice.

Each state shows a screen (`concern_screens`), and what an answer does stands in `concern_choices`. Every end has a
date or a person.
"""

from dataclasses import replace
from datetime import timedelta

from care.alarm import lapsed_in_distress
from care.concern_choices import CHOICES, after_words
from care.concern_routes import To
from care.concern_screens import SCREENS, Here
from care.effects import RaiseAlert
from care.events import Tapped
from care.flags import flags_today
from care.lines import Line, quoted, say
from care.outcome import do_about, level_of, pass_on
from care.patient import Concern, ConcernState, Picture, Waiting, Worrying
from care.report import concern_facts
from care.scene import Scene

ENDS_AFTER = timedelta(days=14)  # then what was said goes to the staff and the question is closed
REMIND_AFTER = timedelta(hours=24)
UNFINISHED_DO = "Call the patient. They have been told that you know they began."
WORDS_MAX = 20  # messages kept in one concern; the journal has them all
IN_DISTRESS: frozenset[ConcernState] = frozenset(
    {"which", "safety", "bothers", "own_words", "weight", "distress", "write", "summary"}
)  # the states without a list of things to choose from


def begin_concern(
    scene: Scene,
    *,
    origin: str,
    episode: str | None = None,
    words: str | None = None,
    told: bool = False,
    lead: tuple[Line, ...] = (),
) -> Scene:
    """Start a concern, or go on with the one that is open. With several operations, ask first which one."""
    if open_ := _open(scene):
        waiting, concern = open_
        added = replace(concern, words=(*concern.words, words)[-WORDS_MAX:]) if words else concern
        return go(scene.turn_to(waiting.prompt), added, added.state, *lead)
    patient = scene.patient
    several = episode is None and len(patient.episodes) > 1
    concern = Concern(
        id=f"c{patient.turn}",
        episode=episode or scene.latest.id,
        state="which" if several else "safety",
        began=scene.now,
        origin=origin,
        words=(words,) if words else (),
        told=told,
    )
    return go(scene, concern, concern.state, *lead)


def _open(scene: Scene) -> tuple[Waiting, Concern] | None:
    return next(
        ((one, one.topic.concern) for one in reversed(scene.open_questions) if isinstance(one.topic, Worrying)), None
    )


def go(scene: Scene, concern: Concern, state: ConcernState, *lead: Line) -> Scene:
    """Ask what the state asks, after whatever else is to be said. In distress nothing is listed."""
    if scene.distressed and not concern.distressed:
        concern = replace(concern, distressed=True)
    if concern.distressed and state not in IN_DISTRESS:
        concern, state = replace(concern, route="distress"), "distress"
    here = _here(scene, replace(concern, state=state))
    if here is None:
        return _lost(scene, concern)
    if state == "safety" and not flags_today(scene, here.episode):
        return go(scene, concern, "bothers", *lead)
    screen = SCREENS[state](here)
    return scene.ask(
        Worrying(concern=here.concern),
        screen.text,
        screen.rows,
        lead=lead,
        takes_words=screen.takes_words,
        remind_after=REMIND_AFTER,
        expires_at=scene.awake(scene.now + ENDS_AFTER),
    )


def concern_chosen(scene: Scene, concern: Concern, choice: str, tap: Tapped | None) -> Scene:
    """A button of the concern was pressed."""
    here = _here(scene, concern)
    waiting = scene.patient.waiting
    if here is None or waiting is None:
        return _lost(scene, concern)
    settled = scene.settle(waiting.label(choice), tap)
    after = CHOICES[concern.state](replace(here, scene=settled), choice)
    return go(after.scene, after.concern, after.state, *after.lead) if isinstance(after, To) else after


def concern_words(scene: Scene, concern: Concern, text: str) -> Scene:
    """Words written inside a concern belong to it, whatever was asked."""
    said = replace(concern, words=(*concern.words, text)[-WORDS_MAX:])
    settled = scene.settle(quoted(text))
    match concern.state:
        case "bothers" | "own_words":
            return go(settled, said, after_words(said))
        case "write":
            return go(settled, said, "summary")
        case "call":
            return go(settled, replace(said, detail="a call, when: see their last words"), "summary")
        case "distress":
            return pass_on(settled, said, level_of(said), "in distress, and wrote this", tell="concern-sent")
        case state:
            return go(scene, said, state, say("concern-words-kept"))


def picture_sent(scene: Scene) -> Scene | None:
    """A picture of the view that was asked for: noted under it, and asked whether there is another. None when no
    picture was asked for."""
    here = _viewed(scene)
    if here is None:
        return None
    concern, view = here.concern, here.concern.view or ""
    episode = here.episode.pictured(Picture(view=view, at=scene.now))
    known = scene.with_patient(episodes=scene.patient.with_episode(episode).episodes)
    seen = (*(one for one in concern.seen if one != view), view)
    return go(known, replace(concern, seen=seen), "view")


def view_asked(scene: Scene) -> str | None:
    """The view of which a picture is asked for now, in words for the staff."""
    here = _viewed(scene)
    view = here.protocol.view(here.concern.view or "") if here else None
    return view.label["en"] if view else None


def _viewed(scene: Scene) -> Here | None:
    topic = scene.patient.waiting.topic if scene.patient.waiting else None

    if isinstance(topic, Worrying) and topic.concern.state == "view":
        return _here(scene, topic.concern)
    return None


def lapse_concern(scene: Scene, concern: Concern) -> Scene:
    """It was left open for two weeks: the staff get what was said, and the patient a way back."""
    level = level_of(concern)
    told = pass_on(scene, concern, level, "did not finish the conversation")
    if scene.silent:
        return told
    if concern.distressed:
        return told.tell(lapsed_in_distress(scene), lane="check_in")
    return told.tell(say("concern-lapsed"), scene.who_reads(level), lane="check_in")


def concern_unfinished(scene: Scene, waiting: Waiting) -> Scene:
    """A day without an answer: a person learns of it, and the patient is asked once more and told so."""
    if not isinstance(waiting.topic, Worrying):
        return scene
    concern = waiting.topic.concern
    alert = RaiseAlert(
        key=f"concern.{concern.id}",
        level="next_day",
        episode=concern.episode,
        title="Unhappy, and stopped in the middle of saying why",
        words=concern.told_words,
        facts=concern_facts(scene, concern),
        do=do_about(scene, concern) if concern.distressed else UNFINISHED_DO,
    )
    known = replace(waiting, topic=Worrying(concern=replace(concern, told=True)), reminded=True)
    noted = scene.with_question(known).then(alert)
    if scene.silent or waiting != scene.patient.waiting:
        return noted
    return noted.ask_again(say("concern-reminder"), lane="check_in")


def _lost(scene: Scene, concern: Concern) -> Scene:
    """The clinic has taken its protocol away in between: a person has to go on."""
    return pass_on(scene.leave(), concern, "same_day", "its protocol is no longer there", tell="concern-sent")


def _here(scene: Scene, concern: Concern) -> Here | None:
    episode = scene.patient.episode(concern.episode)
    protocol = scene.protocol(episode) if episode else None
    if episode is None or protocol is None:
        return None
    return Here(scene=scene, concern=concern, episode=episode, protocol=protocol)
