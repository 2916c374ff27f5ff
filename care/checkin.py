"""A check-in, from the moment it is due until its last answer."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from care.alarm import (
    CALL_NOW,
    danger_words,
    distress,
    distress_words,
    do_now,
    flag_raised,
    flag_today,
    flags_today,
    read_words,
)
from care.concern import begin_concern
from care.effects import RaiseAlert, Schedule, Skip
from care.events import CheckInDue, Tapped
from care.lines import Button, Line, button, quoted, say, written
from care.outcome import unhappy_left
from care.patient import Answer, CheckingIn, Episode
from care.protocol import LEVELS, CheckIn, Choice, Level, Protocol, Question
from care.report import facts
from care.scene import Rows, Scene, check_in_key
from care.sitting import WHOLE_PERSON, at_first, key_of, opening, sitting, why_not

TRY_AGAIN = timedelta(hours=1)  # while another conversation is going on
SCALE = tuple(range(11))
TAKEN_ALONG_MAX = 10  # remembered; they fall due on the same day
ORIGIN_CHARS_MAX = 200  # of own words, where the concern says how it began; the whole stands in the alert
SILENCE = "silence."  # how the keys of alerts about no answer begin


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
    found = _found(scene, topic)
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


def _found(scene: Scene, topic: CheckingIn) -> tuple[Episode, Protocol, CheckIn, Question] | None:
    episode = scene.patient.episode(topic.episode)
    protocol = scene.protocol(episode) if episode else None
    step = protocol.check_in(topic.step) if protocol else None
    question = protocol.questions.get(topic.question) if protocol else None
    if episode is None or protocol is None or step is None or question is None:
        return None
    return episode, protocol, step, question


def _buttons(scene: Scene, episode: Episode, question: Question) -> Rows:
    match question.kind:
        case "choice":
            return [[Button(choice=choice.id, label=written(choice.label))] for choice in question.choices]
        case "scale":
            numbers = [Button(choice=str(number), label=quoted(str(number))) for number in SCALE]
            return [numbers[:6], numbers[6:]]
        case "safety":
            return safety_buttons(scene, episode)
        case "words":
            return [[button("_skip")]]


def safety_buttons(scene: Scene, episode: Episode) -> Rows:
    """The red flags of the day, the most urgent first, and none of these."""
    flags = flags_today(scene, episode)
    rows = [[Button(choice=flag.id, label=written(flag.label), style="danger")] for _, flag in flags]
    return [*rows, [button("_none", style="primary")]]


def answered(scene: Scene, topic: CheckingIn, choice: str | None, words: str | None, tap: Tapped | None) -> Scene:
    """An answer to the question that waited: kept, its consequences drawn, and on to the next."""
    found = _found(scene, topic)
    waiting = scene.patient.waiting
    if found is None or waiting is None:
        return finish(scene.leave(), topic)
    episode, _, _, question = found
    settled = scene.settle(waiting.label(choice) if choice else quoted(words or ""), tap)
    answer = Answer(
        question=topic.question,
        choice=choice,
        number=int(choice) if question.kind == "scale" and choice else None,
        words=words,
        at=scene.now,
    )
    kept = _kept(settled, topic, question, answer)
    match question.kind:
        case "choice":
            chosen = next((option for option in question.choices if option.id == choice), None)
            return _after_choice(kept, topic, question, chosen) if chosen else _next(kept, topic)
        case "scale":
            return _after_scale(kept, topic, question, answer, before=settled)
        case "safety":
            flagged = flag_today(scene, episode, choice or "")
            if flagged is None:
                return _next(kept, topic)
            of, flag = flagged
            raised = flag_raised(kept, of, flag)
            return _stop_here(raised, topic) if flag.level in CALL_NOW else _next(raised, topic)
        case "words":
            return _after_words(kept, topic, question, words, episode) if words else _next(kept, topic)


def _kept(scene: Scene, topic: CheckingIn, question: Question, answer: Answer) -> Scene:
    """The answer with its operation; what concerns the whole person, with every operation of this sitting."""
    shared = (part.episode for part in topic.then) if question.about in WHOLE_PERSON else ()
    for id_ in (topic.episode, *shared):
        if episode := scene.patient.episode(id_):
            scene = scene.with_patient(episodes=scene.patient.with_episode(episode.answered(answer)).episodes)
    return scene


def _after_choice(scene: Scene, topic: CheckingIn, question: Question, chosen: Choice) -> Scene:
    episode = scene.patient.episode(topic.episode)
    said = (written(chosen.reply, surgeon=episode.surgeon if episode else None),) if chosen.reply else ()
    if chosen.unhappy:
        about = (*topic.unhappy_about, topic.episode)
        return _next(scene, replace(topic, unhappy=chosen.label["en"], unhappy_about=about), *said)
    if chosen.level is None:
        return _next(scene, topic, *said)
    raised = _alert(scene, topic, chosen.level, f"{_about(question)}: \u201c{chosen.label['en']}\u201d")
    if question.about == "coping" and LEVELS.index(chosen.level) >= LEVELS.index("same_day"):
        left = distress(raised, "is not coping; the conversation was left")
        return left.tell(*said, distress_words(scene), scene.who_reads(chosen.level))
    if chosen.level in CALL_NOW:
        return _stop_here(raised, topic, *said, danger_words(scene, chosen.level))
    return _next(raised, topic, *said, *_read_by(scene, chosen.level))


def _after_words(scene: Scene, topic: CheckingIn, question: Question, words: str, episode: Episode) -> Scene:
    """Own words go to a person, as everything does that is written; unhappy ones after surgery lead to the concern."""
    unhappy = read_words(scene, words).unhappy and episode.surgery_on <= scene.today
    level: Level = "next_day" if unhappy else "note"
    title = f"{_about(question)}, in own words{'; sounds unhappy' if unhappy else ''}"
    handed = _alert(scene, topic, level, title, words)
    if unhappy:
        said = words if len(words) <= ORIGIN_CHARS_MAX else f"{words[:ORIGIN_CHARS_MAX].rstrip()} …"
        topic = replace(topic, unhappy=said, unhappy_about=(*topic.unhappy_about, topic.episode))
    return _next(handed, topic, say("kept-words"), *_read_by(scene, level))


def _stop_here(scene: Scene, topic: CheckingIn, *said: Line) -> Scene:
    """Somebody has to be called now: nothing more is asked."""
    return unhappy_left(scene.tell(*said), topic, "then needed help at once")


def _after_scale(scene: Scene, topic: CheckingIn, question: Question, answer: Answer, *, before: Scene) -> Scene:
    episode = before.patient.episode(topic.episode)
    earlier = episode.answer(topic.question) if episode else None
    level = _strictest(before, topic, question, answer.number or 0)
    if level is None:
        return _next(scene, topic)
    was = f" (last time {earlier.number})" if earlier and earlier.number is not None else ""
    raised = _alert(scene, topic, level, f"{_about(question)}: {answer.number} of 10{was}")
    if level in CALL_NOW:
        return _stop_here(raised, topic, danger_words(scene, level))
    return _next(raised, topic, say(f"scale-{level}"), *_read_by(scene, level))


def _strictest(scene: Scene, topic: CheckingIn, question: Question, number: int) -> Level | None:
    """How bad the number is for the operation that takes it most seriously, of those asked about in this sitting."""
    shared = [part.episode for part in topic.then] if question.about in WHOLE_PERSON else []
    levels: list[Level] = []
    for id_ in (topic.episode, *shared):
        episode = scene.patient.episode(id_)
        protocol = scene.protocol(episode) if episode else None
        for name, asked in protocol.questions.items() if episode and protocol else ():
            if (
                asked.about == question.about
                and episode
                and (level := _scale_level(asked, episode.answer(name), number))
            ):
                levels.append(level)
    return max(levels, key=LEVELS.index, default=None)


def _scale_level(question: Question, before: Answer | None, number: int) -> Level | None:
    last = before.number if before and before.number is not None else None
    reached = [
        alert.level
        for alert in question.alerts
        if (alert.at_least is not None and number >= alert.at_least)
        or (alert.rises_by is not None and last is not None and number - last >= alert.rises_by)
    ]
    return max(reached, key=LEVELS.index, default=None)


def _read_by(scene: Scene, level: Level) -> tuple[Line, ...]:
    """A note is no worry: it needs no promise about who reads it."""
    return () if level == "note" else (scene.who_reads(level),)


def _about(question: Question) -> str:
    return question.about.capitalize()


def _alert(scene: Scene, topic: CheckingIn, level: Level, title: str, *words: str) -> Scene:
    episode = scene.patient.episode(topic.episode)
    key = f"answer.{topic.episode}.{topic.question}"
    return scene.then(
        RaiseAlert(
            key=key,
            level=level,
            episode=topic.episode,
            title=title,
            words=words,
            facts=(f"Asked: {_asked(scene, topic)}", *facts(scene, episode)),
            do=do_now(level),
        )
    )


def _asked(scene: Scene, topic: CheckingIn) -> str:
    found = _found(scene, topic)
    return found[3].ask["en"] if found else topic.question


def _next(scene: Scene, topic: CheckingIn, *lead: Line) -> Scene:
    if not topic.left and topic.then:
        part, *others = topic.then
        there = replace(at_first(part, then=tuple(others)), unhappy=topic.unhappy, unhappy_about=topic.unhappy_about)
        return ask_question(scene, there, *lead, *opening(scene, part, several=True))
    if not topic.left:
        return finish(scene, topic, *lead)
    return ask_question(scene, replace(topic, question=topic.left[0], left=topic.left[1:]), *lead)


def finish(scene: Scene, topic: CheckingIn, *lead: Line) -> Scene:
    """The last answer is in: thanks, or the concern that an unhappy answer starts, or one that was interrupted."""
    if topic.unhappy:
        origin = f"answered \u201c{topic.unhappy}\u201d in a check-in"
        which = topic.unhappy_about[0] if len(topic.unhappy_about) == 1 else None
        return begin_concern(scene, origin=origin, episode=which, lead=lead)
    thanks = "thanks" if scene.patient.aside else "check-in-thanks"
    return scene.tell(*lead, say(thanks, name=scene.patient.first_name))


def lapse_check_in(scene: Scene, topic: CheckingIn) -> Scene:
    """No answer came in time: what was answered is kept, and staff are told when the protocol says so."""
    if _found(scene, topic) is None:
        return scene
    scene = unhappy_left(scene, topic, "then no further answer")
    for silent in (topic, *(at_first(part, then=()) for part in topic.then)):
        scene = _silence(scene, silent)
    return scene


def _silence(scene: Scene, topic: CheckingIn) -> Scene:
    found = _found(scene, topic)
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
        title=f"No answer to the check-in of {moment}",
        facts=(*facts(scene, episode), f"Not answered: {question.ask['en']}"),
        do="Call the patient and ask how they are.",
    )
    return scene.then(alert)
