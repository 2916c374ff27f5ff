"""Two days later: did somebody call you? And on the promised day: better, the same, worse?"""

from dataclasses import replace
from datetime import timedelta

from care.concern import go
from care.effects import Lane, RaiseAlert, Schedule, Skip
from care.events import ClosingDue, LookAgainDue, Tapped
from care.lines import Line, button, say
from care.outcome import asked_key, close, closing_at, do_about, keep_open, level_of, meant_for, open_concern, unasked
from care.patient import Closing, Concern
from care.protocol import Level
from care.report import concern_facts, facts
from care.scene import Rows, Scene

TRY_AGAIN = timedelta(hours=1)
REMIND_AFTER = timedelta(hours=24)
ANSWER_WITHIN = timedelta(days=4)
ASK_AGAIN_AFTER = timedelta(hours=24)  # when nobody had called
LAST_ASKED_AFTER = timedelta(days=14)  # after the last round
ROUNDS_MAX = 6  # then the staff have it as urgent, and the patient the phone number and the complaint route


def closing_due(scene: Scene, event: ClosingDue | LookAgainDue) -> Scene:
    """Ask, unless another conversation is going on; then a little later."""
    concern = open_concern(scene, event.concern)
    if concern is None:
        return scene.then(Skip(reason="this concern is closed"))
    if scene.silent:
        return unasked(scene, concern)
    if scene.talking or scene.asleep:
        key = asked_key("closing" if event.kind == "closing_due" else "look_again", concern)
        at = scene.awake(scene.now + TRY_AGAIN)
        return scene.then(Schedule(key=key, at=at, event=event, why="waits its turn"))
    asks = ask_called if event.kind == "closing_due" else ask_feeling
    return asks(scene, concern, lane="check_in")


def ask_closing(scene: Scene, topic: Closing) -> Scene:
    """The question of this step, once more after something else came between."""
    concern = open_concern(scene, topic.concern)
    if concern is None:
        return scene.leave()
    return ask_called(scene, concern) if topic.step == "called" else ask_feeling(scene, concern)


def ask_called(scene: Scene, concern: Concern, *, lane: Lane = "reply") -> Scene:
    text = say("closing-called", name=scene.patient.first_name, clinic=scene.practice.clinic.name)
    topic = Closing(concern=concern.id, step="called")
    return _ask(scene, topic, text, [[button("_yes"), button("_no")]], lane=lane)


def ask_feeling(scene: Scene, concern: Concern, *, key: str = "look-again", lane: Lane = "reply") -> Scene:
    rows = [[button("_better")], [button("_same")], [button("_worse")]]
    text = say(key, name=scene.patient.first_name)
    return _ask(scene, Closing(concern=concern.id, step="feeling"), text, rows, lane=lane)


def closing_answered(scene: Scene, topic: Closing, choice: str, tap: Tapped | None) -> Scene:
    """Yes: how is it now? No: the alert climbs. Still unhappy: the next choices, a second opinion first."""
    concern = open_concern(scene, topic.concern)
    waiting = scene.patient.waiting
    settled = scene.settle(waiting.label(choice) if waiting else None, tap)
    if concern is None:
        return settled.tell(say("thanks", name=scene.patient.first_name))
    match choice:
        case "_yes":
            return ask_feeling(settled, concern, key="closing-feeling")
        case "_no":
            return _nobody_called(settled, concern)
        case "_better":
            return close(settled, concern.id).tell(say("closing-better", name=scene.patient.first_name))
        case _:
            return _still_unhappy(close(settled, concern.id), _next_round(settled, concern), worse=choice == "_worse")


def lapse_closing(scene: Scene, topic: Closing) -> Scene:
    """No answer to the closing question: the staff are asked to make sure."""
    concern = open_concern(scene, topic.concern)
    return unasked(scene, concern) if concern else scene


def _ask(scene: Scene, topic: Closing, text: Line, rows: Rows, *, lane: Lane) -> Scene:
    until = scene.now + ANSWER_WITHIN
    return scene.ask(topic, (text,), rows, lane=lane, remind_after=REMIND_AFTER, expires_at=until)


def _nobody_called(scene: Scene, concern: Concern) -> Scene:
    again = replace(concern, round=concern.round + 1)
    level: Level = "same_day" if again.round == 1 else "urgent"
    alert = _alert(
        scene, again, level, "Nobody called the patient", "Call the patient now; they have waited since then."
    )
    raised = keep_open(scene, again).then(alert)
    sorry = say("closing-nobody", name=scene.patient.first_name, clinic=scene.practice.clinic.name)
    if again.round >= ROUNDS_MAX:
        at = closing_at(scene, level, LAST_ASKED_AFTER)
        route = say("closing-route", phone=scene.practice.clinic.phone, on=at.astimezone(scene.zone).date())
        looks = LookAgainDue(concern=concern.id)
        later = Schedule(key=asked_key("look_again", again), at=at, event=looks, why="nobody had called, many times")
        return raised.then(later).tell(sorry, route, scene.who_reads(level))
    at = closing_at(scene, level, ASK_AGAIN_AFTER)
    event = ClosingDue(concern=concern.id)
    asked = raised.then(Schedule(key=asked_key("closing", again), at=at, event=event, why="nobody had called"))
    return asked.tell(sorry, say("closing-again", on=at.astimezone(scene.zone).date()), scene.who_reads(level))


def _next_round(scene: Scene, concern: Concern) -> Concern:
    """The same concern, with a new choice to come."""
    return replace(concern, round=concern.round + 1, route=None, detail=None, due=None, papers=False, seen=())


def _unsealed(scene: Scene, concern: Concern) -> Concern:
    """What only one person was to read stays with them; what is said from now on is another concern, for whom
    the patient chooses."""
    if not concern.sealed:
        return concern
    new = f"c{scene.patient.turn}"
    return replace(
        concern, id=new, sealed=False, sealed_for=None, words=(), complaints=(), weight=None, burden=None, told=False
    )


def _still_unhappy(scene: Scene, concern: Concern, *, worse: bool) -> Scene:
    title = "Unhappy, and it is worse than before" if worse else "Still unhappy"
    concern = replace(concern, distressed=concern.distressed or scene.distressed)
    level: Level = level_of(concern) if concern.distressed else "same_day" if worse else "next_day"
    do = "Talk again, and offer a second opinion without being asked."
    if concern.distressed:
        do = do_about(scene, concern)
    elif concern.private:
        do = "They wanted no contact before. Ask gently whether they do now, and offer a second opinion."
    told = (say("closing-told"), scene.who_reads(level))
    raised = scene.then(_alert(scene, concern, level, title, do))
    if concern.distressed and concern.sealed:  # what only one may read does not keep the others from calling
        known = RaiseAlert(
            key=f"distress.{concern.id}",
            level=level,
            episode=concern.episode,
            title="In distress, and still unhappy",
            facts=facts(scene, scene.patient.episode(concern.episode)),
            do=do,
        )
        raised = raised.then(known)
    concern = _unsealed(scene, concern)
    if worse and not concern.distressed:  # before any choice: is there danger, and how heavy is it now?
        return go(raised, replace(concern, weight=None, burden=None), "safety", *told)
    return go(raised, concern, "choose", *told)


def _alert(scene: Scene, concern: Concern, level: Level, title: str, do: str) -> RaiseAlert:
    return RaiseAlert(
        key=f"concern.{concern.id}",
        level=level,
        episode=concern.episode,
        title=title,
        words=(),
        facts=concern_facts(scene, concern),
        do=do,
        to_surgeon=meant_for(scene, concern),
        sealed=concern.sealed,
    )
