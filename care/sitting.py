"""What is asked in one sitting: the check-in that is due, and those that other operations have on the same day."""

from collections.abc import Iterator
from dataclasses import replace

from care.events import CheckInDue
from care.flags import flags_today
from care.lines import Line, say, written
from care.patient import CheckingIn, Episode, Part
from care.protocol import About, CheckIn, Protocol, Question
from care.scene import Scene, check_in_key

WHOLE_PERSON: frozenset[About] = frozenset({"coping", "pain", "safety"})  # asked once, however many operations


def why_not(scene: Scene, event: CheckInDue) -> str | None:
    """Why this check-in is not asked now or ever; None when it may be."""
    patient = scene.patient
    episode = patient.episode(event.episode)
    protocol = scene.protocol(episode) if episode else None
    if patient.stage != "followed":
        return {"stopped": "the patient asked for no messages", "declined": "the patient declined"}.get(
            patient.stage, "the patient has not connected yet"
        )
    if not patient.reachable:
        return "the patient has blocked the bot"
    if scene.now >= event.expires_at:
        return "too late: its time had passed"
    step = protocol.check_in(event.step) if protocol else None
    if step is None:
        return "no longer in the protocol"
    if step.late == "ask" and episode and all(episode.answer(id_) for id_ in step.ask):
        return "answered already"
    if event.late and episode and step.on.about_days < 0 and scene.today >= episode.surgery_on:
        return "meant for the time before surgery"
    if check_in_key(event) in patient.taken_along:
        return "asked together with that of the other operation"
    if step.kind == "satisfaction" and scene.distressed:
        return "in distress lately: a person has taken it up"
    return None


def sitting(scene: Scene, event: CheckInDue) -> tuple[Part, ...]:
    """What is asked now: this check-in, and those of other operations that are due later today; danger before
    anything else, and what concerns the whole person once."""
    parts = [part for each in (event, *_also_today(scene, event)) if (part := _part(scene, each))]
    parts.sort(key=lambda part: "safety" not in _about(scene, part).values())
    asked: set[About] = set()
    kept: list[Part] = []
    for part in parts:
        about = _about(scene, part)
        questions = tuple(id_ for id_ in part.questions if about[id_] not in asked)
        asked.update(WHOLE_PERSON.intersection(about.values()))
        if questions:
            kept.append(replace(part, questions=questions))
    return tuple(kept)


def _part(scene: Scene, event: CheckInDue) -> Part | None:
    episode = scene.patient.episode(event.episode)
    protocol = scene.protocol(episode) if episode else None
    step = protocol.check_in(event.step) if protocol else None
    if episode is None or protocol is None or step is None:
        return None
    questions = tuple(id_ for id_ in step.ask if _asked_today(scene, protocol, episode, id_))
    return Part(episode=episode.id, step=event.step, nth=event.nth, questions=questions, expires_at=event.expires_at)


def _about(scene: Scene, part: Part) -> dict[str, About]:
    """What each question of a part is about."""
    episode = scene.patient.episode(part.episode)
    protocol = scene.protocol(episode) if episode else None
    return {id_: protocol.questions[id_].about for id_ in part.questions} if protocol else {}


def _also_today(scene: Scene, event: CheckInDue) -> Iterator[CheckInDue]:
    for episode in scene.patient.episodes:
        if episode.id != event.episode:
            for due in scene.dues(episode):
                other = CheckInDue(episode=episode.id, step=due.step, nth=due.nth, expires_at=due.expires_at)
                is_today = due.at >= scene.now and due.at.astimezone(scene.zone).date() == scene.today
                if is_today and why_not(scene, other) is None:
                    yield other


def asked_in(scene: Scene, topic: CheckingIn) -> tuple[Episode, Protocol, CheckIn, Question] | None:
    """The operation, protocol, check-in and question that are being asked; None when the protocol has them no more."""
    episode = scene.patient.episode(topic.episode)
    protocol = scene.protocol(episode) if episode else None
    step = protocol.check_in(topic.step) if protocol else None
    question = protocol.questions.get(topic.question) if protocol else None
    if episode is None or protocol is None or step is None or question is None:
        return None
    return episode, protocol, step, question


def at_first(part: Part, *, then: tuple[Part, ...]) -> CheckingIn:
    """The first question of a part."""
    question, *left = part.questions
    return CheckingIn(
        episode=part.episode,
        step=part.step,
        nth=part.nth,
        question=question,
        left=tuple(left),
        expires_at=part.expires_at,
        then=then,
    )


def opening(scene: Scene, part: Part, *, several: bool) -> Iterator[Line]:
    """Said before the first question of a part: which operation it is about, when there are several, and its intro."""
    episode = scene.patient.episode(part.episode)
    protocol = scene.protocol(episode) if episode else None
    step = protocol.check_in(part.step) if protocol else None
    if several and protocol:
        yield say("check-in-about", procedure=written(protocol.name))
    if step and step.intro:
        yield written(step.intro, surgeon=episode.surgeon if episode else None)


def key_of(part: Part) -> str:
    """The key of the timer of this part's check-in."""
    due = CheckInDue(episode=part.episode, step=part.step, nth=part.nth, expires_at=part.expires_at)
    return check_in_key(due)


def _asked_today(scene: Scene, protocol: Protocol, episode: Episode, id_: str) -> bool:
    question = protocol.questions[id_]
    return question.kind != "safety" or bool(flags_today(scene, episode))
