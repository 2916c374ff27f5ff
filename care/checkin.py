"""A check-in, from the moment it is due through its questions to its end."""

from dataclasses import replace
from datetime import datetime, timedelta

from care.concern import begin_concern
from care.effects import Schedule, Skip
from care.events import CheckInDue
from care.flags import flag_buttons
from care.lines import Button, Line, button, quoted, say, written
from care.patient import CheckingIn, Episode
from care.protocol import LEVELS, Question
from care.scene import Rows, Scene, check_in_key
from care.sitting import asked_in, at_first, key_of, opening, sitting, why_not

TRY_AGAIN = timedelta(hours=1)  # while another conversation is going on
SCALE = tuple(range(11))
TAKEN_ALONG_MAX = 10  # remembered; they fall due on the same day


def check_in_due(scene: Scene, event: CheckInDue) -> Scene:
    """Ask now; or later, at a time that suits; or not at all, with the reason."""
    if reason := why_not(scene, event):
        return scene.then(Skip(reason=reason))
    if (waking := scene.awake(scene.now)) > scene.now:
        return _postpone(scene, event, waking, "moved out of the quiet hours")
    if scene.talking:
        return _postpone(scene, event, scene.awake(scene.now + TRY_AGAIN), "waits for the conversation to end")
    return _begin(scene, event)


def _postpone(scene: Scene, event: CheckInDue, at: datetime, why: str) -> Scene:
    if at >= event.expires_at:
        return scene.then(Skip(reason=f"too late: {why}, and its time had passed by then"))
    return scene.then(Schedule(key=check_in_key(event), at=at, event=event, why=why))


def _begin(scene: Scene, event: CheckInDue) -> Scene:
    parts = sitting(scene, event)
    if not parts:
        return scene.then(Skip(reason="nothing to ask today"))
    first, *others = parts
    topic = at_first(first, then=tuple(others))
    count = sum(len(part.questions) for part in parts)
    hello = say("check-in-hello", name=scene.patient.first_name, clinic=scene.practice.clinic.name, count=count)
    along = tuple(key_of(part) for part in parts if part.episode != event.episode)
    taken = (*scene.patient.taken_along, *along)[-TAKEN_ALONG_MAX:]
    return ask_question(
        scene.with_patient(taken_along=taken), topic, hello, *opening(scene, first, several=bool(others)), first=True
    )


def ask_question(scene: Scene, topic: CheckingIn, *lead: Line, first: bool = False) -> Scene:
    """Ask the question the topic stands at, after whatever else is to be said."""
    found = asked_in(scene, topic)
    if found is None:
        return finish(scene.leave(), topic, *lead)
    episode, _, step, question = found
    why = (written(question.why, surgeon=episode.surgeon),) if question.why else ()
    hint = (say("hint-scale"),) if question.kind == "scale" else ()
    return scene.ask(
        topic,
        (written(question.ask, surgeon=episode.surgeon), *why, *hint, *_told_at_once(scene, question)),
        _buttons(scene, episode, question),
        lead=lead,
        takes_words=question.kind == "words",
        lane="check_in" if first else "reply",
        remind_after=step.remind_after,
        expires_at=max(topic.expires_at, scene.now + timedelta(minutes=30)),
    )


def _told_at_once(scene: Scene, question: Question) -> tuple[Line, ...]:
    """Beside every button that raises a worry: who is told."""
    if question.kind == "safety":
        return (scene.if_chosen,)
    soon = LEVELS.index("same_day")
    levels = (*(choice.level for choice in question.choices), *(alert.level for alert in question.alerts))
    return (scene.if_worse,) if any(level and LEVELS.index(level) >= soon for level in levels) else ()


def _buttons(scene: Scene, episode: Episode, question: Question) -> Rows:
    match question.kind:
        case "choice":
            return [[Button(choice=choice.id, label=written(choice.label))] for choice in question.choices]
        case "scale":
            numbers = [Button(choice=str(number), label=quoted(str(number))) for number in SCALE]
            return [numbers[:6], numbers[6:]]
        case "safety":
            return flag_buttons(scene, episode)
        case "words":
            return [[button("_skip")]]


def next_question(scene: Scene, topic: CheckingIn, *lead: Line) -> Scene:
    """On to what is left to be asked, of this operation and then of others; or to the end."""
    if not topic.left and topic.then:
        part, *others = topic.then
        there = replace(at_first(part, then=tuple(others)), unhappy=topic.unhappy, unhappy_about=topic.unhappy_about)
        return ask_question(scene, there, *lead, *opening(scene, part, several=True))
    if not topic.left:
        return finish(scene, topic, *lead)
    return ask_question(scene, replace(topic, question=topic.left[0], left=topic.left[1:], told=()), *lead)


def finish(scene: Scene, topic: CheckingIn, *lead: Line) -> Scene:
    """The last answer is in: thanks, or the concern that an unhappy answer starts, or one that was interrupted."""
    if topic.unhappy:
        origin = f"answered \u201c{topic.unhappy}\u201d in a check-in"
        which = topic.unhappy_about[0] if len(topic.unhappy_about) == 1 else None
        return begin_concern(scene, origin=origin, episode=which, lead=lead)
    thanks = "thanks" if scene.patient.aside else "check-in-thanks"
    return scene.tell(*lead, say(thanks, name=scene.patient.first_name))
