"""What an answer to a check-in does: it is kept, told to whom it concerns, and the next question follows."""

from dataclasses import replace

from care.alarm import (
    CALL_NOW,
    danger_words,
    distress,
    distress_words,
    do_now,
    flag_raised,
    flag_unknown,
    read_words,
)
from care.checkin import finish, next_question
from care.effects import RaiseAlert, TellStaff
from care.events import Tapped
from care.flags import flag_of
from care.lines import Line, quoted, say, written
from care.outcome import unhappy_left
from care.patient import Answer, CheckingIn, Episode
from care.protocol import LEVELS, Choice, Level, Question
from care.report import facts
from care.scene import Scene
from care.sitting import WHOLE_PERSON, asked_in

ORIGIN_CHARS_MAX = 200  # of own words, where the concern says how it began; the whole stands in the alert


def answered(scene: Scene, topic: CheckingIn, choice: str | None, words: str | None, tap: Tapped | None) -> Scene:
    """An answer to the question that waited: kept, its consequences drawn, and on to the next."""
    found = asked_in(scene, topic)
    waiting = scene.patient.waiting
    if found is None or waiting is None:
        return finish(scene.leave(), topic)
    episode, _, _, question = found
    settled = scene.settle(waiting.label(choice) if choice else quoted(words or ""), tap)
    if topic.told:  # somebody may be about to call them
        settled = settled.then(TellStaff(text="has answered the check-in after all."))
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
            return _after_choice(kept, topic, question, chosen) if chosen else next_question(kept, topic)
        case "scale":
            return _after_scale(kept, topic, question, answer, before=settled)
        case "safety":
            if choice in (None, "_none"):
                return next_question(kept, topic)
            flagged = flag_of(scene, choice)
            if flagged is None:
                return _stop_here(flag_unknown(kept, episode, choice), topic)
            of, flag = flagged
            raised = flag_raised(kept, of, flag)
            return _stop_here(raised, topic) if flag.level in CALL_NOW else next_question(raised, topic)
        case "words":
            return _after_words(kept, topic, question, words, episode) if words else next_question(kept, topic)


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
        return next_question(scene, replace(topic, unhappy=chosen.label["en"], unhappy_about=about), *said)
    if chosen.level is None:
        return next_question(scene, topic, *said)
    raised = _alert(scene, topic, chosen.level, f"{_about(question)}: \u201c{chosen.label['en']}\u201d")
    if question.about == "coping" and LEVELS.index(chosen.level) >= LEVELS.index("same_day"):
        left = distress(raised, "is not coping; the conversation was left")
        return left.tell(*said, distress_words(scene), scene.who_reads(chosen.level))
    if chosen.level in CALL_NOW:
        return _stop_here(raised, topic, *said, danger_words(scene, chosen.level))
    return next_question(raised, topic, *said, *_read_by(scene, chosen.level))


def _after_words(scene: Scene, topic: CheckingIn, question: Question, words: str, episode: Episode) -> Scene:
    """Own words go to a person, as everything does that is written; unhappy ones after surgery lead to the concern."""
    unhappy = read_words(scene, words).unhappy and episode.surgery_on <= scene.today
    level: Level = "next_day" if unhappy else "note"
    title = f"{_about(question)}, in own words{'; sounds unhappy' if unhappy else ''}"
    handed = _alert(scene, topic, level, title, words)
    if unhappy:
        said = words if len(words) <= ORIGIN_CHARS_MAX else f"{words[:ORIGIN_CHARS_MAX].rstrip()} …"
        topic = replace(topic, unhappy=said, unhappy_about=(*topic.unhappy_about, topic.episode))
    return next_question(handed, topic, say("kept-words"), *_read_by(scene, level))


def _stop_here(scene: Scene, topic: CheckingIn, *said: Line) -> Scene:
    """Somebody has to be called now: nothing more is asked."""
    return unhappy_left(scene.tell(*said), topic, "then needed help at once")


def _after_scale(scene: Scene, topic: CheckingIn, question: Question, answer: Answer, *, before: Scene) -> Scene:
    episode = before.patient.episode(topic.episode)
    earlier = episode.answer(topic.question) if episode else None
    level = _strictest(before, topic, question, answer.number or 0)
    if level is None:
        return next_question(scene, topic)
    was = f" (last time {earlier.number})" if earlier and earlier.number is not None else ""
    raised = _alert(scene, topic, level, f"{_about(question)}: {answer.number} of 10{was}")
    if level in CALL_NOW:
        return _stop_here(raised, topic, danger_words(scene, level))
    return next_question(raised, topic, say(f"scale-{level}"), *_read_by(scene, level))


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
    found = asked_in(scene, topic)
    return found[3].ask["en"] if found else topic.question
